// SPDX-License-Identifier: Apache-2.0
// Pages of resources, on every kind of store.
#include <algorithm>

#include "common/resource/library_fixture.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ListTest : public LibraryTest {
 protected:
  static ListQuery Query(int page_size = 50) {
    ListQuery query;
    query.organization = "acme";
    query.parent = kShelves;
    query.page_size = page_size;
    return query;
  }
  absl::StatusOr<ListPage> List(const ListQuery& query) {
    ListPage page;
    RETURN_IF_ERROR(Read([&](Session& session) -> absl::Status {
      ASSIGN_OR_RETURN(page, session.List(book_, query));
      return absl::OkStatus();
    }));
    return page;
  }
  static std::vector<std::string> Ids(const ListPage& page) {
    std::vector<std::string> ids;
    for (const std::string& bytes : page.resources) {
      Book book;
      EXPECT_TRUE(book.ParseFromString(bytes));
      ids.push_back(book.name().substr(book.name().rfind('/') + 1));
    }
    return ids;
  }
  // The ids of all pages, and how many pages there were.
  std::pair<std::vector<std::string>, int> Walk(ListQuery query) {
    std::vector<std::string> ids;
    for (int pages = 1; pages < 100; ++pages) {
      const auto page = List(query);
      EXPECT_EQ(page.status(), absl::OkStatus());
      if (!page.ok()) return {ids, pages};
      for (const std::string& id : Ids(*page)) ids.push_back(id);
      if (page->next_page_token.empty()) return {ids, pages};
      EXPECT_LE(page->resources.size(), static_cast<size_t>(query.page_size));
      query.page_token = page->next_page_token;
    }
    return {ids, 100};
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, ListTest, kStores, StoreName);

TEST_P(ListTest, PagesCoverEverythingOnceThoughSortKeysAreEqual) {
  struct Row {
    int year;
    std::string id;
  };
  std::vector<Row> rows;
  for (int i = 0; i < 23; ++i) {
    Book book = Draft(absl::StrCat("b", i), i % 3 == 0 ? kShelf : "organizations/acme/shelves/z");
    book.set_year(i % 2 == 0 ? -5 : 1999);
    book.set_display_name("the same");
    Insert(book);
    rows.push_back({book.year(), absl::StrCat(i % 3 == 0 ? "a" : "z", "/b", i)});
  }
  // Year downwards, then names upwards.
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.year != b.year ? a.year > b.year : a.id < b.id;
  });
  std::vector<std::string> expected;
  for (const Row& row : rows) expected.push_back(row.id.substr(2));
  for (const int page_size : {1, 5, 22, 23, 24}) {
    ListQuery query = Query(page_size);
    query.order_by = "year desc, display_name";
    const auto [ids, pages] = Walk(query);
    EXPECT_EQ(ids, expected) << page_size;
    EXPECT_EQ(pages, (23 + page_size - 1) / page_size) << page_size;
  }
}

TEST_P(ListTest, APageBeginsBehindTheLastOneWhateverCameMeanwhile) {
  for (const char* id : {"b", "d", "f"}) Insert(Draft(id));
  ListQuery query = Query(2);
  const auto first = List(query);
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_THAT(Ids(*first), ElementsAre("b", "d"));
  for (const char* id : {"a", "c", "e"}) Insert(Draft(id));
  query.page_token = first->next_page_token;
  const auto second = List(query);
  ASSERT_EQ(second.status(), absl::OkStatus());
  EXPECT_THAT(Ids(*second), ElementsAre("e", "f"));
  EXPECT_EQ(second->next_page_token, "");
}

TEST_P(ListTest, FiltersAndOrders) {
  const struct {
    const char* id;
    const char* title;
    int year;
  } books[] = {{"a", "Été indien", 1999}, {"b", "hiver", 2005}, {"c", "ETE", 2005}, {"d", "d", -1}};
  for (const auto& [id, title, year] : books) {
    Book book = Draft(id);
    book.set_display_name(title);
    book.set_year(year);
    Insert(book);
  }
  const struct {
    const char* filter;
    const char* order_by;
    std::vector<std::string> ids;
  } cases[] = {
      {"", "", {"a", "b", "c", "d"}},
      {"", "year", {"d", "a", "b", "c"}},
      {"", "year desc", {"b", "c", "a", "d"}},
      {"", "display_name", {"d", "c", "a", "b"}},
      {"year = 2005", "", {"b", "c"}},
      {"year < 2000", "year", {"d", "a"}},
      {"display_name = \"été\"", "", {"c"}},
      {"display_name = \"ete*\"", "", {"a", "c"}},
      {"year = 2005 AND NOT display_name = \"hiver\"", "", {"c"}},
      {"year = 1 OR year = -1", "", {"d"}},
      {"display_name = \"x'; DROP TABLE resource; --\"", "", {}},
  };
  for (const auto& [filter, order_by, ids] : cases) {
    ListQuery query = Query();
    query.filter = filter;
    query.order_by = order_by;
    const auto page = List(query);
    ASSERT_EQ(page.status(), absl::OkStatus()) << filter;
    EXPECT_EQ(Ids(*page), ids) << filter << " / " << order_by;
  }
}

