// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/conflicts.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/time/proto_time.h"

namespace palier::registry {
namespace {

struct Row {
  std::string id;
  v1::Project::Stage stage = v1::Project::POC;
  std::string sponsor, owner, member, team;
  int rank = 0;
  // Days of 2026; 0: unset.
  int start = 0, end = 0;
};

v1::Project ProjectOf(const Row& row) {
  v1::Project project;
  project.set_name(row.id);
  project.set_stage(row.stage);
  project.set_sponsor(row.sponsor);
  project.set_owner(row.owner);
  if (!row.member.empty()) project.add_team_members()->set_person(row.member);
  if (!row.team.empty()) project.mutable_population()->add_teams(row.team);
  project.set_portfolio_rank(row.rank);
  const auto day = [](int n) { return absl::CivilDay(2026, 1, 1) + (n - 1); };
  if (row.start > 0) {
    time::SetTime(absl::FromCivil(day(row.start), absl::UTCTimeZone()),
                  project.mutable_poc_start_time());
  }
  if (row.end > 0) {
    project.mutable_production_target_date()->set_year(2026);
    project.mutable_production_target_date()->set_month(day(row.end).month());
    project.mutable_production_target_date()->set_day(day(row.end).day());
  }
  return project;
}

// `SAME_PERSON ann: a b, first a`, one to a line.
std::string Told(const std::vector<Row>& rows) {
  ConflictReport report(2, absl::UTCTimeZone());
  for (const Row& row : rows) report.Add(ProjectOf(row));
  return absl::StrJoin(report.Conflicts(), "; ",
                       [](std::string* out, const v1::PortfolioConflict& conflict) {
                         absl::StrAppend(out, v1::PortfolioConflict::Kind_Name(conflict.kind()),
                                         " ", conflict.subject(), ":");
                         for (const auto& project : conflict.projects())
                           absl::StrAppend(out, " ", project.project());
                         if (!conflict.first_project().empty())
                           absl::StrAppend(out, ", first ", conflict.first_project());
                       });
}

TEST(Conflicts, AreToldWithWhoGoesFirst) {
  RecordProperty("requirement", "S0-15 S1-09");
  using P = v1::Project;
  const struct {
    const char* name;
    std::vector<Row> rows;
    const char* told;
  } kCases[] = {
      {"nothing is shared", {{.id = "a", .owner = "ann"}, {.id = "b", .owner = "bob"}}, ""},
      {"an owner of two, unranked",
       {{.id = "b", .owner = "ann"}, {.id = "a", .owner = "ann"}},
       "SAME_PERSON ann: a b"},
      {"owner here, member there; the lower rank goes first",
       {{.id = "a", .owner = "ann", .rank = 7}, {.id = "b", .member = "ann", .rank = 2}},
       "SAME_PERSON ann: b a, first b"},
      {"a ranked one goes before unranked ones",
       {{.id = "a", .owner = "ann"}, {.id = "b", .owner = "ann", .rank = 9}},
       "SAME_PERSON ann: b a, first b"},
      {"equal ranks decide nothing",
       {{.id = "a", .owner = "ann", .rank = 1}, {.id = "b", .owner = "ann", .rank = 1}},
       "SAME_PERSON ann: a b"},
      {"owner and member of the same project", {{.id = "a", .owner = "ann", .member = "ann"}}, ""},
      {"one after the other",
       {{.id = "a", .owner = "ann", .start = 1, .end = 10},
        {.id = "b", .owner = "ann", .start = 11, .end = 20}},
       ""},
      {"the last day of one is the first of the other",
       {{.id = "a", .owner = "ann", .start = 1, .end = 10},
        {.id = "b", .owner = "ann", .start = 10, .end = 20}},
       "SAME_PERSON ann: a b"},
      {"an open end overlaps",
       {{.id = "a", .owner = "ann", .start = 1},
        {.id = "b", .owner = "ann", .start = 90, .end = 99}},
       "SAME_PERSON ann: a b"},
      {"a target date before the start says nothing",
       {{.id = "a", .owner = "ann", .start = 20, .end = 10},
        {.id = "b", .owner = "ann", .start = 30, .end = 40}},
       "SAME_PERSON ann: a b"},
      {"the one apart is left out",
       {{.id = "a", .owner = "ann", .start = 1, .end = 10},
        {.id = "b", .owner = "ann", .start = 5, .end = 12},
        {.id = "c", .owner = "ann", .start = 50, .end = 60}},
       "SAME_PERSON ann: a b"},
      {"a sponsor within the capacity",
       {{.id = "a", .sponsor = "sam"}, {.id = "b", .sponsor = "sam"}},
       ""},
      {"a sponsor above it",
       {{.id = "a", .sponsor = "sam"},
        {.id = "b", .sponsor = "sam"},
        {.id = "c", .sponsor = "sam"}},
       "SPONSOR_OVERLOADED sam: a b c"},
      {"a sponsor of three, never more than two at once",
       {{.id = "a", .sponsor = "sam", .start = 1, .end = 10},
        {.id = "b", .sponsor = "sam", .start = 5, .end = 20},
        {.id = "c", .sponsor = "sam", .start = 15, .end = 30}},
       ""},
      {"a team of two; the larger conflict first",
       {{.id = "a", .owner = "ann", .team = "t"},
        {.id = "b", .owner = "ann", .team = "t"},
        {.id = "c", .team = "t"}},
       "SAME_TEAM t: a b c; SAME_PERSON ann: a b"},
      {"ideas, what runs and what has ended need nobody",
       {{.id = "a", .stage = P::IDEA, .owner = "ann"},
        {.id = "b", .stage = P::RUN, .owner = "ann"},
        {.id = "c", .stage = P::STOPPED, .owner = "ann"},
        {.id = "d", .stage = P::RETIRED, .owner = "ann"},
        {.id = "e", .stage = P::ROLLOUT, .owner = "ann"}},
       ""},
  };
  for (const auto& each : kCases) EXPECT_EQ(Told(each.rows), each.told) << each.name;
}

}  // namespace
}  // namespace palier::registry
