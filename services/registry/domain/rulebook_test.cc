// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/rulebook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace palier::registry {
namespace {

using P = v1::Project;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

const absl::Time kNow = absl::FromCivil(absl::CivilDay(2026, 3, 9), absl::UTCTimeZone());

void SetTime(absl::Time time, google::protobuf::Timestamp* to) {
  to->set_seconds(absl::ToUnixSeconds(time));
}

v1::Evidence KpiEvidence(bool quantified) {
  v1::Evidence evidence;
  evidence.mutable_kpi()->set_quantified(quantified);
  SetTime(kNow - absl::Hours(1), evidence.mutable_as_of_time());
  SetTime(kNow + absl::Hours(1), evidence.mutable_valid_until_time());
  return evidence;
}

// A project that meets every rule.
Facts Ready(P::Stage stage) {
  Facts facts;
  facts.now = kNow;
  P& project = facts.project;
  project.set_name("organizations/acme/projects/p");
  project.set_stage(stage);
  v1::ExitCriterion& criterion = *project.add_exit_criteria();
  criterion.set_id("accuracy");
  criterion.set_metric("accuracy");
  criterion.set_dataset("invoices-2026");
  criterion.set_operator_(v1::ExitCriterion::AT_LEAST);
  criterion.set_value(0);
  criterion.set_unit("%");
  for (const auto function :
       {v1::TeamMember::DATA, v1::TeamMember::ENGINEERING, v1::TeamMember::PRODUCT}) {
    project.add_team_members()->set_function(function);
  }
  project.mutable_population()->set_headcount(40);
  project.mutable_population()->add_systems("erp");
  project.mutable_population()->add_data_classes("invoices");
  project.mutable_poc_budget()->set_currency_code("EUR");
  project.mutable_production_budget()->set_currency_code("EUR");
  project.mutable_production_budget()->set_units(100000);
  facts.sponsor.emplace().set_executive_committee(true);
  facts.lesson_count = 1;
  facts.evidence.push_back(KpiEvidence(true));
  return facts;
}

// The findings of one rule on its way from SCOPING, POC or RUN to where it guards.
std::vector<RuleFinding> Judge(absl::string_view id, const Facts& facts) {
  for (const Rule& rule : Rulebook()) {
    if (rule.id == id) return rule.judge(facts);
  }
  ADD_FAILURE() << "no rule " << id;
  return {};
}

struct Case {
  const char* rule;
  const char* what;
  Verdict verdict;
  void (*change)(Facts&);
};

const Case kCases[] = {
    {"NO_EXIT_CRITERIA", "ready", Verdict::kMet, [](Facts&) {}},
    {"NO_EXIT_CRITERIA", "none", Verdict::kUnmet,
     [](Facts& f) { f.project.clear_exit_criteria(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "a threshold of zero", Verdict::kMet, [](Facts&) {}},
    {"EXIT_CRITERION_NOT_NUMERIC", "none at all is another rule's", Verdict::kMet,
     [](Facts& f) { f.project.clear_exit_criteria(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no metric", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_exit_criteria(0)->clear_metric(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no data", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_exit_criteria(0)->clear_dataset(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no operator", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_exit_criteria(0)->clear_operator_(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no threshold", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_exit_criteria(0)->clear_value(); }},
    {"EXIT_CRITERION_NOT_NUMERIC", "no unit", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_exit_criteria(0)->clear_unit(); }},
    {"NO_QUANTIFIED_KPI", "ready", Verdict::kMet, [](Facts&) {}},
    {"NO_QUANTIFIED_KPI", "no evidence", Verdict::kUnmet, [](Facts& f) { f.evidence.clear(); }},
    {"NO_QUANTIFIED_KPI", "not quantified", Verdict::kUnmet,
     [](Facts& f) { f.evidence = {KpiEvidence(false)}; }},
    {"NO_QUANTIFIED_KPI", "one of two quantified", Verdict::kMet,
     [](Facts& f) { f.evidence.push_back(KpiEvidence(false)); }},
    {"NO_QUANTIFIED_KPI", "of another kind", Verdict::kUnmet,
     [](Facts& f) { f.evidence[0].mutable_wave()->set_number(1); }},
    {"NO_QUANTIFIED_KPI", "asked for newer than known", Verdict::kUnknown,
     [](Facts& f) { f.min_as_of = kNow; }},
    {"NO_QUANTIFIED_KPI", "asked for as old as known", Verdict::kMet,
     [](Facts& f) { f.min_as_of = kNow - absl::Hours(1); }},
    {"NO_QUANTIFIED_KPI", "asked for newer, and expired", Verdict::kUnknown,
     [](Facts& f) {
       f.min_as_of = kNow - absl::Hours(2);
       SetTime(kNow, f.evidence[0].mutable_valid_until_time());
     }},
    {"NO_ENGINEERING", "ready", Verdict::kMet, [](Facts&) {}},
    {"NO_ENGINEERING", "no team", Verdict::kUnmet,
     [](Facts& f) { f.project.clear_team_members(); }},
    {"NO_ENGINEERING", "data only", Verdict::kUnmet,
     [](Facts& f) {
       f.project.clear_team_members();
       f.project.add_team_members()->set_function(v1::TeamMember::DATA);
     }},
    {"TEAM_NOT_MIXED", "ready", Verdict::kMet, [](Facts&) {}},
    {"TEAM_NOT_MIXED", "without product", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_team_members()->RemoveLast(); }},
    {"NO_TARGET_POPULATION", "ready", Verdict::kMet, [](Facts&) {}},
    {"NO_TARGET_POPULATION", "teams instead of a headcount", Verdict::kMet,
     [](Facts& f) {
       f.project.mutable_population()->clear_headcount();
       f.project.mutable_population()->add_teams("organizations/acme/teams/t");
     }},
    {"NO_TARGET_POPULATION", "nobody", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_population()->clear_headcount(); }},
    {"NO_TARGET_POPULATION", "no systems", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_population()->clear_systems(); }},
    {"NO_TARGET_POPULATION", "no data classes", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_population()->clear_data_classes(); }},
    {"NO_PRODUCTION_BUDGET", "ready", Verdict::kMet, [](Facts&) {}},
    {"NO_PRODUCTION_BUDGET", "without a budget of the PoC", Verdict::kMet,
     [](Facts& f) { f.project.clear_poc_budget(); }},
    {"NO_PRODUCTION_BUDGET", "none", Verdict::kUnmet,
     [](Facts& f) { f.project.clear_production_budget(); }},
    {"NO_PRODUCTION_BUDGET", "zero", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_production_budget()->set_units(0); }},
    {"NO_PRODUCTION_BUDGET", "another currency", Verdict::kUnmet,
     [](Facts& f) { f.project.mutable_production_budget()->set_currency_code("USD"); }},
    {"SPONSOR_NOT_EXECUTIVE", "ready", Verdict::kMet, [](Facts&) {}},
    {"SPONSOR_NOT_EXECUTIVE", "nobody", Verdict::kUnmet, [](Facts& f) { f.sponsor.reset(); }},
    {"SPONSOR_NOT_EXECUTIVE", "not on the committee", Verdict::kUnmet,
     [](Facts& f) { f.sponsor->set_executive_committee(false); }},
    {"NO_LESSONS", "ready", Verdict::kMet, [](Facts&) {}},
    {"NO_LESSONS", "none", Verdict::kUnmet, [](Facts& f) { f.lesson_count = 0; }},
};