TEST_P(ListTest, RefusesWhatItCannotRead) {
  const struct {
    const char* filter;
    const char* order_by;
    const char* token;
    error::v1::ErrorReason reason;
  } cases[] = {
      {"text = \"x\"", "", "", error::v1::INVALID_FILTER},
      {"year =", "", "", error::v1::INVALID_FILTER},
      {"", "text", "", error::v1::INVALID_ORDER_BY},
      {"", "", "bm90IGEgdG9rZW4", error::v1::INVALID_PAGE_TOKEN},
  };
  for (const auto& [filter, order_by, token, reason] : cases) {
    ListQuery query = Query();
    query.filter = filter;
    query.order_by = order_by;
    query.page_token = token;
    EXPECT_THAT(List(query).status(), IsError(absl::StatusCode::kInvalidArgument, reason));
  }
}

TEST_P(ListTest, ParentsAndOrganisationsAreApart) {
  Insert(Draft("one"));
  Insert(Draft("two", "organizations/acme/shelves/a-1"));
  Insert(Draft("three", "organizations/acme/shelves/b"));
  Insert(Draft("four", "organizations/other/shelves/a"));
  const std::pair<const char*, std::vector<std::string>> cases[] = {
      {kShelf, {"one"}},
      {"organizations/acme/shelves/b", {"three"}},
      {"organizations/acme/shelves/none", {}},
      {kShelves, {"two", "one", "three"}},  // '-' comes before '/' in names
  };
  for (const auto& [parent, ids] : cases) {
    ListQuery query = Query();
    query.parent = parent;
    EXPECT_EQ(Walk(query).first, ids) << parent;
  }
  // A name of another organisation shows nothing of it.
  ListQuery query = Query();
  query.parent = "organizations/other/shelves/-";
  EXPECT_THAT(Walk(query).first, IsEmpty());
}

TEST_P(ListTest, DeletedOnesAreShownOnDemand) {
  Insert(Draft("a"));
  const Book before = Insert(Draft("b"));
  Book deleted = before;
  SetStandardTime(deleted, "delete_time", clock_.Now());
  ASSERT_EQ(Write([&](Session& session) {
              Book after = deleted;
              return session.Replace(book_, before, after).status();
            }),
            absl::OkStatus());
  ListQuery query = Query();
  EXPECT_THAT(Walk(query).first, ElementsAre("a"));
  query.show_deleted = true;
  EXPECT_THAT(Walk(query).first, ElementsAre("a", "b"));
}

TEST_P(ListTest, LargeResourcesEndAPageEarly) {
  std::vector<std::string> all;
  for (int i = 0; i < 7; ++i) {
    Book book = Draft(absl::StrCat("b", i));
    book.set_text(std::string(1 << 20, 'x'));
    Insert(book);
    all.push_back(absl::StrCat("b", i));
  }
  const auto page = List(Query());
  ASSERT_EQ(page.status(), absl::OkStatus());
  size_t bytes = 0;
  for (const std::string& resource : page->resources) bytes += resource.size();
  EXPECT_LT(bytes, size_t{4} << 20);
  EXPECT_GT(bytes, size_t{2} << 20);
  EXPECT_NE(page->next_page_token, "");
  EXPECT_EQ(Walk(Query()).first, all);
}

TEST_P(ListTest, TheCursorIsWhereTheListStands) {
  EXPECT_EQ(List(Query())->cursor, 0);
  Insert(Draft("a"));
  Insert(Draft("b", "organizations/other/shelves/a"));
  const int64_t cursor = List(Query())->cursor;
  EXPECT_EQ(cursor, 1);
  EXPECT_THAT(Changes(cursor), IsEmpty());
  Insert(Draft("c"));
  const auto changes = Changes(cursor);
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].resource(), Draft("c").name());
}

}  // namespace
}  // namespace palier::resource
