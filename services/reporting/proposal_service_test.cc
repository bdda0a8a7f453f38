// SPDX-License-Identifier: Apache-2.0
// Candidates and proposals over gRPC: written by figures, decided by people, applied by people or
// agents.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/landscape_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/candidate_service.pb.h"
#include "palier/reporting/v1/proposal_service.pb.h"
#include "reporting/testing/services.h"

namespace palier::reporting {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using v1::Proposal;

class ProposalServiceTest : public ::testing::Test {
 protected:
  // abe approves. `pilot` is past its PoC, the assistant is a quick win.
  ProposalServiceTest() {
    registry::v1::CreateRoleBindingRequest bind;
    bind.set_parent("organizations/acme");
    for (const char* person : {"users/abe", "users/mia"}) {
      bind.mutable_role_binding()->set_principal(person);
      bind.mutable_role_binding()->set_role(api::v1::APPROVER);
      EXPECT_TRUE(
          services_.Call<registry::v1::RoleBinding>("users/dev", "CreateRoleBinding", bind).ok());
    }
    registry::v1::ImportProjectsRequest request;
    request.set_parent("organizations/acme");
    request.set_profile("us-ai-inventory-2024");
    request.set_data(
        "Use Case Name,Agency,Bureau,Stage of Development,Date Initiated,Date Implemented,Date "
        "Retired\nPilot,Acme,Ops,Implementation and Assessment,2/1/2024,,\n");
    const auto stream = services_.Stream("users/mia", request, "ImportProjects");
    EXPECT_TRUE(stream->Write(request));
    stream->WritesDone();
    registry::v1::ImportProjectsResponse response;
    while (stream->Read(&response))
      for (const auto& record : response.records()) pilot_ = record.project();
    EXPECT_EQ(stream->Finish(), absl::OkStatus());
    MakeQuickWin();
  }

  template <typename Resource>
  void Expect(const char* principal, const std::string& method,
              const google::protobuf::Message& request) {
    const auto made = services_.Call<Resource>(principal, method, request);
    EXPECT_TRUE(made.ok()) << method << ": " << made.status();
  }

  // The assistant answers mails for sales; legal has the same process, and not the assistant.
  void MakeQuickWin() {
    const std::string acme = "organizations/acme";
    for (const char* id : {"sales", "legal"}) {
      registry::v1::CreateDepartmentRequest department;
      department.set_parent(acme);
      department.set_department_id(id);
      department.mutable_department()->set_display_name(id);
      Expect<registry::v1::Department>("users/dev", "CreateDepartment", department);
      registry::v1::CreateProcessRequest process;
      process.set_parent(acme);
      process.set_process_id(absl::StrCat("answers-", id));
      process.mutable_process()->set_display_name("Answers");
      process.mutable_process()->set_department(absl::StrCat(acme, "/departments/", id));
      process.mutable_process()->add_ai_functions(acme + "/aiFunctions/text-generation");
      Expect<registry::v1::Process>("users/mia", "CreateProcess", process);
    }
    registry::v1::CreateApplicationRequest application;
    application.set_parent(acme);
    application.set_application_id("chat");
    application.mutable_application()->set_display_name("Chat");
    application.mutable_application()->set_state(registry::v1::Application::DEPLOYED);
    application.mutable_application()->set_ai(true);
    application.mutable_application()->add_ai_functions(acme + "/aiFunctions/text-generation");
    Expect<registry::v1::Application>("users/mia", "CreateApplication", application);
    registry::v1::UpdateProjectRequest project;
    project.mutable_project()->set_name(acme + "/projects/assistant");
    project.mutable_project()->add_applications(acme + "/applications/chat");
    project.mutable_project()->mutable_scalability()->set_little_adaptation(true);
    Expect<registry::v1::Project>("users/mia", "UpdateProject", project);
    registry::v1::CreateSynergyRequest synergy;
    synergy.set_parent(acme);
    synergy.set_synergy_id("answers");
    synergy.mutable_synergy()->set_display_name("Answers mails");
    synergy.mutable_synergy()->set_type(registry::v1::Synergy::VERTICAL);
    synergy.mutable_synergy()->set_source(acme + "/projects/assistant");
    synergy.mutable_synergy()->set_target(acme + "/processes/answers-sales");
    Expect<registry::v1::Synergy>("users/mia", "CreateSynergy", synergy);
  }

