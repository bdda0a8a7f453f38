// SPDX-License-Identifier: Apache-2.0
// What the suite is for, from end to end: a register comes in, KPIs are measured, a gate opens, an
// application is rolled out in waves, and the report says where everything stands.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "palier/kpi/v1/comparison_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "palier/rollout/v1/preparation_service.pb.h"
#include "rollout/client/operations.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/wave_firm.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using registry::v1::Project;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

constexpr char kFirm[] = "organizations/acme";
constexpr char kQuotation[] = "organizations/acme/projects/quotation";
constexpr char kLeadTime[] = "organizations/acme/projects/quotation/kpis/lead-time";
constexpr char kPlan[] = "organizations/acme/rollouts/quotation";
constexpr char kFirstWave[] = "organizations/acme/rollouts/quotation/waves/wave-1";

constexpr char kRegister[] =
    "Use Case Name,Agency,Bureau,Use Case Topic Area,Stage of Development,Date Initiated,"
    "Date when Acquisition and/or Development began,Date Implemented,Date Retired\n"
    "Invoice reader,Roads,Accounts,Finance,Initiated,1/15/2025,,,\n"
    "\"Chat, in French\",Water,Office,People,Acquisition and/or Development,12/1/2025,1/5/2026,,\n"
    "\"Defect\nfinder\",Parks,Works,Quality,Implementation and Assessment,6/1/2024,,,\n"
    "Forecast,Schools,Sales,Sales,Operation and Maintenance,1/1/2023,,5/1/2023,\n"
    "Old scanner,Roads,Accounts,Finance,Retired,1/1/2019,,1/1/2020,1/1/2025\n"
    "Nobody knows,Water,Office,Other,,,,,\n";

constexpr char kLog[] =
    "case_id,activity,lifecycle,timestamp,resource\n"
    "1,ask,complete,2026-02-02 08:00:00,ann\n"
    "1,quote,complete,2026-02-04 20:00:00,bob\n"
    "2,ask,complete,2026-02-03 08:00:00,ann\n"
    "2,ask,complete,2026-02-03 08:00:00,ann\n"
    "2,quote,complete,2026-02-04 08:00:00,ann\n";

absl::TimeZone Paris() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Paris", &zone));
  return zone;
}

std::map<std::string, int> FunnelOf(const reporting::v1::Portfolio& portfolio) {
  std::map<std::string, int> funnel;
  for (const auto& stage : portfolio.funnel()) {
    if (stage.count() > 0) funnel[Project::Stage_Name(stage.stage())] = stage.count();
  }
  return funnel;
}

std::map<int, int> AgesOf(const reporting::v1::ListPurgatoryResponse& purgatory) {
  std::map<int, int> ages;
  for (const auto& age : purgatory.age_counts()) ages[age.older_than_days()] = age.count();
  return ages;
}

// `users/lea` is MANAGER, `users/marc` APPROVER, `users/carl` CONTRIBUTOR, `users/vic` VIEWER.
// Monday 9 March 2026, nine o'clock in Paris.
class MainJobScenario : public ScenarioTest {
 protected:
  void Configure(WorldOptions& options) override {
    options.now = absl::FromCivil(absl::CivilHour(2026, 3, 9, 9), Paris());
  }
  void MakeFirm(const std::string& time_zone) {
    MakeOrganization(As("registry", "users/dev"), "acme",
                     {{"users/lea", api::v1::MANAGER},
                      {"users/marc", api::v1::APPROVER},
                      {"users/carl", api::v1::CONTRIBUTOR},
                      {"users/vic", api::v1::VIEWER}},
                     time_zone);
    Project project;
    project.set_display_name("Quotation assistant");
    MakeProject(As("registry", "users/lea"), "acme", "quotation", project);
  }

  void CreateLeadTime();
  void Measure(const std::vector<double>& days);
  void FillInTheDossier();
  absl::Status MoveTo(Project::Stage stage);
  bool GateIsOpen();
  void CreateTeam(const std::string& id, int headcount);
  void CreateChampion(const std::string& id, const std::string& team, bool certified);
  void PlanTheRollout();
  std::vector<rollout::v1::Wave> Waves();
  std::vector<rollout::v1::CheckIn> CheckIns();

