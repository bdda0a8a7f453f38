// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/entry_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "common/status/error.h"
#include "registry/testing/ready_facts.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

constexpr char kDay[] = " event_date { year: 2026 month: 3 day: 1 } ";
constexpr char kOwner[] = " owner: \"organizations/acme/people/lea\" ";
constexpr char kLater[] = "{ year: 2026 month: 9 day: 1 }";
constexpr char kEarlier[] = "{ year: 2025 month: 9 day: 1 }";

struct Case {
  std::string good;
  std::string bad;
  const char* field;
};

// One that holds and one that does not, for each kind.
std::vector<Case> Cases() {
  const std::string day = kDay, owner = kOwner, later = kLater, earlier = kEarlier;
  const std::string eur = "{ currency_code: \"EUR\" units: 5 }";
  const std::string minus = "{ currency_code: \"EUR\" units: -5 }";
  return {
      {"integration { start_date " + earlier + " end_date " + later + " }",
       "integration { start_date " + later + " end_date " + earlier + " }",
       "entry.integration.end_date"},
      {day + "involvement { type: WORKSHOP }", "involvement { type: WORKSHOP }",
       "entry.event_date"},
      {"concern { category: JOB resolved: true answer: \"no\" }",
       "concern { category: JOB resolved: true }", "entry.concern.answer"},
      {day + "fallback_drill { scenario: DOWN }", "fallback_drill { scenario: DOWN }",
       "entry.event_date"},
      {"lesson { text: \"a\" saved " + eur + " }", "lesson { text: \"a\" saved " + minus + " }",
       "entry.lesson.saved"},
      {"cost_line { category: SERVING amount " + eur + " }",
       "cost_line { category: SERVING amount " + minus + " }", "entry.cost_line.amount"},
      {"quick_win { expected: \"a\" achieved: \"b\" published: true }",
       "quick_win { expected: \"a\" published: true }", "entry.quick_win.achieved"},
      {"blocker { type: HUMAN }", "blocker { resolved: true }", "entry.blocker.type"},
      {"debt { type: CODE cost " + eur + " }", "debt { type: CODE cost " + minus + " }",
       "entry.debt.cost"},
      {"poc_record { data_kind: STATIC code_kind: NOTEBOOK }",
       "poc_record { data_kind: LIVE code_kind: NOTEBOOK }", "entry.poc_record.code_kind"},
      {"expectation { need: \"a\" state: REFUSED reply: \"b\" }",
       "expectation { need: \"a\" state: REFUSED }", "entry.expectation.reply"},
      {"department_agreement { department: \"d\" state: WAIVED need: \"gone\" }",
       "department_agreement { department: \"d\" state: WAIVED }",
       "entry.department_agreement.need"},
      {"process_map { phase: BEFORE steps { id: \"a\" } steps { id: \"b\" } }",
       "process_map { phase: BEFORE steps { id: \"a\" } steps { id: \"a\" } }",
       "entry.process_map.steps[1].id"},
      {"role_change { created_tasks: \"check\" hr_signer: \"p\" hr_sign_date " + later + " }",
       "role_change { created_tasks: \"check\" hr_signer: \"p\" }",
       "entry.role_change.hr_sign_date"},
      {owner + "failure_mode { impact: USERS }", "failure_mode { impact: USERS }", "entry.owner"},
      {owner + "fallback_scenario { scenario: DOWN }", "fallback_scenario { scenario: DOWN }",
       "entry.owner"},
      {"incident { level: MINOR start_time { seconds: 5 } end_time { seconds: 5 } }",
       "incident { level: MINOR start_time { seconds: 5 } end_time { seconds: 4 } }",
       "entry.incident.end_time"},
      {day + "criterion_result { criterion: \"a\" }", "criterion_result { criterion: \"a\" }",
       "entry.event_date"},
      {"data_readiness { source: \"a\" located: true accessible: true }",
       "data_readiness { source: \"a\" accessible: true }", "entry.data_readiness.located"},
      {owner + day + "attestation { statement: \"a\" }", day + "attestation { statement: \"a\" }",
       "entry.owner"},
      {"accountability { output_type: \"a\" accountable: \"p\" }",
       "accountability { output_type: \"a\" }", "entry.accountability.accountable"},
      {"governance_check { item: BIAS passed: true legal_signer: \"p\" }",
       "governance_check { item: BIAS legal_signer: \"p\" }", "entry.governance_check.passed"},
      {"gap_statement { validated: \"a\" }", "gap_statement { signer: \"p\" }",
       "entry.gap_statement"},
      {day + "run_review { conclusion: \"a\" next_review_date " + later + " }",
       day + "run_review { conclusion: \"a\" next_review_date " + earlier + " }",
       "entry.run_review.next_review_date"},
      {"sourcing { partner: \"a\" start_date " + earlier + " end_date " + later + " }",
       "sourcing { partner: \"a\" start_date " + later + " end_date " + earlier + " }",
       "entry.sourcing.end_date"},
      {day + "quality_document { type: DATA_GUIDELINES uri: \"a\" }",
       "quality_document { type: DATA_GUIDELINES uri: \"a\" }", "entry.event_date"},
      {day + "maintenance { type: RETRAINING next_due_date " + later + " }",
       day + "maintenance { type: RETRAINING next_due_date " + earlier + " }",
       "entry.maintenance.next_due_date"},
      {day + "version_note { version: \"2\" }", "version_note { version: \"2\" }",
       "entry.event_date"},
      {"diagnostic { human: UNSURE }", "diagnostic { }", "entry.diagnostic"},
      {"healthy_stop { people_freed: 2 }", "healthy_stop { }", "entry.healthy_stop"},
  };
}

TEST(EntryRules, EachKindHasItsInvariant) {
  RecordProperty("requirement", "S0-04 S0-05 S1-47 S1-59 S1-63");
  std::set<int> kinds;
  for (const Case& one : Cases()) {
    const E good = EntryOf(one.good);
    EXPECT_EQ(CheckEntry(good), absl::OkStatus()) << one.good;
    kinds.insert(good.detail_case());
    const absl::Status refused = CheckEntry(EntryOf(one.bad));
    ASSERT_EQ(status::ReasonOf(refused), error::v1::INVALID_FIELDS) << one.bad;
    EXPECT_EQ(status::DetailOf(refused).field_violations(0).subject(), one.field);
  }
  EXPECT_EQ(static_cast<int>(kinds.size()),
            E::descriptor()->FindOneofByName("detail")->field_count());
}

TEST(EntryRules, NamesOfPeopleTeamsAndDepartmentsAreFound) {
  const auto references = ReferencesOf(EntryOf(
      R"(role_change { team: "organizations/a/teams/t" hr_signer: "organizations/a/people/p" })"));
  ASSERT_EQ(references.size(), 2u);
  EXPECT_EQ(references[0].path, "entry.role_change.team");
  EXPECT_EQ(references[0].kind, Named::kTeam);
  EXPECT_EQ(references[1].kind, Named::kPerson);
  const auto teams = ReferencesOf(EntryOf(R"(involvement { teams: "t1" teams: "t2" })"));
  ASSERT_EQ(teams.size(), 2u);
  EXPECT_EQ(teams[1].path, "entry.involvement.teams[1]");
}

}  // namespace
}  // namespace palier::registry
