// SPDX-License-Identifier: Apache-2.0
// The training catalogue, who is to follow what, and the champions that it certifies.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/rollout/v1/learning_service.pb.h"
#include "palier/rollout/v1/preparation_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;

constexpr char kKeyUsers[] = "organizations/firm/learningPaths/key-users";
constexpr char kTrainers[] = "organizations/firm/learningPaths/trainers";
constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";

class LearningServiceTest : public RolloutFixture {
 protected:
  void CreatePath(const std::string& id, v1::LearningPath::Profile profile, bool certifies) {
    v1::CreateLearningPathRequest request;
    request.set_parent(kFirm);
    request.set_learning_path_id(id);
    v1::LearningPath& path = *request.mutable_learning_path();
    path.set_display_name(id);
    path.add_formats(v1::LearningPath::WORKSHOP);
    path.add_formats(v1::LearningPath::VIDEO);
    path.set_level(v1::LearningPath::ADVANCED);
    path.set_profile(profile);
    path.set_minutes(240);
    path.set_certifies(certifies);
    if (certifies) path.set_certification_lag_days(5);
    const auto made = Call<v1::LearningPath>("users/mia", "CreateLearningPath", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  absl::StatusOr<v1::LearningCompletion> Complete(const std::string& path,
                                                  const std::string& person, absl::CivilDay day,
                                                  const std::string& request_id = "") {
    v1::RecordCompletionRequest request;
    request.set_parent(path);
    request.set_person(absl::StrCat(kFirm, "/people/", person));
    *request.mutable_completed_date() = ToDate(day);
    request.set_request_id(request_id);
    return Call<v1::LearningCompletion>("users/mia", "RecordCompletion", request);
  }
  v1::Champion GetChampion(const std::string& id) {
    v1::GetChampionRequest request;
    request.set_name(absl::StrCat(kFirm, "/champions/", id));
    const auto champion = Call<v1::Champion>("users/vic", "GetChampion", request);
    EXPECT_TRUE(champion.ok()) << champion.status();
    return champion.ok() ? *champion : v1::Champion();
  }
  absl::StatusOr<v1::LearningAssignment> Assign(const std::string& path,
                                                const std::vector<std::string>& teams,
                                                const std::vector<std::string>& people) {
    v1::CreateLearningAssignmentRequest request;
    request.set_parent(kRollout);
    v1::LearningAssignment& assignment = *request.mutable_learning_assignment();
    assignment.set_display_name("Key users");
    assignment.set_learning_path(path);
    for (const std::string& team : teams) {
      assignment.add_teams(absl::StrCat(kFirm, "/teams/", team));
    }
    for (const std::string& person : people) {
      assignment.add_people(absl::StrCat(kFirm, "/people/", person));
    }
    *assignment.mutable_due_date() = ToDate(absl::CivilDay(2026, 3, 9));
    return Call<v1::LearningAssignment>("users/mia", "CreateLearningAssignment", request);
  }
  v1::QueryLearningResponse Progress(const std::string& language = "en",
                                     const std::string& principal = "users/mia") {
    v1::QueryLearningRequest request;
    request.set_parent(kRollout);
    const auto progress =
        Call<v1::QueryLearningResponse>(principal, "QueryLearning", request, language);
    EXPECT_TRUE(progress.ok()) << progress.status();
    return progress.ok() ? *progress : v1::QueryLearningResponse();
  }
};

TEST_F(LearningServiceTest, PathsAreAssignedByProfileAndKeyUsersCounted) {
  RecordProperty("requirement", "S1-43 S4-11");
  CreateFirmRollout();
  CreatePath("key-users", v1::LearningPath::KEY_USER, false);
  EXPECT_EQ(Progress().explanation(), "No key user is assigned a learning path by name.");
  const auto assigned = Assign(kKeyUsers, {"compta"}, {"alix", "basile"});
  ASSERT_TRUE(assigned.ok()) << assigned.status();
  EXPECT_EQ(assigned->profile(), v1::LearningPath::KEY_USER);
  ASSERT_TRUE(Complete(kKeyUsers, "alix", absl::CivilDay(2026, 3, 6)).ok());
  const v1::QueryLearningResponse progress = Progress();
  ASSERT_EQ(progress.assignments_size(), 1);
  EXPECT_EQ(progress.assignments(0).team_people_count(), 8);
  EXPECT_EQ(progress.assignments(0).named_count(), 2);
  EXPECT_EQ(progress.assignments(0).completed_count(), 1);
  EXPECT_FALSE(progress.assignments(0).overdue());
  EXPECT_EQ(progress.key_user_count(), 2);
  EXPECT_EQ(progress.trained_key_user_permille(), 500);
  EXPECT_EQ(Progress("fr").explanation(), "1 utilisateur clé formé sur 2 (50,0 %).");
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 10, 8), absl::UTCTimeZone()));
  EXPECT_TRUE(Progress().assignments(0).overdue());
  EXPECT_EQ(ReasonOf(Assign(kKeyUsers, {}, {}).status()), error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Assign(kTrainers, {"compta"}, {}).status()), error::v1::RESOURCE_NOT_FOUND);
}