  reporting::v1::Portfolio Portfolio(const std::string& language,
                                     std::optional<absl::CivilDay> day = std::nullopt) {
    reporting::v1::GetPortfolioRequest request;
    request.set_name(absl::StrCat(kFirm, "/portfolio"));
    if (day.has_value()) *request.mutable_as_of_date() = DateOf(*day);
    auto portfolio = Unary<reporting::v1::Portfolio>(As("reporting", "users/vic", language),
                                                     "GetPortfolio", request);
    EXPECT_TRUE(portfolio.ok()) << portfolio.status();
    return portfolio.ok() ? *std::move(portfolio) : reporting::v1::Portfolio();
  }
  reporting::v1::ListPurgatoryResponse Purgatory(int older_than_days,
                                                 std::optional<absl::CivilDay> day = std::nullopt) {
    reporting::v1::ListPurgatoryRequest request;
    request.set_parent(kFirm);
    request.set_older_than_days(older_than_days);
    if (day.has_value()) *request.mutable_as_of_date() = DateOf(*day);
    auto list = Unary<reporting::v1::ListPurgatoryResponse>(As("reporting", "users/vic"),
                                                            "ListPurgatory", request);
    EXPECT_TRUE(list.ok()) << list.status();
    return list.ok() ? *std::move(list) : reporting::v1::ListPurgatoryResponse();
  }
};

void MainJobScenario::CreateLeadTime() {
  kpi::v1::CreateKpiRequest request;
  request.set_parent(kQuotation);
  request.set_kpi_id("lead-time");
  kpi::v1::Kpi& kpi = *request.mutable_kpi();
  kpi.set_display_name("Lead time of a quotation");
  kpi.set_unit("d");
  kpi.set_direction(kpi::v1::Kpi::DECREASE);
  kpi.set_category(kpi::v1::Kpi::EFFICIENCY);
  kpi.set_decimals(1);
  kpi.mutable_baseline()->set_value(10);
  *kpi.mutable_baseline()->mutable_date() = DateOf(absl::CivilDay(2026, 1, 1));
  kpi.mutable_target()->set_relative_percent(20);
  *kpi.mutable_horizon_date() = DateOf(absl::CivilDay(2026, 7, 1));
  kpi.set_owner("organizations/acme/people/ines");
  kpi.set_source("ERP");
  const auto made = Unary<kpi::v1::Kpi>(As("kpi", "users/lea"), "CreateKpi", request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_TRUE(made->quantified());
}

void MainJobScenario::Measure(const std::vector<double>& days) {
  kpi::v1::IngestMeasurementsRequest request;
  request.set_parent(kQuotation);
  request.set_source("erp");
  const absl::Time monday = absl::FromCivil(absl::CivilHour(2026, 3, 2, 9), Paris());
  for (size_t i = 0; i < days.size(); ++i) {
    *request.add_measurements() =
        MeasurementOf("lead-time", absl::StrCat(i), days[i], monday + i * absl::Hours(24));
  }
  for (const int64_t accepted :
       {static_cast<int64_t>(days.size()), int64_t{0}}) {  // the second time they are known
    const auto answer = Unary<kpi::v1::IngestMeasurementsResponse>(As("kpi", "users/carl"),
                                                                   "IngestMeasurements", request);
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->counts().accepted_count(), accepted);
  }
}