TEST(RulebookTest, JudgesEachRule) {
  std::set<std::pair<std::string, Verdict>> seen;
  for (const auto& [rule, what, verdict, change] : kCases) {
    Facts facts = Ready(P::SCOPING);
    change(facts);
    const std::vector<RuleFinding> findings = Judge(rule, facts);
    ASSERT_EQ(findings.size(), 1u) << rule << ": " << what;
    const RuleFinding& finding = findings[0];
    EXPECT_EQ(finding.verdict, verdict) << rule << ": " << what;
    EXPECT_NE(finding.explanation.en, "") << rule << ": " << what;
    EXPECT_NE(finding.explanation.fr, "") << rule << ": " << what;
    EXPECT_NE(finding.explanation.en, finding.explanation.fr) << rule << ": " << what;
    EXPECT_EQ(finding.next_action.en.empty(), verdict == Verdict::kMet) << rule << ": " << what;
    EXPECT_EQ(finding.next_action.fr.empty(), verdict == Verdict::kMet) << rule << ": " << what;
    seen.insert({rule, verdict});
  }
  for (const Rule& rule : Rulebook()) {
    for (const Verdict verdict : {Verdict::kMet, Verdict::kUnmet}) {
      EXPECT_TRUE(seen.contains({std::string(rule.id), verdict})) << rule.id << " lacks a case";
    }
  }
}

