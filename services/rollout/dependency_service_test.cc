// SPDX-License-Identifier: Apache-2.0
// What teams wait for: data, training, applications, decisions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "palier/rollout/v1/dependency_service.pb.h"
#include "palier/rollout/v1/learning_service.pb.h"
#include "rollout/testing/several_rollouts.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class DependencyTest : public SeveralRolloutsFixture {
 protected:
  static v1::Dependency Wanted(v1::Dependency::Type type, const std::string& what,
                               const std::string& team = "") {
    v1::Dependency dependency;
    dependency.set_display_name(what);
    dependency.set_type(type);
    if (!team.empty()) dependency.add_teams(TeamName(team));
    return dependency;
  }
  absl::StatusOr<v1::Dependency> Create(const v1::Dependency& dependency,
                                        const std::string& rollout = kRollout) {
    v1::CreateDependencyRequest request;
    request.set_parent(rollout);
    *request.mutable_dependency() = dependency;
    return Call<v1::Dependency>("users/mia", "CreateDependency", request);
  }
  absl::StatusOr<v1::Dependency> Confirm(const std::string& name, absl::CivilDay day,
                                         const std::string& principal = "users/mia") {
    v1::ConfirmDependencyRequest request;
    request.set_name(name);
    *request.mutable_satisfied_date() = ToDate(day);
    request.set_evidence("minutes of 5 March");
    return Call<v1::Dependency>(principal, "ConfirmDependency", request);
  }
  v1::DependencyStanding Standing(const std::string& language = "en") {
    v1::QueryDependenciesRequest request;
    request.set_parent(kRollout);
    const auto answer =
        Call<v1::QueryDependenciesResponse>("users/vic", "QueryDependencies", request, language);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    if (!answer.ok() || answer->standings_size() != 1) return {};
    return answer->standings(0);
  }
  std::string FieldOf(const v1::Dependency& dependency) {
    const auto detail = status::DetailOf(Create(dependency).status());
    return detail.field_violations_size() == 0 ? "" : detail.field_violations(0).subject();
  }
};

TEST_F(DependencyTest, WhatPalierCannotKnowAPersonSays) {
  RecordProperty("requirement", "S1-29");
  MakeReady();
  const auto data = Create(Wanted(v1::Dependency::DATA, "Clean article master", "innovation"));
  ASSERT_TRUE(data.ok()) << data.status();
  EXPECT_THAT(FirstViolation(Start("users/abe", 1).status()),
              HasSubstr("DEPENDENCY_OPEN " + data->name() +
                        ": Clean article master (DATA) must be there first."));
  EXPECT_THAT(Standing("fr").text(), HasSubstr("Personne n'a encore dit"));
  EXPECT_TRUE(absl::IsPermissionDenied(
      Confirm(data->name(), absl::CivilDay(2026, 3, 5), "users/carl").status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Confirm(data->name(), absl::CivilDay(2026, 3, 12)).status()))
      << "not before it is so";
  const auto confirmed = Confirm(data->name(), absl::CivilDay(2026, 3, 5));
  ASSERT_TRUE(confirmed.ok()) << confirmed.status();
  EXPECT_EQ(confirmed->confirmation().confirmer(), "users/mia");
  EXPECT_EQ(Standing().text(), "There since 2026-03-05: minutes of 5 March");
  v1::UpdateDependencyRequest update;
  *update.mutable_dependency() = *confirmed;
  update.mutable_dependency()->set_type(v1::Dependency::DECISION);
  update.mutable_update_mask()->add_paths("type");
  const auto another = Call<v1::Dependency>("users/mia", "UpdateDependency", update);
  ASSERT_TRUE(another.ok()) << another.status();
  EXPECT_FALSE(another->has_confirmation()) << "what was confirmed was something else";
  ASSERT_EQ(Confirm(data->name(), absl::CivilDay(2026, 3, 5)).status(), absl::OkStatus());
  EXPECT_EQ(Start("users/abe", 1).status(), absl::OkStatus());
}