void MainJobScenario::FillInTheDossier() {
  registry::v1::CreatePersonRequest person;
  person.set_parent(kFirm);
  person.set_person_id("ines");
  person.mutable_person()->set_display_name("Ines Roy");
  const auto ines =
      Unary<registry::v1::Person>(As("registry", "users/dev"), "CreatePerson", person);
  ASSERT_TRUE(ines.ok()) << ines.status();
  registry::v1::UpdateProjectRequest update;
  Project& facets = *update.mutable_project();
  facets.set_name(kQuotation);
  using registry::v1::TeamMember;
  for (const auto function : {TeamMember::DATA, TeamMember::ENGINEERING, TeamMember::PRODUCT}) {
    TeamMember& member = *facets.add_team_members();
    member.set_person(ines->name());
    member.set_function(function);
  }
  registry::v1::ExitCriterion& criterion = *facets.add_exit_criteria();
  criterion.set_id("accuracy");
  criterion.set_metric("accuracy");
  criterion.set_dataset("quotations-2025");
  criterion.set_operator_(registry::v1::ExitCriterion::AT_LEAST);
  criterion.set_value(0.92);
  criterion.set_unit("1");
  facets.set_owner(ines->name());
  facets.set_sandbox(true);
  facets.mutable_population()->set_headcount(24);
  facets.mutable_population()->add_systems("ERP");
  facets.mutable_population()->add_data_classes("INTERNAL");
  const auto updated = Unary<Project>(As("registry", "users/lea"), "UpdateProject", update);
  ASSERT_TRUE(updated.ok()) << updated.status();
}

absl::Status MainJobScenario::MoveTo(Project::Stage stage) {
  registry::v1::RequestAdvanceRequest ask;
  ask.set_name(kQuotation);
  ask.set_target_stage(stage);
  const auto asked = Unary<Project>(As("registry", "users/lea"), "RequestAdvance", ask);
  if (!asked.ok()) return asked.status();
  registry::v1::AdvanceProjectRequest advance;
  advance.set_name(kQuotation);
  advance.set_target_stage(stage);
  return Unary<Project>(As("registry", "users/marc"), "AdvanceProject", advance).status();
}

bool MainJobScenario::GateIsOpen() {
  registry::v1::EvaluateGateRequest request;
  request.set_name(kQuotation);
  const auto gate = Unary<registry::v1::EvaluateGateResponse>(As("registry", "users/vic"),
                                                              "EvaluateGate", request);
  EXPECT_TRUE(gate.ok()) << gate.status();
  return gate.ok() && gate->met();
}

