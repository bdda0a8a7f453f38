// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/waivers.h"

#include <gtest/gtest.h>

namespace palier::registry {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1700000000);

v1::Waiver Ending(absl::Time end, v1::Waiver::State state = v1::Waiver::STATE_UNSPECIFIED) {
  v1::Waiver waiver;
  waiver.set_name("organizations/acme/waivers/w");
  waiver.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(end));
  waiver.set_state(state);
  waiver.set_requester("users/lea");
  return waiver;
}

TEST(WaiversTest, LastsAtMostAYearFromNow) {
  RecordProperty("requirement", "S1-19");
  const std::pair<absl::Duration, bool> cases[] = {
      {absl::Seconds(1), true},
      {absl::Hours(366 * 24), true},
      {absl::Hours(366 * 24) + absl::Seconds(1), false},
      {absl::ZeroDuration(), false},
      {-absl::Hours(1), false}};
  for (const auto& [ahead, right] : cases) {
    v1::Waiver waiver = Ending(kNow + ahead);
    const absl::Status status = RequestWaiver(waiver, "users/lea", kNow);
    EXPECT_EQ(status.ok(), right) << ahead;
    if (right) {
      EXPECT_EQ(waiver.state(), v1::Waiver::REQUESTED);
      EXPECT_EQ(waiver.requester(), "users/lea");
    } else {
      EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_FIELDS);
    }
  }
}

TEST(WaiversTest, IsGrantedBySomebodyElseAndInTime) {
  RecordProperty("requirement", "S1-19");
  struct Case {
    v1::Waiver::State state;
    const char* approver;
    absl::Duration ahead;
    error::v1::ErrorReason reason;
  };
  const Case cases[] = {
      {v1::Waiver::REQUESTED, "users/tom", absl::Hours(1), error::v1::ERROR_REASON_UNSPECIFIED},
      {v1::Waiver::REQUESTED, "users/lea", absl::Hours(1), error::v1::SELF_APPROVAL},
      {v1::Waiver::REQUESTED, "users/tom", absl::ZeroDuration(), error::v1::ILLEGAL_TRANSITION},
      {v1::Waiver::APPROVED, "users/tom", absl::Hours(1), error::v1::ILLEGAL_TRANSITION},
      {v1::Waiver::REVOKED, "users/tom", absl::Hours(1), error::v1::ILLEGAL_TRANSITION},
  };
  for (const Case& each : cases) {
    v1::Waiver waiver = Ending(kNow + each.ahead, each.state);
    const absl::Status status = ApproveWaiver(waiver, each.approver, kNow);
    EXPECT_EQ(status::ReasonOf(status), each.reason) << status;
    if (!status.ok()) continue;
    EXPECT_EQ(waiver.approver(), each.approver);
    EXPECT_EQ(waiver.approve_time().seconds(), absl::ToUnixSeconds(kNow));
    EXPECT_TRUE(InForce(waiver, kNow));
    EXPECT_FALSE(InForce(waiver, kNow + each.ahead));
  }
}

TEST(WaiversTest, IsRevokedOnceAndNeverForgotten) {
  v1::Waiver waiver = Ending(kNow + absl::Hours(1), v1::Waiver::APPROVED);
  EXPECT_FALSE(CheckDeletion(waiver).ok());
  EXPECT_EQ(RevokeWaiver(waiver), absl::OkStatus());
  EXPECT_FALSE(InForce(waiver, kNow));
  EXPECT_EQ(status::ReasonOf(RevokeWaiver(waiver)), error::v1::ILLEGAL_TRANSITION);
  EXPECT_FALSE(CheckDeletion(waiver).ok());
  v1::Waiver request = Ending(kNow + absl::Hours(1), v1::Waiver::REQUESTED);
  EXPECT_EQ(CheckDeletion(request), absl::OkStatus());
  EXPECT_EQ(RevokeWaiver(request), absl::OkStatus());
}

}  // namespace
}  // namespace palier::registry
