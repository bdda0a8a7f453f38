// SPDX-License-Identifier: Apache-2.0
// The standard methods as their handlers answer, on every kind of store.
#include "common/resource/standard_methods.h"

#include <set>
#include <thread>

#include "common/resource/library_fixture.h"
#include "google/protobuf/empty.pb.h"

namespace palier::resource {
namespace {

using google::protobuf::Empty;
using ::testing::MatchesRegex;
using namespace resourcetest::v1;

class StandardMethodsTest : public LibraryTest {
 protected:
  static CreateBookRequest Creation(const std::string& id, const std::string& request_id = "") {
    CreateBookRequest request;
    request.set_parent(kShelf);
    request.set_book_id(id);
    request.mutable_book()->set_display_name("Title");
    request.set_request_id(request_id);
    return request;
  }
  Book Create(const std::string& id) {
    const auto made = Invoke<Book>("CreateBook", Creation(id));
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? *made : Book();
  }
  absl::StatusOr<Book> Get(const std::string& name) {
    GetBookRequest request;
    request.set_name(name);
    return Invoke<Book>("GetBook", request);
  }
  absl::StatusOr<Book> SetYear(const Book& book, int year) {
    UpdateBookRequest request;
    *request.mutable_book() = book;
    request.mutable_book()->set_year(year);
    request.mutable_book()->set_display_name("not in the mask");
    request.mutable_update_mask()->add_paths("year");
    return Invoke<Book>("UpdateBook", request);
  }
  absl::StatusOr<Book> Delete(const std::string& name, const std::string& etag = "") {
    DeleteBookRequest request;
    request.set_name(name);
    request.set_etag(etag);
    return Invoke<Book>("DeleteBook", request);
  }
  absl::StatusOr<Book> Undelete(const std::string& name) {
    UndeleteBookRequest request;
    request.set_name(name);
    return Invoke<Book>("UndeleteBook", request);
  }
  Shelf CreateShelf(const std::string& id) {
    CreateShelfRequest request;
    request.set_parent("organizations/acme");
    request.set_shelf_id(id);
    request.mutable_shelf()->set_display_name("Shelf");
    const auto made = Invoke<Shelf>("CreateShelf", request);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? *made : Shelf();
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, StandardMethodsTest, kStores, StoreName);

TEST_P(StandardMethodsTest, NamesComeFromTheIdTheTitleOrChance) {
  CreateBookRequest request = Creation("chosen");
  request.mutable_book()->set_name("organizations/other/shelves/a/books/mine");
  request.mutable_book()->set_uid("mine");
  const auto chosen = Invoke<Book>("CreateBook", request);
  ASSERT_EQ(chosen.status(), absl::OkStatus());
  EXPECT_EQ(chosen->name(), "organizations/acme/shelves/a/books/chosen");
  EXPECT_NE(chosen->uid(), "mine");
  request = Creation("");
  request.mutable_book()->set_display_name("L'Œuvre d'été");
  EXPECT_EQ(Invoke<Book>("CreateBook", request)->name(),
            "organizations/acme/shelves/a/books/l-oeuvre-d-ete");
  request.mutable_book()->set_display_name("本");
  EXPECT_THAT(Invoke<Book>("CreateBook", request)->name(),
              MatchesRegex("organizations/acme/shelves/a/books/r-[0-9a-f]{8}"));
  const absl::Status bad = Invoke<Book>("CreateBook", Creation("Not An Id")).status();
  EXPECT_THAT(bad, IsError(absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS));
  EXPECT_EQ(status::DetailOf(bad).field_violations(0).subject(), "book_id");
}

TEST_P(StandardMethodsTest, UpdateTouchesTheMaskAndChecksTheEtag) {
  const Book book = Create("b");
  const auto updated = SetYear(book, 1999);
  ASSERT_EQ(updated.status(), absl::OkStatus());
  EXPECT_EQ(updated->year(), 1999);
  EXPECT_EQ(updated->display_name(), "Title");
  EXPECT_EQ(updated->etag(), "\"2\"");
  EXPECT_THAT(SetYear(book, 2000).status(),
              IsError(absl::StatusCode::kAborted, error::v1::ETAG_MISMATCH));
  Book blind = book;
  blind.clear_etag();  // without one, the last writer wins
  EXPECT_EQ(SetYear(blind, 2001)->etag(), "\"3\"");
  EXPECT_EQ(SetYear(blind, 2001)->etag(), "\"3\"");  // changes nothing
  EXPECT_THAT(SetYear(Draft("none"), 1).status(),
              IsError(absl::StatusCode::kNotFound, error::v1::RESOURCE_NOT_FOUND));
}

TEST_P(StandardMethodsTest, SoftDeletionAndBack) {
  const Book book = Create("b");
  EXPECT_THAT(Delete(book.name(), "\"7\"").status(),
              IsError(absl::StatusCode::kAborted, error::v1::ETAG_MISMATCH));
  EXPECT_THAT(Undelete(book.name()).status(),
              IsError(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION));
  const auto deleted = Delete(book.name(), book.etag());
  ASSERT_EQ(deleted.status(), absl::OkStatus());
  EXPECT_TRUE(deleted->has_delete_time());
  EXPECT_TRUE(Get(book.name())->has_delete_time());  // AIP-164: still there to be read
  EXPECT_EQ(Delete(book.name()).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(SetYear(Draft("b"), 1).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Invoke<Book>("CreateBook", Creation("b")).status().code(),
            absl::StatusCode::kAlreadyExists);
  const auto back = Undelete(book.name());
  ASSERT_EQ(back.status(), absl::OkStatus());
  EXPECT_FALSE(back->has_delete_time());
  EXPECT_FALSE(Get(book.name())->has_delete_time());
  EXPECT_EQ(Undelete(Draft("none").name()).status().code(), absl::StatusCode::kNotFound);
}

TEST_P(StandardMethodsTest, AShelfIsDeletedWithItsBooksOnlyByForce) {
  const Shelf shelf = CreateShelf("a");
  const Book book = Create("b");
  DeleteShelfRequest request;
  request.set_name(shelf.name());
  EXPECT_THAT(Invoke<Empty>("DeleteShelf", request).status(),
              IsError(absl::StatusCode::kFailedPrecondition, error::v1::RESOURCE_HAS_CHILDREN));
  request.set_force(true);
  ASSERT_EQ(Get(book.name()).status(), absl::OkStatus());  // now cached
  EXPECT_EQ(Invoke<Empty>("DeleteShelf", request).status(), absl::OkStatus());
  EXPECT_EQ(Get(book.name()).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(Invoke<Empty>("DeleteShelf", request).status().code(), absl::StatusCode::kNotFound);
  // The same names again: nothing of the old ones shows.
  CreateShelf("a");
  const Book again = Create("b");
  EXPECT_EQ(Get(book.name())->uid(), again.uid());
  EXPECT_EQ(SetYear(again, 2001).status(), absl::OkStatus());
  EXPECT_EQ(Get(book.name())->year(), 2001);
}

TEST_P(StandardMethodsTest, SoftlyDeletedBooksGoWithTheirShelf) {
  const Shelf shelf = CreateShelf("a");
  const Book book = Create("b");
  ASSERT_EQ(Delete(book.name()).status(), absl::OkStatus());
  DeleteShelfRequest request;
  request.set_name(shelf.name());
  ASSERT_EQ(Invoke<Empty>("DeleteShelf", request).status(), absl::OkStatus());
  EXPECT_EQ(Undelete(book.name()).status().code(), absl::StatusCode::kNotFound);
}

TEST_P(StandardMethodsTest, ARequestIdMakesOne) {
  const auto first = Invoke<Book>("CreateBook", Creation("b", "r1"));
  ASSERT_EQ(first.status(), absl::OkStatus());
  const auto again = Invoke<Book>("CreateBook", Creation("b", "r1"));
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_EQ(Changes().size(), 1u);
  const absl::Status other = Invoke<Book>("CreateBook", Creation("c", "r1")).status();
  EXPECT_THAT(other, IsError(absl::StatusCode::kAlreadyExists, error::v1::REQUEST_ID_REUSED));
  EXPECT_EQ(status::DetailOf(other).metadata().at("request_id"), "r1");
  // Another caller's ids are their own.
  EXPECT_THAT(Invoke<Book>("CreateBook", Creation("b", "r1"), "users/mia").status(),
              IsError(absl::StatusCode::kAlreadyExists, error::v1::RESOURCE_ALREADY_EXISTS));
}

TEST_P(StandardMethodsTest, ARequestIdIsForgottenAfterADay) {
  ASSERT_EQ(Invoke<Book>("CreateBook", Creation("b", "r1")).status(), absl::OkStatus());
  clock_.Advance(absl::Hours(24) - absl::Seconds(1));
  EXPECT_EQ(Invoke<Book>("CreateBook", Creation("b", "r1")).status(), absl::OkStatus());
  clock_.Advance(absl::Seconds(1));
  EXPECT_THAT(Invoke<Book>("CreateBook", Creation("b", "r1")).status(),
              IsError(absl::StatusCode::kAlreadyExists, error::v1::RESOURCE_ALREADY_EXISTS));
  EXPECT_EQ(Invoke<Book>("CreateBook", Creation("c", "r1")).status(), absl::OkStatus());
}

TEST_P(StandardMethodsTest, AReplayOfWhatIsGoneSaysSo) {
  CreateShelfRequest request;
  request.set_parent("organizations/acme");
  request.set_shelf_id("s");
  request.set_request_id("r1");
  const auto made = Invoke<Shelf>("CreateShelf", request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  DeleteShelfRequest deletion;
  deletion.set_name(made->name());
  deletion.set_request_id("r2");
  ASSERT_EQ(Invoke<Empty>("DeleteShelf", deletion).status(), absl::OkStatus());
  EXPECT_EQ(Invoke<Empty>("DeleteShelf", deletion).status(), absl::OkStatus());  // a replay
  EXPECT_THAT(Invoke<Shelf>("CreateShelf", request).status(),
              IsError(absl::StatusCode::kNotFound, error::v1::RESOURCE_NOT_FOUND));
}

TEST_P(StandardMethodsTest, AReplayDoesNotDependOnWhatIsAskedBefore) {
  CreateShelfRequest request;
  request.set_parent("organizations/acme");
  request.set_shelf_id("s");
  request.set_request_id("r1");
  const auto made = Invoke<Shelf>("CreateShelf", request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  before_shelf_ = absl::UnavailableError("the carpenter is away");
  const auto again = Invoke<Shelf>("CreateShelf", request);
  ASSERT_EQ(again.status(), absl::OkStatus());
  EXPECT_EQ(again->uid(), made->uid());
  request.set_shelf_id("t");
  request.set_request_id("r2");
  EXPECT_EQ(Invoke<Shelf>("CreateShelf", request).status(), before_shelf_);
}

TEST_P(StandardMethodsTest, ConcurrentRepetitionsMakeOne) {
  std::vector<std::thread> callers;
  absl::Mutex mutex;
  std::set<std::string> uids;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      const auto made = Invoke<Book>("CreateBook", Creation("b", "r1"));
      EXPECT_EQ(made.status(), absl::OkStatus());
      absl::MutexLock lock(&mutex);
      if (made.ok()) uids.insert(made->uid());
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(uids.size(), 1u);
  EXPECT_EQ(Changes().size(), 1u);
}

TEST_P(StandardMethodsTest, ValidateOnlyChecksAndWritesNothing) {
  const Book book = Create("b");
  CreateBookRequest creation = Creation("c", "r1");
  creation.set_validate_only(true);
  const auto shown = Invoke<Book>("CreateBook", creation);
  ASSERT_EQ(shown.status(), absl::OkStatus());
  EXPECT_EQ(shown->name(), Draft("c").name());
  EXPECT_EQ(Get(shown->name()).status().code(), absl::StatusCode::kNotFound);
  creation.set_book_id("b");
  EXPECT_EQ(Invoke<Book>("CreateBook", creation).status().code(), absl::StatusCode::kAlreadyExists);

  UpdateBookRequest update;
  *update.mutable_book() = book;
  update.mutable_book()->set_year(1999);
  update.set_validate_only(true);
  EXPECT_EQ(Invoke<Book>("UpdateBook", update)->year(), 1999);
  DeleteBookRequest deletion;
  deletion.set_name(book.name());
  deletion.set_validate_only(true);
  EXPECT_EQ(Invoke<Book>("DeleteBook", deletion).status(), absl::OkStatus());
  EXPECT_EQ(Find(book.name())->SerializeAsString(), book.SerializeAsString());
  EXPECT_EQ(Changes().size(), 1u);
  // Nor was the request_id used up.
  EXPECT_EQ(Invoke<Book>("CreateBook", Creation("d", "r1")).status(), absl::OkStatus());
}

TEST_P(StandardMethodsTest, ReadsAreCachedUntilSomethingIsWritten) {
  const Book book = Create("b");
  ASSERT_EQ(Get(book.name()).status(), absl::OkStatus());
  const int64_t loads = cache_->counters().loads;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Get(book.name())->year(), 0);
  EXPECT_EQ(cache_->counters().loads, loads);
  for (int year = 1; year < 4; ++year) {
    Book blind = book;
    blind.clear_etag();
    ASSERT_EQ(SetYear(blind, year).status(), absl::OkStatus());
    EXPECT_EQ(Get(book.name())->year(), year);
  }
  ASSERT_EQ(Delete(book.name()).status(), absl::OkStatus());
  EXPECT_TRUE(Get(book.name())->has_delete_time());
  EXPECT_EQ(Get("organizations/acme/books/b").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_P(StandardMethodsTest, ListsBindTheirTokensToTheRequestAndTheCaller) {
  for (const char* id : {"a", "b", "c"}) Create(id);
  ListBooksRequest request;
  request.set_parent(kShelves);
  request.set_page_size(2);
  const auto page = Invoke<ListBooksResponse>("ListBooks", request);
  ASSERT_EQ(page.status(), absl::OkStatus());
  ASSERT_EQ(page->books_size(), 2);
  EXPECT_EQ(page->cursor(), 3);
  request.set_page_token(page->next_page_token());
  const auto bad = IsError(absl::StatusCode::kInvalidArgument, error::v1::INVALID_PAGE_TOKEN);
  EXPECT_THAT(Invoke<ListBooksResponse>("ListBooks", request, "users/eve").status(), bad);
  ListBooksRequest other = request;
  other.set_filter("year = 0");
  EXPECT_THAT(Invoke<ListBooksResponse>("ListBooks", other).status(), bad);
  request.set_page_size(1);  // may change from page to page
  const auto last = Invoke<ListBooksResponse>("ListBooks", request);
  ASSERT_EQ(last.status(), absl::OkStatus());
  ASSERT_EQ(last->books_size(), 1);
  EXPECT_EQ(last->books(0).name(), Draft("c").name());
  EXPECT_EQ(last->next_page_token(), "");
}

}  // namespace
}  // namespace palier::resource
