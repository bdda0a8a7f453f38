// SPDX-License-Identifier: Apache-2.0
// What a sealed promise still allows: updates beside it, amendments, decisions taken on it.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "google/protobuf/empty.pb.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/api/testing/governance_fixture.h"
#include "registry/domain/promise.h"

namespace palier::registry {
namespace {

constexpr char kProject[] = "organizations/firm/projects/quotes";

// A project in its PoC, sealed for the inside sales team; it, law, hr and biz decide.
class AmendmentTest : public GovernanceTest {
 protected:
  void SetUp() override {
    GovernanceTest::SetUp();
    v1::CreateProjectRequest project;
    project.set_parent(kFirm);
    project.set_project_id("quotes");
    project.mutable_project()->set_display_name("Quotes");
    project.mutable_project()->mutable_population()->add_teams(kInside);
    ASSERT_EQ(Call<v1::Project>("users/mia", "CreateProject", project).status(), absl::OkStatus());
    MakeCommittee();
    suite_.reset();
    Seed(SealProject);
    Serve();
  }

  static absl::Status SealProject(resource::Session& session, const Types& types) {
    v1::Project before;
    absl::Status status = session.Get(types.project, kProject, &before);
    if (!status.ok()) return status;
    v1::Seal seal;
    seal.set_name(absl::StrCat(kProject, "/seals/seal-1"));
    seal.set_number(1);
    *seal.mutable_promise() = PromiseOf(before, {});
    seal.set_hash(PromiseHash(seal.promise()));
    status = session.Insert(types.seal, seal);
    if (!status.ok()) return status;
    v1::Project after = before;
    after.set_stage(v1::Project::POC);
    after.set_seal(seal.name());
    after.set_promise_hash(seal.hash());
    return session.Replace(types.project, before, after).status();
  }

  void MakeCommittee() {
    v1::CreateCommitteeRequest request;
    request.set_parent(kFirm);
    request.set_committee_id("ai");
    request.mutable_committee()->set_display_name("AI committee");
    request.mutable_committee()->set_quorum(4);
    using Member = v1::CommitteeMember;
    for (const auto& [id, function] :
         {std::pair("it", Member::IT), std::pair("law", Member::LEGAL),
          std::pair("hr", Member::HUMAN_RESOURCES), std::pair("biz", Member::BUSINESS)}) {
      v1::CreatePersonRequest person;
      person.set_parent(kFirm);
      person.set_person_id(id);
      person.mutable_person()->set_display_name(id);
      person.mutable_person()->set_principal(absl::StrCat("users/", id));
      ASSERT_EQ(Registry<v1::Person>("CreatePerson", person).status(), absl::OkStatus());
      Grant(absl::StrCat("users/", id), api::v1::VIEWER);
      Member& member = *request.mutable_committee()->add_members();
      member.set_person(absl::StrCat(kFirm, "/people/", id));
      member.set_function(function);
    }
    ASSERT_EQ(Registry<v1::Committee>("CreateCommittee", request).status(), absl::OkStatus());
  }

