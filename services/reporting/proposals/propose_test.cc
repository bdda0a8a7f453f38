// SPDX-License-Identifier: Apache-2.0
#include "reporting/proposals/propose.h"

#include <gtest/gtest.h>

#include "reporting/figures/peer_fixture.h"

namespace palier::reporting {
namespace {

class ProposeTest : public PeerFigureFixture {
 protected:
  std::vector<ProposalDraft> Propose() const {
    return reporting::Propose(FigureBook(std::make_shared<PortfolioModel>(model_)), ranking_);
  }
  std::string Lines() const {
    std::string lines;
    for (const ProposalDraft& draft : Propose())
      absl::StrAppend(&lines, static_cast<int>(draft.kind), " ", draft.display_name, " ",
                      draft.evidence.size(), "\n");
    return lines;
  }
  void Rank(const std::string& id, const std::string& more = "") {
    *ranking_.add_projects() = Read<registry::v1::RankedProject>(
        absl::StrCat("project: '", NameOf(id), "' rank: 1 ", more));
  }

  registry::v1::RankCandidatesResponse ranking_;
};

TEST_F(ProposeTest, OfNothingNothingIsProposed) {
  Add("idea", "stage: IDEA");
  EXPECT_EQ(Lines(), "");
}

TEST_F(ProposeTest, EachProposalStandsOnItsEvidence) {
  RecordProperty("requirement", "S1-38 S1-54");
  Assess(Add("late", "stage: POST_POC"),
         "purgatory { state: IN_PURGATORY age_days: 200 } pillars { group: 'PROCESS' unmet: "
         "'DECISION_OVERDUE' } zombie: true");
  Assess(Add("proven", "stage: LIMITED"), "outcomes { group: 'VALUE_PROVEN' verdict: MET }");
  Assess(Add("unproven", "stage: LIMITED"), "outcomes { group: 'VALUE_PROVEN' verdict: UNMET }");
  Add("easy", "stage: RUN");
  Add("behind", "stage: RUN");
  Rank("proven");
  Rank("unproven");
  Rank("late", "quick_win: true");
  Rank("easy", "quick_win: true replication_departments: 'organizations/acme/departments/ops'");
  const auto review = Read<kpi::v1::ReviewKpiPromiseResponse>(
      "comparable: true today { status: BEHIND actual_value: 9 expected_value: 8.5 }");
  const std::string behind = NameOf("behind");
  for (const char* kpi : {"/kpis/a", "/kpis/b"})
    kpi_->promises.push_back({behind + "/businessCases/c", behind + kpi, review});
  kpi_->promises.push_back(
      {"x/businessCases/c", "organizations/acme/projects/gone/kpis/k", review});
  EXPECT_EQ(Lines(), "1 late 1\n2 proven 2\n4 easy 2\n5 behind 2\n6 late 1\n");
  const auto drafts = Propose();
  EXPECT_EQ(drafts[0].evidence[0].figure, "decisions-overdue");
  EXPECT_EQ(drafts[1].evidence[1].text.en, "Its value is proven.");
  EXPECT_EQ(drafts[2].targets, std::vector<std::string>{"organizations/acme/departments/ops"});
  EXPECT_EQ(drafts[3].evidence[0].text.en, "9, promised for now: 8.5");
  EXPECT_EQ(drafts[3].evidence[0].figure, "promises-kept");
}

TEST_F(ProposeTest, OnlyTheBestCandidatesAreProposed) {
  for (int i = 0; i < 9; ++i) {
    const std::string id = absl::StrCat("p", i);
    Add(id, "stage: RUN");
    Rank(id, "quick_win: true");
  }
  EXPECT_EQ(Propose().size(), kMostOfAKind);
}

}  // namespace
}  // namespace palier::reporting