  absl::StatusOr<v1::ProposeNextCycleResponse> ProposeNext(bool validate_only = false) {
    v1::ProposeNextCycleRequest request;
    request.set_parent("organizations/acme");
    request.set_validate_only(validate_only);
    return services_.Call<v1::ProposeNextCycleResponse>("users/mia", "ProposeNextCycle", request);
  }

  absl::StatusOr<Proposal> Decide(const std::string& principal, const std::string& name,
                                  v1::DecideProposalRequest::Verdict verdict) {
    v1::DecideProposalRequest request;
    request.set_name(name);
    request.set_verdict(verdict);
    request.set_reason("It is time.");
    return services_.Call<Proposal>(principal, "DecideProposal", request);
  }

  absl::StatusOr<Proposal> Apply(const std::string& principal, const std::string& name) {
    v1::ApplyProposalRequest request;
    request.set_name(name);
    request.set_result("ticket 42");
    return services_.Call<Proposal>(principal, "ApplyProposal", request);
  }

  std::vector<Proposal> List() {
    v1::ListProposalsRequest request;
    request.set_parent("organizations/acme");
    const auto list =
        services_.Call<v1::ListProposalsResponse>("users/carl", "ListProposals", request);
    EXPECT_TRUE(list.ok()) << list.status();
    if (!list.ok()) return {};
    return {list->proposals().begin(), list->proposals().end()};
  }

  Services services_;
  std::string pilot_;
};

TEST_F(ProposalServiceTest, ProposalsOfAQuarterAreWrittenOnceWithTheirEvidence) {
  RecordProperty("requirement", "S1-38 S1-54");
  const auto tried = ProposeNext(true);
  ASSERT_TRUE(tried.ok()) << tried.status();
  EXPECT_GT(tried->new_count(), 0);
  EXPECT_THAT(List(), IsEmpty());
  const auto first = ProposeNext();
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->cycle(), "2026-Q1");
  EXPECT_EQ(first->new_count(), tried->new_count());
  ASSERT_GT(first->proposals_size(), 0);
  for (const Proposal& proposal : first->proposals()) {
    EXPECT_EQ(proposal.state(), Proposal::PROPOSED);
    EXPECT_EQ(proposal.proposer(), "users/mia");
    EXPECT_GT(proposal.evidence_size(), 0) << proposal.name();
    EXPECT_FALSE(proposal.evidence(0).french_text().empty());
  }
  const Proposal& quick = first->proposals(0);
  EXPECT_EQ(quick.kind(), Proposal::QUICK_WIN);
  EXPECT_EQ(quick.project(), "organizations/acme/projects/assistant");
  EXPECT_THAT(quick.target_departments(),
              ::testing::ElementsAre("organizations/acme/departments/legal"));
  const auto again = ProposeNext();
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->new_count(), 0);
  EXPECT_EQ(again->proposals_size(), first->proposals_size());
  services_.Advance(absl::Hours(24 * 40));
  EXPECT_EQ(ProposeNext()->cycle(), "2026-Q2");
}

