// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/wave_firm.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "common/status/macros.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "palier/rollout/v1/preparation_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"

namespace palier::scenarios {
namespace {

constexpr int kHeadcounts[] = {12, 30, 24, 20, 30, 20};
constexpr int kTeams = 6;
constexpr int kChampions = 3;
constexpr int kHoursAWeek = 8;

std::string Team(int n) {
  return absl::StrCat(WaveFirm::kName, "/teams/team-", n);
}

void MakeTeams(const rpc::Client& admin) {
  registry::v1::CreateDepartmentRequest department;
  department.set_parent(WaveFirm::kName);
  department.set_department_id("all");
  department.mutable_department()->set_display_name("All");
  ASSERT_TRUE(Unary<registry::v1::Department>(admin, "CreateDepartment", department).ok());
  for (int n = 0; n < kTeams; ++n) {
    registry::v1::CreateTeamRequest team;
    team.set_parent(WaveFirm::kName);
    team.set_team_id(absl::StrCat("team-", n));
    team.mutable_team()->set_display_name(team.team_id());
    team.mutable_team()->set_department(absl::StrCat(WaveFirm::kName, "/departments/all"));
    team.mutable_team()->set_headcount(kHeadcounts[n]);
    ASSERT_TRUE(Unary<registry::v1::Team>(admin, "CreateTeam", team).ok());
  }
}

void MakeChampions(const rpc::Client& admin, const rpc::Client& manager) {
  for (int n = 0; n < kChampions; ++n) {
    registry::v1::CreatePersonRequest person;
    person.set_parent(WaveFirm::kName);
    person.set_person_id(absl::StrCat("champion-", n));
    person.mutable_person()->set_display_name(person.person_id());
    const auto born = Unary<registry::v1::Person>(admin, "CreatePerson", person);
    ASSERT_TRUE(born.ok()) << born.status();
    rollout::v1::CreateChampionRequest request;
    request.set_parent(WaveFirm::kName);
    request.set_champion_id(person.person_id());
    request.mutable_champion()->set_person(born->name());
    request.mutable_champion()->set_team(Team(n));
    request.mutable_champion()->set_hours_per_week(kHoursAWeek);
    request.mutable_champion()->set_certified(n < 2);
    const auto made = Unary<rollout::v1::Champion>(manager, "CreateChampion", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
}

// The rules of the house, and a KPI that is on its way with data of real work.
void MakeReadyBeyondThePilot(World& world) {
  using registry::v1::Standard;
  for (const auto domain :
       {Standard::DATA_PROTECTION, Standard::QUALITY, Standard::SELECTION, Standard::TRAINING}) {
    registry::v1::CreateStandardRequest request;
    request.set_parent(WaveFirm::kName);
    request.mutable_standard()->set_display_name(Standard::Domain_Name(domain));
    request.mutable_standard()->set_domain(domain);
    request.mutable_standard()->set_version("1");
    *request.mutable_standard()->mutable_effective_date() = DateOf(absl::CivilDay(2026, 1, 1));
    ASSERT_TRUE(Unary<Standard>(world.As("registry", "users/dev"), "CreateStandard", request).ok());
  }
  registry::v1::RecordEvidenceRequest request;
  request.set_parent(WaveFirm::kProject);
  registry::v1::Evidence& evidence = *request.mutable_evidence();
  evidence.set_source("kpi");
  evidence.set_subject(absl::StrCat(WaveFirm::kProject, "/kpis/lead-time"));
  evidence.set_grade(registry::v1::Evidence::REAL);
  const absl::Time day = absl::FromCivil(absl::CivilDay(2026, 3, 1), absl::UTCTimeZone());
  resource::SetStandardTime(evidence, "as_of_time", day);
  resource::SetStandardTime(evidence, "valid_until_time", day + absl::Hours(24 * 36500));
  evidence.mutable_kpi()->set_status(registry::v1::KpiFact::ON_TRACK);
  const auto recorded = Unary<registry::v1::Evidence>(world.As("registry", "services/erp"),
                                                      "RecordEvidence", request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
}

// What was made before a process died is there.
absl::Status OrIsThere(const absl::Status& made) {
  return absl::IsAlreadyExists(made) ? absl::OkStatus() : made;
}

}  // namespace

absl::Status PreparePeople(const rpc::Client& manager, const std::string& rollout) {
  rollout::v1::CreateToolCardRequest card;
  card.set_parent(rollout);
  card.mutable_tool_card()->set_display_name("The tool");
  rollout::v1::ToolCardText& text = *card.mutable_tool_card()->mutable_english();
  text.set_does("Drafts a quotation.");
  text.set_does_not("Sets no price, sends nothing.");
  text.set_limits("Parts outside the catalogue.");
  text.set_contact("Innovation.");
  RETURN_IF_ERROR(OrIsThere(Unary<rollout::v1::ToolCard>(manager, "CreateToolCard", card).status()));
  rollout::v1::CreateCommunicationRequest news;
  news.set_parent(rollout);
  news.mutable_communication()->set_display_name("Launch");
  news.mutable_communication()->set_channel(rollout::v1::Communication::MEETING);
  *news.mutable_communication()->mutable_planned_date() = DateOf(absl::CivilDay(2026, 3, 5));
  rollout::v1::Audience& everybody = *news.mutable_communication()->add_audiences();
  everybody.set_label("Everybody");
  everybody.set_impact("You decide the price.");
  RETURN_IF_ERROR(
      OrIsThere(Unary<rollout::v1::Communication>(manager, "CreateCommunication", news).status()));
  rollout::v1::CreateUpskillingPlanRequest plan;
  plan.set_parent(rollout);
  plan.mutable_upskilling_plan()->set_display_name("Everybody");
  plan.mutable_upskilling_plan()->set_measures("Practice on one's own files.");
  return OrIsThere(Unary<rollout::v1::UpskillingPlan>(manager, "CreateUpskillingPlan", plan).status());
}

absl::Status RecordDrill(const rpc::Client& contributor, const std::string& project,
                         absl::CivilDay day) {
  registry::v1::CreateEntryRequest request;
  request.set_parent(project);
  // One a day.
  request.set_entry_id(absl::StrCat("drill-", absl::FormatCivilTime(day)));
  request.mutable_entry()->set_display_name("A day by hand");
  *request.mutable_entry()->mutable_event_date() = DateOf(day);
  request.mutable_entry()->mutable_fallback_drill()->set_scenario(
      registry::v1::FallbackDrill::MANUAL);
  request.mutable_entry()->mutable_fallback_drill()->set_passed(true);
  return Unary<registry::v1::Entry>(contributor, "CreateEntry", request).status();
}

WaveFirm::WaveFirm(World& world, int people) {
  const rpc::Client& admin = world.As("registry", "users/dev");
  std::vector<std::pair<std::string, api::v1::Role>> roles;
  for (int n = 0; n < people; ++n) {
    roles.emplace_back(absl::StrCat("users/p", n), api::v1::MANAGER);
    roles.emplace_back(absl::StrCat("users/p", n), api::v1::CONTRIBUTOR);
    roles.emplace_back(absl::StrCat("users/a", n), api::v1::APPROVER);
    roles.emplace_back(absl::StrCat("users/a", n), api::v1::CONTRIBUTOR);
  }
  MakeOrganization(admin, "acme", roles);
  MakeTeams(admin);
  registry::v1::Project project;
  project.set_display_name("Tool");
  MakeProject(world.As("registry", "users/p0"), "acme", "tool", project);
  MakeReadyBeyondThePilot(world);
  MakeChampions(admin, world.As("rollout", "users/p0"));
}

std::map<std::string, int> WaveFirm::Headcounts() {
  std::map<std::string, int> headcounts;
  for (int n = 0; n < kTeams; ++n) headcounts[Team(n)] = kHeadcounts[n];
  return headcounts;
}

std::map<std::string, int> WaveFirm::ChampionHours() {
  std::map<std::string, int> hours;
  for (int n = 0; n < kChampions; ++n)
    hours[absl::StrCat(kName, "/champions/champion-", n)] = kHoursAWeek;
  return hours;
}

absl::Status WaveFirm::CreateRollout(const rpc::Client& manager, const std::string& id,
                                     int variant) {
  rollout::v1::CreateRolloutRequest request;
  request.set_parent(kName);
  request.set_rollout_id(id);
  rollout::v1::Rollout& wanted = *request.mutable_rollout();
  wanted.set_display_name("Tool");
  wanted.set_application("Tool");
  wanted.set_project(kProject);
  for (int n = 0; n < 4; ++n) {
    rollout::v1::TeamDeployment& team = *wanted.add_teams();
    team.set_team(Team((n + variant) % kTeams));
    team.set_people(6 + n);
    team.set_pilot(n == variant % 4);
  }
  wanted.mutable_limits()->set_pilot_size(12);
  wanted.mutable_limits()->set_growth_permille(1500);
  wanted.mutable_limits()->set_hypercare_days(7);
  const auto make = [&]() -> absl::Status {
    RETURN_IF_ERROR(
        OrIsThere(Unary<rollout::v1::Rollout>(manager, "CreateRollout", request).status()));
    return PreparePeople(manager, absl::StrCat(kName, "/rollouts/", id));
  };
  // Whole, whoever is killed meanwhile: one that is half prepared would never start.
  absl::Status made;
  Await([&] {
    made = make();
    return !absl::IsUnavailable(made) && !absl::IsDeadlineExceeded(made);
  });
  return made;
}

}  // namespace palier::scenarios
