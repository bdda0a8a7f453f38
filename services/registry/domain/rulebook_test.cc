// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/rulebook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_split.h"
#include "registry/testing/rule_cases.h"

namespace palier::registry {
namespace {

using P = v1::Project;
using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

Findings Judge(const Rule& rule, const Facts& facts) {
  return rule.judge(facts, rule.threshold.has_value() ? rule.threshold->preset : 0);
}

// As a gate judges: what is absent from an imported project is unknown.
Verdict Worst(const Rule& rule, const Facts& facts) {
  Verdict worst = Verdict::kMet;
  for (const Judgement& judgement : Evaluate(facts, rule.gates, Tuning())) {
    if (judgement.rule->id != rule.id) continue;
    if (judgement.finding.verdict == Verdict::kUnmet) return Verdict::kUnmet;
    if (judgement.finding.verdict == Verdict::kUnknown) worst = Verdict::kUnknown;
  }
  return worst;
}

// Where a rule can be met at all: its gates, or the stage that it is shown in.
Stage StageFor(const Rule& rule) {
  if ((rule.gates & kLimitItself) != 0) return P::LIMITED;
  if ((rule.gates & kStop) != 0) return P::POC;
  return P::POST_POC;
}

void Import(Facts& f) {
  f.project.mutable_origin()->set_profile("us-ai-inventory-2024");
}

// That each rule is met by a project of which everything is recorded is checked for all.
std::vector<RuleCase> AllCases() {
  std::vector<RuleCase> all;
  for (const auto part : {PromiseCases, PeopleCases, DecisionCases, ProductionCases, MoneyCases,
                          GovernanceCases, RunCases, StandingCases}) {
    const std::vector<RuleCase> some = part();
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

class RuleTest : public ::testing::TestWithParam<RuleCase> {};

TEST_P(RuleTest, Judges) {
  const RuleCase& one = GetParam();
  const Rule* rule = FindRule(one.rule);
  ASSERT_NE(rule, nullptr);
  RecordProperty("requirement", std::string(rule->requirement));
  Facts facts = ReadyFacts(StageFor(*rule));
  one.change(facts);
  EXPECT_EQ(Worst(*rule, facts), one.verdict);
  for (const RuleFinding& finding : Judge(*rule, facts)) {
    EXPECT_THAT(finding.explanation.en, Not(IsEmpty()));
    EXPECT_THAT(finding.explanation.fr, Not(IsEmpty()));
    EXPECT_EQ(finding.next_action.en.empty(), finding.verdict == Verdict::kMet);
    EXPECT_EQ(finding.next_action.fr.empty(), finding.verdict == Verdict::kMet);
  }
}

std::string NameOfCase(const ::testing::TestParamInfo<RuleCase>& info) {
  std::string name = std::string(info.param.rule) + "_" + info.param.what;
  for (char& c : name) {
    if (!isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Rules, RuleTest, ::testing::ValuesIn(AllCases()), NameOfCase);

TEST(Rulebook, AProjectOfWhichEverythingIsRecordedMeetsEveryRule) {
  for (const Rule& rule : Rulebook()) {
    const Facts facts = ReadyFacts(StageFor(rule));
    for (const RuleFinding& finding : Judge(rule, facts)) {
      EXPECT_EQ(finding.verdict, Verdict::kMet) << rule.id << ": " << finding.explanation.en;
      EXPECT_THAT(finding.explanation.fr, Not(IsEmpty())) << rule.id;
    }
  }
}

// Each rule has a case in which it is unmet, and each gate one in which it is unknown: told so by
// the case, or because nothing is recorded of an imported project.
TEST(Rulebook, EveryRuleHasItsCases) {
  std::map<std::string, std::set<Verdict>> seen;
  for (const RuleCase& one : AllCases()) {
    const Rule* rule = FindRule(one.rule);
    ASSERT_NE(rule, nullptr) << one.rule;
    seen[one.rule].insert(one.verdict);
    Facts facts = ReadyFacts(StageFor(*rule));
    one.change(facts);
    Import(facts);
    seen[one.rule].insert(Worst(*rule, facts));
  }
  // Of a criterion that is there everything is known.
  const std::set<std::string> kAlwaysKnown = {"EXIT_CRITERION_NOT_NUMERIC"};
  for (const Rule& rule : Rulebook()) {
    const std::string id(rule.id);
    EXPECT_THAT(seen[id], Contains(Verdict::kUnmet)) << id;
    if (rule.severity != Severity::kGate || kAlwaysKnown.contains(id)) continue;
    EXPECT_THAT(seen[id], Contains(Verdict::kUnknown)) << id;
  }
}

TEST(Rulebook, HoldsSeventyRulesWithUniqueIds) {
  std::set<absl::string_view> ids;
  for (const Rule& rule : Rulebook()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_THAT(std::string(rule.requirement), ::testing::StartsWith("S")) << rule.id;
    EXPECT_THAT(rule.title.fr, Not(IsEmpty())) << rule.id;
    EXPECT_NE(rule.gates, 0u) << rule.id;
  }
  EXPECT_GE(ids.size(), 70u);
}

TEST(Evaluate, KeepsToTheGatesAndTheTuning) {
  Facts facts = ReadyFacts(P::SCOPING);
  facts.promise.clear_exit_criteria();
  facts.project.clear_owner();
  Tuning tuning;
  const auto blocking = [&] {
    std::set<absl::string_view> ids;
    for (const Judgement& one : Evaluate(facts, kPocStart, tuning))
      if (one.Blocks()) ids.insert(one.rule->id);
    return ids;
  };
  EXPECT_EQ(blocking(), (std::set<absl::string_view>{"NO_EXIT_CRITERIA", "NO_OWNER"}));
  tuning.severities["NO_OWNER"] = Severity::kWarn;
  EXPECT_EQ(blocking(), (std::set<absl::string_view>{"NO_EXIT_CRITERIA"}));
  tuning.disabled.insert("NO_EXIT_CRITERIA");
  EXPECT_THAT(blocking(), IsEmpty());
  tuning.severities.clear();
  facts.waivers["NO_OWNER"] = "organizations/acme/waivers/w";
  EXPECT_THAT(blocking(), IsEmpty());
}

TEST(Evaluate, ThresholdsAreTuned) {
  Facts facts = ReadyFacts(P::POST_POC);
  const Rule& rule = *FindRule("LOW_INVOLVEMENT");
  Tuning tuning;
  tuning.thresholds["LOW_INVOLVEMENT"] = 31;  // 12 of 40 were involved
  for (const Judgement& one : Evaluate(facts, kIndustrialise, tuning)) {
    if (one.rule != &rule) continue;
    EXPECT_EQ(one.finding.verdict, Verdict::kUnmet);
  }
}

TEST(Rulebook, SaysWhetherACommitteeIsAskedToStop) {
  const std::pair<Stage, const char*> cases[] = {
      {P::POC, "Before the end of a PoC no committee is asked."},
      {P::INDUSTRIALISATION, "After the decision to industrialise no committee is asked again."},
      {P::RUN, "After the decision to industrialise no committee is asked again."},
  };
  for (const auto& [stage, expected] : cases) {
    const Findings findings = Judge(*FindRule("NOT_DECIDED_TO_STOP"), ReadyFacts(stage));
    ASSERT_EQ(findings.size(), 1u);
    EXPECT_EQ(findings[0].explanation.en, expected) << P::Stage_Name(stage);
  }
}

TEST(Rulebook, ARedefinedKpiIsNamed) {
  Facts facts = ReadyFacts(P::ROLLOUT);
  for (v1::Evidence& one : facts.evidence) one.mutable_kpi()->set_definition_version(2);
  for (const char* rule : {"NO_QUANTIFIED_KPI", "KPI_NOT_MEASURED", "NO_REAL_EVIDENCE",
                           "VALUE_NOT_PROVEN", "NO_LIVE_DASHBOARD"}) {
    const Findings findings = Judge(*FindRule(rule), facts);
    ASSERT_EQ(findings.size(), 1u) << rule;
    EXPECT_EQ(findings[0].subject, facts.evidence[0].subject()) << rule;
    EXPECT_THAT(findings[0].explanation.en, ::testing::HasSubstr("redefined")) << rule;
  }
}

TEST(GateStatus, NamesEachRuleThatBlocks) {
  Facts facts = ReadyFacts(P::SCOPING);
  facts.promise.clear_exit_criteria();
  const std::vector<Judgement> judgements = Evaluate(facts, kPocStart, Tuning());
  const absl::Status status = GateStatus(facts, P::POC, judgements);
  EXPECT_EQ(status::ReasonOf(status), error::v1::GATE_NOT_MET);
  ASSERT_EQ(status::DetailOf(status).precondition_violations_size(), 1);
  EXPECT_EQ(status::DetailOf(status).precondition_violations(0).type(), "NO_EXIT_CRITERIA");
  EXPECT_EQ(GateStatus(ReadyFacts(P::SCOPING), P::POC,
                       Evaluate(ReadyFacts(P::SCOPING), kPocStart, Tuning())),
            absl::OkStatus());
}

TEST(GateOf, EveryLegalTransitionForwardHasItsGate) {
  const Stage stages[] = {P::SCOPING,           P::POC,     P::POST_POC, P::LIMITED,
                          P::INDUSTRIALISATION, P::ROLLOUT, P::RUN};
  for (size_t i = 0; i + 1 < std::size(stages); ++i) {
    for (size_t j = i + 1; j < std::size(stages); ++j) {
      if (!IsLegal(stages[i], stages[j])) continue;
      EXPECT_NE(GateOf(stages[i], stages[j]), 0u) << i << j;
    }
  }
  EXPECT_EQ(GateOf(P::POC, P::STOPPED), kStop);
  EXPECT_EQ(GateOf(P::POST_POC, P::STOPPED), kStop | kDecide);
}

TEST(Tuning, ReadsSettings) {
  v1::OrganizationSettings settings;
  settings.add_disabled_rules("NO_OWNER");
  v1::RuleTuning& one = *settings.add_rule_tunings();
  one.set_rule("NO_MANUAL_WAY");
  one.set_threshold(30);
  one.set_severity(v1::RuleResult::WARN);
  const Tuning tuning = Tuning::Of(settings);
  EXPECT_TRUE(tuning.disabled.contains("NO_OWNER"));
  EXPECT_EQ(tuning.ThresholdOf(*FindRule("NO_MANUAL_WAY")), 30);
  EXPECT_EQ(tuning.SeverityOf(*FindRule("NO_MANUAL_WAY")), Severity::kWarn);
  EXPECT_EQ(tuning.ThresholdOf(*FindRule("FALLBACK_DRILL_OLD")), 180);
}

}  // namespace
}  // namespace palier::registry
