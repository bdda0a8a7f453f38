// SPDX-License-Identifier: Apache-2.0
// Promises, decisions and the notices of the clock, in a running registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "registry/api/testing/governance_fixture.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;

constexpr char kProject[] = "organizations/firm/projects/quotes";
constexpr absl::Duration kLook = absl::Milliseconds(20);

class DecisionTest : public GovernanceTest {
 protected:
  void SetUp() override {
    GovernanceTest::SetUp();
    v1::CreateProjectRequest project;
    project.set_parent(kFirm);
    project.set_project_id("quotes");
    project.mutable_project()->set_display_name("Quotes");
    ASSERT_EQ(Call<v1::Project>("users/mia", "CreateProject", project).status(), absl::OkStatus());
    v1::CreateCommitteeRequest committee;
    committee.set_parent(kFirm);
    committee.set_committee_id("ai");
    committee.mutable_committee()->set_display_name("AI committee");
    committee.mutable_committee()->set_quorum(4);
    using Member = v1::CommitteeMember;
    for (const auto& [id, function] :
         {std::pair("it", Member::IT), std::pair("law", Member::LEGAL),
          std::pair("hr", Member::HUMAN_RESOURCES), std::pair("biz", Member::BUSINESS),
          std::pair("biz2", Member::BUSINESS)}) {
      Member& member = *committee.mutable_committee()->add_members();
      member.set_person(MakePerson(id));
      member.set_function(function);
    }
    ASSERT_EQ(Governance<v1::Committee>("users/dev", "CreateCommittee", committee).status(),
              absl::OkStatus());
  }

  std::string MakePerson(const std::string& id) {
    v1::CreatePersonRequest request;
    request.set_parent(kFirm);
    request.set_person_id(id);
    request.mutable_person()->set_display_name(id);
    request.mutable_person()->set_principal(absl::StrCat("users/", id));
    const auto made = Registry<v1::Person>("CreatePerson", request);
    EXPECT_EQ(made.status(), absl::OkStatus());
    Grant(absl::StrCat("users/", id), api::v1::VIEWER);
    return absl::StrCat(kFirm, "/people/", id);
  }

  absl::StatusOr<v1::Decision> Propose() {
    v1::CreateDecisionRequest request;
    request.set_parent(kProject);
    request.set_decision_id("stop");
    v1::Decision& decision = *request.mutable_decision();
    decision.set_display_name("Stop it");
    decision.set_committee(absl::StrCat(kFirm, "/committees/ai"));
    decision.mutable_direction()->set_outcome(v1::Direction::STOP);
    return Call<v1::Decision>("users/mia", "CreateDecision", request);
  }
  absl::StatusOr<v1::Decision> Vote(const std::string& who, const std::string& hash) {
    v1::VoteOnDecisionRequest request;
    request.set_name(absl::StrCat(kProject, "/decisions/stop"));
    request.set_choice(v1::Vote::FOR);
    request.set_content_hash(hash);
    return Call<v1::Decision>(who, "VoteOnDecision", request);
  }
  absl::StatusOr<v1::Decision> Close() {
    v1::CloseDecisionRequest request;
    request.set_name(absl::StrCat(kProject, "/decisions/stop"));
    return Call<v1::Decision>("users/tom", "CloseDecision", request);
  }
  absl::StatusOr<v1::Decision> SayRisks(const std::string& risks) {
    v1::UpdateDecisionRequest request;
    request.mutable_decision()->set_name(absl::StrCat(kProject, "/decisions/stop"));
    request.mutable_decision()->mutable_direction()->set_risks(risks);
    request.mutable_update_mask()->add_paths("direction.risks");
    return Call<v1::Decision>("users/mia", "UpdateDecision", request);
  }