void MainJobScenario::CreateTeam(const std::string& id, int headcount) {
  registry::v1::CreateTeamRequest request;
  request.set_parent(kFirm);
  request.set_team_id(id);
  request.mutable_team()->set_display_name(id);
  request.mutable_team()->set_headcount(headcount);
  const auto made = Unary<registry::v1::Team>(As("registry", "users/dev"), "CreateTeam", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

void MainJobScenario::CreateChampion(const std::string& id, const std::string& team,
                                     bool certified) {
  registry::v1::CreatePersonRequest person;
  person.set_parent(kFirm);
  person.set_person_id(id);
  person.mutable_person()->set_display_name(id);
  const auto born =
      Unary<registry::v1::Person>(As("registry", "users/dev"), "CreatePerson", person);
  ASSERT_TRUE(born.ok()) << born.status();
  rollout::v1::CreateChampionRequest request;
  request.set_parent(kFirm);
  request.set_champion_id(id);
  request.mutable_champion()->set_person(born->name());
  request.mutable_champion()->set_team(absl::StrCat(kFirm, "/teams/", team));
  request.mutable_champion()->set_hours_per_week(8);
  request.mutable_champion()->set_certified(certified);
  const auto made =
      Unary<rollout::v1::Champion>(As("rollout", "users/lea"), "CreateChampion", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

void MainJobScenario::PlanTheRollout() {
  CreateTeam("commerce", 60);
  CreateTeam("compta", 40);
  CreateTeam("innovation", 40);
  CreateChampion("alix", "innovation", true);
  CreateChampion("basile", "commerce", false);
  rollout::v1::CreateRolloutRequest request;
  request.set_parent(kFirm);
  request.set_rollout_id("quotation");
  rollout::v1::Rollout& wanted = *request.mutable_rollout();
  wanted.set_display_name("Quotation assistant");
  wanted.set_application("Quotation assistant");
  wanted.set_project(kQuotation);
  for (const auto& [team, people] :
       {std::pair("commerce", 12), std::pair("compta", 8), std::pair("innovation", 4)}) {
    rollout::v1::TeamDeployment& deployment = *wanted.add_teams();
    deployment.set_team(absl::StrCat(kFirm, "/teams/", team));
    deployment.set_people(people);
  }
  wanted.mutable_teams(2)->set_pilot(true);
  for (const int size : {4, 12, 8}) wanted.mutable_limits()->add_wave_sizes(size);
  const auto made =
      Unary<rollout::v1::Rollout>(As("rollout", "users/lea"), "CreateRollout", request);
  ASSERT_TRUE(made.ok()) << made.status();
  rollout::v1::PlanWavesRequest plan;
  plan.set_name(kPlan);
  const auto planned =
      rollout::PlanWavesAndWait(As("rollout", "users/lea"), plan);
  ASSERT_TRUE(planned.ok()) << planned.status();
}

// What the first wave waits for: the card of the tool, what is said to everybody, how they learn.
std::vector<rollout::v1::Wave> MainJobScenario::Waves() {
  rollout::v1::ListWavesRequest request;
  request.set_parent(kPlan);
  request.set_order_by("number");
  const auto page =
      Unary<rollout::v1::ListWavesResponse>(As("rollout", "users/vic"), "ListWaves", request);
  EXPECT_TRUE(page.ok()) << page.status();
  if (!page.ok()) return {};
  return {page->waves().begin(), page->waves().end()};
}

std::vector<rollout::v1::CheckIn> MainJobScenario::CheckIns() {
  rollout::v1::ListCheckInsRequest request;
  request.set_parent(kFirstWave);
  request.set_order_by("due_time");
  const auto page =
      Unary<rollout::v1::ListCheckInsResponse>(As("rollout", "users/vic"), "ListCheckIns", request);
  EXPECT_TRUE(page.ok()) << page.status();
  if (!page.ok()) return {};
  return {page->check_ins().begin(), page->check_ins().end()};
}

TEST_P(MainJobScenario, ARegisterBecomesAReport) {
  MakeFirm("Europe/Paris");
  const Imported imported =
      ImportFile(As("registry", "users/lea"), "acme", "us-ai-inventory-2024", kRegister);
  ASSERT_TRUE(imported.status.ok()) << imported.status;
  EXPECT_EQ(imported.summary.created_count(), 6);
  const Imported again =
      ImportFile(As("registry", "users/lea"), "acme", "us-ai-inventory-2024", kRegister);
  EXPECT_EQ(again.summary.unchanged_count(), 6) << again.status;

  const reporting::v1::Portfolio portfolio = Portfolio("en");
  EXPECT_THAT(FunnelOf(portfolio),
              UnorderedElementsAre(Pair("IDEA", 2), Pair("POC", 1), Pair("LIMITED", 1),
                                   Pair("RUN", 1), Pair("RETIRED", 1), Pair("STAGE_UNKNOWN", 1)));
  EXPECT_EQ(portfolio.department_count(), 4);
  EXPECT_EQ(portfolio.as_of_date().day(), 9) << "today is what the clock file says";
  EXPECT_EQ(portfolio.funnel(0).label(), "Idea");
  EXPECT_EQ(Portfolio("fr").funnel(0).label(), "Idée");

  const reporting::v1::ListPurgatoryResponse purgatory = Purgatory(365);
  EXPECT_EQ(purgatory.open_count(), 3);
  EXPECT_THAT(AgesOf(purgatory), ElementsAre(Pair(90, 3), Pair(180, 2), Pair(365, 2), Pair(548, 1),
                                             Pair(730, 0), Pair(1095, 0)));
  ASSERT_EQ(purgatory.projects_size(), 2);
  EXPECT_THAT(purgatory.projects(0).display_name(), HasSubstr("finder"));
  EXPECT_EQ(purgatory.projects(0).age_days(), 646);
}

TEST_P(MainJobScenario, MeasuredKpisOpenTheGate) {
  MakeFirm("Europe/Paris");
  ASSERT_TRUE(MoveTo(Project::SCOPING).ok());
  FillInTheDossier();
  EXPECT_FALSE(GateIsOpen());
  const absl::Status refused = MoveTo(Project::POC);
  ASSERT_EQ(status::ReasonOf(refused), error::v1::GATE_NOT_MET) << refused;
  ASSERT_EQ(status::DetailOf(refused).precondition_violations_size(), 1);
  EXPECT_EQ(status::DetailOf(refused).precondition_violations(0).type(), "NO_QUANTIFIED_KPI");

  CreateLeadTime();
  Measure({8.5, 8, 9});
  const auto evidence = AwaitEvidence(
      As("registry", "users/vic"), kQuotation, kLeadTime,
      [](const registry::v1::Evidence& one) { return one.kpi().measurement_count() == 3; });
  EXPECT_EQ(evidence.source(), "kpi");
  EXPECT_EQ(evidence.kpi().status(), registry::v1::KpiFact::AHEAD);
  EXPECT_DOUBLE_EQ(evidence.kpi().value(), 8.5);
  EXPECT_TRUE(GateIsOpen());
  const absl::Status advanced = MoveTo(Project::POC);
  ASSERT_TRUE(advanced.ok()) << advanced;
  EXPECT_THAT(FunnelOf(Portfolio("en")), ElementsAre(Pair("POC", 1)));

  const auto summary = ImportLog(As("kpi", "users/lea"), kQuotation, kLog);
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->case_count(), 2);
  EXPECT_EQ(summary->duplicate_row_count(), 1);
  AwaitEvidence(
      As("registry", "users/vic"), kQuotation, absl::StrCat(kQuotation, "/kpis/cycle-time"),
      [](const registry::v1::Evidence& one) { return one.kpi().measurement_count() == 2; });
}

TEST_P(MainJobScenario, WavesAreFollowedForFourWeeks) {
  MakeFirm("Europe/Paris");
  PlanTheRollout();
  std::vector<int> people, coverage;
  for (const rollout::v1::Wave& wave : Waves()) {
    people.push_back(wave.headcount());
    coverage.push_back(wave.coverage_permille());
  }
  EXPECT_THAT(people, ElementsAre(4, 12, 8));
  EXPECT_THAT(coverage, ElementsAre(29, 114, 171));

  rollout::v1::StartWaveRequest start;
  start.set_name(kFirstWave);
  const auto& marc = As("rollout", "users/marc");
  EXPECT_EQ(status::ReasonOf(Unary<rollout::v1::Wave>(marc, "StartWave", start).status()),
            error::v1::GATE_NOT_MET);
  ASSERT_TRUE(
      RecordDrill(As("registry", "users/carl"), kQuotation, absl::CivilDay(2026, 3, 1)).ok());
  ASSERT_TRUE(PreparePeople(As("rollout", "users/lea"), kPlan).ok());
  const auto started = Unary<rollout::v1::Wave>(marc, "StartWave", start);
  ASSERT_TRUE(started.ok()) << started.status();
  EXPECT_EQ(CheckIns().size(), 4u);
  const auto evidence = AwaitEvidence(
      As("registry", "users/vic"), kQuotation, kFirstWave,
      [](const registry::v1::Evidence& one) { return one.wave().state() == "ACTIVE"; });
  EXPECT_EQ(evidence.wave().headcount(), 4);

  rollout::v1::CompleteCheckInRequest done;
  done.set_name(CheckIns().at(1).name());
  ASSERT_TRUE(
      Unary<rollout::v1::CheckIn>(As("rollout", "users/carl"), "CompleteCheckIn", done).ok());
  using C = rollout::v1::CheckIn;
  const std::vector<std::pair<absl::CivilSecond, std::vector<C::State>>> days = {
      {absl::CivilSecond(2026, 3, 16, 23, 59, 59), {C::DUE, C::DONE, C::DUE, C::DUE}},
      {absl::CivilSecond(2026, 3, 17), {C::OVERDUE, C::DONE, C::DUE, C::DUE}},
      {absl::CivilSecond(2026, 3, 31), {C::OVERDUE, C::DONE, C::OVERDUE, C::DUE}},
      {absl::CivilSecond(2026, 4, 7), {C::OVERDUE, C::DONE, C::OVERDUE, C::OVERDUE}},
  };
  for (const auto& [now, expected] : days) {
    world().SetTime(absl::FromCivil(now, Paris()));
    std::vector<C::State> states;
    for (const C& check_in : CheckIns()) states.push_back(check_in.state());
    EXPECT_EQ(states, expected) << now;
  }
  EXPECT_EQ(Portfolio("en").as_of_date().month(), 4) << "every process has the same today";
}

class RealDataScenario : public MainJobScenario {
 protected:
  void SetUp() override {
    if (!testing::TestDataDir().has_value()) GTEST_SKIP() << "PALIER_TEST_DATA is absent";
    MainJobScenario::SetUp();
  }
  std::string Data(const std::string& file) {
    return ReadFileOrEmpty(*testing::TestDataDir() + "/" + file);
  }
};

TEST_P(RealDataScenario, TheUsRegisterOf2024) {
  MakeFirm("UTC");
  const Imported imported =
      ImportFile(As("registry", "users/lea"), "acme", "us-ai-inventory-2024",
                 Data("us-ai-inventory/2024_consolidated_ai_inventory_raw_v2.csv"));
  ASSERT_TRUE(imported.status.ok()) << imported.status;
  EXPECT_EQ(imported.summary.created_count(), 2133);
  const absl::CivilDay day(2024, 12, 16);
  const reporting::v1::Portfolio portfolio = Portfolio("en", day);
  EXPECT_EQ(portfolio.department_count(), 41);
  // One idea more than in the register: the firm's own project.
  EXPECT_THAT(FunnelOf(portfolio),
              UnorderedElementsAre(Pair("IDEA", 400), Pair("POC", 404), Pair("LIMITED", 287),
                                   Pair("RUN", 892), Pair("RETIRED", 142), Pair("STOPPED", 5),
                                   Pair("STAGE_UNKNOWN", 4)));
  const reporting::v1::ListPurgatoryResponse purgatory = Purgatory(365, day);
  EXPECT_EQ(purgatory.open_count(), 583);
  EXPECT_EQ(purgatory.total_size(), 278);
  EXPECT_THAT(AgesOf(purgatory), ElementsAre(Pair(90, 497), Pair(180, 422), Pair(365, 278),
                                             Pair(548, 202), Pair(730, 157), Pair(1095, 102)));
}

TEST_P(RealDataScenario, ThePermitsGotFaster) {
  MakeFirm("UTC");
  const auto summary =
      ImportLog(As("kpi", "users/lea"), kQuotation, Data("eventlogs/env_permit.csv.gz"));
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(summary->case_count(), 1434);
  kpi::v1::CompareKpiRequest request;
  request.set_name(absl::StrCat(kQuotation, "/kpis/cycle-time"));
  *request.mutable_before()->mutable_first_date() = DateOf(absl::CivilDay(2010, 11, 1));
  *request.mutable_before()->mutable_last_date() = DateOf(absl::CivilDay(2011, 3, 31));
  *request.mutable_after()->mutable_first_date() = DateOf(absl::CivilDay(2011, 7, 1));
  *request.mutable_after()->mutable_last_date() = DateOf(absl::CivilDay(2011, 12, 31));
  const auto found =
      Unary<kpi::v1::CompareKpiResponse>(As("kpi", "users/vic"), "CompareKpi", request);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->verdict(), kpi::v1::CompareKpiResponse::IMPROVED);
  EXPECT_EQ(found->before().size(), 521);
  EXPECT_EQ(found->after().size(), 541);
  EXPECT_NEAR(found->before().median(), 1.890467, 1e-6);
  EXPECT_NEAR(found->after().median(), 0.002768, 1e-6);
  EXPECT_NEAR(found->test().cliffs_delta(), 0.478661, 1e-6);
  AwaitEvidence(
      As("registry", "users/vic"), kQuotation, request.name(),
      [](const registry::v1::Evidence& one) { return one.kpi().measurement_count() == 1434; });
}

INSTANTIATE_TEST_SUITE_P(Worlds, MainJobScenario, ::testing::ValuesIn(AllWorlds()), WorldName);
INSTANTIATE_TEST_SUITE_P(Worlds, RealDataScenario, ::testing::ValuesIn(AllWorlds()), WorldName);

}  // namespace
}  // namespace palier::scenarios
