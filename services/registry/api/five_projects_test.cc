// SPDX-License-Identifier: Apache-2.0
// Five projects after their PoC in a running registry: one stuck by each cause, and a healthy one.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/api/testing/governance_fixture.h"
#include "registry/testing/ready_facts.h"

namespace palier::registry {
namespace {

using E = v1::Entry;

struct Stuck {
  const char* id;
  const char* cause;  // empty: healthy
  const char* rule;
  const char* owner;  // a person's id
  void (*change)(Facts&);
};
const Stuck kProjects[] = {
    {"technical", "TECHNICAL", "DATA_NOT_READY", "ines",
     [](Facts& facts) { Drop(facts, E::kDataReadiness); }},
    {"financial", "FINANCIAL", "PLAN_WITHOUT_BUDGET", "lea",
     [](Facts& facts) { facts.plan->clear_budget(); }},
    {"human", "HUMAN", "CONCERN_UNANSWERED", "lea", [](Facts& facts) { Drop(facts, E::kConcern); }},
    {"political", "POLITICAL", "SPONSOR_NOT_EXECUTIVE", "paul",
     [](Facts& facts) { facts.project.set_sponsor("organizations/acme/people/paul"); }},
    {"healthy", "", "", "", [](Facts&) {}},
};

// The message with the fixture's organisation and project in its names.
template <typename Message>
Message Renamed(const Message& message, const std::string& id) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  Message renamed;
  google::protobuf::TextFormat::ParseFromString(
      absl::StrReplaceAll(text, {{"organizations/acme", kFirm},
                                 {"projects/p/", absl::StrCat("projects/", id, "/")},
                                 {"projects/p\"", absl::StrCat("projects/", id, "\"")}}),
      &renamed);
  return renamed;
}

Facts FactsNamed(const Stuck& stuck) {
  Facts facts = ReadyFacts(v1::Project::POST_POC);
  stuck.change(facts);
  facts.project = Renamed(facts.project, stuck.id);
  for (v1::Entry& entry : facts.entries) entry = Renamed(entry, stuck.id);
  for (v1::Evidence& evidence : facts.evidence) evidence = Renamed(evidence, stuck.id);
  facts.plan = Renamed(*facts.plan, stuck.id);
  facts.business_case = Renamed(*facts.business_case, stuck.id);
  facts.direction = Renamed(*facts.direction, stuck.id);
  facts.project.set_seal(absl::StrCat(facts.project.name(), "/seals/1"));
  Reseal(facts);
  return facts;
}

absl::Status InsertAll(resource::Session& session, const Types& types, Facts facts) {
  v1::Seal seal;
  seal.set_name(facts.project.seal());
  seal.set_number(1);
  *seal.mutable_promise() = facts.promise;
  seal.set_hash(facts.sealed_hash);
  RETURN_IF_ERROR(session.Insert(types.project, facts.project));
  RETURN_IF_ERROR(session.Insert(types.seal, seal));
  for (v1::Entry& entry : facts.entries) RETURN_IF_ERROR(session.Insert(types.entry, entry));
  for (v1::Evidence& one : facts.evidence) RETURN_IF_ERROR(session.Insert(types.evidence, one));
  RETURN_IF_ERROR(session.Insert(types.production_plan, *facts.plan));
  RETURN_IF_ERROR(session.Insert(types.business_case, *facts.business_case));
  return session.Insert(types.decision, *facts.direction);
}

class FiveProjectsTest : public GovernanceTest {
 protected:
  void SetUp() override {
    GovernanceTest::SetUp();
    suite_.reset();
    SetTime(ReadyNow());
    Seed([](resource::Session& session, const Types& types) -> absl::Status {
      for (const auto& [id, executive] : {std::pair("marc", true), std::pair("paul", false)}) {
        v1::Person person;
        person.set_name(absl::StrCat(kFirm, "/people/", id));
        person.set_display_name(id);
        person.set_executive_committee(executive);
        RETURN_IF_ERROR(session.Insert(types.person, person));
      }
      for (const auto domain : {v1::Standard::DATA_PROTECTION, v1::Standard::QUALITY,
                                v1::Standard::SELECTION, v1::Standard::TRAINING}) {
        v1::Standard standard;
        standard.set_name(absl::StrCat(kFirm, "/standards/s", static_cast<int>(domain)));
        standard.set_domain(domain);
        standard.mutable_effective_date()->set_year(2020);
        standard.mutable_effective_date()->set_month(1);
        standard.mutable_effective_date()->set_day(1);
        RETURN_IF_ERROR(session.Insert(types.standard, standard));
      }
      v1::Application quotes =
          Renamed(ReadyFacts(v1::Project::POST_POC).applications.front(), "any");
      RETURN_IF_ERROR(session.Insert(types.application, quotes));
      for (const Stuck& stuck : kProjects)
        RETURN_IF_ERROR(InsertAll(session, types, FactsNamed(stuck)));
      return absl::OkStatus();
    });
    Serve();
  }