TEST(RulebookTest, EvidenceCountsWhileItIsValid) {
  const struct {
    absl::Duration as_of;
    absl::Duration valid_until;
    absl::Time min_as_of;
    bool fresh;
  } cases[] = {
      {-absl::Hours(1), absl::Hours(1), absl::InfinitePast(), true},
      {-absl::Hours(9000), absl::Seconds(1), absl::InfinitePast(), true},
      {-absl::Hours(1), absl::ZeroDuration(), absl::InfinitePast(), false},
      {-absl::Hours(1), -absl::Seconds(1), absl::InfinitePast(), false},
      {-absl::Hours(1), absl::Hours(1), kNow - absl::Hours(1), true},
      {-absl::Hours(1), absl::Hours(1), kNow - absl::Minutes(59), false},
  };
  for (const auto& [as_of, valid_until, min_as_of, fresh] : cases) {
    Facts facts;
    facts.now = kNow;
    facts.min_as_of = min_as_of;
    v1::Evidence evidence;
    SetTime(kNow + as_of, evidence.mutable_as_of_time());
    SetTime(kNow + valid_until, evidence.mutable_valid_until_time());
    EXPECT_EQ(facts.IsFresh(evidence), fresh) << as_of << " " << valid_until;
  }
}

std::vector<std::string> Rules(const std::vector<Judgement>& judgements) {
  std::vector<std::string> ids;
  for (const Judgement& judgement : judgements) ids.push_back(std::string(judgement.rule->id));
  return ids;
}

TEST(RulebookTest, TransitionsAreGuardedInTheOrderOfTheBook) {
  EXPECT_THAT(Rules(Evaluate(Ready(P::SCOPING), P::POC, {})),
              ElementsAre("NO_EXIT_CRITERIA", "EXIT_CRITERION_NOT_NUMERIC", "NO_QUANTIFIED_KPI",
                          "NO_ENGINEERING", "TEAM_NOT_MIXED", "NO_TARGET_POPULATION",
                          "NO_PRODUCTION_BUDGET"));
  EXPECT_THAT(Rules(Evaluate(Ready(P::POST_POC), P::INDUSTRIALISATION, {})),
              ElementsAre("SPONSOR_NOT_EXECUTIVE"));
  EXPECT_THAT(Rules(Evaluate(Ready(P::LIMITED), P::INDUSTRIALISATION, {})),
              ElementsAre("SPONSOR_NOT_EXECUTIVE"));
  for (const P::Stage from : {P::IDEA, P::POC, P::RUN}) {
    EXPECT_THAT(Rules(Evaluate(Ready(from), P::STOPPED, {})), ElementsAre("NO_LESSONS"));
  }
  EXPECT_THAT(Rules(Evaluate(Ready(P::IDEA), P::SCOPING, {})), IsEmpty());
}

TEST(RulebookTest, DisabledRulesAreLeftOut) {
  const std::vector<std::string> disabled = {"NO_QUANTIFIED_KPI", "NO_ENGINEERING", "NO_SUCH_RULE",
                                             "NO_EXIT_CRITERIA"};
  Facts bare;
  bare.now = kNow;
  bare.project.set_stage(P::SCOPING);
  EXPECT_THAT(Rules(Evaluate(bare, P::POC, disabled)),
              ElementsAre("EXIT_CRITERION_NOT_NUMERIC", "TEAM_NOT_MIXED", "NO_TARGET_POPULATION",
                          "NO_PRODUCTION_BUDGET"));
}

