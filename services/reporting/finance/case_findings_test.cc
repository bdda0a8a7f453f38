// SPDX-License-Identifier: Apache-2.0
#include "reporting/finance/case_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<CaseLine> WholeCase() {
  std::vector<CaseLine> lines = {{CaseSide::kGain, "hours", 1, 100},
                                 {CaseSide::kCost, "INTEGRATION", 1, 10}};
  for (const char* category : {"SERVING", "MONITORING", "RETRAINING", "MAINTENANCE"})
    lines.push_back({CaseSide::kCost, category, 1, 0});
  return lines;
}

std::vector<std::string> RulesOf(const std::vector<CaseLine>& lines, CaseBasis basis, int horizon,
                                 bool preset_spreads = false) {
  const CaseTable table = MakeCaseTable(lines, horizon);
  const CaseWorth worth = WorthOf(table, 0.1);
  std::vector<std::string> rules;
  for (const CaseFinding& finding :
       FindingsOf({basis, horizon, table, worth, /*beyond_horizon=*/0, preset_spreads}))
    rules.push_back(finding.rule);
  return rules;
}

TEST(CaseFindings, SayNothingOfAWholeApprovedCase) {
  EXPECT_THAT(RulesOf(WholeCase(), CaseBasis::kApproved, 3), IsEmpty());
}

TEST(CaseFindings, NameWhatIsWrong) {
  EXPECT_THAT(RulesOf(WholeCase(), CaseBasis::kDraft, 3), ElementsAre("NOT_APPROVED"));
  EXPECT_THAT(RulesOf(WholeCase(), CaseBasis::kChangedSinceApproval, 3),
              ElementsAre("CHANGED_SINCE_APPROVAL"));
  EXPECT_THAT(RulesOf(WholeCase(), CaseBasis::kApproved, 2), ElementsAre("SHORT_HORIZON"));
  EXPECT_THAT(RulesOf(WholeCase(), CaseBasis::kApproved, 3, true), ElementsAre("ASSUMED"));
  EXPECT_THAT(RulesOf({}, CaseBasis::kApproved, 3),
              ElementsAre("NO_COSTS", "NO_GAINS", "RUN_COST_MISSING"));
  std::vector<CaseLine> running = WholeCase();
  std::erase_if(running, [](const CaseLine& line) { return line.group == "INTEGRATION"; });
  EXPECT_THAT(RulesOf(running, CaseBasis::kApproved, 3), ElementsAre("ONLY_RUN_COSTS"));
  std::vector<CaseLine> turning = WholeCase();
  turning.push_back({CaseSide::kCost, "SERVING", 2, 230});
  turning.push_back({CaseSide::kGain, "hours", 3, 132});
  EXPECT_THAT(RulesOf(turning, CaseBasis::kApproved, 3), ElementsAre("SEVERAL_INTERNAL_RATES"));
}

TEST(CaseFindings, NameTheRunningCostsThatAreMissing) {
  std::vector<CaseLine> lines = WholeCase();
  std::erase_if(lines, [](const CaseLine& line) {
    return line.group == "MONITORING" || line.group == "RETRAINING";
  });
  const CaseTable table = MakeCaseTable(lines, 3);
  const CaseWorth worth = WorthOf(table, 0.1);
  const auto findings = FindingsOf({CaseBasis::kApproved, 3, table, worth, 4, false});
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_THAT(findings[0].text.en, HasSubstr(": Monitoring, Retraining."));
  EXPECT_THAT(findings[0].text.fr, HasSubstr(" : Surveillance, Réentraînement."));
  EXPECT_EQ(FindingsOf({CaseBasis::kApproved, 3, table, worth, 0, false, true}).back().rule,
            "OPEN_DEBT");
  EXPECT_EQ(findings[1].rule, "BEYOND_HORIZON");
  EXPECT_THAT(findings[1].text.en, HasSubstr(": 4."));
}

}  // namespace
}  // namespace palier::reporting