TEST_F(DependencyTest, AWaveOfOtherTeamsDoesNotWait) {
  MakeReady();
  ASSERT_EQ(Create(Wanted(v1::Dependency::DECISION, "Prices", "compta")).status(),
            absl::OkStatus());
  EXPECT_EQ(Start("users/abe", 1).status(), absl::OkStatus());
}

TEST_F(DependencyTest, APlanWaitsUntilItIsExpectedAndSaysForWhat) {
  RecordProperty("requirement", "S1-29");
  CreateFirmRollout();
  v1::Dependency data = Wanted(v1::Dependency::DATA, "Clean article master");
  const auto undated = Create(data);
  ASSERT_TRUE(undated.ok()) << undated.status();
  const auto hasty = Plan();
  ASSERT_TRUE(hasty.ok()) << hasty.status();
  EXPECT_EQ(hasty->warnings(hasty->warnings_size() - 1).rule(), "DEPENDENCY_UNDATED");
  v1::UpdateDependencyRequest update;
  *update.mutable_dependency() = *undated;
  *update.mutable_dependency()->mutable_expected_date() = ToDate(absl::CivilDay(2026, 4, 1));
  ASSERT_EQ(Call<v1::Dependency>("users/mia", "UpdateDependency", update).status(),
            absl::OkStatus());
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(ToDay(plan->waves(0).start_date()), absl::CivilDay(2026, 4, 6)) << "the Monday after";
  const v1::Explanation& why = plan->waves(0).explanations(0);
  EXPECT_EQ(why.rule(), "DEPENDENCY") << plan->waves(0).ShortDebugString();
  EXPECT_EQ(why.text(), "Waits for Clean article master, expected on 2026-04-01.");
  ASSERT_EQ(Confirm(undated->name(), absl::CivilDay(2026, 3, 8)).status(), absl::OkStatus());
  EXPECT_EQ(ToDay(Plan()->waves(0).start_date()), absl::CivilDay(2026, 3, 9));
}

TEST_F(DependencyTest, TheRegistryIsLookedAt) {
  RecordProperty("requirement", "S1-29");
  CreateFirmRollout();
  registry::v1::CreateEntryRequest request;
  request.set_parent(kProject);
  request.mutable_entry()->set_display_name("Articles");
  registry::v1::DataReadiness& data = *request.mutable_entry()->mutable_data_readiness();
  data.set_source("erp");
  data.set_located(true);
  data.set_quality(registry::v1::DataReadiness::GOOD);
  auto entry = Registry<registry::v1::Entry>("users/carl", "CreateEntry", request);
  ASSERT_TRUE(entry.ok()) << entry.status();
  v1::Dependency dependency = Wanted(v1::Dependency::DATA, "Articles");
  dependency.set_reference(entry->name());
  const auto made = Create(dependency);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_FALSE(Standing().satisfied());
  EXPECT_EQ(Standing("fr").text(), "erp n'est pas prête dans le registre.");
  EXPECT_EQ(ReasonOf(Confirm(made->name(), absl::CivilDay(2026, 3, 5)).status()),
            error::v1::ILLEGAL_TRANSITION)
      << "nobody says what the registry says";
  registry::v1::UpdateEntryRequest ready;
  *ready.mutable_entry() = *entry;
  for (auto set :
       {&registry::v1::DataReadiness::set_accessible, &registry::v1::DataReadiness::set_structured,
        &registry::v1::DataReadiness::set_owned}) {
    (ready.mutable_entry()->mutable_data_readiness()->*set)(true);
  }
  ready.mutable_update_mask()->add_paths("data_readiness");
  ASSERT_EQ(Registry<registry::v1::Entry>("users/carl", "UpdateEntry", ready).status(),
            absl::OkStatus());
  EXPECT_TRUE(Standing().satisfied());

  dependency.set_reference(absl::StrCat(kProject, "/entries/nothing"));
  EXPECT_TRUE(absl::IsNotFound(Create(dependency).status()));
  dependency = Wanted(v1::Dependency::DECISION, "Go");
  dependency.set_reference(absl::StrCat(kProject, "/decisions/nothing"));
  EXPECT_TRUE(absl::IsNotFound(Create(dependency).status()));
}

