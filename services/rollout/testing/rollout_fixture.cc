// SPDX-License-Identifier: Apache-2.0
#include "rollout/testing/rollout_fixture.h"

#include <cstdio>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "common/rpc/auth.h"
#include "kpi/module.h"
#include "palier/registry/v1/governance_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "palier/rollout/v1/preparation_service.pb.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "registry/module.h"
#include "rollout/client/operations.h"
#include "rollout/module.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {

std::string WaveName(int number) {
  return absl::StrCat(kRollout, "/waves/wave-", number);
}

std::vector<std::string> Violations(const absl::Status& status) {
  std::vector<std::string> types;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  for (const auto& violation : detail.precondition_violations()) types.push_back(violation.type());
  return types;
}

void RolloutFixture::SetUp() {
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 9, 8), absl::UTCTimeZone()));
  config_.listen = "127.0.0.1:0";
  config_.data = dir_.File("data");
  config_.clock_file = dir_.File("clock");
  config_.drain_delay = absl::ZeroDuration();
  Configure(config_);
  Serve();
  if (!HasFatalFailure()) CreateOrganization();
}

void RolloutFixture::Serve() {
  clients_.clear();
  std::vector<app::ModuleSpec> modules = {registry::Spec()};
  if (!config_.peers.contains("kpi")) modules.push_back(kpi::Spec());
  modules.push_back(Spec());
  auto suite = app::Suite::Start(config_, modules);
  ASSERT_TRUE(suite.ok()) << suite.status();
  suite_ = *std::move(suite);
}

void RolloutFixture::SetTime(absl::Time now) {
  const std::string path = dir_.File("clock");
  std::ofstream(path + ".new") << absl::FormatTime(absl::RFC3339_full, now, absl::UTCTimeZone());
  ASSERT_EQ(std::rename((path + ".new").c_str(), path.c_str()), 0);
}

const rpc::Client& RolloutFixture::As(const std::string& principal, const std::string& language) {
  std::unique_ptr<rpc::Client>& client = clients_[principal + " " + language];
  if (client == nullptr) {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, principal}, {"accept-language", language}};
    client = std::make_unique<rpc::Client>(rpc::Connect(suite_->address()), options);
  }
  return *client;
}

void RolloutFixture::Grant(const std::string& principal, api::v1::Role role) {
  registry::v1::CreateRoleBindingRequest request;
  request.set_parent(kFirm);
  request.mutable_role_binding()->set_principal(principal);
  request.mutable_role_binding()->set_role(role);
  const auto bound = Registry<registry::v1::RoleBinding>("users/dev", "CreateRoleBinding", request);
  ASSERT_TRUE(bound.ok()) << bound.status();
}

void RolloutFixture::CreateTeam(const std::string& id, const std::string& department,
                                int headcount) {
  registry::v1::CreateDepartmentRequest unit;
  unit.set_parent(kFirm);
  unit.set_department_id(department);
  unit.mutable_department()->set_display_name(department);
  const auto made = Registry<registry::v1::Department>("users/dev", "CreateDepartment", unit);
  ASSERT_TRUE(made.ok()) << made.status();
  registry::v1::CreateTeamRequest request;
  request.set_parent(kFirm);
  request.set_team_id(id);
  request.mutable_team()->set_display_name(id);
  request.mutable_team()->set_department(made->name());
  request.mutable_team()->set_headcount(headcount);
  const auto team = Registry<registry::v1::Team>("users/dev", "CreateTeam", request);
  ASSERT_TRUE(team.ok()) << team.status();
}

