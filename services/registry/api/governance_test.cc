// SPDX-License-Identifier: Apache-2.0
// Committees, standards, waivers, audits and inventories of a running registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/empty.pb.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "registry/api/testing/governance_fixture.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr absl::Duration kLook = absl::Milliseconds(20);

google::type::Date DateOf(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST_F(GovernanceTest, AWaiverIsAskedForByOneAndGrantedByAnother) {
  RecordProperty("requirement", "S1-19");
  const absl::Time end = now_ + absl::Hours(48);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/mia", "past", now_ - absl::Hours(1)).status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/mia", "long", now_ + absl::Hours(24 * 367)).status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/mia", "rule", end, "NO_SUCH_RULE").status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/mia", "kind", end, kSensitiveInCloud, kSales).status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(RequestWaiver("users/tom", "w", end).status()), error::v1::PERMISSION_DENIED);

  // The founder manages and approves, but not both for one waiver.
  ASSERT_EQ(RequestWaiver("users/dev", "w", end).status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Approve("users/dev", "w").status()), error::v1::SELF_APPROVAL);
  EXPECT_EQ(ReasonOf(Approve("users/mia", "w").status()), error::v1::PERMISSION_DENIED);
  EXPECT_EQ(Approve("users/tom", "w").status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Approve("users/tom", "w").status()), error::v1::ILLEGAL_TRANSITION);
  v1::DeleteWaiverRequest deletion;
  deletion.set_name(absl::StrCat(kFirm, "/waivers/w"));
  EXPECT_EQ(
      ReasonOf(Governance<google::protobuf::Empty>("users/mia", "DeleteWaiver", deletion).status()),
      error::v1::ILLEGAL_TRANSITION);
}

TEST_F(GovernanceTest, ARequestThatNobodyAnswersIsEscalatedOnce) {
  RecordProperty("requirement", "S1-13");
  const auto asked = RequestWaiver("users/mia", "w", now_ + absl::Hours(24 * 60));
  ASSERT_EQ(asked.status(), absl::OkStatus());
  const auto notices = [&] {
    v1::ListNoticesRequest list;
    list.set_parent(kFirm);
    list.set_filter("kind = GOVERNANCE_WAITING");
    const auto listed = Call<v1::ListNoticesResponse>("users/dev", "ListNotices", list, "fr");
    EXPECT_EQ(listed.status(), absl::OkStatus());
    return listed.ok() ? *listed : v1::ListNoticesResponse();
  };
  const auto await = [&](int count) {
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    while (notices().notices_size() < count && absl::Now() < give_up) absl::SleepFor(kLook);
    return notices();
  };
  EXPECT_EQ(notices().notices_size(), 0);
  SetTime(now_ + absl::Hours(24 * 11));
  const v1::ListNoticesResponse first = await(1);
  ASSERT_EQ(first.notices_size(), 1);
  EXPECT_EQ(first.notices(0).subject(), asked->name());
  EXPECT_THAT(first.notices(0).text(), HasSubstr("sans réponse"));
  // A provisional rule that has ended shows that another turn was made, in which nothing was said
  // twice.
  Rule rule;
  rule.set_effect(Rule::ALLOWED);
  rule.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(now_ + absl::Hours(1)));
  ASSERT_EQ(CreateRule("short", rule).status(), absl::OkStatus());
  SetTime(now_ + absl::Hours(24));
  EXPECT_EQ(await(2).notices_size(), 2);
}

