// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/search_index.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/testing/private_postgres.h"

namespace palier::registry {
namespace {

// Above what is taken in at once.
constexpr int kProjects = 450;

// Projects that were written before there was an index, in two organisations. The parameter is the
// kind of store.
class SearchIndexTest : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    sql::OpenOptions options{.url = "sqlite::memory:"};
    if (GetParam() == "Postgres") {
      if (const auto reason = testing::PrivatePostgres::WhyNot()) GTEST_SKIP() << *reason;
      const auto server = testing::PrivatePostgres::Shared();
      ASSERT_EQ(server.status(), absl::OkStatus());
      options.url = (*server)->url();
      static int schemas = 0;
      options.schema = absl::StrCat("search_index_", ++schemas);
    }
    auto database = sql::Open(options);
    ASSERT_EQ(database.status(), absl::OkStatus());
    database_ = *std::move(database);
    ASSERT_EQ(sql::Migrate(*database_, "resource", resource::Migrations(), sql::MigrateMode::kAuto),
              absl::OkStatus());
    ASSERT_EQ(
        sql::Migrate(*database_, "search", SearchIndex::Migrations(), sql::MigrateMode::kAuto),
        absl::OkStatus());
    store_ = std::make_unique<resource::Store>(*database_, clock_);
    ASSERT_EQ(AddProjects("acme", kProjects), absl::OkStatus());
    ASSERT_EQ(AddProjects("zeta", 3), absl::OkStatus());
  }

  // The first is deleted.
  absl::Status AddProjects(const std::string& organization, int count) {
    return Write([&](resource::Session& session) -> absl::Status {
      for (int i = 0; i < count; ++i) {
        v1::Project project;
        project.set_name(absl::StrCat("organizations/", organization, "/projects/p", i));
        project.set_display_name(absl::StrCat("Forecast number", i));
        if (i == 0) project.mutable_delete_time()->set_seconds(1);
        RETURN_IF_ERROR(session.Insert(types_.project, project));
      }
      return absl::OkStatus();
    });
  }
  absl::Status Write(const std::function<absl::Status(resource::Session&)>& fn) {
    return store_->Write(absl::Now() + absl::Seconds(60), {"users/dev", "", "/test"}, fn);
  }
  int64_t Number(const std::string& query) {
    int64_t number = -1;
    const auto read = [&](resource::Session& session) {
      return session.sql().Query(query, {}, [&](const sql::Row& row) -> absl::Status {
        number = row.int64(0);
        return absl::OkStatus();
      });
    };
    EXPECT_EQ(store_->Read(absl::Now() + absl::Seconds(60), read), absl::OkStatus());
    return number;
  }
  int64_t Known(const std::string& organization) {
    return Number(absl::StrCat("SELECT COUNT(*) FROM search_word WHERE word='' AND organization='",
                               organization, "'"));
  }
  int64_t Words() { return Number("SELECT COUNT(*) FROM search_word"); }

  const Types types_;
  const time::SystemClock clock_;
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<resource::Store> store_;
  const SearchIndex index_{types_};
};
INSTANTIATE_TEST_SUITE_P(Stores, SearchIndexTest, ::testing::Values("Memory", "Postgres"),
                         [](const auto& info) { return info.param; });

TEST_P(SearchIndexTest, FillTakesInEveryProjectOnce) {
  ASSERT_EQ(index_.Fill(*store_), absl::OkStatus());
  EXPECT_EQ(Known("acme"), kProjects - 1);
  EXPECT_EQ(Known("zeta"), 2);
  const int64_t words = Words();
  EXPECT_EQ(words, 3 * (kProjects - 1 + 2)) << "its mark, and two words of each name";
  ASSERT_EQ(index_.Fill(*store_), absl::OkStatus());
  EXPECT_EQ(Words(), words);
}

TEST_P(SearchIndexTest, FillGoesOnWhereItWasCutOff) {
  ASSERT_EQ(index_.Fill(*store_), absl::OkStatus());
  const int64_t words = Words();
  ASSERT_EQ(Write([](resource::Session& session) {
              return session.sql()
                  .Execute("DELETE FROM search_word WHERE organization='acme' AND project > 'p2'",
                           {})
                  .status();
            }),
            absl::OkStatus());
  EXPECT_LT(Words(), words);
  ASSERT_EQ(index_.Fill(*store_), absl::OkStatus());
  EXPECT_EQ(Words(), words);
}

}  // namespace
}  // namespace palier::registry
