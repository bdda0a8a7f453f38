// SPDX-License-Identifier: Apache-2.0
#include "reporting/candidates/candidates.h"

#include <gtest/gtest.h>

#include "common/money/money.h"
#include "reporting/figures/peer_fixture.h"

namespace palier::reporting {
namespace {

class CandidatesTest : public PeerFigureFixture {
 protected:
  // The registry's place of a project, in the order of the calls.
  void Rank(const std::string& id, const std::string& more = "") {
    *ranking_.add_projects() = Read<registry::v1::RankedProject>(absl::StrCat(
        "project: '", NameOf(id), "' rank: ", ranking_.projects_size() + 1, " ", more));
  }

  std::string Ids(CandidateKind kind) const {
    std::string ids;
    for (const Candidate& each : FindCandidates(kind, model_, ranking_))
      absl::StrAppend(&ids, ids.empty() ? "" : " ", each.display_name);
    return ids;
  }
  Candidate First(CandidateKind kind) const {
    const auto found = FindCandidates(kind, model_, ranking_);
    return found.empty() ? Candidate() : found[0];
  }

  // Five integrations that took so many days of ten each.
  void Took(const std::vector<int>& days) {
    Dossier& done = Add("done", "stage: RUN");
    for (size_t i = 0; i < days.size(); ++i) {
      AddEntry(done, absl::StrCat("i", i),
               absl::StrCat("integration { system: 's' status: CONNECTED estimated_days: 10 "
                            "actual_days: ",
                            days[i], " }"));
    }
  }

