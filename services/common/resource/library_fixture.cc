// SPDX-License-Identifier: Apache-2.0
#include "common/resource/library_fixture.h"

#include "common/resource/change_methods.h"
#include "common/resource/standard_methods.h"
#include "common/testing/private_postgres.h"

namespace palier::resource {

LibraryTest::LibraryTest() : table_("palier.resourcetest.v1.LibraryService") {}

void LibraryTest::SetUp() {
  sql::OpenOptions options;
  if (GetParam() == "Memory") {
    options.url = "sqlite::memory:";
  } else if (GetParam() == "File") {
    options.url = "sqlite:" + dir_.File("library.db");
  } else {
    if (const auto reason = testing::PrivatePostgres::WhyNot()) GTEST_SKIP() << *reason;
    const auto server = testing::PrivatePostgres::Shared();
    ASSERT_EQ(server.status(), absl::OkStatus());
    static int schemas = 0;
    options.url = (*server)->url();
    options.schema = absl::StrCat("library_", ++schemas);
  }
  auto database = sql::Open(options);
  ASSERT_EQ(database.status(), absl::OkStatus());
  database_ = *std::move(database);
  ASSERT_EQ(sql::Migrate(*database_, "resource", Migrations(), sql::MigrateMode::kAuto),
            absl::OkStatus());
  cache_ = cache::Make({});
  store_ = std::make_unique<Store>(*database_, clock_,
                                   [this](const std::vector<Session::Touched>& touched) {
                                     for (const auto& [organization, name, revision] : touched)
                                       cache_->Invalidate(organization, CacheKey(name), revision);
                                   });
  ASSERT_EQ(store_->Prepare({&shelf_, &book_}), absl::OkStatus());
  ASSERT_EQ(store_->Prepare({&shelf_, &book_}), absl::OkStatus());  // idempotent
  Hooks shelves;
  shelves.before_create = [this](const rpc::Call&, const google::protobuf::Message&) {
    return before_shelf_;
  };
  AddStandardMethods(table_, *store_, *cache_, shelf_, "Shelves", MethodSet::All(), shelves);
  AddStandardMethods(table_, *store_, *cache_, book_, "Books", MethodSet::All());
  AddChangeMethods(table_, *store_);
  ASSERT_EQ(table_.Check(), absl::OkStatus());
}

absl::Status LibraryTest::Write(const std::function<absl::Status(Session&)>& fn) {
  return store_->Write(Soon(), {"users/lea", "", "/test/Write"}, fn);
}

absl::Status LibraryTest::Read(const std::function<absl::Status(Session&)>& fn) {
  return store_->Read(Soon(), fn);
}

Book LibraryTest::Draft(absl::string_view id, absl::string_view shelf) {
  Book book;
  book.set_name(absl::StrCat(shelf, "/books/", id));
  book.set_display_name(absl::StrCat("Book ", id));
  return book;
}

Book LibraryTest::Insert(Book book) {
  const Book draft = book;
  EXPECT_EQ(Write([&](Session& session) {
              book = draft;
              return session.Insert(book_, book);
            }),
            absl::OkStatus());
  return book;
}

std::optional<Book> LibraryTest::Find(const std::string& name) {
  Book book;
  bool found = false;
  EXPECT_EQ(Read([&](Session& session) -> absl::Status {
              const absl::StatusOr<bool> result = session.Find(book_, name, &book);
              found = result.ok() && *result;
              return result.status();
            }),
            absl::OkStatus());
  return found ? std::optional<Book>(book) : std::nullopt;
}

std::vector<api::v1::Change> LibraryTest::Changes(int64_t after, const std::string& below) {
  auto changes = store_->Changes("acme", after, 10000, below, Soon());
  EXPECT_EQ(changes.status(), absl::OkStatus());
  return changes.ok() ? *changes : std::vector<api::v1::Change>();
}

absl::Status LibraryTest::InvokeUntyped(const std::string& method,
                                        const google::protobuf::Message& request,
                                        const std::string& principal,
                                        google::protobuf::Message* response) {
  const rpc::Call call{{principal, "", false},
                       "acme",
                       Soon(),
                       rpc::Language::kEnglish,
                       "/palier.resourcetest.v1.LibraryService/" + method,
                       ""};
  for (const rpc::MethodTable& served : table_.methods()) {
    if (served.descriptor->name() == method) return served.unary(call, request, response);
  }
  return absl::UnimplementedError(method);
}

}  // namespace palier::resource