void RolloutFixture::CreateOrganization() {
  registry::v1::CreateOrganizationRequest request;
  request.set_organization_id("firm");
  request.mutable_organization()->set_display_name("Mécanique 140");
  request.mutable_organization()->set_employee_count(140);
  request.mutable_organization()->set_time_zone("Europe/Paris");
  const auto made =
      Registry<registry::v1::Organization>("users/dev", "CreateOrganization", request);
  ASSERT_TRUE(made.ok()) << made.status();
  Grant("users/mia", api::v1::MANAGER);
  Grant("users/mia", api::v1::APPROVER);
  Grant("users/abe", api::v1::APPROVER);
  Grant("users/carl", api::v1::CONTRIBUTOR);
  Grant("users/vic", api::v1::VIEWER);
  CreateTeam("commerce", "sales", 60);
  CreateTeam("compta", "finance", 40);
  CreateTeam("innovation", "direction", 40);
  registry::v1::CreateProjectRequest project;
  project.set_parent(kFirm);
  project.set_project_id("quotation");
  project.mutable_project()->set_display_name("Quotation assistant");
  const auto started = Registry<registry::v1::Project>("users/mia", "CreateProject", project);
  ASSERT_TRUE(started.ok()) << started.status();
  AdoptStandards();
  ProveValue(registry::v1::KpiFact::ON_TRACK, absl::CivilDay(2026, 3, 1));
}

