// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/audits.h"

#include <gtest/gtest.h>

namespace palier::registry {
namespace {

using Check = v1::AuditCheck;

v1::ToolAudit Audit(const std::vector<std::pair<Check::List, std::string>>& answers) {
  v1::ToolAudit audit;
  for (const auto& [list, answer] : answers) {
    Check& check = *audit.add_checks();
    check.set_list(list);
    check.set_question("?");
    check.set_answer(answer);
  }
  return audit;
}

TEST(AuditsTest, CompletenessIsTheMeanOfTheFourLists) {
  RecordProperty("requirement", "S1-25");
  EXPECT_EQ(CompletenessPercent(Audit({})), 0);
  EXPECT_EQ(CompletenessPercent(Audit({{Check::SILOS, "yes"}})), 25) << "three lists are missing";
  EXPECT_EQ(CompletenessPercent(Audit({{Check::SILOS, "yes"}, {Check::SILOS, " "}})), 12.5);
  EXPECT_EQ(CompletenessPercent(Audit({{Check::TECHNICAL_LANDSCAPE, "a"},
                                       {Check::TECHNICAL_LANDSCAPE, "b"},
                                       {Check::USER_SURVEY, "c"},
                                       {Check::SILOS, "d"},
                                       {Check::ROI_TODAY, "e"}})),
            100);
  EXPECT_EQ(CompletenessPercent(Audit({{Check::LIST_UNSPECIFIED, "yes"}})), 0);
}

TEST(AuditsTest, IsOverdueTheDayAfter) {
  RecordProperty("requirement", "S1-62");
  v1::ToolAudit audit;
  audit.mutable_due_date()->set_year(2026);
  audit.mutable_due_date()->set_month(3);
  audit.mutable_due_date()->set_day(10);
  EXPECT_FALSE(IsOverdue(audit, absl::CivilDay(2026, 3, 10)));
  EXPECT_TRUE(IsOverdue(audit, absl::CivilDay(2026, 3, 11)));
  *audit.mutable_done_date() = audit.due_date();
  EXPECT_FALSE(IsOverdue(audit, absl::CivilDay(2026, 3, 11)));
}

v1::CampaignAnswer& Ask(v1::InventoryCampaign& campaign, const std::string& department,
                        bool answered) {
  v1::CampaignAnswer& answer = *campaign.add_answers();
  answer.set_department(department);
  answer.set_answered(answered);
  return answer;
}

TEST(AuditsTest, CountsWhoWasAskedAndWhatWasFound) {
  RecordProperty("requirement", "S1-24");
  v1::InventoryCampaign campaign;
  v1::CampaignAnswer& sales = Ask(campaign, "sales", true);
  sales.add_applications("chatbot");
  sales.add_undeclared("Traducteur");
  v1::CampaignAnswer& legal = Ask(campaign, "legal", true);
  legal.add_applications("chatbot");
  legal.add_applications("scribe");
  legal.add_undeclared("TRADUCTEUR ");
  Ask(campaign, "hr", false).add_undeclared("notes");
  const CampaignCounts counts = CountAnswers(campaign);
  EXPECT_EQ(counts.asked, 3);
  EXPECT_EQ(counts.answered, 2);
  EXPECT_EQ(counts.declared, 2);
  EXPECT_EQ(counts.undeclared, 2);
  EXPECT_TRUE(CheckCampaign(campaign).empty());
}

TEST(AuditsTest, RefusesWhatContradictsItself) {
  v1::InventoryCampaign twice;
  Ask(twice, "sales", true);
  Ask(twice, "sales", false);
  EXPECT_FALSE(CheckCampaign(twice).empty());
  v1::InventoryCampaign silent;
  Ask(silent, "sales", false).add_applications("chatbot");
  EXPECT_FALSE(CheckCampaign(silent).empty());
  v1::InventoryCampaign backwards;
  backwards.mutable_start_date()->set_year(2026);
  backwards.mutable_start_date()->set_month(2);
  backwards.mutable_start_date()->set_day(2);
  *backwards.mutable_end_date() = backwards.start_date();
  EXPECT_TRUE(CheckCampaign(backwards).empty());
  backwards.mutable_end_date()->set_day(1);
  EXPECT_FALSE(CheckCampaign(backwards).empty());
}

}  // namespace
}  // namespace palier::registry
