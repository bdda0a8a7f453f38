// SPDX-License-Identifier: Apache-2.0
// Savings, gains of connections, promises: as kpi tells them.
#include "reporting/figures/peer_fixture.h"

namespace palier::reporting {
namespace {

using Parts = std::map<std::string, int64_t>;

class ReturnsTest : public PeerFigureFixture {};

TEST_F(ReturnsTest, OnlyProductionRealisesSavings) {
  RecordProperty("requirement", "S1-51 S2-22");
  kpi_->returns = Read<kpi::v1::QueryReturnsResponse>(
      "projects { project: 'organizations/acme/projects/poc' figures { project_count: 1 "
      "unrealised_savings { currency_code: 'EUR' units: 700 } } } "
      "total { figures { project_count: 1 unrealised_savings { currency_code: 'EUR' units: 700 } "
      "realised_return: 0 } } unmeasured_project_count: 4");
  const Figure poc = Compute("realised-savings");
  EXPECT_EQ(MoneyText(poc.value), "") << "nothing is realised";
  EXPECT_EQ(MoneyText(poc.parts[1].value), "700EUR");
  EXPECT_FALSE(poc.warning.en.empty());
  EXPECT_EQ(poc.inputs[2].number, 4);
  EXPECT_EQ(poc.items[0].note.en, "not in production with real users and data: 0 by rule");
  kpi_->returns = Read<kpi::v1::QueryReturnsResponse>(
      "projects { project: 'organizations/acme/projects/run' figures { project_count: 1 "
      "realised_project_count: 1 realised_savings { currency_code: 'EUR' units: 1350 } "
      "realised_return: 0.35 } } "
      "total { figures { project_count: 1 realised_project_count: 1 realised_return: 0.35 "
      "realised_savings { currency_code: 'EUR' units: 1350 } "
      "run_costs { currency_code: 'EUR' units: 1000 } } "
      "quarters { label: '2026-Q1' figures { realised_savings { currency_code: 'EUR' units: 1350 } "
      "} } } "
      "domains { group: 'organizations/acme/departments/ops' quarters { label: '2026-Q1' figures { "
      "realised_return: -0.1 realised_savings { currency_code: 'EUR' units: 900 } } } } "
      "applications { group: 'organizations/acme/applications/chat' quarters { label: '2026-Q1' "
      "figures { realised_savings { currency_code: 'EUR' units: 1350 } } } }");
  const Figure run = Compute("realised-savings");
  EXPECT_EQ(MoneyText(run.value), "1350EUR");
  EXPECT_EQ(MoneyText(run.parts[0].value), "1000EUR");
  EXPECT_TRUE(run.warning.en.empty());
  EXPECT_EQ(run.notes[0].en, "return +35 %");
  const Figure domains = Compute("realised-savings-by-domain");
  EXPECT_EQ(ItemsOf(domains, "2026-Q1"), "ops");
  EXPECT_EQ(MoneyText(*domains.items[0].value), "900EUR");
  EXPECT_EQ(domains.items[0].note.fr, "retour -10 %");
  EXPECT_EQ(MoneyText(domains.parts[0].value), "1350EUR");
  const Figure applications = Compute("realised-savings-by-application");
  EXPECT_EQ(ItemsOf(applications, "2026-Q1"), "chat");
  EXPECT_EQ(applications.items[0].note.en, "return unknown: no costs, or several currencies");
}

TEST_F(ReturnsTest, WhatKpiDoesNotAddUpIsUnknownAndSaysWhy) {
  for (const char* id : {"realised-savings", "realised-savings-by-domain",
                         "realised-savings-by-application", "connected-gains"}) {
    const Figure figure = Compute(id);
    EXPECT_FALSE(figure.value.number.has_value()) << id;
    EXPECT_TRUE(figure.value.amounts.empty()) << id;
    EXPECT_EQ(figure.notes.size(), 1u) << id;
  }
}

TEST_F(ReturnsTest, MeasuredGainsStandBesideTheEstimatesOfTheSame) {
  RecordProperty("requirement", "S1-67");
  kpi_->gains = Read<kpi::v1::QuerySynergyGainsResponse>(
      "gains { synergy: 'organizations/acme/synergies/a' "
      "estimated_yearly_gain { currency_code: 'EUR' units: 500 } "
      "measured_yearly_gain { currency_code: 'EUR' units: 300 } } "
      "gains { synergy: 'organizations/acme/synergies/b' "
      "estimated_yearly_gain { currency_code: 'EUR' units: 9000 } } unmeasured_count: 3");
  const Figure figure = Compute("connected-gains");
  EXPECT_EQ(MoneyText(figure.value), "300EUR");
  EXPECT_EQ(MoneyText(figure.parts[1].value), "500EUR") << "not the one that is not measured";
  EXPECT_EQ(PartsOf(figure), (Parts{{"NOT_MEASURED", 1}}));
  EXPECT_EQ(ItemsOf(figure, "NOT_MEASURED"), "b");
  EXPECT_EQ(figure.items[0].note.en, "estimated at 500 EUR a year");
  EXPECT_EQ(figure.inputs[1].number, 3);
}

TEST_F(ReturnsTest, PromisesAreJudgedByWhatWasApproved) {
  RecordProperty("requirement", "S0-31");
  const auto add = [this](const std::string& kpi, const std::string& review) {
    KeptPromise promise{absl::StrCat(NameOf("p"), "/businessCases/c"),
                        absl::StrCat(NameOf("p"), "/kpis/", kpi),
                        {}};
    if (!review.empty()) promise.review = Read<kpi::v1::ReviewKpiPromiseResponse>(review);
    kpi_->promises.push_back(std::move(promise));
  };
  add("ahead", "comparable: true today { status: AHEAD actual_value: 8 expected_value: 8.5 }");
  add("on-track", "comparable: true today { status: ON_TRACK }");
  add("behind", "comparable: true today { status: BEHIND }");
  add("old", "comparable: true today { status: UNKNOWN reason: 'NO_RECENT_MEASURE' }");
  EXPECT_TRUE(Compute("promises-kept").warning.en.empty());
  add("other-unit", "comparable: false today { status: UNKNOWN }");
  add("never", "");
  const Figure figure = Compute("promises-kept");
  EXPECT_EQ(figure.value.number, 667);
  EXPECT_EQ(figure.value.basis, 3);
  EXPECT_EQ(PartsOf(figure),
            (Parts{{"KEPT", 2}, {"BEHIND", 1}, {"UNKNOWN", 1}, {"REDEFINED", 1}, {"NO_KPI", 1}}));
  EXPECT_EQ(ItemsOf(figure, "KEPT"), "ahead on-track");
  EXPECT_EQ(figure.items[0].note.en, "8, promised for now: 8.5");
  EXPECT_FALSE(figure.warning.en.empty());
}

TEST_F(ReturnsTest, ScalingUpRestsOnAnApprovedCase) {
  RecordProperty("requirement", "S1-64");
  const auto add = [this](const std::string& id, const std::string& stage,
                          const std::vector<const char*>& states) {
    Dossier& dossier = Add(id, absl::StrCat("stage: ", stage));
    for (const char* state : states) {
      dossier.cases[absl::StrCat(dossier.cases.size())] =
          Read<registry::v1::BusinessCase>(absl::StrCat("state: ", state));
    }
  };
  add("sound", "RUN", {"DRAFT", "APPROVED"});
  EXPECT_TRUE(Compute("scaled-up-with-a-case").warning.en.empty());
  add("changed", "ROLLOUT", {"DRAFT", "STALE"});
  add("drafted", "INDUSTRIALISATION", {"DRAFT"});
  add("without", "RUN", {});
  add("earlier", "LIMITED", {});
  const Figure figure = Compute("scaled-up-with-a-case");
  EXPECT_EQ(figure.value.number, 250);
  EXPECT_EQ(PartsOf(figure), (Parts{{"APPROVED", 1}, {"STALE", 1}, {"DRAFT", 1}, {"NONE", 1}}));
  EXPECT_EQ(ItemsOf(figure, "STALE"), "changed");
  EXPECT_FALSE(figure.warning.en.empty());
}

}  // namespace
}  // namespace palier::reporting