  v1::Assessment Assess(const std::string& project) {
    v1::AssessProjectRequest request;
    request.set_name(project);
    const auto assessment = Call<v1::Assessment>("users/tom", "AssessProject", request);
    EXPECT_EQ(assessment.status(), absl::OkStatus());
    return assessment.ok() ? *assessment : v1::Assessment();
  }
  // Rules that the gate to production does not let pass.
  std::set<std::string> Refused(const std::string& project) {
    v1::EvaluateGateRequest request;
    request.set_name(project);
    request.set_target_stage(v1::Project::INDUSTRIALISATION);
    const auto gate = Call<v1::EvaluateGateResponse>("users/tom", "EvaluateGate", request);
    EXPECT_EQ(gate.status(), absl::OkStatus());
    std::set<std::string> rules;
    if (!gate.ok()) return rules;
    for (const v1::RuleResult& result : gate->results()) {
      if (result.verdict() == v1::RuleResult::UNMET) rules.insert(result.rule());
    }
    EXPECT_EQ(gate->met(), rules.empty()) << project;
    return rules;
  }
};

TEST_F(FiveProjectsTest, CausesPricesAndOwnersAreToldAndDiagnosticAndGateAgree) {
  RecordProperty("requirement", "S0-03 S0-16 S0-17 S0-18 S0-19 S0-20 S0-39");
  for (const Stuck& stuck : kProjects) {
    const std::string name = absl::StrCat(kFirm, "/projects/", stuck.id);
    const v1::Assessment assessment = Assess(name);
    EXPECT_EQ(assessment.blocking().cause(), stuck.cause) << stuck.id;
    EXPECT_EQ(assessment.blocking().rule(), stuck.rule) << stuck.id;
    const std::string owner = absl::StrCat(kFirm, "/people/", stuck.owner);
    EXPECT_EQ(assessment.blocking().owner(), *stuck.owner == 0 ? "" : owner) << stuck.id;
    // One active line of running costs and the staffed hours.
    EXPECT_EQ(assessment.purgatory().weekly_price().currency_code(), "EUR") << stuck.id;
    EXPECT_GT(assessment.purgatory().weekly_price().units(), 0) << stuck.id;
    EXPECT_EQ(assessment.purgatory().weekly_price().units(),
              Assess(absl::StrCat(kFirm, "/projects/healthy")).purgatory().weekly_price().units());
    // What the four questions name is what the gate refuses, and the other way round.
    const std::set<std::string> refused = Refused(name);
    std::set<std::string> diagnosed;
    for (const v1::RuleGroup& question : assessment.causes())
      diagnosed.insert(question.unmet().begin(), question.unmet().end());
    EXPECT_EQ(refused.contains(stuck.rule), *stuck.rule != 0) << stuck.id;
    for (const std::string& rule : refused) EXPECT_TRUE(diagnosed.contains(rule)) << rule;
    if (*stuck.rule == 0) {
      EXPECT_TRUE(refused.empty()) << *refused.begin();
      EXPECT_TRUE(diagnosed.empty()) << *diagnosed.begin();
    }
  }
}

TEST_F(FiveProjectsTest, TheListSaysTheSameAsTheSingleAssessments) {
  v1::ListAssessmentsRequest request;
  request.set_parent(kFirm);
  const auto list = Call<v1::ListAssessmentsResponse>("users/tom", "ListAssessments", request);
  ASSERT_EQ(list.status(), absl::OkStatus());
  ASSERT_EQ(list->assessments_size(), 5);
  for (const v1::Assessment& listed : list->assessments()) {
    const v1::Assessment single = Assess(listed.project());
    EXPECT_EQ(listed.blocking().SerializeAsString(), single.blocking().SerializeAsString());
    EXPECT_EQ(listed.purgatory().SerializeAsString(), single.purgatory().SerializeAsString());
    EXPECT_EQ(listed.overall().SerializeAsString(), single.overall().SerializeAsString());
  }
}

}  // namespace
}  // namespace palier::registry
