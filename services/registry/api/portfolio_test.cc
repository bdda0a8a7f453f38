// SPDX-License-Identifier: Apache-2.0
// Ideas, conflicts of the portfolio, saved filters and batches, in a running registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/registry/v1/idea_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/registry/v1/saved_filter_service.pb.h"
#include "registry/api/testing/governance_fixture.h"

namespace palier::registry {
namespace {

using Settings = v1::OrganizationSettings;

class PortfolioTest : public GovernanceTest {
 protected:
  absl::StatusOr<v1::Idea> Submit(const std::string& who, const std::string& title,
                                  const std::string& source = "") {
    v1::CreateIdeaRequest request;
    request.set_parent(kFirm);
    request.mutable_idea()->set_display_name(title);
    request.mutable_idea()->set_source(source);
    return Call<v1::Idea>(who, "CreateIdea", request);
  }
  absl::StatusOr<v1::Idea> Read(const std::string& who, const std::string& name) {
    v1::GetIdeaRequest request;
    request.set_name(name);
    return Call<v1::Idea>(who, "GetIdea", request);
  }
  void SetIntake(Settings::IdeaIntake intake) {
    v1::UpdateOrganizationSettingsRequest request;
    request.mutable_organization_settings()->set_name(absl::StrCat(kFirm, "/settings"));
    request.mutable_organization_settings()->set_idea_intake(intake);
    request.mutable_update_mask()->add_paths("idea_intake");
    ASSERT_EQ(Call<Settings>("users/dev", "UpdateOrganizationSettings", request).status(),
              absl::OkStatus());
  }
  void RecordPerson(const std::string& id) {
    v1::CreatePersonRequest request;
    request.set_parent(kFirm);
    request.set_person_id(id);
    request.mutable_person()->set_display_name(id);
    request.mutable_person()->set_principal(absl::StrCat("users/", id));
    ASSERT_EQ(Registry<v1::Person>("CreatePerson", request).status(), absl::OkStatus());
  }
  v1::Project MakeProject(const std::string& id) {
    v1::CreateProjectRequest request;
    request.set_parent(kFirm);
    request.set_project_id(id);
    request.mutable_project()->set_display_name(id);
    const auto made = Call<v1::Project>("users/mia", "CreateProject", request);
    EXPECT_EQ(made.status(), absl::OkStatus());
    return made.ok() ? *made : v1::Project();
  }
};

TEST_F(PortfolioTest, IdeasAreTakenFromWhomTheSettingsLet) {
  RecordProperty("requirement", "S4-18");
  RecordPerson("ann");
  const struct {
    Settings::IdeaIntake intake;
    bool recorded, role, stranger;
  } kCases[] = {{Settings::IDEA_INTAKE_UNSPECIFIED, true, true, false},
                {Settings::PEOPLE, true, true, false},
                {Settings::EVERYONE, true, true, true},
                {Settings::CLOSED, false, false, false}};
  for (const auto& each : kCases) {
    SetIntake(each.intake);
    const auto may = [&](const std::string& who) {
      const absl::Status status = Submit(who, "Sort the post").status();
      EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kPermissionDenied) << status;
      return status.ok();
    };
    EXPECT_EQ(may("users/ann"), each.recorded) << each.intake;
    EXPECT_EQ(may("users/tom"), each.role) << each.intake;
    EXPECT_EQ(may("users/eve"), each.stranger) << each.intake;
  }
}

TEST_F(PortfolioTest, AnIdeaIsReadByItsSubmitterAndByWhoHoldsARole) {
  RecordPerson("ann");
  RecordPerson("ben");
  const auto idea = Submit("users/ann", "Sort the post");
  ASSERT_EQ(idea.status(), absl::OkStatus());
  EXPECT_EQ(idea->submitter(), "users/ann");
  EXPECT_EQ(idea->state(), v1::Idea::SUBMITTED);
  EXPECT_EQ(Read("users/ann", idea->name()).status(), absl::OkStatus());
  EXPECT_EQ(Read("users/tom", idea->name()).status(), absl::OkStatus());
  EXPECT_EQ(Read("users/ben", idea->name()).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(PortfolioTest, OnePrincipalCannotFillTheList) {
  RecordPerson("ann");
  for (int i = 0; i < 20; ++i)
    ASSERT_EQ(Submit("users/ann", absl::StrCat("Idea ", i)).status(), absl::OkStatus());
  const absl::Status refused = Submit("users/ann", "One more").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(status::ReasonOf(refused), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(Submit("users/tom", "Somebody else's").status(), absl::OkStatus());
}

TEST_F(PortfolioTest, AnIdeaBecomesAProjectOrJoinsOneOrIsDeclined) {
  RecordProperty("requirement", "S4-22");
  const auto idea = Submit("users/tom", "Sort the post", absl::StrCat(kFirm, "/frictions/post"));
  ASSERT_EQ(idea.status(), absl::OkStatus());
  EXPECT_EQ(Submit("users/tom", "x", "organizations/other/frictions/f").status().code(),
            absl::StatusCode::kInvalidArgument);
  v1::AcceptIdeaRequest accept;
  accept.set_name(idea->name());
  accept.set_answer("Let us try.");
  EXPECT_EQ(Call<v1::Idea>("users/tom", "AcceptIdea", accept).status().code(),
            absl::StatusCode::kPermissionDenied);
  const auto accepted = Call<v1::Idea>("users/mia", "AcceptIdea", accept);
  ASSERT_EQ(accepted.status(), absl::OkStatus());
  EXPECT_EQ(accepted->state(), v1::Idea::ACCEPTED);
  EXPECT_EQ(accepted->answerer(), "users/mia");
  EXPECT_EQ(accepted->project(), absl::StrCat(kFirm, "/projects/sort-the-post"));
  v1::GetProjectRequest get;
  get.set_name(accepted->project());
  const auto project = Registry<v1::Project>("GetProject", get);
  ASSERT_EQ(project.status(), absl::OkStatus());
  EXPECT_EQ(project->stage(), v1::Project::IDEA);
  EXPECT_EQ(project->idea(), idea->name());
  EXPECT_EQ(status::ReasonOf(Call<v1::Idea>("users/mia", "AcceptIdea", accept).status()),
            error::v1::ILLEGAL_TRANSITION);

  const auto second = Submit("users/tom", "Sort the post too");
  accept.set_name(second->name());
  accept.set_project(absl::StrCat(kFirm, "/projects/nowhere"));
  EXPECT_EQ(Call<v1::Idea>("users/mia", "AcceptIdea", accept).status().code(),
            absl::StatusCode::kInvalidArgument);
  accept.set_project(project->name());
  EXPECT_EQ(Call<v1::Idea>("users/mia", "AcceptIdea", accept)->project(), project->name());

  const auto third = Submit("users/tom", "Teach the cat");
  v1::DeclineIdeaRequest decline;
  decline.set_name(third->name());
  EXPECT_EQ(Call<v1::Idea>("users/mia", "DeclineIdea", decline).status().code(),
            absl::StatusCode::kInvalidArgument);
  decline.set_answer("The cat declined.");
  EXPECT_EQ(Call<v1::Idea>("users/mia", "DeclineIdea", decline)->answer(), "The cat declined.");

  v1::CountIdeasRequest count;
  count.set_parent(kFirm);
  const auto counted = Call<v1::CountIdeasResponse>("users/tom", "CountIdeas", count);
  ASSERT_EQ(counted.status(), absl::OkStatus());
  ASSERT_EQ(counted->quarters_size(), 1);
  EXPECT_EQ(counted->quarters(0).submitted_count(), 3);
  EXPECT_EQ(counted->quarters(0).sourced_count(), 1);
  EXPECT_EQ(counted->quarters(0).accepted_count(), 2);
  EXPECT_EQ(counted->quarters(0).declined_count(), 1);
}

TEST_F(PortfolioTest, ConflictsAreOfActiveProjectsOfTheOrganisation) {
  RecordProperty("requirement", "S0-15 S1-09");
  for (const char* id : {"a", "b"}) {
    v1::Project project = MakeProject(id);
    v1::UpdateProjectRequest update;
    update.mutable_project()->set_name(project.name());
    update.mutable_project()->set_owner(kLea);
    ASSERT_EQ(Call<v1::Project>("users/mia", "UpdateProject", update).status(), absl::OkStatus());
  }
  v1::ReportConflictsRequest request;
  request.set_parent(kFirm);
  const auto idle = Call<v1::ReportConflictsResponse>("users/tom", "ReportConflicts", request);
  ASSERT_EQ(idle.status(), absl::OkStatus());
  EXPECT_EQ(idle->active_project_count(), 0);
  suite_.reset();
  Seed([](resource::Session& session, const Types& types) -> absl::Status {
    for (const char* id : {"a", "b"}) {
      v1::Project before;
      RETURN_IF_ERROR(session.Get(types.project, absl::StrCat(kFirm, "/projects/", id), &before));
      v1::Project after = before;
      after.set_stage(v1::Project::SCOPING);
      RETURN_IF_ERROR(session.Replace(types.project, before, after).status());
    }
    return absl::OkStatus();
  });
  Serve();
  const auto busy = Call<v1::ReportConflictsResponse>("users/tom", "ReportConflicts", request);
  ASSERT_EQ(busy.status(), absl::OkStatus());
  EXPECT_EQ(busy->active_project_count(), 2);
  ASSERT_EQ(busy->total_count(), 1);
  EXPECT_EQ(busy->conflicts(0).kind(), v1::PortfolioConflict::SAME_PERSON);
  EXPECT_EQ(busy->conflicts(0).subject(), kLea);
}

TEST_F(PortfolioTest, SavedFiltersAreCheckedAndBelongToTheirOwner) {
  const auto save = [&](const std::string& who, const std::string& id,
                        const std::string& collection, const std::string& filter,
                        const std::string& order) {
    v1::CreateSavedFilterRequest request;
    request.set_parent(kFirm);
    request.set_saved_filter_id(id);
    v1::SavedFilter& saved = *request.mutable_saved_filter();
    saved.set_display_name(id);
    saved.set_collection(collection);
    saved.set_filter(filter);
    saved.set_order_by(order);
    return Call<v1::SavedFilter>(who, "CreateSavedFilter", request);
  };
  const auto mine = save("users/tom", "mine", "projects", "stage = POC", "update_time desc");
  ASSERT_EQ(mine.status(), absl::OkStatus());
  EXPECT_EQ(mine->owner(), "users/tom");
  const struct {
    const char *collection, *filter, *order;
    error::v1::ErrorReason reason;
  } kRefused[] = {
      {"unicorns", "", "", error::v1::INVALID_FIELDS},
      {"projects", "stage = ", "", error::v1::INVALID_FILTER},
      {"projects", "horn = 1", "", error::v1::INVALID_FILTER},
      {"projects", "", "horn", error::v1::INVALID_ORDER_BY},
      {"applications", "stage = POC", "", error::v1::INVALID_FILTER},
  };
  for (const auto& each : kRefused) {
    EXPECT_EQ(status::ReasonOf(
                  save("users/tom", "bad", each.collection, each.filter, each.order).status()),
              each.reason)
        << each.collection << " " << each.filter << each.order;
  }
  v1::UpdateSavedFilterRequest update;
  update.mutable_saved_filter()->set_name(mine->name());
  update.mutable_saved_filter()->set_filter("stage = RUN");
  EXPECT_EQ(Call<v1::SavedFilter>("users/mia", "UpdateSavedFilter", update).status().code(),
            absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(Call<v1::SavedFilter>("users/tom", "UpdateSavedFilter", update)->filter(),
            "stage = RUN");
  v1::DeleteSavedFilterRequest remove;
  remove.set_name(mine->name());
  using Empty = google::protobuf::Empty;
  EXPECT_EQ(Call<Empty>("users/mia", "DeleteSavedFilter", remove).status().code(),
            absl::StatusCode::kPermissionDenied);
  // users/dev founded the firm and is its ADMIN.
  EXPECT_EQ(Call<Empty>("users/dev", "DeleteSavedFilter", remove).status(), absl::OkStatus());
}

TEST_F(PortfolioTest, ABatchTellsOfEachProject) {
  const v1::Project a = MakeProject("a"), b = MakeProject("b");
  v1::BatchUpdateProjectsRequest batch;
  batch.set_parent(kFirm);
  const auto label = [&](const std::string& name, const std::string& etag) {
    v1::UpdateProjectRequest& one = *batch.add_requests();
    one.mutable_project()->set_name(name);
    one.mutable_project()->set_labels("q3 audit");
    one.mutable_project()->set_etag(etag);
    one.mutable_update_mask()->add_paths("labels");
  };
  label(a.name(), a.etag());
  label(absl::StrCat(kFirm, "/projects/nowhere"), "");
  label(b.name(), "stale");
  label(b.name(), "");
  label(b.name(), "");
  batch.mutable_requests(4)->mutable_project()->set_portfolio_rank(-1);
  const auto done =
      Call<v1::BatchUpdateProjectsResponse>("users/mia", "BatchUpdateProjects", batch);
  ASSERT_EQ(done.status(), absl::OkStatus());
  EXPECT_EQ(done->done_count(), 2);
  ASSERT_EQ(done->results_size(), 5);
  EXPECT_EQ(done->results(0).project().labels(), "q3 audit");
  EXPECT_EQ(done->results(1).error().code(), static_cast<int>(absl::StatusCode::kNotFound));
  EXPECT_EQ(done->results(2).error().code(), static_cast<int>(absl::StatusCode::kAborted));
  EXPECT_GT(done->results(2).error().details_size(), 0);
  EXPECT_EQ(done->results(3).project().labels(), "q3 audit");
  EXPECT_EQ(done->results(4).error().code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
  v1::ListProjectsRequest list;
  list.set_parent(kFirm);
  list.set_filter("labels:audit");
  EXPECT_EQ(Registry<v1::ListProjectsResponse>("ListProjects", list)->projects_size(), 2);

  label("organizations/other/projects/a", "");
  EXPECT_EQ(Call<v1::BatchUpdateProjectsResponse>("users/mia", "BatchUpdateProjects", batch)
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);

  v1::BatchDeleteProjectsRequest archive;
  archive.set_parent(kFirm);
  archive.add_requests()->set_name(a.name());
  archive.add_requests()->set_name(a.name());
  EXPECT_EQ(Call<v1::BatchDeleteProjectsResponse>("users/tom", "BatchDeleteProjects", archive)
                .status()
                .code(),
            absl::StatusCode::kPermissionDenied);
  const auto archived =
      Call<v1::BatchDeleteProjectsResponse>("users/mia", "BatchDeleteProjects", archive);
  ASSERT_EQ(archived.status(), absl::OkStatus());
  EXPECT_EQ(archived->done_count(), 1);
  EXPECT_TRUE(archived->results(0).project().has_delete_time());
  EXPECT_EQ(Registry<v1::ListProjectsResponse>("ListProjects", list)->projects_size(), 1);
}

}  // namespace
}  // namespace palier::registry
