// SPDX-License-Identifier: Apache-2.0
// Reads around a write: whoever may have seen the new version is never shown the old one.
#include "common/resource/read_through.h"

#include "common/resource/library_fixture.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

// Runs what it is given and does not say how it ended, as a server that is lost during the commit.
class Unacknowledged : public sql::Database {
 public:
  explicit Unacknowledged(sql::Database& real) : real_(real) {}
  absl::Status Read(absl::Time deadline, const sql::TransactionFn& fn) override {
    return real_.Read(deadline, fn);
  }
  absl::Status Write(absl::Time deadline, const sql::TransactionFn& fn) override {
    const absl::Status status = real_.Write(deadline, fn);
    return status.ok() ? absl::UnavailableError("lost") : status;
  }
  void WriteAsync(absl::Time deadline, sql::TransactionFn fn,
                  std::function<void(absl::Status)> done) override {
    real_.WriteAsync(deadline, std::move(fn), std::move(done));
  }
  absl::Status Ping(absl::Time deadline) override { return real_.Ping(deadline); }
  absl::string_view dialect() const override { return real_.dialect(); }

 private:
  sql::Database& real_;
};

class ReadThroughTest : public LibraryTest {
 protected:
  // The revision that a reader is shown.
  int64_t Shown(const Store& store) {
    const auto entry = ReadThrough(store, *cache_, book_, name_, Soon());
    EXPECT_EQ(entry.status(), absl::OkStatus());
    return entry.ok() ? entry->revision : -1;
  }
  std::optional<int64_t> ShownNear(const Store& store) {
    const auto entry = ReadNear(store, *cache_, name_);
    return entry.has_value() ? std::optional(entry->revision) : std::nullopt;
  }
  absl::Status SetYear(Store& store, int year, absl::Status end = absl::OkStatus()) {
    return store.Write(Soon(), {"users/lea", "", "/test/Write"}, [&](Session& session) {
      Book before;
      RETURN_IF_ERROR(session.Get(book_, name_, &before));
      Book after = before;
      after.set_year(year);
      RETURN_IF_ERROR(session.Replace(book_, before, after).status());
      return end;
    });
  }
  void Invalidate(const std::vector<Session::Touched>& touched) {
    for (const auto& [organization, name, revision] : touched)
      cache_->Invalidate(organization, CacheKey(name), revision);
  }

  const std::string name_ = Draft("b").name();
};
INSTANTIATE_TEST_SUITE_P(Stores, ReadThroughTest, kStores, StoreName);

TEST_P(ReadThroughTest, BetweenCommitAndInvalidationTheNewVersionIsShown) {
  Insert(Draft("b"));
  int hooks = 0;
  const Store* written = nullptr;
  Store store(*database_, clock_, [&](const std::vector<Session::Touched>& touched) {
    ++hooks;
    EXPECT_EQ(cache_->Near("acme", CacheKey(name_))->revision, 1) << "nothing to go past";
    EXPECT_EQ(ShownNear(*written), std::nullopt);
    EXPECT_EQ(Shown(*written), 2);
    EXPECT_EQ(cache_->Near("acme", CacheKey(name_))->revision, 1) << "filled during the write";
    Invalidate(touched);
  });
  written = &store;
  EXPECT_EQ(Shown(store), 1);
  EXPECT_EQ(ShownNear(store), 1);
  ASSERT_EQ(SetYear(store, 1999), absl::OkStatus());
  EXPECT_EQ(hooks, 1);
  EXPECT_FALSE(store.IsBeingWritten(name_));
  EXPECT_EQ(Shown(store), 2);
  EXPECT_EQ(ShownNear(store), 2);
}

TEST_P(ReadThroughTest, ARefusedWriteLeavesTheCacheInUse) {
  Insert(Draft("b"));
  EXPECT_EQ(Shown(*store_), 1);
  EXPECT_EQ(SetYear(*store_, 1999, absl::CancelledError("")).code(), absl::StatusCode::kCancelled);
  EXPECT_FALSE(store_->IsBeingWritten(name_));
  EXPECT_EQ(ShownNear(*store_), 1);
}

TEST_P(ReadThroughTest, AWriteOfUnknownEndIsInvalidated) {
  Insert(Draft("b"));
  Unacknowledged lost(*database_);
  Store store(lost, clock_,
              [&](const std::vector<Session::Touched>& touched) { Invalidate(touched); });
  EXPECT_EQ(Shown(store), 1);
  EXPECT_EQ(SetYear(store, 1999).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ShownNear(store), std::nullopt);
  EXPECT_EQ(Shown(store), 2);
}

}  // namespace
}  // namespace palier::resource