  v1::ListNoticesResponse Notices() {
    v1::ListNoticesRequest list;
    list.set_parent(kFirm);
    list.set_order_by("due_time");
    const auto listed = Call<v1::ListNoticesResponse>("users/dev", "ListNotices", list);
    EXPECT_EQ(listed.status(), absl::OkStatus());
    return listed.ok() ? *listed : v1::ListNoticesResponse();
  }
};

TEST_F(DecisionTest, ACommitteeDecidesWithItsFourFunctionsOnWhatIsWritten) {
  RecordProperty("requirement", "S1-17 S3-01 S3-02 S3-07");
  const auto proposed = Propose();
  ASSERT_EQ(proposed.status(), absl::OkStatus());
  EXPECT_EQ(proposed->direction().recommendation(), v1::Direction::LIMIT);
  const std::string hash = proposed->content_hash();
  EXPECT_EQ(ReasonOf(Vote("users/tom", hash).status()), error::v1::NOT_A_MEMBER);
  EXPECT_EQ(ReasonOf(Vote("users/mia", hash).status()), error::v1::SELF_APPROVAL);
  EXPECT_EQ(ReasonOf(Close().status()), error::v1::NO_QUORUM);
  for (const char* who : {"users/it", "users/hr", "users/biz", "users/biz2"})
    EXPECT_EQ(Vote(who, hash).status(), absl::OkStatus()) << who;
  const absl::Status incomplete = Close().status();
  EXPECT_EQ(ReasonOf(incomplete), error::v1::COMMITTEE_INCOMPLETE);
  EXPECT_EQ(status::DetailOf(incomplete).metadata().at("missing"), "LEGAL");

  const auto edited = SayRisks("none that we know");
  ASSERT_EQ(edited.status(), absl::OkStatus());
  EXPECT_NE(edited->content_hash(), hash);
  const absl::Status stale = Vote("users/law", hash).status();
  EXPECT_EQ(ReasonOf(stale), error::v1::APPROVAL_STALE);
  EXPECT_EQ(status::DetailOf(stale).metadata().at("approved_hash"), hash);
  EXPECT_EQ(status::DetailOf(stale).metadata().at("current_hash"), edited->content_hash());
  EXPECT_EQ(Vote("users/law", edited->content_hash()).status(), absl::OkStatus());
  EXPECT_EQ(ReasonOf(Close().status()), error::v1::NO_QUORUM) << "four voted on other words";
  for (const char* who : {"users/it", "users/hr", "users/biz", "users/biz2"})
    EXPECT_EQ(Vote(who, edited->content_hash()).status(), absl::OkStatus()) << who;
  const auto closed = Close();
  ASSERT_EQ(closed.status(), absl::OkStatus());
  EXPECT_EQ(closed->state(), v1::Decision::ADOPTED);
  EXPECT_EQ(closed->votes_size(), 5);
  EXPECT_EQ(ReasonOf(SayRisks("many").status()), error::v1::ILLEGAL_TRANSITION);
}

TEST_F(DecisionTest, AnApprovedCaseLapsesWhenItIsEdited) {
  RecordProperty("requirement", "S1-64 S1-22");
  v1::CreateBusinessCaseRequest request;
  request.set_parent(kProject);
  request.set_business_case_id("c");
  v1::BusinessCase& one = *request.mutable_business_case();
  one.set_display_name("Case");
  one.mutable_start_date()->set_year(2026);
  one.mutable_start_date()->set_month(1);
  one.mutable_start_date()->set_day(1);
  one.set_horizon_years(3);
  const auto made = Call<v1::BusinessCase>("users/mia", "CreateBusinessCase", request);
  ASSERT_EQ(made.status(), absl::OkStatus());
  v1::ApproveBusinessCaseRequest approve;
  approve.set_name(made->name());
  approve.set_content_hash(made->content_hash());
  const auto approved = Call<v1::BusinessCase>("users/tom", "ApproveBusinessCase", approve);
  ASSERT_EQ(approved.status(), absl::OkStatus());
  EXPECT_EQ(approved->state(), v1::BusinessCase::APPROVED);
  v1::UpdateBusinessCaseRequest update;
  update.mutable_business_case()->set_name(made->name());
  update.mutable_business_case()->set_horizon_years(4);
  const auto edited = Call<v1::BusinessCase>("users/dev", "UpdateBusinessCase", update);
  ASSERT_EQ(edited.status(), absl::OkStatus());
  EXPECT_EQ(edited->state(), v1::BusinessCase::STALE);
  EXPECT_EQ(ReasonOf(Call<v1::BusinessCase>("users/tom", "ApproveBusinessCase", approve).status()),
            error::v1::APPROVAL_STALE);
  approve.set_content_hash(edited->content_hash());
  EXPECT_EQ(ReasonOf(Call<v1::BusinessCase>("users/dev", "ApproveBusinessCase", approve).status()),
            error::v1::SELF_APPROVAL);
  EXPECT_EQ(Call<v1::BusinessCase>("users/tom", "ApproveBusinessCase", approve).status(),
            absl::OkStatus());
}