  absl::StatusOr<v1::Decision> Propose(const std::string& id, v1::Decision decision) {
    v1::CreateDecisionRequest request;
    request.set_parent(kProject);
    request.set_decision_id(id);
    decision.set_display_name(id);
    decision.set_committee(absl::StrCat(kFirm, "/committees/ai"));
    *request.mutable_decision() = decision;
    return Call<v1::Decision>("users/mia", "CreateDecision", request);
  }
  absl::StatusOr<v1::Decision> ProposeAmendment(const std::string& id, const v1::Promise& promise) {
    v1::Decision decision;
    *decision.mutable_amendment()->mutable_promise() = promise;
    decision.mutable_amendment()->set_reason("we know more now");
    return Propose(id, decision);
  }
  void VoteFor(const v1::Decision& decision) {
    for (const char* who : {"users/it", "users/law", "users/hr", "users/biz"}) {
      v1::VoteOnDecisionRequest request;
      request.set_name(decision.name());
      request.set_choice(v1::Vote::FOR);
      request.set_content_hash(decision.content_hash());
      EXPECT_EQ(Call<v1::Decision>(who, "VoteOnDecision", request).status(), absl::OkStatus());
    }
  }
  absl::StatusOr<v1::Decision> Close(const v1::Decision& decision) {
    v1::CloseDecisionRequest request;
    request.set_name(decision.name());
    return Call<v1::Decision>("users/tom", "CloseDecision", request);
  }
  absl::Status Delete(const std::string& method, google::protobuf::Message& request) {
    return Registry<google::protobuf::Empty>(method, request).status();
  }
};

v1::Promise PromiseFor(int headcount) {
  v1::Promise promise;
  promise.mutable_population()->set_headcount(headcount);
  return promise;
}

TEST_F(AmendmentTest, ATeamThatIsGoneDoesNotLockASealedProject) {
  RecordProperty("requirement", "S2-12");
  v1::DeleteTeamRequest deletion;
  deletion.set_name(kInside);
  ASSERT_EQ(Delete("DeleteTeam", deletion), absl::OkStatus());
  v1::UpdateProjectRequest update;
  update.mutable_project()->set_name(kProject);
  update.mutable_project()->set_display_name("Quotes and orders");
  const auto renamed = Call<v1::Project>("users/mia", "UpdateProject", update);
  ASSERT_EQ(renamed.status(), absl::OkStatus());
  EXPECT_EQ(renamed->population().teams(0), kInside);
  update.mutable_project()->set_owner(absl::StrCat(kFirm, "/people/nobody"));
  const absl::Status refused = Call<v1::Project>("users/mia", "UpdateProject", update).status();
  ASSERT_EQ(ReasonOf(refused), error::v1::INVALID_FIELDS);
  EXPECT_EQ(status::DetailOf(refused).field_violations(0).subject(), "project.owner");
}

TEST_F(AmendmentTest, AnAmendmentIsCheckedAsAnUpdateIs) {
  RecordProperty("requirement", "S2-12");
  v1::Promise twice = PromiseFor(8);
  for (int i = 0; i < 2; ++i) twice.add_exit_criteria()->set_id("accuracy");
  v1::Promise nobody = PromiseFor(8);
  nobody.mutable_population()->add_teams(absl::StrCat(kFirm, "/teams/none"));
  const std::pair<v1::Promise, const char*> cases[] = {{twice, "project.exit_criteria[1].id"},
                                                       {nobody, "project.population.teams[0]"}};
  for (const auto& [promise, field] : cases) {
    const absl::Status refused = ProposeAmendment("bad", promise).status();
    ASSERT_EQ(ReasonOf(refused), error::v1::INVALID_FIELDS) << refused;
    EXPECT_EQ(status::DetailOf(refused).field_violations(0).subject(), field);
  }
  v1::Promise same_team = PromiseFor(8);
  same_team.mutable_population()->add_teams(kInside);
  const auto proposed = ProposeAmendment("good", same_team);
  ASSERT_EQ(proposed.status(), absl::OkStatus());
  VoteFor(*proposed);
  ASSERT_EQ(Close(*proposed).status(), absl::OkStatus());
  v1::GetProjectRequest get;
  get.set_name(kProject);
  const auto project = Call<v1::Project>("users/mia", "GetProject", get);
  ASSERT_EQ(project.status(), absl::OkStatus());
  EXPECT_EQ(project->population().headcount(), 8);
  EXPECT_EQ(project->seal(), absl::StrCat(kProject, "/seals/seal-2"));
}

TEST_F(AmendmentTest, VotesOnAPromiseThatIsNotInForceAnyMoreAdoptNothing) {
  RecordProperty("requirement", "S2-12 S3-01");
  v1::Decision stop;
  stop.mutable_direction()->set_outcome(v1::Direction::STOP);
  const auto direction = Propose("stop", stop);
  ASSERT_EQ(direction.status(), absl::OkStatus());
  VoteFor(*direction);
  const auto amendment = ProposeAmendment("more", PromiseFor(9));
  ASSERT_EQ(amendment.status(), absl::OkStatus());
  VoteFor(*amendment);
  ASSERT_EQ(Close(*amendment).status(), absl::OkStatus());
  const absl::Status stale = Close(*direction).status();
  ASSERT_EQ(ReasonOf(stale), error::v1::APPROVAL_STALE) << stale;
  const auto detail = status::DetailOf(stale);
  EXPECT_EQ(detail.metadata().at("approved_hash"), direction->content_hash());
  EXPECT_NE(detail.metadata().at("current_hash"), direction->content_hash());
}

TEST_F(AmendmentTest, SensitiveDataInACloudIsWaivedForAProjectToo) {
  RecordProperty("requirement", "S1-62 S1-19");
  const absl::Time end = now_ + absl::Hours(48);
  EXPECT_EQ(RequestWaiver("users/mia", "w", end, kSensitiveInCloud, kProject).status(),
            absl::OkStatus());
  EXPECT_EQ(ReasonOf(RequestWaiver("users/mia", "x", end, "NO_OWNER", kChatbot).status()),
            error::v1::INVALID_FIELDS);
}

}  // namespace
}  // namespace palier::registry
