// SPDX-License-Identifier: Apache-2.0
#include "registry/storage/authorisation_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/status/macros.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {
namespace {

using std::chrono::milliseconds;

constexpr char kChatbot[] = "organizations/acme/applications/chatbot";
constexpr char kRule[] = "organizations/acme/authorisationRules/r";

// A store that can break and hang, and counts what is read.
class FragileDatabase : public sql::Database {
 public:
  explicit FragileDatabase(sql::Database& inner) : inner_(inner) {}

  absl::Status Read(absl::Time deadline, const sql::TransactionFn& fn) override {
    ++reads;
    if (absl::Notification* until = hanging) until->WaitForNotification();
    if (broken) return absl::UnavailableError("broken");
    return inner_.Read(deadline, fn);
  }
  absl::Status Write(absl::Time deadline, const sql::TransactionFn& fn) override {
    return inner_.Write(deadline, fn);
  }
  void WriteAsync(absl::Time deadline, sql::TransactionFn fn,
                  std::function<void(absl::Status)> done) override {
    inner_.WriteAsync(deadline, std::move(fn), std::move(done));
  }
  absl::Status Ping(absl::Time deadline) override { return inner_.Ping(deadline); }
  absl::string_view dialect() const override { return inner_.dialect(); }

  std::atomic<int> reads{0};
  std::atomic<bool> broken{false};
  std::atomic<absl::Notification*> hanging{nullptr};

 private:
  sql::Database& inner_;
};

// One process that answers, and another that writes to the same store.
class AuthorisationStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto database = sql::Open({.url = "sqlite::memory:"});
    ASSERT_EQ(database.status(), absl::OkStatus());
    database_ = *std::move(database);
    ASSERT_EQ(sql::Migrate(*database_, "resource", resource::Migrations(), sql::MigrateMode::kAuto),
              absl::OkStatus());
    fragile_ = std::make_unique<FragileDatabase>(*database_);
    here_ = std::make_unique<resource::Store>(
        *fragile_, clock_, [this](const std::vector<resource::Session::Touched>& touched) {
          for (const auto& change : touched) books_->Saw(change.organization, change.name);
        });
    elsewhere_ = std::make_unique<resource::Store>(*database_, clock_);
    books_ = std::make_unique<AuthorisationStore>(
        *here_, source_, resource::NearShelves::Limits{},
        [this] { return std::chrono::steady_clock::time_point(now_.load()); });
    v1::Application application;
    application.set_name(kChatbot);
    application.set_state(v1::Application::DEPLOYED);
    application.set_hosting(v1::Application::ON_PREMISE);
    Insert(*elsewhere_, types_.application, application);
    rule_.set_name(kRule);
    rule_.set_effect(v1::AuthorisationRule::ALLOWED);
    Insert(*elsewhere_, types_.authorisation_rule, rule_);
  }

  absl::Status Write(resource::Store& store,
                     const std::function<absl::Status(resource::Session&)>& fn) {
    return store.Write(absl::Now() + absl::Seconds(60), {"users/dev", "", "/test"}, fn);
  }
  template <typename Message>
  void Insert(resource::Store& store, const resource::Type& type, Message& message) {
    EXPECT_EQ(Write(store,
                    [&](resource::Session& session) -> absl::Status {
                      Message copy = message;
                      RETURN_IF_ERROR(session.Insert(type, copy));
                      message = copy;
                      return absl::OkStatus();
                    }),
              absl::OkStatus());
  }
  // Turns the rule into a ban, in this process or in the other.
  void Revoke(resource::Store& store) {
    EXPECT_EQ(Write(store,
                    [&](resource::Session& session) -> absl::Status {
                      v1::AuthorisationRule after = rule_;
                      after.set_effect(v1::AuthorisationRule::DENIED);
                      return session.Replace(types_.authorisation_rule, rule_, after).status();
                    }),
              absl::OkStatus());
  }
  void WriteProject(const std::string& id) {
    v1::Project project;
    project.set_name("organizations/acme/projects/" + id);
    Insert(*elsewhere_, types_.project, project);
  }

  void Pass(milliseconds time) { now_ = now_.load() + time; }
  static std::string Say(const AuthorisationStore::Book& book) {
    if (book == nullptr) return "NOTHING KNOWN";
    return v1::AuthorisationRule::Effect_Name(
        book->Judge({kChatbot, "public", ""}, absl::UnixEpoch()).effect);
  }
  std::string Look() { return Say(books_->Look("acme")); }
  std::string Known() {
    const auto known = books_->Known("acme");
    return known.has_value() ? Say(*known) : "WAIT";
  }

  static bool Eventually(const std::function<bool()>& met) {
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    // Not asked again once it is met: asking may pass time.
    while (absl::Now() < give_up) {
      if (met()) return true;
      std::this_thread::yield();
    }
    return false;
  }
  void AwaitReads(int count) {
    EXPECT_TRUE(Eventually([&] { return fragile_->reads >= count; }));
  }

  time::FakeClock clock_{absl::UnixEpoch() + absl::Hours(500000)};
  const Types types_;
  const AuthorisationSource source_{types_};
  std::atomic<std::chrono::steady_clock::duration> now_{std::chrono::hours(1)};
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<FragileDatabase> fragile_;
  std::unique_ptr<resource::Store> here_, elsewhere_;
  std::unique_ptr<AuthorisationStore> books_;
  v1::AuthorisationRule rule_;
};

