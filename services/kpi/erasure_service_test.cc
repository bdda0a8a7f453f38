// SPDX-License-Identifier: Apache-2.0
// A person asks to be forgotten: users are counted as before, and nobody can tell who it was.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/ingestion_service.pb.h"

namespace palier::kpi {
namespace {

constexpr absl::CivilDay kMarch2(2026, 3, 2);

class ErasureTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    v1::Kpi kpi = LeadTime();
    kpi.set_semantics(v1::Kpi::DELTA);
    kpi.set_aggregation(v1::Kpi::DISTINCT_USERS);
    ASSERT_TRUE(Create("users", kpi).ok());
  }

  v1::Measurement UseOf(const std::string& user, const std::string& event) {
    v1::Measurement use = Of("users", event, 1, kMarch2);
    use.set_user(user);
    return use;
  }

  int64_t Users() {
    const auto response = Query("users", v1::WEEK);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() && response->series_size() == 1 && response->series(0).points_size() == 1
               ? response->series(0).points(0).distinct_users()
               : -1;
  }

  absl::StatusOr<v1::EraseUserResponse> Erase(const std::string& user,
                                              const std::string& parent = kFirm) {
    v1::EraseUserRequest request;
    request.set_parent(parent);
    request.set_user(user);
    return Call<v1::EraseUserResponse>("users/dev", "EraseUser", request);
  }
};

TEST_F(ErasureTest, UsersAreCountedAsBeforeAndNobodyLeadsToThePerson) {
  ASSERT_TRUE(Ingest({UseOf("lea", "1"), UseOf("lea", "2"), UseOf("ada", "3")}).ok());
  v1::Measurement refused = UseOf("lea", "4");
  refused.set_kpi("nothing");
  ASSERT_TRUE(Ingest({refused}).ok());
  EXPECT_EQ(Users(), 2);
  const int64_t before = LastChange();
  auto erased = Erase("lea");
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(LastChange(), before + 1) << "whoever watches the project is told";
  EXPECT_EQ(erased->measurement_count(), 2);
  EXPECT_EQ(erased->quarantined_count(), 1);
  EXPECT_EQ(Users(), 2);
  // Somebody new as far as anybody can tell.
  ASSERT_TRUE(Ingest({UseOf("lea", "5")}).ok());
  EXPECT_EQ(Users(), 3);
  erased = Erase("lea");
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->measurement_count(), 1);
  erased = Erase("lea");
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->measurement_count(), 0);
  EXPECT_EQ(erased->quarantined_count(), 0);
}

TEST_F(ErasureTest, WhatTiedIsJudgedAgain) {
  // Two contents of one event, neither newer: their hashes decide, and erasing changes one of them.
  for (int event = 0; event < 20; ++event) {
    v1::Measurement one = UseOf("lea", absl::StrCat(event));
    v1::Measurement other = UseOf("ada", absl::StrCat(event));
    other.set_number(2);
    ASSERT_TRUE(Ingest({one, other}).ok());
  }
  ASSERT_TRUE(Erase("lea").ok());
  const auto before = Query("users", v1::WEEK);
  for (int event = 0; event < 20; ++event) {
    v1::Measurement other = UseOf("ada", absl::StrCat(event));
    other.set_number(2);
    ASSERT_TRUE(Ingest({other}).ok());
  }
  const auto after = Query("users", v1::WEEK);
  ASSERT_TRUE(before.ok() && after.ok());
  EXPECT_EQ(before->ShortDebugString(), after->ShortDebugString());
}

TEST_F(ErasureTest, OnlyAnAdministratorAndOfAWholeOrganisation) {
  const auto erased = Erase("lea", kProject);
  EXPECT_EQ(erased.status().code(), absl::StatusCode::kInvalidArgument);
  v1::EraseUserRequest request;
  request.set_parent(kFirm);
  request.set_user("lea");
  const auto refused = Call<v1::EraseUserResponse>("users/mia", "EraseUser", request);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace palier::kpi