TEST_F(ProposalServiceTest, APersonDecidesAndAnAgentMayApply) {
  RecordProperty("requirement", "S1-54");
  ASSERT_TRUE(ProposeNext().ok());
  const std::string name = List().at(0).name();
  const auto reason = [](const absl::Status& status) { return status::ReasonOf(status); };
  EXPECT_EQ(reason(Apply("users/carl", name).status()), error::v1::ILLEGAL_TRANSITION)
      << "nobody approved it";
  EXPECT_EQ(reason(Decide("users/mia", name, v1::DecideProposalRequest::APPROVE).status()),
            error::v1::SELF_APPROVAL);
  EXPECT_TRUE(absl::IsPermissionDenied(
      Decide("services/agent", name, v1::DecideProposalRequest::APPROVE).status()));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Decide("users/carl", name, v1::DecideProposalRequest::APPROVE).status()));
  const auto approved = Decide("users/abe", name, v1::DecideProposalRequest::APPROVE);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->decider(), "users/abe");
  EXPECT_EQ(reason(Decide("users/abe", name, v1::DecideProposalRequest::REJECT).status()),
            error::v1::ILLEGAL_TRANSITION);
  const auto applied = Apply("services/agent", name);
  ASSERT_TRUE(applied.ok()) << applied.status();
  EXPECT_EQ(applied->state(), Proposal::APPLIED);
  EXPECT_EQ(applied->applier(), "services/agent");
  EXPECT_EQ(applied->result(), "ticket 42");
  EXPECT_EQ(reason(Apply("users/carl", name).status()), error::v1::ILLEGAL_TRANSITION);
  EXPECT_EQ(ProposeNext()->new_count(), 0) << "what was applied is not proposed again";
}

TEST_F(ProposalServiceTest, WhatWasRejectedIsNotApplied) {
  ASSERT_TRUE(ProposeNext().ok());
  const std::string name = List().at(0).name();
  ASSERT_TRUE(Decide("users/abe", name, v1::DecideProposalRequest::REJECT).ok());
  EXPECT_EQ(status::ReasonOf(Apply("services/agent", name).status()),
            error::v1::ILLEGAL_TRANSITION);
  EXPECT_TRUE(
      absl::IsNotFound(Apply("services/agent", "organizations/acme/proposals/no-such").status()));
}

TEST_F(ProposalServiceTest, AQuickWinNamesWhereToTakeIt) {
  RecordProperty("requirement", "S1-68");
  v1::QueryCandidatesRequest request;
  request.set_parent("organizations/acme");
  request.set_kind(v1::QueryCandidatesRequest::QUICK_WIN);
  const auto found =
      services_.Call<v1::QueryCandidatesResponse>("users/carl", "QueryCandidates", request);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_EQ(found->candidates_size(), 1);
  EXPECT_EQ(found->candidates(0).project(), "organizations/acme/projects/assistant");
  EXPECT_THAT(found->candidates(0).target_departments(),
              ::testing::ElementsAre("organizations/acme/departments/legal"));
}

TEST_F(ProposalServiceTest, CandidatesAreRankedAndSayWhy) {
  RecordProperty("requirement", "S1-26 S1-15");
  v1::QueryCandidatesRequest request;
  request.set_parent("organizations/acme");
  request.set_kind(v1::QueryCandidatesRequest::SCALE_UP);
  const auto english =
      services_.Call<v1::QueryCandidatesResponse>("users/carl", "QueryCandidates", request);
  ASSERT_TRUE(english.ok()) << english.status();
  ASSERT_EQ(english->candidates_size(), 1) << "the idea is none";
  EXPECT_EQ(english->candidates(0).project(), pilot_);
  EXPECT_THAT(english->candidates(0).reasons(0), StartsWith("Place "));
  EXPECT_GE(english->candidates(0).rank(), 1);
  const auto french =
      services_.Call<v1::QueryCandidatesResponse>("users/carl", "QueryCandidates", request, "fr");
  EXPECT_THAT(french->candidates(0).reasons(0), ::testing::HasSubstr("classement du registre"));
  services_.Stop("kpi");
  services_.Advance(absl::Minutes(2));
  const auto partial =
      services_.Call<v1::QueryCandidatesResponse>("users/carl", "QueryCandidates", request);
  ASSERT_TRUE(partial.ok()) << partial.status();
  EXPECT_THAT(partial->candidates(), SizeIs(1));
  EXPECT_THAT(partial->unreachable_services(), ::testing::ElementsAre("kpi"));
  request.clear_kind();
  EXPECT_TRUE(absl::IsInvalidArgument(
      services_.Call<v1::QueryCandidatesResponse>("users/carl", "QueryCandidates", request)
          .status()));
}

}  // namespace
}  // namespace palier::reporting
