// SPDX-License-Identifier: Apache-2.0
// The change log, on every kind of store.
#include <set>
#include <thread>

#include "common/resource/library_fixture.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

using resourcetest::v1::ListChangesRequest;
using resourcetest::v1::ListChangesResponse;
using resourcetest::v1::WatchChangesRequest;
using resourcetest::v1::WatchChangesResponse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ChangeLogTest : public LibraryTest {
 protected:
  static std::vector<std::string> Resources(const std::vector<api::v1::Change>& changes) {
    std::vector<std::string> names;
    for (const api::v1::Change& change : changes) names.push_back(change.resource());
    return names;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, ChangeLogTest, kStores, StoreName);

TEST_P(ChangeLogTest, TellsWhoChangedWhatFromWhatToWhat) {
  const Book before = Insert(Draft("b"));
  clock_.Advance(absl::Minutes(1));
  Book after = before;
  ASSERT_EQ(store_->Write(Soon(), {"services/kpi", "users/mia", "/palier.test/Edit"},
                          [&](Session& session) {
                            after = before;
                            after.set_year(1999);
                            return session.Replace(book_, before, after).status();
                          }),
            absl::OkStatus());
  ASSERT_EQ(Write([&](Session& session) { return session.Remove(book_, after); }),
            absl::OkStatus());
  const auto changes = Changes();
  ASSERT_EQ(changes.size(), 3u);
  EXPECT_EQ(changes[0].kind(), api::v1::Change::CREATED);
  EXPECT_EQ(changes[0].actor(), "users/lea");
  EXPECT_FALSE(changes[0].has_before());
  const api::v1::Change& change = changes[1];
  EXPECT_EQ(change.sequence(), 2);
  EXPECT_EQ(change.kind(), api::v1::Change::UPDATED);
  EXPECT_EQ(change.actor(), "services/kpi");
  EXPECT_EQ(change.on_behalf_of(), "users/mia");
  EXPECT_EQ(change.method(), "/palier.test/Edit");
  EXPECT_EQ(change.resource(), before.name());
  EXPECT_EQ(StandardTime(change, "time"), clock_.Now());
  Book shown;
  ASSERT_TRUE(change.before().UnpackTo(&shown));
  EXPECT_EQ(shown.SerializeAsString(), before.SerializeAsString());
  ASSERT_TRUE(change.after().UnpackTo(&shown));
  EXPECT_EQ(shown.SerializeAsString(), after.SerializeAsString());
  EXPECT_EQ(changes[2].kind(), api::v1::Change::DELETED);
  EXPECT_FALSE(changes[2].has_after());
}

TEST_P(ChangeLogTest, SequencesHaveNoGapsUnderConcurrentWriters) {
  constexpr int kWriters = 8, kBooks = 12;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&, w] {
      for (int i = 0; i < kBooks; ++i) {
        const bool fail = i % 4 == 3;  // takes a number and gives it back
        const absl::Status status = Write([&](Session& session) -> absl::Status {
          Book book = Draft(absl::StrCat("w", w, "-", i));
          RETURN_IF_ERROR(session.Insert(book_, book));
          return fail ? absl::OutOfRangeError("no") : absl::OkStatus();
        });
        EXPECT_EQ(status, fail ? absl::OutOfRangeError("no") : absl::OkStatus());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  const auto changes = Changes();
  ASSERT_EQ(changes.size(), static_cast<size_t>(kWriters * kBooks * 3 / 4));
  std::set<std::string> names;
  for (size_t i = 0; i < changes.size(); ++i) {
    EXPECT_EQ(changes[i].sequence(), static_cast<int64_t>(i) + 1);
    names.insert(changes[i].resource());
  }
  EXPECT_EQ(names.size(), changes.size());
}

TEST_P(ChangeLogTest, EachOrganisationCountsForItself) {
  Insert(Draft("a"));
  Insert(Draft("a", "organizations/other/shelves/a"));
  const auto others = store_->Changes("other", 0, 10, "", Soon());
  ASSERT_EQ(others.status(), absl::OkStatus());
  ASSERT_EQ(others->size(), 1u);
  EXPECT_EQ((*others)[0].sequence(), 1);
  EXPECT_EQ(Changes().size(), 1u);
}

TEST_P(ChangeLogTest, CanBeReadFromACursorUpToALimitBelowAResource) {
  for (const char* id : {"a", "b", "c"}) Insert(Draft(id));
  Insert(Draft("d", "organizations/acme/shelves/a-1"));
  const auto some = store_->Changes("acme", 1, 2, "", Soon());
  EXPECT_THAT(Resources(*some), ElementsAre(Draft("b").name(), Draft("c").name()));
  EXPECT_THAT(Changes(4), IsEmpty());
  EXPECT_THAT(Resources(Changes(0, kShelf)),
              ElementsAre(Draft("a").name(), Draft("b").name(), Draft("c").name()));
  EXPECT_THAT(Resources(Changes(0, Draft("b").name())), ElementsAre(Draft("b").name()));
}

TEST_P(ChangeLogTest, ACursorBehindWhatIsKeptHasExpired) {
  for (const char* id : {"a", "b", "c", "d"}) Insert(Draft(id));
  ASSERT_EQ(
      database_->Write(
          Soon(),
          [](sql::Transaction& transaction) {
            return transaction.Execute("DELETE FROM change_log WHERE sequence <= 2", {}).status();
          }),
      absl::OkStatus());
  const absl::Status expired = store_->Changes("acme", 1, 10, "", Soon()).status();
  EXPECT_THAT(expired, IsError(absl::StatusCode::kOutOfRange, error::v1::CURSOR_EXPIRED));
  EXPECT_EQ(status::DetailOf(expired).metadata().at("cursor"), "1");
  EXPECT_EQ(Changes(2).size(), 2u);
  EXPECT_EQ(Changes(0).size(), 2u);  // from the beginning of what there is
}

TEST_P(ChangeLogTest, CommitsAreAwaited) {
  const int64_t seen = store_->commits();
  std::thread writer([this] { Insert(Draft("a")); });
  store_->AwaitCommit(seen, absl::Seconds(60));
  EXPECT_GT(store_->commits(), seen);
  writer.join();
  EXPECT_EQ(Changes().size(), 1u);
  store_->AwaitCommit(store_->commits(), absl::Milliseconds(1));  // gives up
  EXPECT_EQ(store_->commits(), seen + 1);
}

TEST_P(ChangeLogTest, ListChangesPages) {
  for (int i = 0; i < 5; ++i) Insert(Draft(absl::StrCat("b", i)));
  ListChangesRequest request;
  request.set_parent("organizations/acme");
  request.set_page_size(2);
  std::vector<int64_t> sequences;
  for (int pages = 1;; ++pages) {
    const auto response = Invoke<ListChangesResponse>("ListChanges", request);
    ASSERT_EQ(response.status(), absl::OkStatus());
    for (const auto& change : response->changes()) sequences.push_back(change.sequence());
    if (response->next_page_token().empty()) {
      EXPECT_EQ(pages, 3);
      break;
    }
    request.set_page_token(response->next_page_token());
    EXPECT_THAT(Invoke<ListChangesResponse>("ListChanges", request, "users/eve").status(),
                IsError(absl::StatusCode::kInvalidArgument, error::v1::INVALID_PAGE_TOKEN));
  }
  EXPECT_THAT(sequences, ElementsAre(1, 2, 3, 4, 5));
}

// A watcher that stops after a number of changes.
class CountingStream : public rpc::RawStream {
 public:
  explicit CountingStream(size_t wanted) : wanted_(wanted) {}
  absl::StatusOr<bool> Read(google::protobuf::Message*) override { return false; }
  bool Write(const google::protobuf::Message& message) override {
    const auto& response = static_cast<const WatchChangesResponse&>(message);
    absl::MutexLock lock(&mutex_);
    for (const auto& change : response.changes()) sequences_.push_back(change.sequence());
    EXPECT_EQ(response.cursor(), sequences_.back());
    return true;
  }
  bool over() const override {
    absl::MutexLock lock(&mutex_);
    return sequences_.size() >= wanted_;
  }
  std::vector<int64_t> sequences() const {
    absl::MutexLock lock(&mutex_);
    return sequences_;
  }
  void Await(size_t count) const {
    absl::MutexLock lock(&mutex_);
    const auto enough = [this, count] { return sequences_.size() >= count; };
    mutex_.AwaitWithTimeout(absl::Condition(&enough), absl::Seconds(60));
  }

 private:
  const size_t wanted_;
  mutable absl::Mutex mutex_;
  std::vector<int64_t> sequences_;
};

TEST_P(ChangeLogTest, WatchersReceiveWhatWasAndWhatComes) {
  for (const char* id : {"a", "b"}) Insert(Draft(id));
  CountingStream stream(3);
  std::thread watcher([&] {
    WatchChangesRequest request;
    request.set_parent("organizations/acme");
    request.set_cursor(1);
    rpc::Call call;
    call.organization = "acme";
    call.method = "/palier.resourcetest.v1.LibraryService/WatchChanges";
    for (const rpc::MethodTable& served : table_.methods()) {
      if (!served.stream) continue;
      EXPECT_EQ(served.stream(call, request, stream), absl::OkStatus());
    }
  });
  stream.Await(1);
  Insert(Draft("c"));
  stream.Await(2);
  Insert(Draft("d"));
  watcher.join();
  EXPECT_THAT(stream.sequences(), ElementsAre(2, 3, 4));
}

}  // namespace
}  // namespace palier::resource