void RolloutFixture::AdoptStandards() {
  using Standard = registry::v1::Standard;
  for (const auto domain :
       {Standard::DATA_PROTECTION, Standard::QUALITY, Standard::SELECTION, Standard::TRAINING}) {
    registry::v1::CreateStandardRequest request;
    request.set_parent(kFirm);
    request.set_standard_id(absl::StrCat("standard-", static_cast<int>(domain)));
    request.mutable_standard()->set_display_name(Standard::Domain_Name(domain));
    request.mutable_standard()->set_domain(domain);
    request.mutable_standard()->set_version("1");
    *request.mutable_standard()->mutable_effective_date() = ToDate(absl::CivilDay(2026, 1, 1));
    const auto made = Registry<Standard>("users/dev", "CreateStandard", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
}

void RolloutFixture::ProveValue(registry::v1::KpiFact::Status status, absl::CivilDay day) {
  registry::v1::RecordEvidenceRequest request;
  request.set_parent(kProject);
  registry::v1::Evidence& evidence = *request.mutable_evidence();
  evidence.set_source("kpi");
  evidence.set_subject(absl::StrCat(kProject, "/kpis/lead-time"));
  evidence.set_grade(registry::v1::Evidence::REAL);
  resource::SetStandardTime(evidence, "as_of_time", absl::FromCivil(day, absl::UTCTimeZone()));
  resource::SetStandardTime(evidence, "valid_until_time",
                            absl::FromCivil(day + 365, absl::UTCTimeZone()));
  evidence.mutable_kpi()->set_status(status);
  const auto recorded = Registry<registry::v1::Evidence>("services/erp", "RecordEvidence", request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
}

v1::Rollout RolloutFixture::FirmRollout() {
  v1::Rollout rollout;
  rollout.set_display_name("Quotation assistant");
  rollout.set_project(kProject);
  rollout.set_application("Quotation assistant");
  const auto add = [&](const std::string& team, int people) {
    v1::TeamDeployment& added = *rollout.add_teams();
    added.set_team(absl::StrCat(kFirm, "/teams/", team));
    added.set_people(people);
    return &added;
  };
  add("commerce", 12);
  add("compta", 8);
  add("innovation", 4)->set_pilot(true);
  for (const int size : {4, 12, 8}) rollout.mutable_limits()->add_wave_sizes(size);
  rollout.mutable_limits()->set_max_wave_permille(100);
  return rollout;
}

void RolloutFixture::CreateRollout(const v1::Rollout& rollout, bool prepared) {
  v1::CreateRolloutRequest request;
  request.set_parent(kFirm);
  request.set_rollout_id("quotation");
  *request.mutable_rollout() = rollout;
  const auto made = Call<v1::Rollout>("users/mia", "CreateRollout", request);
  ASSERT_TRUE(made.ok()) << made.status();
  if (!prepared) return;
  CreateToolCard();
  CreateCommunication();
  CreateUpskillingPlan();
}

void RolloutFixture::CreateToolCard() {
  v1::CreateToolCardRequest request;
  request.set_parent(kRollout);
  request.set_tool_card_id("card");
  request.mutable_tool_card()->set_display_name("Quotation assistant");
  v1::ToolCardText& french = *request.mutable_tool_card()->mutable_french();
  french.set_does("Prépare un devis à partir d'une demande.");
  french.set_does_not("Ne fixe pas les prix et n'envoie rien au client.");
  french.set_limits("Les pièces hors catalogue sont à vérifier.");
  french.set_contact("L'équipe innovation.");
  const auto made = Call<v1::ToolCard>("users/mia", "CreateToolCard", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

void RolloutFixture::CreateCommunication() {
  v1::CreateCommunicationRequest request;
  request.set_parent(kRollout);
  request.set_communication_id("launch");
  v1::Communication& communication = *request.mutable_communication();
  communication.set_display_name("Launch");
  communication.set_channel(v1::Communication::MEETING);
  *communication.mutable_planned_date() = ToDate(absl::CivilDay(2026, 3, 5));
  v1::Audience& everybody = *communication.add_audiences();
  everybody.set_label("Everybody");
  everybody.set_benefit("A quotation in one day instead of five.");
  everybody.set_impact("You decide the price; nobody's job goes.");
  const auto made = Call<v1::Communication>("users/mia", "CreateCommunication", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

void RolloutFixture::CreateUpskillingPlan() {
  v1::CreateUpskillingPlanRequest request;
  request.set_parent(kRollout);
  request.set_upskilling_plan_id("everybody");
  request.mutable_upskilling_plan()->set_display_name("Everybody");
  request.mutable_upskilling_plan()->set_measures("Two hours of practice on one's own files.");
  const auto made = Call<v1::UpskillingPlan>("users/mia", "CreateUpskillingPlan", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

void RolloutFixture::CreateChampion(const std::string& person, const std::string& team,
                                    bool certified) {
  registry::v1::CreatePersonRequest human;
  human.set_parent(kFirm);
  human.set_person_id(person);
  human.mutable_person()->set_display_name(person);
  const auto born = Registry<registry::v1::Person>("users/dev", "CreatePerson", human);
  ASSERT_TRUE(born.ok()) << born.status();
  v1::CreateChampionRequest request;
  request.set_parent(kFirm);
  request.set_champion_id(person);
  request.mutable_champion()->set_person(born->name());
  request.mutable_champion()->set_team(absl::StrCat(kFirm, "/teams/", team));
  request.mutable_champion()->set_hours_per_week(8);
  request.mutable_champion()->set_certified(certified);
  const auto made = Call<v1::Champion>("users/mia", "CreateChampion", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

void RolloutFixture::CreateFirmRollout() {
  CreateChampion("alix", "innovation", true);
  CreateChampion("basile", "commerce", false);
  CreateRollout();
}

void RolloutFixture::CreateLargeRollout() {
  CreateChampion("alix", "innovation", true);
  v1::Rollout rollout = FirmRollout();
  rollout.set_population(500);
  rollout.mutable_limits()->clear_wave_sizes();
  rollout.mutable_limits()->set_users_per_champion(0);
  for (int n = 0; n < 7; ++n) {
    const std::string id = absl::StrCat("extra-", n);
    CreateTeam(id, absl::StrCat("unit-", n), 10 + n);
    rollout.add_teams()->set_team(absl::StrCat(kFirm, "/teams/", id));
  }
  CreateRollout(rollout);
}

absl::StatusOr<v1::PlanRevision> RolloutFixture::Plan(const std::string& request_id,
                                                      bool validate_only) {
  v1::PlanWavesRequest request;
  request.set_name(kRollout);
  request.set_request_id(request_id);
  request.set_validate_only(validate_only);
  return PlanWavesAndWait(As("users/mia"), request);
}

void RolloutFixture::RecordDrill(absl::CivilDay day) {
  registry::v1::CreateEntryRequest request;
  request.set_parent(kProject);
  request.mutable_entry()->set_display_name(absl::StrCat("Drill ", absl::FormatCivilTime(day)));
  *request.mutable_entry()->mutable_event_date() = ToDate(day);
  request.mutable_entry()->mutable_fallback_drill()->set_scenario(
      registry::v1::FallbackDrill::MANUAL);
  request.mutable_entry()->mutable_fallback_drill()->set_passed(true);
  const auto made = Registry<registry::v1::Entry>("users/carl", "CreateEntry", request);
  ASSERT_TRUE(made.ok()) << made.status();
}

void RolloutFixture::MakeReady() {
  CreateFirmRollout();
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  RecordDrill(absl::CivilDay(2026, 3, 1));
}

absl::StatusOr<v1::Wave> RolloutFixture::Start(const std::string& principal, int number,
                                               const std::string& request_id) {
  v1::StartWaveRequest request;
  request.set_name(WaveName(number));
  request.set_request_id(request_id);
  return Call<v1::Wave>(principal, "StartWave", request);
}

absl::StatusOr<v1::Wave> RolloutFixture::Complete(int number, bool waive,
                                                  const std::string& waiver_reason) {
  v1::CompleteWaveRequest request;
  request.set_name(WaveName(number));
  request.set_gate_decision(v1::Wave::CONTINUE);
  request.set_reason("The team works with it every day.");
  request.set_waive_check_ins(waive);
  request.set_waiver_reason(waiver_reason);
  request.set_evidence_waiver("Nobody measures its use.");
  return Call<v1::Wave>("users/abe", "CompleteWave", request);
}

absl::StatusOr<v1::Wave> RolloutFixture::GetWave(int number, const std::string& language) {
  v1::GetWaveRequest request;
  request.set_name(WaveName(number));
  return Call<v1::Wave>("users/vic", "GetWave", request, language);
}

std::vector<v1::Wave> RolloutFixture::Waves() {
  v1::ListWavesRequest request;
  request.set_parent(kRollout);
  request.set_order_by("number");
  const auto response = Call<v1::ListWavesResponse>("users/vic", "ListWaves", request);
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok()) return {};
  return {response->waves().begin(), response->waves().end()};
}

std::vector<v1::CheckIn> RolloutFixture::CheckIns(int wave) {
  v1::ListCheckInsRequest request;
  request.set_parent(WaveName(wave));
  request.set_order_by("due_time");
  const auto response = Call<v1::ListCheckInsResponse>("users/vic", "ListCheckIns", request);
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok()) return {};
  return {response->check_ins().begin(), response->check_ins().end()};
}

void RolloutFixture::CloseReviews() {
  v1::ListReviewsRequest list;
  list.set_parent(kRollout);
  const auto reviews = Call<v1::ListReviewsResponse>("users/mia", "ListReviews", list);
  ASSERT_TRUE(reviews.ok()) << reviews.status();
  for (const v1::Review& review : reviews->reviews()) {
    const bool open = review.state() == v1::Review::OVERDUE;
    if (review.kind() != v1::Review::MONTHLY_REVIEW || !open) continue;
    v1::CompleteReviewRequest request;
    request.set_name(review.name());
    request.set_decision(v1::Review::CONTINUE);
    request.set_reason("All went well.");
    const auto closed = Call<v1::Review>("users/mia", "CompleteReview", request);
    ASSERT_TRUE(closed.ok()) << closed.status();
  }
}

v1::Rollout RolloutFixture::GetRollout() {
  v1::GetRolloutRequest request;
  request.set_name(kRollout);
  const auto response = Call<v1::Rollout>("users/vic", "GetRollout", request);
  EXPECT_TRUE(response.ok()) << response.status();
  return response.ok() ? *response : v1::Rollout();
}

}  // namespace palier::rollout
