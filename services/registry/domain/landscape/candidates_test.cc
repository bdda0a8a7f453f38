// SPDX-License-Identifier: Apache-2.0
// What speaks for a project, and where else it could serve.
#include "registry/domain/landscape/candidates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registry/domain/landscape/replication.h"
#include "registry/domain/landscape/testing/house.h"

namespace palier::landscape {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Scalability Scales(bool transversal, bool clear_roi, bool little_adaptation) {
  v1::Scalability scalability;
  scalability.set_transversal(transversal);
  scalability.set_clear_roi(clear_roi);
  scalability.set_little_adaptation(little_adaptation);
  return scalability;
}

// Three projects whose scores are known by hand (see ScoresByHand).
House Ranked() {
  House house;
  house.Application("mail", "sales", {"text-generation"});
  house.Application("scan", "accounting", {"data-analysis"});
  house.Process("answer", "sales", 1000, {"mail"}).set_display_name("Réponse au client");
  house.Process("invoices", "accounting", 250, {"scan"});
  house.Process("claims", "legal", 500);
  house.Project("mailbot", v1::Project::RUN, {"mail"}, "sales").scalability =
      Scales(true, true, true);
  house.Project("scanner", v1::Project::POC, {"scan"}, "accounting").scalability =
      Scales(false, true, false);
  house.Project("claims", v1::Project::POST_POC).frictions = {In("frictions/slow")};
  house.Project("stopped", v1::Project::STOPPED);
  house.landscape.friction_processes[In("frictions/slow")] = In("processes/claims");
  house.Synergy("projects/mailbot", "projects/scanner", v1::Synergy::DATA, 10'000);
  house.Synergy("applications/mail", "processes/claims", v1::Synergy::DATA, 30'000);
  house.Synergy("applications/scan", "processes/claims", v1::Synergy::DATA, 7'000, "USD");
  return house;
}

// mailbot: gains 40,000 EUR of 40,000, volume 1,000 + 500 of 1,500, all three, RUN: 100.
// scanner: 10,000 / 40,000 x 25 + 750 / 1,500 x 20 + 15 + 0.25 x 10 = 33.75.
// claims: 500 / 1,500 x 20 + 0.5 x 10 = 11.67.
TEST(CandidatesTest, ScoresByHand) {
  RecordProperty("requirement", "S1-15 S1-16 S1-61");
  const House house = Ranked();
  const Graph graph = house.Map();
  const Ranking ranking = *RankCandidates(graph, kPresetWeights);
  std::vector<int> nodes;
  for (const int candidate : ranking.order) nodes.push_back(ranking.candidates[candidate].node);
  EXPECT_THAT(NamesOf(graph, nodes),
              ElementsAre("projects/mailbot", "projects/scanner", "projects/claims"));
  const auto score = [&](int at) {
    return Score(ranking.places[ranking.order[at]], kPresetWeights);
  };
  EXPECT_DOUBLE_EQ(score(0), 100);
  EXPECT_DOUBLE_EQ(score(1), 33.75);
  EXPECT_NEAR(score(2), 11.6667, 0.0001);
}

TEST(CandidatesTest, CurrenciesStayApart) {
  const House house = Ranked();
  const Graph graph = house.Map();
  const auto candidates = *Candidates(graph);
  const Candidate& scanner = candidates[2];
  ASSERT_THAT(NamesOf(graph, {scanner.node}), ElementsAre("projects/scanner"));
  ASSERT_EQ(scanner.yearly_gains.all().size(), 2u);
  EXPECT_EQ(scanner.foreign_synergies, 1);
  EXPECT_EQ(scanner.shares[0], 250'000);  // 10,000 of 40,000 EUR, whatever the dollars
  EXPECT_EQ(InWords(Input::kSynergyGain, scanner, graph).en,
            "10000.00 EUR a year, synergies: 2, not counted in another currency: 1");
}

TEST(CandidatesTest, SaysInWordsWhatWasRecorded) {
  const House house = Ranked();
  const Graph graph = house.Map();
  const auto candidates = *Candidates(graph);
  const Candidate& claims = candidates[0];
  EXPECT_EQ(InWords(Input::kProcessVolume, claims, graph).fr, "500 cas par mois, processus : 1");
  EXPECT_EQ(InWords(Input::kTransversal, claims, graph).en, "not recorded");
  EXPECT_EQ(InWords(Input::kReadiness, claims, graph).en, "POST_POC");
  EXPECT_EQ(InWords(Input::kClearRoi, candidates[1], graph).fr, "oui");
  EXPECT_EQ(InWords(Input::kTransversal, candidates[2], graph).en, "no");
}

// The project's synergy with its own application counts once, though it stands at both ends.
TEST(CandidatesTest, AnEdgeCountsOnce) {
  House house;
  house.Application("a", "hr");
  house.Project("p", v1::Project::POC, {"a", "a"});
  house.Synergy("projects/p", "applications/a", v1::Synergy::DATA, 100);
  const auto candidates = *Candidates(house.Map());
  EXPECT_EQ(candidates[0].synergies, 1);
  EXPECT_EQ(AmountText(candidates[0].yearly_gains.all()[0]), "100.00 EUR");
}

TEST(CandidatesTest, RefusesEndlessLookups) {
  House house;
  house.Application("a", "hr");
  for (int i = 0; i < 5'000; ++i) house.Project(absl::StrCat("p", i), v1::Project::POC, {"a"});
  const Graph graph = house.Map();
  EXPECT_EQ(Candidates(graph).status().code(), absl::StatusCode::kResourceExhausted);
}

struct ReplicationCase {
  const char* what;
  void (*change)(House&);
  std::vector<std::string> departments;
};

TEST(ReplicationTest, FindsDepartmentsWithTheSameProcessAndFunction) {
  RecordProperty("requirement", "S1-68 S4-15");
  const auto support = [](House& house) -> v1::Process& {
    v1::Process& process = house.Process("support-answers", "support", 10);
    process.set_display_name("réponse au  CLIENT");
    process.add_ai_functions(In("aiFunctions/text-generation"));
    return process;
  };
  static const auto& add = support;
  const ReplicationCase cases[] = {
      {"nobody else", [](House&) {}, {}},
      {"the same, called alike", [](House& house) { add(house); }, {In("departments/support")}},
      {"twice in a department",
       [](House& house) {
         add(house);
         add(house).set_name(In("processes/more"));
       },
       {In("departments/support")}},
      {"two departments",
       [](House& house) {
         add(house);
         add(house).set_name(In("processes/more"));
         house.landscape.processes.back().set_department(In("departments/hr"));
       },
       {In("departments/hr"), In("departments/support")}},
      {"another function",
       [](House& house) { add(house).set_ai_functions(0, In("aiFunctions/poetry")); },
       {}},
      {"another process", [](House& house) { add(house).set_display_name("Devis"); }, {}},
      {"of no department", [](House& house) { add(house).clear_department(); }, {}},
      {"a team there has it",
       [](House& house) {
         add(house);
         house.landscape.projects[0].teams = {In("teams/hotline")};
         house.landscape.team_departments[In("teams/hotline")] = In("departments/support");
       },
       {}},
      {"it runs there already",
       [](House& house) { add(house).add_chain()->set_application(In("applications/mail")); },
       {}},
  };
  for (const ReplicationCase& each : cases) {
    House house = Ranked();
    each.change(house);
    const Graph graph = house.Map();
    const auto candidates = *Candidates(graph);
    const auto targets = ReplicationMap(graph).Targets(candidates[1]);  // mailbot
    EXPECT_EQ(DepartmentsOf(targets), each.departments) << each.what;
    for (const ReplicationTarget& target : targets)
      EXPECT_THAT(target.ai_functions, ElementsAre(In("aiFunctions/text-generation")));
  }
}

}  // namespace
}  // namespace palier::landscape