TEST(RulebookTest, EachIncompleteCriterionIsAFinding) {
  Facts facts = Ready(P::SCOPING);
  for (const char* id : {"latency", "cost"}) facts.project.add_exit_criteria()->set_id(id);
  const auto findings = Judge("EXIT_CRITERION_NOT_NUMERIC", facts);
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0].subject, "exit_criteria/latency");
  EXPECT_EQ(findings[1].subject, "exit_criteria/cost");
  EXPECT_THAT(findings[0].explanation.en,
              ::testing::HasSubstr("metric, dataset, operator, value, unit"));
}

TEST(RulebookTest, TheBookItselfIsSound) {
  std::set<absl::string_view> ids;
  for (const Rule& rule : Rulebook()) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id << " occurs twice";
    EXPECT_THAT(std::string(rule.id), ::testing::MatchesRegex("[A-Z][A-Z_]*[A-Z]"));
    EXPECT_THAT(std::string(rule.requirement), ::testing::MatchesRegex("S[0-3]-[0-9][0-9]"));
    EXPECT_NE(rule.title.en, "") << rule.id;
    EXPECT_NE(rule.title.fr, "") << rule.id;
    bool guards = false;
    for (int from = P::Stage_MIN; from <= P::Stage_MAX; ++from) {
      for (int to = P::Stage_MIN; to <= P::Stage_MAX; ++to) {
        guards |= rule.guards(static_cast<P::Stage>(from), static_cast<P::Stage>(to));
      }
    }
    EXPECT_TRUE(guards) << rule.id << " guards nothing";
  }
}

// Facts of which nothing is known: no rule may crash, all must say what to do.
TEST(RulebookTest, NothingIsKnownOfAnEmptyProject) {
  Facts facts;
  facts.now = kNow;
  for (const Rule& rule : Rulebook()) {
    EXPECT_THAT(rule.judge(facts), Not(IsEmpty())) << rule.id;
  }
}

TEST(GateTest, IsOpenWhenOnlyWarningsAreLeft) {
  Facts facts = Ready(P::SCOPING);
  facts.project.clear_production_budget();
  const auto judgements = Evaluate(facts, P::POC, {});
  EXPECT_EQ(judgements.back().finding.verdict, Verdict::kUnmet);
  EXPECT_EQ(judgements.back().rule->severity, Severity::kWarn);
  EXPECT_EQ(GateStatus(facts, P::POC, judgements), absl::OkStatus());
}

TEST(GateTest, NamesEveryRuleThatIsNotMetOrNotKnown) {
  Facts facts = Ready(P::SCOPING);
  facts.min_as_of = kNow;
  facts.project.clear_exit_criteria();
  facts.project.add_exit_criteria()->set_id("cost");
  facts.project.clear_production_budget();
  const absl::Status status = GateStatus(facts, P::POC, Evaluate(facts, P::POC, {}));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  EXPECT_EQ(detail.reason(), error::v1::GATE_NOT_MET);
  EXPECT_EQ(detail.metadata().at("project"), "organizations/acme/projects/p");
  EXPECT_EQ(detail.metadata().at("from"), "SCOPING");
  EXPECT_EQ(detail.metadata().at("to"), "POC");
  EXPECT_EQ(detail.metadata().at("unmet"), "2");
  ASSERT_EQ(detail.precondition_violations_size(), 2);
  EXPECT_EQ(detail.precondition_violations(0).type(), "EXIT_CRITERION_NOT_NUMERIC");
  EXPECT_EQ(detail.precondition_violations(0).subject(), "exit_criteria/cost");
  EXPECT_EQ(detail.precondition_violations(1).type(), "NO_QUANTIFIED_KPI");
  EXPECT_EQ(detail.precondition_violations(1).subject(), "organizations/acme/projects/p");
  for (const error::v1::Violation& violation : detail.precondition_violations()) {
    EXPECT_NE(violation.en(), "");
    EXPECT_NE(violation.fr(), "");
  }
  EXPECT_EQ(status.message().find('{'), absl::string_view::npos) << status;
  EXPECT_EQ(detail.fr().find('{'), std::string::npos) << detail.fr();
}

}  // namespace
}  // namespace palier::registry