TEST_F(LearningServiceTest, WhatOnePersonCompletedIsToldToWhoMayReadItOnly) {
  RecordProperty("requirement", "S1-43");
  CreateFirmRollout();
  CreatePath("key-users", v1::LearningPath::KEY_USER, false);
  ASSERT_TRUE(Assign(kKeyUsers, {}, {"alix"}).ok());
  ASSERT_TRUE(Complete(kKeyUsers, "alix", absl::CivilDay(2026, 3, 6)).ok());
  EXPECT_EQ(Progress("en", "users/mia").assignments(0).completed_count(), 1);
  EXPECT_FALSE(Progress("en", "users/dev").withheld());
  for (const char* reader : {"users/vic", "users/carl", "users/abe"}) {
    const v1::QueryLearningResponse shown = Progress("fr", reader);
    ASSERT_EQ(shown.assignments_size(), 1);
    EXPECT_TRUE(shown.assignments(0).withheld()) << reader;
    EXPECT_EQ(shown.assignments(0).completed_count(), 0) << reader;
    EXPECT_EQ(shown.assignments(0).named_count(), 1) << reader;
    EXPECT_TRUE(shown.withheld()) << reader;
    EXPECT_EQ(shown.key_user_count(), 1) << reader;
    EXPECT_EQ(shown.trained_key_user_count(), 0) << reader;
    EXPECT_FALSE(shown.has_trained_key_user_permille()) << reader;
    EXPECT_EQ(shown.explanation(),
              "La part d'utilisateurs clés formés n'est pas montrée : elle dirait ce que des "
              "personnes ont terminé.");
  }
}

TEST_F(LearningServiceTest, ACompletionIsRecordedOnceAndTheEarlierDayHolds) {
  RecordProperty("requirement", "S1-43");
  CreateFirmRollout();
  CreatePath("key-users", v1::LearningPath::KEY_USER, false);
  const auto first = Complete(kKeyUsers, "alix", absl::CivilDay(2026, 3, 6), kOnce);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->name(), absl::StrCat(kKeyUsers, "/completions/alix"));
  EXPECT_EQ(Complete(kKeyUsers, "alix", absl::CivilDay(2026, 3, 6), kOnce)->etag(), first->etag());
  EXPECT_EQ(Complete(kKeyUsers, "alix", absl::CivilDay(2026, 3, 8))->etag(), first->etag());
  const auto earlier = Complete(kKeyUsers, "alix", absl::CivilDay(2026, 3, 2));
  ASSERT_TRUE(earlier.ok()) << earlier.status();
  EXPECT_EQ(earlier->completed_date().day(), 2);
  v1::ListLearningCompletionsRequest list;
  list.set_parent(kKeyUsers);
  EXPECT_TRUE(absl::IsPermissionDenied(
      Call<v1::ListLearningCompletionsResponse>("users/vic", "ListLearningCompletions", list)
          .status()));
  const auto listed =
      Call<v1::ListLearningCompletionsResponse>("users/mia", "ListLearningCompletions", list);
  ASSERT_TRUE(listed.ok()) << listed.status();
  EXPECT_EQ(listed->learning_completions_size(), 1);
  EXPECT_EQ(ReasonOf(Complete(kKeyUsers, "alix", absl::CivilDay(2026, 3, 11)).status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Complete(kKeyUsers, "nobody", absl::CivilDay(2026, 3, 2)).status()),
            error::v1::RESOURCE_NOT_FOUND);
}

TEST_F(LearningServiceTest, APathCertifiesChampionsAfterItsLagAndPlansCountOnThem) {
  RecordProperty("requirement", "S1-31 S1-43");
  CreateChampion("alix", "innovation", false);
  CreateRollout();
  CreatePath("trainers", v1::LearningPath::CHAMPION, true);
  // Nobody may train the pilot.
  EXPECT_FALSE(Plan().ok());
  const auto completed = Complete(kTrainers, "alix", absl::CivilDay(2026, 3, 5));
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->champion(), "organizations/firm/champions/alix");
  v1::Champion alix = GetChampion("alix");
  EXPECT_FALSE(alix.certified());
  EXPECT_EQ(ToDay(alix.certified_date()), absl::CivilDay(2026, 3, 10));
  EXPECT_EQ(alix.certifying_path(), kTrainers);
  EXPECT_FALSE(Plan().ok());
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 10, 8), absl::UTCTimeZone()));
  // Basile of commerce is the one who carries the second wave.
  CreateChampion("basile", "commerce", false);
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->waves(0).teams(0).champions(0).champion(), "organizations/firm/champions/alix");
}

