// SPDX-License-Identifier: Apache-2.0
#include "common/resource/layout.h"

#include "common/resource/library_fixture.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

class LayoutTest : public LibraryTest {
 protected:
  // As if another version, which kept other fields in the columns, had written the rows.
  absl::Status ForgetLayout() {
    return database_->Write(Soon(), [&](sql::Transaction& transaction) -> absl::Status {
      std::string changes;
      for (int i = 0; i < aip::kMaxFilterFields; ++i)
        absl::StrAppend(&changes, i == 0 ? "" : ", ", ColumnOf(i), "='another'");
      RETURN_IF_ERROR(
          transaction.Execute(absl::StrCat("UPDATE resource SET ", changes), {}).status());
      return transaction.Execute("UPDATE resource_layout SET columns='another'", {}).status();
    });
  }
  std::vector<std::string> Found(const std::string& filter) {
    std::vector<std::string> names;
    EXPECT_EQ(Read([&](Session& session) -> absl::Status {
                ListQuery query;
                query.organization = "acme";
                query.parent = kShelves;
                query.filter = filter;
                query.page_size = 1000;
                ASSIGN_OR_RETURN(const ListPage page, session.List(book_, query));
                for (const std::string& bytes : page.resources) {
                  Book book;
                  if (!book.ParseFromString(bytes)) return absl::DataLossError("unreadable");
                  names.push_back(book.display_name());
                }
                return absl::OkStatus();
              }),
              absl::OkStatus());
    return names;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, LayoutTest, kStores, StoreName);

TEST_P(LayoutTest, RowsOfAnotherLayoutAreWrittenAnewOnce) {
  // More than two pieces, in two organisations.
  constexpr int kBooks = 450;
  ASSERT_EQ(Write([&](Session& session) -> absl::Status {
              for (int i = 0; i < kBooks; ++i) {
                Book book = Draft(absl::StrCat("b", i));
                book.set_year(i % 2 == 0 ? 2000 : 2001);
                RETURN_IF_ERROR(session.Insert(book_, book));
              }
              return absl::OkStatus();
            }),
            absl::OkStatus());
  ASSERT_EQ(KeepLayouts(*database_, {&book_}), absl::OkStatus());
  ASSERT_EQ(ForgetLayout(), absl::OkStatus());
  ASSERT_EQ(Found("year = 2000").size(), 0u);
  ASSERT_EQ(KeepLayouts(*database_, {&book_}), absl::OkStatus());
  EXPECT_EQ(Found("year = 2000").size(), static_cast<size_t>(kBooks / 2));
  EXPECT_THAT(Found("display_name = \"Book b17\""), ::testing::ElementsAre("Book b17"));
  // The layout is known now: the columns are not looked at again.
  ASSERT_EQ(database_->Write(
                Soon(),
                [&](sql::Transaction& transaction) {
                  return transaction.Execute("UPDATE resource SET f0='x', f1='x'", {}).status();
                }),
            absl::OkStatus());
  ASSERT_EQ(KeepLayouts(*database_, {&book_}), absl::OkStatus());
  EXPECT_EQ(Found("display_name = \"Book b17\"").size(), 0u);
}

TEST_P(LayoutTest, ARowThatCannotBeReadDoesNotKeepTheOthersFromBeingServed) {
  Insert(Draft("good"));
  const std::string bad = Insert(Draft("bad")).name();
  ASSERT_EQ(ForgetLayout(), absl::OkStatus());
  ASSERT_EQ(database_->Write(Soon(),
                             [&](sql::Transaction& transaction) {
                               return transaction
                                   .Execute("UPDATE resource SET data=$1 WHERE name=$2",
                                            {sql::Blob{"\xff"}, bad})
                                   .status();
                             }),
            absl::OkStatus());
  ASSERT_EQ(KeepLayouts(*database_, {&book_}), absl::OkStatus());
  EXPECT_THAT(Found("display_name = \"Book good\""), ::testing::ElementsAre("Book good"));
}

}  // namespace
}  // namespace palier::resource