TEST_F(AuthorisationStoreTest, AsksTheStoreOnceASecondInTheBackground) {
  EXPECT_EQ(Known(), "WAIT");
  EXPECT_EQ(Look(), "ALLOWED");
  EXPECT_EQ(fragile_->reads, 1);
  Pass(milliseconds(999));
  EXPECT_EQ(Known(), "ALLOWED");
  EXPECT_EQ(Look(), "ALLOWED");
  EXPECT_EQ(fragile_->reads, 1);
  Pass(milliseconds(1));
  EXPECT_EQ(Known(), "ALLOWED") << "nobody waits";
  AwaitReads(2);
  EXPECT_EQ(Known(), "ALLOWED");
  EXPECT_EQ(Look(), "ALLOWED");
  EXPECT_EQ(fragile_->reads, 2);
}

TEST_F(AuthorisationStoreTest, WaitsAfterALongSilence) {
  EXPECT_EQ(Look(), "ALLOWED");
  Revoke(*elsewhere_);
  Pass(resource::NearShelves::kLongest);
  EXPECT_EQ(Known(), "WAIT");
  EXPECT_EQ(Look(), "DENIED");
}

TEST_F(AuthorisationStoreTest, KeepsTheBookWhileNothingThatMattersChanges) {
  const AuthorisationStore::Book first = books_->Look("acme");
  Pass(resource::NearShelves::kLongest);
  EXPECT_EQ(books_->Look("acme"), first);
  WriteProject("p");
  Pass(resource::NearShelves::kLongest);
  EXPECT_EQ(books_->Look("acme"), first);
  Revoke(*elsewhere_);
  Pass(resource::NearShelves::kLongest);
  EXPECT_NE(books_->Look("acme"), first);
}

TEST_F(AuthorisationStoreTest, SeesARevocationElsewhereAfterASecond) {
  RecordProperty("requirement", "S1-11");
  EXPECT_EQ(Look(), "ALLOWED");
  Revoke(*elsewhere_);
  Pass(milliseconds(1000));
  // Asked by whoever comes first, and seen by the next without a further passage of time.
  EXPECT_TRUE(Eventually([this] { return Known() == "DENIED"; }));
}

TEST_F(AuthorisationStoreTest, SeesWhatIsCommittedHereAtOnce) {
  EXPECT_EQ(Look(), "ALLOWED");
  Revoke(*here_);
  EXPECT_EQ(Known(), "WAIT");
  EXPECT_EQ(Look(), "DENIED");
}

TEST_F(AuthorisationStoreTest, AnswersWhileEverySecondAndMoreIsCommittedHere) {
  EXPECT_EQ(Look(), "ALLOWED");
  std::atomic<bool> stopping{false};
  std::thread writer([&] {
    while (!stopping) books_->Saw("acme", kRule);
  });
  for (int i = 0; i < 100; ++i) EXPECT_EQ(Look(), "ALLOWED");
  stopping = true;
  writer.join();
}

TEST_F(AuthorisationStoreTest, ReadsAllAgainWhenChangesAreNotKeptAnyMore) {
  EXPECT_EQ(Look(), "ALLOWED");
  Revoke(*elsewhere_);
  WriteProject("p");
  ASSERT_EQ(Write(*elsewhere_,
                  [&](resource::Session& session) {
                    return session.sql()
                        .Execute("DELETE FROM change_log WHERE sequence < $1", {int64_t{4}})
                        .status();
                  }),
            absl::OkStatus());
  Pass(resource::NearShelves::kLongest);
  EXPECT_EQ(Look(), "DENIED");
}