TEST_F(DependencyTest, TrainingIsThereOnceEverybodyNamedHasCompletedIt) {
  RecordProperty("requirement", "S1-29");
  CreateFirmRollout();
  v1::CreateLearningPathRequest path;
  path.set_parent(kFirm);
  path.set_learning_path_id("prompting");
  path.mutable_learning_path()->set_display_name("Prompting");
  path.mutable_learning_path()->add_formats(v1::LearningPath::WORKSHOP);
  path.mutable_learning_path()->set_level(v1::LearningPath::BASIC);
  path.mutable_learning_path()->set_profile(v1::LearningPath::USER);
  path.mutable_learning_path()->set_minutes(60);
  const auto made = Call<v1::LearningPath>("users/mia", "CreateLearningPath", path);
  ASSERT_TRUE(made.ok()) << made.status();
  v1::Dependency dependency = Wanted(v1::Dependency::TRAINING, "Prompting");
  dependency.set_reference(made->name());
  ASSERT_EQ(Create(dependency).status(), absl::OkStatus());
  EXPECT_THAT(Standing().text(), HasSubstr("Nobody is named"));
  v1::CreateLearningAssignmentRequest assign;
  assign.set_parent(kRollout);
  v1::LearningAssignment& assignment = *assign.mutable_learning_assignment();
  assignment.set_display_name("Users");
  assignment.set_learning_path(made->name());
  for (const char* person : {"ida", "jo"}) assignment.add_people(CreatePerson(person));
  *assignment.mutable_due_date() = ToDate(absl::CivilDay(2026, 3, 20));
  ASSERT_EQ(Call<v1::LearningAssignment>("users/mia", "CreateLearningAssignment", assign).status(),
            absl::OkStatus());
  EXPECT_THAT(Standing().text(), HasSubstr("Not everybody"));
  EXPECT_EQ(ToDay(Standing().expected_date()), absl::CivilDay(2026, 3, 20));
  for (const std::string& person : assignment.people()) {
    EXPECT_FALSE(Standing().satisfied());
    v1::RecordCompletionRequest done;
    done.set_parent(made->name());
    done.set_person(person);
    *done.mutable_completed_date() = ToDate(absl::CivilDay(2026, 3, 6));
    ASSERT_EQ(Call<v1::LearningCompletion>("users/mia", "RecordCompletion", done).status(),
              absl::OkStatus());
  }
  EXPECT_TRUE(Standing().satisfied());
  EXPECT_FALSE(Standing().has_expected_date());
}

TEST_F(DependencyTest, AnApplicationIsThereOnceTheTeamIsLiveInIt) {
  RecordProperty("requirement", "S1-29");
  MakeReady();
  ASSERT_EQ(CreateOther("mail", OtherRollout("mail")), absl::OkStatus());
  v1::Dependency dependency = Wanted(v1::Dependency::APPLICATION, "Mail", "commerce");
  dependency.set_reference(kRollout);
  ASSERT_EQ(Create(dependency, RolloutName("mail")).status(), absl::OkStatus());
  v1::QueryDependenciesRequest request;
  request.set_parent(RolloutName("mail"));
  const auto look = [&] {
    const auto answer =
        Call<v1::QueryDependenciesResponse>("users/vic", "QueryDependencies", request);
    EXPECT_EQ(answer.status(), absl::OkStatus());
    return answer.ok() ? answer->standings(0) : v1::DependencyStanding();
  };
  EXPECT_EQ(look().text(), "quotation is not live yet in commerce.");
  const google::type::Date live = Waves()[1].teams(0).go_live_date();
  EXPECT_EQ(ToDay(look().expected_date()), ToDay(live)) << "as it is planned there";
  ASSERT_EQ(Start("users/abe", 1).status(), absl::OkStatus());
  SetTime(absl::FromCivil(absl::CivilHour(2026, 4, 6, 8), absl::UTCTimeZone()));
  ASSERT_EQ(Complete(1, true, "nobody was there").status(), absl::OkStatus());
  CloseReviews();
  ASSERT_EQ(Start("users/abe", 2).status(), absl::OkStatus());
  SetTime(absl::FromCivil(absl::CivilHour(ToDay(live)), absl::UTCTimeZone()));
  EXPECT_TRUE(look().satisfied()) << look().ShortDebugString();
}

