// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/planning_model.h"

#include <functional>
#include <string>
#include <vector>

#include "common/status/error.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "rollout/domain/planning_samples.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;

std::vector<std::string> PathsOf(const absl::Status& status) {
  std::vector<std::string> paths;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  for (const error::v1::Violation& violation : detail.field_violations()) {
    paths.push_back(violation.subject());
    EXPECT_FALSE(violation.en().empty() || violation.fr().empty());
  }
  return paths;
}

TEST(PlanningModelTest, SamplesAreValid) {
  EXPECT_EQ(ValidateModel(FirmOf140()), absl::OkStatus());
  EXPECT_EQ(ValidateModel(DeskOf80()), absl::OkStatus());
  EXPECT_EQ(ValidateModel(RichModel()), absl::OkStatus());
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    EXPECT_EQ(ValidateModel(RandomModel(seed)), absl::OkStatus()) << seed;
  }
}

TEST(PlanningModelTest, NamesTheField) {
  const struct {
    std::function<void(PlanningModel&)> change;
    std::vector<std::string> paths;
  } cases[] = {
      {[](PlanningModel& m) { m.population = 0; }, {"population", "population"}},
      {[](PlanningModel& m) { m.population = 139; }, {"population"}},
      {[](PlanningModel& m) { m.horizon.end = m.horizon.start; }, {"horizon", "horizon.days"}},
      {[](PlanningModel& m) { m.horizon.end = m.horizon.start + 1101; }, {"horizon.days"}},
      {[](PlanningModel& m) {
         m.horizon = {CivilDay(1969, 12, 31), CivilDay(1970, 2, 1)};
       },
       {"horizon.start"}},
      {[](PlanningModel& m) { m.teams.clear(); }, {"teams.size"}},
      {[](PlanningModel& m) { m.teams.resize(2001); }, {"teams.size"}},
      {[](PlanningModel& m) { m.deployments.resize(2001); }, {"deployments.size"}},
      {[](PlanningModel& m) { m.champions.resize(2001); }, {"champions.size"}},
      {[](PlanningModel& m) { m.sponsors.resize(501); }, {"sponsors.size"}},
      {[](PlanningModel& m) { m.teams[1].id = m.teams[0].id; },
       {"teams[1].id", "deployments[1].team"}},
      {[](PlanningModel& m) { m.teams[0].max_training_permille = 1001; },
       {"teams[0].max_training_permille"}},
      {[](PlanningModel& m) { m.teams[0].saturation = 0; }, {"teams[0].saturation"}},
      {[](PlanningModel& m) { m.teams[0].absences.resize(201); }, {"teams[0].absences.size"}},
      {[](PlanningModel& m) {
         m.teams[0].absences = {{CivilDay(2026, 2, 2), CivilDay(2026, 2, 1)}};
       },
       {"teams[0].absences[0]"}},
      {[](PlanningModel& m) { m.teams[0].training_hours = -1; }, {"teams[0].training_hours"}},
      {[](PlanningModel& m) { m.deployments[0].people = 61; }, {"deployments[0].people"}},
      {[](PlanningModel& m) { m.deployments[0].team = "nobody"; }, {"deployments[0].team"}},
      {[](PlanningModel& m) { m.deployments[0].sponsor = "nobody"; }, {"deployments[0].sponsor"}},
      {[](PlanningModel& m) { m.deployments[0].readiness = 101; }, {"deployments[0].readiness"}},
      {[](PlanningModel& m) { m.deployments[0].value_per_week = -1; },
       {"deployments[0].value_per_week"}},
      {[](PlanningModel& m) { m.deployments[0].deadline = CivilDay(2201, 1, 1); },
       {"deployments[0].deadline"}},
      {[](PlanningModel& m) { m.deployments[1].id = m.deployments[0].id; }, {"deployments[1].id"}},
      {[](PlanningModel& m) { m.deployments[1].id = ""; }, {"deployments[1].id.length"}},
      {[](PlanningModel& m) {
         m.deployments.push_back(m.deployments[0]);
         m.deployments.back().id = "twice";
       },
       {"deployments[3].application"}},
      {[](PlanningModel& m) {
         m.deployments[0].prerequisites = {{"nothing", 731}};
       },
       {"deployments[0].prerequisites[0].deployment", "deployments[0].prerequisites[0].lag_days"}},
      {[](PlanningModel& m) { m.deployments[0].prerequisites.resize(21); },
       {"deployments[0].prerequisites.size"}},
      {[](PlanningModel& m) {
         m.deployments.push_back(SampleDeployment("commerce", 3, "quotes"));
         m.deployments[0].cluster = m.deployments[3].cluster = "customer";
         m.deployments[3].pilot = true;
       },
       {"deployments[3].pilot"}},
      {[](PlanningModel& m) { m.champions[0].team = "nobody"; }, {"champions[0].team"}},
      {[](PlanningModel& m) { m.champions[0].hours_per_week = 61; },
       {"champions[0].hours_per_week"}},
      {[](PlanningModel& m) { m.limits.session_size = 0; }, {"limits.session_size"}},
      {[](PlanningModel& m) { m.limits.session_minutes = 14; }, {"limits.session_minutes"}},
      {[](PlanningModel& m) { m.limits.hypercare_days = 366; }, {"limits.hypercare_days"}},
      {[](PlanningModel& m) { m.limits.gate_review_days = -1; }, {"limits.gate_review_days"}},
      {[](PlanningModel& m) { m.limits.max_wave_permille = 0; }, {"limits.max_wave_permille"}},
      {[](PlanningModel& m) { m.limits.wave_sizes[1] = 0; }, {"limits.wave_sizes[1]"}},
      {[](PlanningModel& m) { m.budget = -1; }, {"budget"}},
      {[](PlanningModel& m) { m.calendar.blackouts = {{}}; }, {"calendar.blackouts[0]"}},
  };
  for (size_t i = 0; i < std::size(cases); ++i) {
    PlanningModel model = FirmOf140();
    cases[i].change(model);
    const absl::Status status = ValidateModel(model);
    EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_FIELDS) << i;
    EXPECT_EQ(PathsOf(status), cases[i].paths) << i;
  }
}

TEST(PlanningModelTest, StopsAtTwentyFields) {
  PlanningModel model = FirmOf140();
  model.champions.clear();
  for (int i = 0; i < 100; ++i) {
    model.champions.push_back(SampleChampion(absl::StrCat("p", i), "nobody", true));
  }
  EXPECT_EQ(PathsOf(ValidateModel(model)).size(), 20u);
}

}  // namespace
}  // namespace palier::rollout
