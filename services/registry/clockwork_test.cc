// SPDX-License-Identifier: Apache-2.0
#include "registry/clockwork.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/authorisation.pb.h"
#include "palier/registry/v1/organization.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "registry/testing/memory_store.h"

namespace palier::registry {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kAcme[] = "organizations/acme";
// Two reminders, the escalation and the board's list.
constexpr int kNoticesOfAProject = 4;

// Two projects whose PoC ended 40 days ago and that nobody decided on.
class ClockworkTest : public MemoryStoreTest {
 protected:
  void SetUp() override {
    MemoryStoreTest::SetUp();
    for (const char* id : {"quotes", "lea-s-own"}) {
      v1::Project project;
      project.set_name(absl::StrCat(kAcme, "/projects/", id));
      project.set_stage(v1::Project::POST_POC);
      const absl::Time end = clock_.Now() - absl::Hours(24 * 40);
      project.mutable_poc_end_time()->set_seconds(absl::ToUnixSeconds(end));
      Insert(types_.project, project);
    }
  }
};

TEST_F(ClockworkTest, SaysNothingAgainWhenTimeZoneAndSettingsChange) {
  RecordProperty("requirement", "S3-04");
  Clockwork clockwork(types_, *store_);
  const auto first = clockwork.RunOnce(Soon());
  ASSERT_EQ(first.status(), absl::OkStatus());
  EXPECT_EQ(*first, 2 * kNoticesOfAProject);
  v1::Organization organization;
  organization.set_name(kAcme);
  organization.set_time_zone("Pacific/Auckland");
  Insert(types_.organization, organization);
  v1::OrganizationSettings settings;
  settings.set_name(absl::StrCat(kAcme, "/settings"));
  settings.mutable_decision_clock()->set_first_reminder_day(10);
  settings.mutable_decision_clock()->set_board_day(35);
  Insert(types_.settings, settings);
  const auto second = clockwork.RunOnce(Soon());
  ASSERT_EQ(second.status(), absl::OkStatus());
  EXPECT_EQ(*second, 0);
}

TEST_F(ClockworkTest, ARequestWaitsAsLongAsTheSettingsSay) {
  RecordProperty("requirement", "S1-13");
  v1::Waiver waiver;
  waiver.set_name(absl::StrCat(kAcme, "/waivers/w"));
  waiver.set_state(v1::Waiver::REQUESTED);
  Insert(types_.waiver, waiver);
  Clockwork clockwork(types_, *store_);
  ASSERT_EQ(clockwork.RunOnce(Soon()).status(), absl::OkStatus());
  const auto said_after = [&](int days) {
    clock_.Advance(absl::Hours(24 * days));
    const auto sent = clockwork.RunOnce(Soon());
    EXPECT_EQ(sent.status(), absl::OkStatus());
    return sent.value_or(-1);
  };
  EXPECT_EQ(said_after(4), 0);
  v1::OrganizationSettings settings;
  settings.set_name(absl::StrCat(kAcme, "/settings"));
  settings.set_waiting_days(4);
  Insert(types_.settings, settings);
  EXPECT_EQ(said_after(0), 1);
  EXPECT_EQ(said_after(7), 0) << "said already";
}

TEST_F(ClockworkTest, AStoppedTurnLooksAtNoProjectAndLosesNothing) {
  Clockwork stopped(types_, *store_);
  stopped.Stop();
  EXPECT_EQ(stopped.RunOnce(Soon()).status().code(), absl::StatusCode::kCancelled);
  Clockwork next(types_, *store_);
  const auto sent = next.RunOnce(Soon());
  ASSERT_EQ(sent.status(), absl::OkStatus());
  EXPECT_EQ(*sent, 2 * kNoticesOfAProject);
}

TEST_F(ClockworkTest, AProjectThatCannotBeReadIsAnErrorWithoutItsName) {
  ASSERT_EQ(Write([](resource::Session& session) {
              return session.sql()
                  .Execute("UPDATE resource SET data=$1 WHERE type='Project'", {sql::Blob{"\xff"}})
                  .status();
            }),
            absl::OkStatus());
  Clockwork clockwork(types_, *store_);
  const absl::Status status = clockwork.RunOnce(Soon()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()), HasSubstr("Project"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("lea")));
}

}  // namespace
}  // namespace palier::registry