TEST_F(DependencyTest, WhoWouldWaitForThemselvesAreNamed) {
  RecordProperty("requirement", "S1-29");
  CreateFirmRollout();
  ASSERT_EQ(CreateOther("mail", OtherRollout("mail")), absl::OkStatus());
  v1::Dependency back = Wanted(v1::Dependency::APPLICATION, "Mail", "commerce");
  back.set_reference(RolloutName("mail"));
  back.set_required_team(TeamName("compta"));
  ASSERT_EQ(Create(back).status(), absl::OkStatus());
  v1::Dependency forth = Wanted(v1::Dependency::APPLICATION, "Quotes", "compta");
  forth.set_reference(kRollout);
  EXPECT_EQ(Create(forth, RolloutName("mail")).status(), absl::OkStatus()) << "compta waits alone";
  // In one roll-out, commerce before compta closes the circle over both.
  v1::Rollout changed = GetRollout();
  changed.mutable_teams(1)->add_prerequisites()->set_team(changed.teams(0).team());
  const absl::Status refused = Update(changed, "teams").status();
  EXPECT_EQ(ReasonOf(refused), error::v1::DEPENDENCY_CYCLE) << refused;
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("mail/compta -> quotation/compta -> quotation/commerce -> mail/compta"));
  changed = GetRollout();
  changed.mutable_teams(1)->add_prerequisites()->set_team(changed.teams(1).team());
  EXPECT_EQ(ReasonOf(Update(changed, "teams").status()), error::v1::DEPENDENCY_CYCLE)
      << "a team before itself";
}

TEST_F(DependencyTest, WhatItNamesIsChecked) {
  CreateFirmRollout();
  v1::Dependency dependency = Wanted(v1::Dependency::DATA, "x", "nobody");
  EXPECT_EQ(FieldOf(dependency), "dependency.teams[0]");
  dependency = Wanted(v1::Dependency::DATA, "x");
  for (const std::string& reference :
       {std::string(kProject), RolloutName("mail"),
        std::string("organizations/other/projects/p/entries/e"), std::string("anything")}) {
    dependency.set_reference(reference);
    EXPECT_EQ(FieldOf(dependency), "dependency.reference") << reference;
  }
  dependency = Wanted(v1::Dependency::APPLICATION, "x");
  dependency.set_reference(kRollout);
  EXPECT_EQ(FieldOf(dependency), "dependency.reference") << "of itself";
  dependency.set_reference(kProject);
  dependency.set_required_team(TeamName("compta"));
  EXPECT_EQ(FieldOf(dependency), "dependency.required_team");
  dependency.clear_required_team();
  EXPECT_EQ(Create(dependency).status(), absl::OkStatus());
  EXPECT_EQ(Standing().text(), "The project is in the stage IDEA; RUN is needed.");
  v1::Rollout other = OtherRollout("mail");
  other.mutable_teams()->DeleteSubrange(0, 2);
  ASSERT_EQ(CreateOther("mail", other), absl::OkStatus());
  dependency = Wanted(v1::Dependency::APPLICATION, "x", "compta");
  dependency.set_reference(RolloutName("mail"));
  EXPECT_EQ(FieldOf(dependency), "dependency.required_team") << "mail has no such team";
}

}  // namespace
}  // namespace palier::rollout
