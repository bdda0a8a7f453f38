// SPDX-License-Identifier: Apache-2.0
// For tests only: the registry's records in a store in memory, on a Tuesday at noon that tests
// move.
#ifndef PALIER_REGISTRY_TESTING_MEMORY_STORE_H_
#define PALIER_REGISTRY_TESTING_MEMORY_STORE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

#include "common/resource/store.h"
#include "common/sql/database.h"
#include "common/status/macros.h"
#include "common/time/clock.h"
#include "registry/storage/types.h"

namespace palier::registry {

class MemoryStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto database = sql::Open({.url = "sqlite::memory:"});
    ASSERT_EQ(database.status(), absl::OkStatus());
    database_ = *std::move(database);
    ASSERT_EQ(sql::Migrate(*database_, "resource", resource::Migrations(), sql::MigrateMode::kAuto),
              absl::OkStatus());
    store_ = std::make_unique<resource::Store>(
        *database_, clock_,
        [this](const std::vector<resource::Session::Touched>& touched) { OnCommit(touched); });
  }
  virtual void OnCommit(const std::vector<resource::Session::Touched>&) {}

  static absl::Time Soon() { return absl::Now() + absl::Seconds(60); }
  // A transaction by users/dev.
  absl::Status Write(const std::function<absl::Status(resource::Session&)>& fn) {
    return store_->Write(Soon(), {"users/dev", "", "/test"}, fn);
  }
  // The message as stored.
  template <typename Message>
  Message Insert(const resource::Type& type, const Message& message) {
    Message stored;
    EXPECT_EQ(Write([&](resource::Session& session) {
                stored = message;
                return session.Insert(type, stored);
              }),
              absl::OkStatus());
    return stored;
  }

  const Types types_;
  time::FakeClock clock_{absl::FromCivil(absl::CivilHour(2026, 3, 10, 12), absl::UTCTimeZone())};
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<resource::Store> store_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_TESTING_MEMORY_STORE_H_