TEST_F(LearningServiceTest, ACompletionThatWasAMistakeTakesItsCertificateBack) {
  RecordProperty("requirement", "S1-31");
  CreateFirmRollout();
  CreatePath("trainers", v1::LearningPath::CHAMPION, true);
  CreatePath("speakers", v1::LearningPath::CHAMPION, true);
  const auto first = Complete(kTrainers, "basile", absl::CivilDay(2026, 3, 2));
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string speakers = absl::StrCat(kFirm, "/learningPaths/speakers");
  const auto second = Complete(speakers, "basile", absl::CivilDay(2026, 3, 4));
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(ToDay(GetChampion("basile").certified_date()), absl::CivilDay(2026, 3, 7));
  v1::DeleteLearningCompletionRequest request;
  request.set_name(first->name());
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteLearningCompletion", request).ok());
  EXPECT_EQ(ToDay(GetChampion("basile").certified_date()), absl::CivilDay(2026, 3, 9));
  EXPECT_EQ(GetChampion("basile").certifying_path(), speakers);
  request.set_name(second->name());
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteLearningCompletion", request).ok());
  EXPECT_FALSE(GetChampion("basile").has_certified_date());
}

TEST_F(LearningServiceTest, APathGoesWithItsCertificatesAndNotWhileSomethingNamesIt) {
  RecordProperty("requirement", "S1-31");
  CreateFirmRollout();
  CreatePath("trainers", v1::LearningPath::CHAMPION, true);
  ASSERT_TRUE(Complete(kTrainers, "basile", absl::CivilDay(2026, 3, 2)).ok());
  const auto assigned = Assign(kTrainers, {}, {"basile"});
  ASSERT_TRUE(assigned.ok()) << assigned.status();
  v1::DeleteLearningPathRequest deletion;
  deletion.set_name(kTrainers);
  deletion.set_force(true);
  const auto remove = [&] {
    return Call<google::protobuf::Empty>("users/mia", "DeleteLearningPath", deletion).status();
  };
  EXPECT_EQ(ReasonOf(remove()), error::v1::RESOURCE_HAS_CHILDREN);
  v1::DeleteLearningAssignmentRequest unassign;
  unassign.set_name(assigned->name());
  ASSERT_TRUE(
      Call<google::protobuf::Empty>("users/mia", "DeleteLearningAssignment", unassign).ok());
  v1::UpdateUpskillingPlanRequest plan;
  plan.mutable_upskilling_plan()->set_name(absl::StrCat(kRollout, "/upskillingPlans/everybody"));
  plan.mutable_upskilling_plan()->add_learning_paths(kTrainers);
  plan.mutable_update_mask()->add_paths("learning_paths");
  ASSERT_TRUE(Call<v1::UpskillingPlan>("users/mia", "UpdateUpskillingPlan", plan).ok());
  EXPECT_EQ(ReasonOf(remove()), error::v1::RESOURCE_HAS_CHILDREN);
  plan.mutable_upskilling_plan()->clear_learning_paths();
  ASSERT_TRUE(Call<v1::UpskillingPlan>("users/mia", "UpdateUpskillingPlan", plan).ok());
  EXPECT_EQ(GetChampion("basile").certifying_path(), kTrainers);
  const absl::Status removed = remove();
  ASSERT_TRUE(removed.ok()) << removed;
  EXPECT_FALSE(GetChampion("basile").has_certified_date());
  EXPECT_EQ(GetChampion("basile").certifying_path(), "");
}

TEST_F(LearningServiceTest, WhoCompletedThePathBeforeBecomesACertifiedChampion) {
  RecordProperty("requirement", "S1-31");
  CreateFirmRollout();
  CreatePath("trainers", v1::LearningPath::CHAMPION, true);
  registry::v1::CreatePersonRequest human;
  human.set_parent(kFirm);
  human.set_person_id("chloe");
  human.mutable_person()->set_display_name("Chloé");
  ASSERT_TRUE(Registry<registry::v1::Person>("users/dev", "CreatePerson", human).ok());
  const auto completed = Complete(kTrainers, "chloe", absl::CivilDay(2026, 3, 2));
  ASSERT_TRUE(completed.ok()) << completed.status();
  EXPECT_EQ(completed->champion(), "");
  v1::CreateChampionRequest request;
  request.set_parent(kFirm);
  request.set_champion_id("chloe");
  request.mutable_champion()->set_person(absl::StrCat(kFirm, "/people/chloe"));
  request.mutable_champion()->set_team(absl::StrCat(kFirm, "/teams/compta"));
  const auto champion = Call<v1::Champion>("users/mia", "CreateChampion", request);
  ASSERT_TRUE(champion.ok()) << champion.status();
  EXPECT_EQ(ToDay(champion->certified_date()), absl::CivilDay(2026, 3, 7));
}

}  // namespace
}  // namespace palier::rollout
