// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/promise.h"

#include <gtest/gtest.h>

#include <set>

#include "common/status/error.h"
#include "registry/domain/voting.h"
#include "registry/testing/ready_facts.h"

namespace palier::registry {
namespace {

using D = v1::Decision;
using Member = v1::CommitteeMember;

v1::Project Promising() {
  return ReadyFacts(v1::Project::SCOPING).project;
}

std::string HashOf(const v1::Project& project) {
  return PromiseHash(PromiseOf(project, {}));
}

TEST(Promise, AnyChangeOfWhatIsPromisedChangesTheHash) {
  RecordProperty("requirement", "S2-12");
  using Change = void (*)(v1::Project&);
  const Change changes[] = {
      [](v1::Project& p) { p.mutable_exit_criteria(0)->set_value(91.99999999999999); },
      [](v1::Project& p) { p.mutable_exit_criteria(0)->clear_value(); },
      [](v1::Project& p) { p.mutable_exit_criteria(0)->set_value(0); },
      [](v1::Project& p) { p.mutable_exit_criteria(0)->set_dataset("quotes-2025"); },
      [](v1::Project& p) { p.add_exit_criteria(); },
      [](v1::Project& p) { p.mutable_poc_budget()->set_nanos(1); },
      [](v1::Project& p) { p.mutable_production_budget()->set_currency_code("CHF"); },
      [](v1::Project& p) { p.mutable_population()->add_data_classes("b"); },
      [](v1::Project& p) { p.set_fallback_promise("none"); },
      // The same texts, cut elsewhere.
      [](v1::Project& p) {
        p.mutable_exit_criteria(0)->set_metric("accurac");
        p.mutable_exit_criteria(0)->set_dataset("yquotes-2026");
      },
      [](v1::Project& p) { p.set_fallback_promise("a\n6=b"); },
  };
  std::set<std::string> hashes = {HashOf(Promising())};
  for (const Change change : changes) {
    v1::Project project = Promising();
    change(project);
    EXPECT_TRUE(hashes.insert(HashOf(project)).second);
  }
}

TEST(Promise, WhatIsNotPromisedDoesNot) {
  v1::Project project = Promising();
  const std::string hash = HashOf(project);
  project.set_purpose("other");
  project.set_etag("9");
  project.set_owner("");
  EXPECT_EQ(HashOf(project), hash);
  EXPECT_EQ(PromiseHash(PromiseOf(project, ReadyFacts(v1::Project::POC).evidence)), hash)
      << "KPIs are sealed beside it";
}

// A hash that was handed out must be found again by every later version.
TEST(Promise, TheWalkIsFixed) {
  v1::Promise promise;
  v1::ExitCriterion& criterion = *promise.add_exit_criteria();
  criterion.set_id("a");
  criterion.set_value(0.1);
  promise.mutable_population()->add_systems("x=\n");
  promise.mutable_population()->set_headcount(3);
  EXPECT_EQ(CanonicalText(promise),
            "1[0]\n1[0].1=a\n1[0].5=0.10000000000000001\n4\n4.2=3\n4.3[0]=x=\\n\n");
}

D Voted(std::initializer_list<std::pair<Member::Function, v1::Vote::Choice>> votes) {
  D decision;
  decision.set_name("organizations/acme/projects/p/decisions/d");
  decision.set_content_hash("h");
  for (const auto& [function, choice] : votes) {
    v1::Vote& vote = *decision.add_votes();
    vote.set_person("organizations/acme/people/" + Member::Function_Name(function));
    vote.set_function(function);
    vote.set_choice(choice);
    vote.set_content_hash("h");
  }
  return decision;
}

TEST(Voting, NeedsTheFourFunctionsAndTheQuorum) {
  RecordProperty("requirement", "S1-17");
  using V = v1::Vote;
  v1::Committee committee;
  committee.set_quorum(4);
  for (const auto function :
       {Member::IT, Member::LEGAL, Member::HUMAN_RESOURCES, Member::BUSINESS}) {
    Member& member = *committee.add_members();
    member.set_person("organizations/acme/people/" + Member::Function_Name(function));
    member.set_function(function);
  }
  const auto all = {std::pair(Member::IT, V::FOR), std::pair(Member::LEGAL, V::AGAINST),
                    std::pair(Member::HUMAN_RESOURCES, V::FOR),
                    std::pair(Member::BUSINESS, V::ABSTAIN)};
  EXPECT_EQ(*CountVotes(Voted(all), committee), D::ADOPTED);
  const auto tie = {std::pair(Member::IT, V::FOR), std::pair(Member::LEGAL, V::AGAINST),
                    std::pair(Member::HUMAN_RESOURCES, V::ABSTAIN),
                    std::pair(Member::BUSINESS, V::ABSTAIN)};
  EXPECT_EQ(*CountVotes(Voted(tie), committee), D::REJECTED);
  const auto no_legal = {std::pair(Member::IT, V::FOR), std::pair(Member::IT, V::FOR),
                         std::pair(Member::HUMAN_RESOURCES, V::FOR),
                         std::pair(Member::BUSINESS, V::FOR)};
  const absl::Status incomplete = CountVotes(Voted(no_legal), committee).status();
  EXPECT_EQ(status::ReasonOf(incomplete), error::v1::COMMITTEE_INCOMPLETE);
  EXPECT_EQ(status::DetailOf(incomplete).metadata().at("missing"), "LEGAL");
  committee.set_quorum(5);
  EXPECT_EQ(status::ReasonOf(CountVotes(Voted(all), committee).status()), error::v1::NO_QUORUM);
  committee.set_quorum(4);
  v1::Committee left = committee;
  left.mutable_members()->RemoveLast();
  EXPECT_EQ(status::ReasonOf(CountVotes(Voted(all), left).status()), error::v1::NO_QUORUM);
}

TEST(CaseState, FollowsTheApproval) {
  RecordProperty("requirement", "S1-64");
  using C = v1::BusinessCase;
  C one = *ReadyFacts(v1::Project::POST_POC).business_case;
  EXPECT_EQ(CaseState(one), C::APPROVED);
  one.mutable_gains(0)->mutable_amount()->set_units(1);
  EXPECT_EQ(CaseState(one), C::STALE);
  one.mutable_approval()->set_content_hash(CaseHash(one));
  EXPECT_EQ(CaseState(one), C::APPROVED);
  one.clear_approval();
  EXPECT_EQ(CaseState(one), C::DRAFT);
}

}  // namespace
}  // namespace palier::registry