TEST_F(GovernanceTest, ACommitteeShowsWhoIsMissing) {
  RecordProperty("requirement", "S1-17");
  v1::CreateCommitteeRequest request;
  request.set_parent(kFirm);
  request.set_committee_id("ai");
  request.mutable_committee()->set_display_name("AI committee");
  request.mutable_committee()->set_quorum(1);
  v1::CommitteeMember& lea = *request.mutable_committee()->add_members();
  lea.set_person(kLea);
  lea.set_function(v1::CommitteeMember::LEGAL);
  auto made = Governance<v1::Committee>("users/dev", "CreateCommittee", request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_THAT(made->missing_functions(),
              ElementsAre(v1::CommitteeMember::IT, v1::CommitteeMember::HUMAN_RESOURCES,
                          v1::CommitteeMember::BUSINESS));
  *request.mutable_committee()->add_members() = lea;
  request.set_committee_id("twice");
  EXPECT_EQ(ReasonOf(Governance<v1::Committee>("users/dev", "CreateCommittee", request).status()),
            error::v1::INVALID_FIELDS);
  request.mutable_committee()->mutable_members(1)->set_person("organizations/firm/people/none");
  EXPECT_EQ(ReasonOf(Governance<v1::Committee>("users/dev", "CreateCommittee", request).status()),
            error::v1::INVALID_FIELDS);
}

TEST_F(GovernanceTest, StandardsHoldFromTheirDayAndChangeWithTheirVersion) {
  RecordProperty("requirement", "S1-18");
  v1::CreateStandardRequest request;
  request.set_parent(kFirm);
  request.set_standard_id("old");
  v1::Standard& standard = *request.mutable_standard();
  standard.set_display_name("Data protection");
  standard.set_domain(v1::Standard::DATA_PROTECTION);
  standard.set_version("1");
  standard.set_text("nothing leaves");
  *standard.mutable_effective_date() = DateOf(2026, 1, 1);
  ASSERT_EQ(Governance<v1::Standard>("users/mia", "CreateStandard", request).status(),
            absl::OkStatus());
  request.set_standard_id("new");
  *standard.mutable_effective_date() = DateOf(2026, 3, 11);
  ASSERT_EQ(Governance<v1::Standard>("users/mia", "CreateStandard", request).status(),
            absl::OkStatus());

  const auto in_force = [&] {
    v1::ListStandardsRequest list;
    list.set_parent(kFirm);
    list.set_order_by("effective_date");
    const auto listed = Governance<v1::ListStandardsResponse>("users/mia", "ListStandards", list);
    EXPECT_EQ(listed.status(), absl::OkStatus());
    std::vector<bool> flags;
    for (const v1::Standard& each : listed->standards()) flags.push_back(each.in_force());
    return flags;
  };
  EXPECT_THAT(in_force(), ElementsAre(true, false));
  // The day begins at midnight in Paris.
  SetTime(absl::FromCivil(absl::CivilSecond(2026, 3, 10, 23, 0, 0), absl::UTCTimeZone()));
  EXPECT_THAT(in_force(), ElementsAre(true, true));
  v1::GetStandardRequest get;
  get.set_name(absl::StrCat(kFirm, "/standards/new"));
  EXPECT_TRUE(Governance<v1::Standard>("users/mia", "GetStandard", get)->in_force());

  v1::UpdateStandardRequest update;
  update.mutable_standard()->set_name(absl::StrCat(kFirm, "/standards/old"));
  update.mutable_standard()->set_text("names are removed first");
  EXPECT_EQ(ReasonOf(Governance<v1::Standard>("users/mia", "UpdateStandard", update).status()),
            error::v1::INVALID_FIELDS);
  update.mutable_standard()->set_version("2");
  EXPECT_EQ(Governance<v1::Standard>("users/mia", "UpdateStandard", update).status(),
            absl::OkStatus());
}

TEST_F(GovernanceTest, AuditsShowHowFarTheyAreAndWhetherTheyAreLate) {
  RecordProperty("requirement", "S1-25 S1-62");
  v1::CreateToolAuditRequest request;
  request.set_parent(kFirm);
  request.set_tool_audit_id("a");
  v1::ToolAudit& audit = *request.mutable_tool_audit();
  audit.set_display_name("Chatbot");
  audit.set_application(kChatbot);
  *audit.mutable_due_date() = DateOf(2026, 3, 10);
  for (const auto list : {v1::AuditCheck::TECHNICAL_LANDSCAPE, v1::AuditCheck::USER_SURVEY,
                          v1::AuditCheck::SILOS, v1::AuditCheck::ROI_TODAY}) {
    v1::AuditCheck& check = *audit.add_checks();
    check.set_list(list);
    check.set_question("?");
  }
  audit.mutable_checks(0)->set_answer("two servers");
  const auto made = Governance<v1::ToolAudit>("users/mia", "CreateToolAudit", request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(made->completeness_percent(), 25);
  EXPECT_FALSE(made->overdue());
  SetTime(now_ + absl::Hours(24));
  v1::GetToolAuditRequest get;
  get.set_name(made->name());
  EXPECT_TRUE(Governance<v1::ToolAudit>("users/mia", "GetToolAudit", get)->overdue());
  v1::UpdateToolAuditRequest update;
  update.mutable_tool_audit()->set_name(made->name());
  *update.mutable_tool_audit()->mutable_done_date() = DateOf(2026, 3, 11);
  const auto done = Governance<v1::ToolAudit>("users/mia", "UpdateToolAudit", update);
  ASSERT_EQ(done.status(), absl::OkStatus());
  EXPECT_FALSE(done->overdue());
  EXPECT_EQ(done->completeness_percent(), 25);
}

TEST_F(GovernanceTest, AnInventoryCountsItsAnswers) {
  RecordProperty("requirement", "S1-24");
  v1::CreateInventoryCampaignRequest request;
  request.set_parent(kFirm);
  request.set_inventory_campaign_id("spring");
  v1::InventoryCampaign& campaign = *request.mutable_inventory_campaign();
  campaign.set_display_name("Spring");
  *campaign.mutable_start_date() = DateOf(2026, 3, 1);
  v1::CampaignAnswer& sales = *campaign.add_answers();
  sales.set_department(kSales);
  sales.set_answered(true);
  sales.add_applications(kChatbot);
  sales.add_undeclared("a translator");
  const auto made =
      Governance<v1::InventoryCampaign>("users/mia", "CreateInventoryCampaign", request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  EXPECT_EQ(made->asked_count(), 1);
  EXPECT_EQ(made->answered_count(), 1);
  EXPECT_EQ(made->declared_count(), 1);
  EXPECT_EQ(made->undeclared_count(), 1);
  sales.set_department("organizations/firm/departments/none");
  request.set_inventory_campaign_id("wrong");
  EXPECT_EQ(
      ReasonOf(Governance<v1::InventoryCampaign>("users/mia", "CreateInventoryCampaign", request)
                   .status()),
      error::v1::INVALID_FIELDS);
}

}  // namespace
}  // namespace palier::registry