TEST_F(DecisionTest, NoDateIsPromisedBeforeThePocHasEnded) {
  RecordProperty("requirement", "S2-01");
  v1::UpdateProjectRequest update;
  update.mutable_project()->set_name(kProject);
  update.mutable_project()->mutable_production_target_date()->set_year(2027);
  update.mutable_project()->mutable_production_target_date()->set_month(3);
  const absl::Status refused = Call<v1::Project>("users/mia", "UpdateProject", update).status();
  ASSERT_EQ(ReasonOf(refused), error::v1::INVALID_FIELDS);
  EXPECT_EQ(status::DetailOf(refused).field_violations(0).subject(),
            "project.production_target_date");
}

TEST_F(DecisionTest, TheClockSpeaksOnceAlsoAfterAnOutage) {
  RecordProperty("requirement", "S3-04 S3-10");
  suite_.reset();
  Seed([&](resource::Session& session, const Types& types) -> absl::Status {
    v1::Project before;
    absl::Status status = session.Get(types.project, kProject, &before);
    if (!status.ok()) return status;
    v1::Project after = before;
    after.set_stage(v1::Project::POST_POC);
    after.mutable_poc_end_time()->set_seconds(absl::ToUnixSeconds(now_));
    return session.Replace(types.project, before, after).status();
  });
  Serve();
  const absl::Time end = now_;
  const auto await = [&](int count) {
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    while (Notices().notices_size() < count && absl::Now() < give_up) absl::SleepFor(kLook);
    return Notices().notices_size();
  };
  SetTime(end + absl::Hours(24 * 21));
  EXPECT_EQ(await(1), 1);
  // Down from day 22 to day 38: what fell due meanwhile is said when it is up again.
  suite_.reset();
  SetTime(end + absl::Hours(24 * 38));
  Serve();
  EXPECT_EQ(await(4), 4);
  suite_.reset();
  Serve();
  SetTime(end + absl::Hours(24 * 61));
  EXPECT_EQ(await(5), 5);
  std::vector<v1::Notice::Kind> kinds;
  const v1::ListNoticesResponse listed = Notices();
  for (const v1::Notice& notice : listed.notices()) kinds.push_back(notice.kind());
  EXPECT_THAT(kinds, ElementsAre(v1::Notice::DECISION_REMINDER, v1::Notice::DECISION_REMINDER,
                                 v1::Notice::SPONSOR_ESCALATION, v1::Notice::BOARD_LIST,
                                 v1::Notice::STOP_PROPOSED));
  v1::AcknowledgeNoticeRequest seen;
  seen.set_name(listed.notices(0).name());
  const auto acknowledged = Call<v1::Notice>("users/mia", "AcknowledgeNotice", seen);
  ASSERT_EQ(acknowledged.status(), absl::OkStatus());
  EXPECT_EQ(acknowledged->acknowledger(), "users/mia");
}

}  // namespace
}  // namespace palier::registry
