// SPDX-License-Identifier: Apache-2.0
#include "reporting/model/project_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::reporting {
namespace {

using P = registry::v1::Project;
using ::testing::Optional;

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone));
  return zone;
}

P At(absl::Time time) {
  P project;
  project.mutable_stage_time()->set_seconds(absl::ToUnixSeconds(time));
  return project;
}

TEST(ProjectFacts, StageBeginsOnTheDayOfTheOrganisation) {
  const absl::Time late =
      absl::FromCivil(absl::CivilMinute(2024, 6, 30, 22, 30), absl::UTCTimeZone());
  EXPECT_THAT(ToFacts(At(late), Zone("Europe/Paris")).stage_since,
              Optional(absl::CivilDay(2024, 7, 1)));
  EXPECT_THAT(ToFacts(At(late), Zone("America/New_York")).stage_since,
              Optional(absl::CivilDay(2024, 6, 30)));
  EXPECT_FALSE(ToFacts(P(), Zone("Europe/Paris")).stage_since.has_value());
}

TEST(ProjectFacts, DayOfARegisterIsTheSameEverywhere) {
  P project = At(absl::FromCivil(absl::CivilDay(2024, 7, 1), absl::UTCTimeZone()));
  EXPECT_THAT(ToFacts(project, Zone("America/New_York")).stage_since,
              Optional(absl::CivilDay(2024, 6, 30)));
  project.mutable_origin()->set_profile("us-ai-inventory-2024");
  EXPECT_THAT(ToFacts(project, Zone("America/New_York")).stage_since,
              Optional(absl::CivilDay(2024, 7, 1)));
}

TEST(ProjectFacts, KnowsWhetherAnImportedProjectWasMovedSince) {
  const struct {
    const char* register_stage;
    P::Stage stage;
    bool as_imported;
  } cases[] = {{"IDEA", P::IDEA, true},        {"BUILD", P::POC, true},
               {"PILOT", P::LIMITED, true},    {"PRODUCTION", P::RUN, true},
               {"RETIRED", P::RETIRED, true},  {"CLOSED", P::STOPPED, true},
               {"BUILD", P::POST_POC, false},  {"UNKNOWN", P::POC, false},
               {"SOMETHING_NEW", P::POC, true}};
  for (const auto& c : cases) {
    P project;
    project.set_stage(c.stage);
    project.mutable_origin()->set_profile("us-ai-inventory-2024");
    (*project.mutable_origin()->mutable_attributes())["register_stage"] = c.register_stage;
    EXPECT_EQ(IsAsImported(ToFacts(project, absl::UTCTimeZone())), c.as_imported)
        << c.register_stage;
  }
  EXPECT_FALSE(IsAsImported(ToFacts(P(), absl::UTCTimeZone())));
}

}  // namespace
}  // namespace palier::reporting