  registry::v1::RankCandidatesResponse ranking_;
};

TEST_F(CandidatesTest, WhatIsPastItsPocAndNotEverywhereCanGrow) {
  RecordProperty("requirement", "S1-26 S1-15");
  for (const char* stage : {"IDEA", "POC", "RUN", "LIMITED", "POST_POC", "ROLLOUT"}) {
    Add(stage, absl::StrCat("stage: ", stage));
    Rank(stage, "best_rank: 1 worst_rank: 9");
  }
  Rank("not-in-the-model");
  EXPECT_EQ(Ids(CandidateKind::kScaleUp), "LIMITED POST_POC ROLLOUT");
  const Candidate first = First(CandidateKind::kScaleUp);
  EXPECT_EQ(first.reasons[0].en,
            "Place 4 of the registry's ranking, 1 to 9 when a weight moves by 10 %.");
  EXPECT_FALSE(first.effort.has_value()) << "nobody estimated anything";
  EXPECT_TRUE(first.benefits.empty());
}

TEST_F(CandidatesTest, EffortIsTheEstimateAsEstimatesCameTrue) {
  RecordProperty("requirement", "S1-26");
  Dossier& dossier = Add("p", "stage: LIMITED");
  AddEntry(dossier, "open", "integration { system: 's' status: DESIGNED estimated_days: 8 }");
  AddEntry(dossier, "new", "integration { system: 't' status: NONE estimated_days: 2 }");
  AddEntry(dossier, "done", "integration { system: 'u' status: MONITORED estimated_days: 99 }");
  Rank("p");
  Took({10, 20, 30, 40});
  const EffortRange alone = *First(CandidateKind::kScaleUp).effort;
  EXPECT_EQ(alone.low, 10);
  EXPECT_EQ(alone.likely, 10);
  EXPECT_FALSE(alone.high.has_value()) << "four cases say nothing";
  Took({10, 20, 30, 40, 50});
  const EffortRange range = *First(CandidateKind::kScaleUp).effort;
  EXPECT_DOUBLE_EQ(range.low, 14);
  EXPECT_DOUBLE_EQ(range.likely, 30);
  EXPECT_DOUBLE_EQ(*range.high, 46);
}

TEST_F(CandidatesTest, BenefitIsAtLeastWhatIsRealised) {
  RecordProperty("requirement", "S1-26");
  Add("p", "stage: LIMITED");
  Rank("p", "yearly_gains { currency_code: 'EUR' units: 1000 }");
  const auto units = [this] {
    const BenefitRange range = First(CandidateKind::kScaleUp).benefits.at(0);
    return std::vector<int64_t>{range.low.units(), range.likely.units(), range.high.units()};
  };
  EXPECT_EQ(units(), (std::vector<int64_t>{0, 1000, 1000}));
  kpi_->returns = Read<kpi::v1::QueryReturnsResponse>(
      absl::StrCat("projects { project: '", NameOf("p"),
                   "' figures { realised_savings { currency_code: 'EUR' units: 300 } } }"));
  EXPECT_EQ(units(), (std::vector<int64_t>{300, 1000, 1000}));
  kpi_->gains.emplace();
  for (const int measured : {10, 20, 50, 80, 120}) {
    *kpi_->gains->add_gains() = Read<kpi::v1::SynergyGain>(
        absl::StrCat("estimated_yearly_gain { currency_code: 'EUR' units: 100 } "
                     "measured_yearly_gain { currency_code: 'EUR' units: ",
                     measured, " }"));
  }
  EXPECT_EQ(units(), (std::vector<int64_t>{300, 500, 1040})) << "0.14 of it is less than realised";
}

TEST_F(CandidatesTest, WithoutSynergiesTheBusinessCaseTells) {
  Dossier& dossier = Add("p", "stage: LIMITED");
  dossier.cases["c"] = Read<registry::v1::BusinessCase>(
      "horizon_years: 3 gains { year: 1 amount { currency_code: 'EUR' units: 1 } } "
      "gains { year: 3 amount { currency_code: 'EUR' units: 70 } } "
      "gains { year: 3 amount { currency_code: 'EUR' units: 5 } }");
  Rank("p");
  EXPECT_EQ(First(CandidateKind::kScaleUp).benefits.at(0).likely.units(), 75);
}

TEST_F(CandidatesTest, WhatIsUsedLikedAndProvenIsReplicated) {
  RecordProperty("requirement", "S4-15");
  const auto add = [this](const std::string& id, const std::string& units, const char* proven,
                          const std::string& rank) {
    Dossier& dossier = Add(id, "stage: RUN");
    Assess(dossier, absl::StrCat("outcomes { group: 'VALUE_PROVEN' verdict: ", proven, " }"));
    kpi_->projects[NameOf(id)].adoption =
        Read<kpi::v1::Adoption>(absl::StrCat("periods { ", units, " }"));
    Rank(id, rank);
  };
  const std::string whole = "units { unit: 'organizations/acme' active_user_count: 40 } ";
  const std::string liked =
      "units { unit: 'organizations/acme/teams/a' segment: REGULAR quadrant: CHAMPION } ";
  const std::string idle = "units { unit: 'organizations/acme/teams/b' segment: TRYING } ";
  const std::string hidden = "units { unit: 'organizations/acme/teams/c' hidden: true } ";
  const std::string elsewhere = "replication_departments: 'd' replication_departments: 'e'";
  add("good", whole + liked + idle + hidden, "MET", elsewhere);
  add("unproven", whole + liked, "UNMET", elsewhere);
  add("hardly-used", whole + liked + idle + idle, "MET", elsewhere);
  add("nowhere-to-go", whole + liked, "MET", "");
  add("not-liked",
      whole + "units { unit: 'organizations/acme/teams/a' segment: REGULAR quadrant: CAPTIVE } ",
      "MET", elsewhere);
  EXPECT_EQ(Ids(CandidateKind::kReplication), "good");
  const Candidate good = First(CandidateKind::kReplication);
  EXPECT_EQ(good.users, 40);
  EXPECT_EQ(good.regular_teams, 1);
  EXPECT_EQ(good.told_teams, 2);
  ASSERT_EQ(good.reasons.size(), 4u);
  EXPECT_EQ(good.reasons[2].en, "1 of 2 teams use it regularly, and 1 like it too.");
  EXPECT_EQ(good.reasons[3].fr, "2 autres départements ont la même fonction et le même processus.");
  model_.kpi.facts = nullptr;
  EXPECT_EQ(Ids(CandidateKind::kReplication), "") << "without kpi nobody knows of its use";
}

TEST_F(CandidatesTest, QuickWinsAreThoseOfTheRegistry) {
  RecordProperty("requirement", "S1-68");
  Add("easy", "stage: RUN");
  Add("hard", "stage: RUN");
  Rank("hard");
  Rank("easy", "quick_win: true replication_departments: 'd'");
  EXPECT_EQ(Ids(CandidateKind::kQuickWin), "easy");
}

}  // namespace
}  // namespace palier::reporting
