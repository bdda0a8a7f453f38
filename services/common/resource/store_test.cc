// SPDX-License-Identifier: Apache-2.0
// What a session stores and finds, on every kind of store.
#include "common/resource/store.h"

#include "common/resource/library_fixture.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

class StoreTest : public LibraryTest {
 protected:
  absl::StatusOr<bool> Replace(const Book& before, Book& after) {
    const Book wanted = after;
    bool wrote = false;
    const absl::Status status = Write([&](Session& session) -> absl::Status {
      after = wanted;
      ASSIGN_OR_RETURN(wrote, session.Replace(book_, before, after));
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    return wrote;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, StoreTest, kStores, StoreName);

TEST_P(StoreTest, InsertFillsTheStandardFields) {
  const Book made = Insert(Draft("b"));
  EXPECT_EQ(made.etag(), "\"1\"");
  EXPECT_THAT(made.uid(), MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-"
                                       "[0-9a-f]{12}"));
  EXPECT_EQ(StandardTime(made, "create_time"), clock_.Now());
  EXPECT_EQ(StandardTime(made, "update_time"), clock_.Now());
  const auto found = Find(made.name());
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->SerializeAsString(), made.SerializeAsString());
  EXPECT_NE(Insert(Draft("c")).uid(), made.uid());
}

TEST_P(StoreTest, ANameIsTakenOnce) {
  Insert(Draft("b"));
  const absl::Status again = Write([&](Session& session) {
    Book book = Draft("b");
    return session.Insert(book_, book);
  });
  EXPECT_THAT(again, IsError(absl::StatusCode::kAlreadyExists, error::v1::RESOURCE_ALREADY_EXISTS));
  EXPECT_EQ(status::DetailOf(again).metadata().at("resource"), Draft("b").name());
  EXPECT_EQ(Changes().size(), 1u);
}

TEST_P(StoreTest, GetSeesOnlyWhatIsThereAndNotDeleted) {
  Book book = Insert(Draft("b"));
  const auto get = [&](const std::string& name) {
    return Read([&](Session& session) {
      Book found;
      return session.Get(book_, name, &found);
    });
  };
  EXPECT_EQ(get(book.name()), absl::OkStatus());
  EXPECT_THAT(get(Draft("x").name()),
              IsError(absl::StatusCode::kNotFound, error::v1::RESOURCE_NOT_FOUND));
  Book deleted = book;
  SetStandardTime(deleted, "delete_time", clock_.Now());
  ASSERT_EQ(Replace(book, deleted).status(), absl::OkStatus());
  EXPECT_THAT(get(book.name()),
              IsError(absl::StatusCode::kNotFound, error::v1::RESOURCE_NOT_FOUND));
  EXPECT_TRUE(Find(book.name()).has_value());
}

TEST_P(StoreTest, ReplaceWritesWhatChanged) {
  const Book before = Insert(Draft("b"));
  const absl::Time made = clock_.Now();
  clock_.Advance(absl::Hours(1));
  Book after = before;
  after.set_year(1999);
  after.set_uid("another");
  after.clear_create_time();
  const auto wrote = Replace(before, after);
  ASSERT_EQ(wrote.status(), absl::OkStatus());
  EXPECT_TRUE(*wrote);
  EXPECT_EQ(after.etag(), "\"2\"");
  EXPECT_EQ(after.uid(), before.uid());
  EXPECT_EQ(StandardTime(after, "create_time"), made);
  EXPECT_EQ(StandardTime(after, "update_time"), clock_.Now());
  EXPECT_EQ(Find(before.name())->SerializeAsString(), after.SerializeAsString());
}

TEST_P(StoreTest, ReplaceByTheSameWritesNothing) {
  const Book before = Insert(Draft("b"));
  clock_.Advance(absl::Hours(1));
  Book after = before;
  after.set_etag("");
  after.clear_update_time();
  const auto wrote = Replace(before, after);
  ASSERT_EQ(wrote.status(), absl::OkStatus());
  EXPECT_FALSE(*wrote);
  EXPECT_EQ(Find(before.name())->SerializeAsString(), before.SerializeAsString());
  EXPECT_EQ(Changes().size(), 1u);
}

TEST_P(StoreTest, ReplaceOfAnOldRevisionIsRefused) {
  const Book first = Insert(Draft("b"));
  Book second = first;
  second.set_year(1);
  ASSERT_EQ(Replace(first, second).status(), absl::OkStatus());
  Book late = first;
  late.set_year(2);
  EXPECT_THAT(Replace(first, late).status(),
              IsError(absl::StatusCode::kAborted, error::v1::ETAG_MISMATCH));
  EXPECT_EQ(Find(first.name())->year(), 1);
  EXPECT_EQ(Changes().size(), 2u);
}

TEST_P(StoreTest, SoftDeletionSetsThePurgeTimeAndUndeletionClearsIt) {
  const Book before = Insert(Draft("b"));
  Book deleted = before;
  SetStandardTime(deleted, "delete_time", clock_.Now());
  ASSERT_EQ(Replace(before, deleted).status(), absl::OkStatus());
  EXPECT_EQ(StandardTime(*Find(before.name()), "purge_time"), clock_.Now() + absl::Hours(24 * 30));
  Book restored = deleted;
  restored.clear_delete_time();
  ASSERT_EQ(Replace(deleted, restored).status(), absl::OkStatus());
  const Book found = *Find(before.name());
  EXPECT_FALSE(found.has_delete_time());
  EXPECT_FALSE(found.has_purge_time());
  EXPECT_EQ(found.etag(), "\"3\"");
}

TEST_P(StoreTest, RemoveAndInsertAgain) {
  const Book before = Insert(Draft("b"));
  ASSERT_EQ(Write([&](Session& session) { return session.Remove(book_, before); }),
            absl::OkStatus());
  EXPECT_FALSE(Find(before.name()).has_value());
  const Book again = Insert(Draft("b"));
  EXPECT_EQ(again.etag(), "\"1\"");
  EXPECT_NE(again.uid(), before.uid());
}

TEST_P(StoreTest, RemoveChildrenTakesEverythingBelowAndNothingElse) {
  Shelf shelf;
  shelf.set_name(kShelf);
  ASSERT_EQ(Write([&](Session& session) {
              Shelf copy = shelf;
              return session.Insert(shelf_, copy);
            }),
            absl::OkStatus());
  Insert(Draft("one"));
  Insert(Draft("two"));
  const Book neighbour = Insert(Draft("one", "organizations/acme/shelves/a-1"));
  const Book elsewhere = Insert(Draft("one", "organizations/other/shelves/a"));
  bool children = false;
  const auto has_children = [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(children, session.HasChildren(kShelf));
    return absl::OkStatus();
  };
  ASSERT_EQ(Read(has_children), absl::OkStatus());
  EXPECT_TRUE(children);
  ASSERT_EQ(Write([&](Session& session) { return session.RemoveChildren(kShelf); }),
            absl::OkStatus());
  ASSERT_EQ(Read(has_children), absl::OkStatus());
  EXPECT_FALSE(children);
  EXPECT_FALSE(Find(Draft("one").name()).has_value());
  EXPECT_TRUE(Find(neighbour.name()).has_value());
  EXPECT_TRUE(Find(elsewhere.name()).has_value());
  const auto changes = Changes(0, kShelf);
  ASSERT_EQ(changes.size(), 5u);  // the shelf, two books in, two books out
  EXPECT_EQ(changes[3].kind(), api::v1::Change::DELETED);
  EXPECT_EQ(changes[4].resource(), Draft("two").name());
}

TEST_P(StoreTest, FindByComparesAsTheFieldIsDeclared) {
  const std::pair<const char*, const char*> books[] = {
      {"b1", "Études"}, {"b2", "études"}, {"b3", "ETUDES"}, {"b4", "Etude"}};
  for (const auto& [id, title] : books) {
    Book book = Draft(id);
    book.set_display_name(title);
    book.set_isbn(title);
    Insert(book);
  }
  const auto find = [&](const char* field, const char* value) {
    std::vector<std::string> names;
    EXPECT_EQ(Read([&](Session& session) -> absl::Status {
                ASSIGN_OR_RETURN(names, session.FindBy(book_, "acme", field, value));
                return absl::OkStatus();
              }),
              absl::OkStatus());
    return names;
  };
  EXPECT_THAT(find("display_name", "ÉTUDES"),
              ElementsAre(Draft("b1").name(), Draft("b2").name(), Draft("b3").name()));
  EXPECT_THAT(find("isbn", "études"), ElementsAre(Draft("b2").name()));
  EXPECT_THAT(find("isbn", "Éstudes"), IsEmpty());
  EXPECT_EQ(Read([&](Session& session) {
              return session.FindBy(book_, "acme", "text", "x").status();
            }).code(),
            absl::StatusCode::kInternal);  // not filterable: a defect of the caller
}

TEST_P(StoreTest, ForEachWalksInNameOrderBelowOneOrAllParents) {
  Insert(Draft("two"));
  Insert(Draft("one"));
  Insert(Draft("one", "organizations/acme/shelves/b"));
  Insert(Draft("one", "organizations/other/shelves/a"));
  const Book gone = Insert(Draft("gone"));
  Book deleted = gone;
  SetStandardTime(deleted, "delete_time", clock_.Now());
  ASSERT_EQ(Replace(gone, deleted).status(), absl::OkStatus());
  const auto walk = [&](const char* parent) {
    std::vector<std::string> names;
    EXPECT_EQ(Read([&](Session& session) {
                names.clear();
                return session.ForEach(book_, "acme", parent, [&](absl::string_view bytes) {
                  Book book;
                  EXPECT_TRUE(book.ParseFromString(std::string(bytes)));
                  names.push_back(book.name());
                  return absl::OkStatus();
                });
              }),
              absl::OkStatus());
    return names;
  };
  EXPECT_THAT(walk(kShelf), ElementsAre(Draft("one").name(), Draft("two").name()));
  EXPECT_THAT(walk(kShelves), ElementsAre(Draft("one").name(), Draft("two").name(),
                                          Draft("one", "organizations/acme/shelves/b").name()));
  EXPECT_EQ(Read([&](Session& session) {
              return session.ForEach(book_, "acme", kShelves, [](absl::string_view) {
                return absl::OutOfRangeError("enough");
              });
            }),
            absl::OutOfRangeError("enough"));
}

TEST_P(StoreTest, AnErrorRollsEverythingBack) {
  const int64_t commits = store_->commits();
  EXPECT_EQ(Write([&](Session& session) -> absl::Status {
              Book book = Draft("b");
              RETURN_IF_ERROR(session.Insert(book_, book));
              return absl::OutOfRangeError("no");
            }),
            absl::OutOfRangeError("no"));
  EXPECT_FALSE(Find(Draft("b").name()).has_value());
  EXPECT_THAT(Changes(), IsEmpty());
  EXPECT_EQ(store_->commits(), commits);
}

TEST_P(StoreTest, TellsTheObserverOfEachWriteInItsTransaction) {
  std::vector<std::string> told;
  const auto title = [](const google::protobuf::Message* book) {
    return book == nullptr ? "-" : static_cast<const Book*>(book)->display_name();
  };
  store_->Observe([&](Session&, const Type& type, const google::protobuf::Message* before,
                      const google::protobuf::Message* after) -> absl::Status {
    told.push_back(absl::StrCat(type.label(), " ", title(before), " ", title(after)));
    return title(after) == "bad" ? absl::OutOfRangeError("no") : absl::OkStatus();
  });
  const Book before = Insert(Draft("a"));
  const auto retitle = [&](const std::string& to) {
    return Write([&](Session& session) {
      Book after = before;
      after.set_display_name(to);
      return session.Replace(book_, before, after).status();
    });
  };
  EXPECT_EQ(retitle("bad"), absl::OutOfRangeError("no"));
  EXPECT_EQ(Find(before.name())->display_name(), "Book a");
  EXPECT_EQ(retitle("good"), absl::OkStatus());
  const Book last = *Find(before.name());
  EXPECT_EQ(Write([&](Session& session) { return session.Remove(book_, last); }), absl::OkStatus());
  EXPECT_THAT(told, ::testing::ElementsAre("Book - Book a", "Book Book a bad", "Book Book a good",
                                           "Book good -"));
}

}  // namespace
}  // namespace palier::resource