TEST_F(AuthorisationStoreTest, BelievesNothingForTwoSecondsWithoutTheStore) {
  RecordProperty("requirement", "S1-11");
  EXPECT_EQ(Look(), "ALLOWED");
  fragile_->broken = true;
  Pass(milliseconds(1000));
  EXPECT_EQ(Known(), "ALLOWED");
  AwaitReads(2);
  EXPECT_EQ(Known(), "ALLOWED");
  Pass(resource::NearShelves::kLongest - milliseconds(1000));
  EXPECT_TRUE(Eventually([this] { return Known() == "NOTHING KNOWN"; }));
  // Nobody waits for a store that has just failed, and it is left alone for a while.
  const int reads = fragile_->reads;
  EXPECT_EQ(Look(), "NOTHING KNOWN");
  EXPECT_LE(fragile_->reads, reads + 1);
  fragile_->broken = false;
  EXPECT_TRUE(Eventually([this] {
    Pass(resource::NearShelves::kPause);
    return Known() == "ALLOWED";
  }));
}

TEST_F(AuthorisationStoreTest, DeniesWhatItHasNeverReadAndCannotRead) {
  fragile_->broken = true;
  EXPECT_EQ(Look(), "NOTHING KNOWN");
  EXPECT_EQ(Known(), "NOTHING KNOWN");
  EXPECT_EQ(fragile_->reads, 1);
}

TEST_F(AuthorisationStoreTest, WhatWasCommittedHereIsNotForgottenWithoutTheStore) {
  EXPECT_EQ(Look(), "ALLOWED");
  Revoke(*here_);
  fragile_->broken = true;
  EXPECT_EQ(Look(), "NOTHING KNOWN") << "the old book is known to be wrong";
}

TEST_F(AuthorisationStoreTest, OneReadServesAll) {
  EXPECT_EQ(Look(), "ALLOWED");
  Revoke(*elsewhere_);
  absl::Notification go_on;
  fragile_->hanging = &go_on;
  Pass(milliseconds(1000));
  EXPECT_EQ(Known(), "ALLOWED");
  AwaitReads(2);
  // Meanwhile everybody goes on with what is younger than two seconds, and then waits.
  EXPECT_EQ(Look(), "ALLOWED");
  Pass(resource::NearShelves::kLongest - milliseconds(1000));
  EXPECT_EQ(Known(), "WAIT");
  std::thread first([this] { EXPECT_EQ(Look(), "DENIED"); });
  std::thread second([this] { EXPECT_EQ(Look(), "DENIED"); });
  fragile_->hanging = nullptr;
  go_on.Notify();
  first.join();
  second.join();
  EXPECT_EQ(fragile_->reads, 2);
  EXPECT_EQ(Known(), "DENIED");
}

TEST_F(AuthorisationStoreTest, AStoreThatHangsIsNotWaitedForLong) {
  absl::Notification go_on;
  fragile_->hanging = &go_on;
  const absl::Time start = absl::Now();
  EXPECT_EQ(Look(), "NOTHING KNOWN");
  EXPECT_GE(absl::Now() - start, absl::FromChrono(resource::NearShelves::kPatience));
  fragile_->hanging = nullptr;
  go_on.Notify();
  EXPECT_TRUE(Eventually([this] {
    Pass(resource::NearShelves::kPause);
    return Look() == "ALLOWED";
  }));
}

TEST_F(AuthorisationStoreTest, MadeUpOrganisationsTakeBoundedMemory) {
  EXPECT_EQ(Look(), "ALLOWED");
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(Say(books_->Look(absl::StrCat("o", i))), "DENIED");
  EXPECT_EQ(Known(), "WAIT") << "still there, and all the others";
  EXPECT_EQ(Look(), "ALLOWED");
}

TEST(AuthorisationStoreConcerns, WhatABookSaysSomethingAbout) {
  const std::pair<const char*, bool> cases[] = {{"organizations/a/authorisationRules/r", true},
                                                {"organizations/a/waivers/w", true},
                                                {"organizations/a/applications/x", true},
                                                {"organizations/a/teams/t", true},
                                                {"organizations/a/departments/d", true},
                                                {"organizations/a/settings", true},
                                                {"organizations/a/projects/p", false},
                                                {"organizations/a/projects/p/entries/e", false},
                                                {"organizations/a", false}};
  const Types types;
  for (const auto& [name, concerns] : cases)
    EXPECT_EQ(AuthorisationSource(types).Concerns(name), concerns) << name;
}

}  // namespace
}  // namespace palier::registry
