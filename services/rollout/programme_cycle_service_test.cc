// SPDX-License-Identifier: Apache-2.0
// Programmes over gRPC: phases with bounds, cycles, roadmap and durations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/landscape_service.pb.h"
#include "palier/rollout/v1/programme_cycle_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using status::ReasonOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kProgramme[] = "organizations/firm/programmes/ai";
constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";

class ProgrammeCycleServiceTest : public RolloutFixture {
 protected:
  static v1::CreateProgrammeRequest Ai() {
    v1::CreateProgrammeRequest request;
    request.set_parent(kFirm);
    request.set_programme_id("ai");
    request.mutable_programme()->set_display_name("AI for the firm");
    return request;
  }
  absl::StatusOr<v1::Programme> Create(const v1::CreateProgrammeRequest& request = Ai()) {
    return Call<v1::Programme>("users/mia", "CreateProgramme", request);
  }
  absl::StatusOr<v1::Programme> Get(const std::string& language = "en") {
    v1::GetProgrammeRequest request;
    request.set_name(kProgramme);
    return Call<v1::Programme>("users/vic", "GetProgramme", request, language);
  }
  absl::StatusOr<v1::Programme> StartPhase(v1::Programme::Phase phase,
                                           std::optional<CivilDay> day = {},
                                           const std::string& request_id = "") {
    v1::StartPhaseRequest request;
    request.set_name(kProgramme);
    request.set_phase(phase);
    if (day) *request.mutable_start_date() = ToDate(*day);
    request.set_request_id(request_id);
    return Call<v1::Programme>("users/mia", "StartPhase", request);
  }
  // Ten o'clock in the morning.
  void SetDay(CivilDay day) {
    absl::TimeZone paris;
    ASSERT_TRUE(absl::LoadTimeZone("Europe/Paris", &paris));
    SetTime(absl::FromCivil(absl::CivilHour(day) + 10, paris));
  }
  absl::StatusOr<v1::Cycle> Begin(const std::string& state, const std::string& request_id = "") {
    v1::CreateCycleRequest request;
    request.set_parent(kProgramme);
    request.mutable_cycle()->set_start_state(state);
    request.set_request_id(request_id);
    return Call<v1::Cycle>("users/mia", "CreateCycle", request);
  }
  absl::StatusOr<v1::Cycle> End(int number, const std::string& state) {
    v1::EndCycleRequest request;
    request.set_name(absl::StrCat(kProgramme, "/cycles/cycle-", number));
    request.set_end_state(state);
    return Call<v1::Cycle>("users/mia", "EndCycle", request);
  }
  // Offers are written by a tool in sales; finance writes them too, and has none.
  void CreateQuickWin() {
    registry::v1::CreateApplicationRequest tool;
    tool.set_parent(kFirm);
    tool.set_application_id("writer");
    tool.mutable_application()->set_display_name("Writer");
    tool.mutable_application()->set_department("organizations/firm/departments/sales");
    tool.mutable_application()->add_ai_functions("organizations/firm/aiFunctions/text-generation");
    tool.mutable_application()->set_state(registry::v1::Application::DEPLOYED);
    const auto writer = Registry<registry::v1::Application>("users/mia", "CreateApplication", tool);
    ASSERT_TRUE(writer.ok()) << writer.status();
    for (const char* department : {"sales", "finance"}) {
      registry::v1::CreateProcessRequest process;
      process.set_parent(kFirm);
      process.set_process_id(absl::StrCat("offers-", department));
      process.mutable_process()->set_display_name("Offers");
      process.mutable_process()->set_department(
          absl::StrCat("organizations/firm/departments/", department));
      process.mutable_process()->add_ai_functions("organizations/firm/aiFunctions/text-generation");
      registry::v1::ChainStep& step = *process.mutable_process()->add_chain();
      step.set_description("write");
      if (std::string(department) == "sales") step.set_application(writer->name());
      const auto made = Registry<registry::v1::Process>("users/mia", "CreateProcess", process);
      ASSERT_TRUE(made.ok()) << made.status();
    }
    registry::v1::CreateProjectRequest project;
    project.set_parent(kFirm);
    project.set_project_id("offers");
    project.mutable_project()->set_display_name("Offers");
    project.mutable_project()->set_department("organizations/firm/departments/sales");
    project.mutable_project()->add_applications(writer->name());
    project.mutable_project()->mutable_scalability()->set_little_adaptation(true);
    const auto made = Registry<registry::v1::Project>("users/mia", "CreateProject", project);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  absl::StatusOr<v1::EstimateDurationResponse> Estimate(
      const v1::EstimateDurationRequest& request) {
    return Call<v1::EstimateDurationResponse>("users/vic", "EstimateDuration", request);
  }
};

TEST_F(ProgrammeCycleServiceTest, FourPhasesWithTheBoundsOfTheReferenceFigures) {
  RecordProperty("requirement", "S1-23");
  const auto made = Create();
  ASSERT_TRUE(made.ok()) << made.status();
  ASSERT_EQ(made->phases_size(), 4);
  const struct { int minimum, maximum; } bounds[] = {{4, 6}, {3, 4}, {52, 78}, {0, 0}};
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(made->phases(i).phase(), i + 1);
    EXPECT_EQ(made->phases(i).state(), v1::PhaseStatus::NOT_STARTED);
    EXPECT_EQ(made->phases(i).minimum_weeks(), bounds[i].minimum);
    EXPECT_EQ(made->phases(i).maximum_weeks(), bounds[i].maximum);
  }
  EXPECT_EQ(made->alarms_size(), 0);
}

TEST_F(ProgrammeCycleServiceTest, APhaseThatOverrunsItsBoundRaisesAnAlarm) {
  RecordProperty("requirement", "S1-23");
  ASSERT_TRUE(Create().ok());
  const auto started = StartPhase(v1::Programme::AUDIT);
  ASSERT_TRUE(started.ok()) << started.status();
  EXPECT_EQ(ToDay(started->phases(0).start_date()), CivilDay(2026, 3, 9));
  EXPECT_EQ(started->phases(0).elapsed_days(), 1);
  SetDay(CivilDay(2026, 3, 9) + 41);
  EXPECT_EQ(Get()->alarms_size(), 0);
  SetDay(CivilDay(2026, 3, 9) + 46);
  const auto late = Get("fr");
  ASSERT_TRUE(late.ok()) << late.status();
  ASSERT_EQ(late->alarms_size(), 1);
  EXPECT_EQ(late->alarms(0).type(), v1::ProgrammeAlarm::PHASE_OVERRUN);
  EXPECT_EQ(late->alarms(0).phase(), v1::Programme::AUDIT);
  EXPECT_EQ(late->alarms(0).overrun_days(), 5);
  EXPECT_EQ(ToDay(late->alarms(0).since_date()), CivilDay(2026, 4, 20));
  EXPECT_EQ(late->alarms(0).text(),
            "La phase AUDIT dure 5 jours de plus que 6 semaines (chiffre de référence).");
  // What is over stays as long as it was.
  ASSERT_TRUE(StartPhase(v1::Programme::ROADMAP, CivilDay(2026, 4, 21)).ok());
  SetDay(CivilDay(2026, 5, 1));
  const auto next = Get();
  EXPECT_EQ(next->phases(0).state(), v1::PhaseStatus::DONE);
  EXPECT_EQ(ToDay(next->phases(0).end_date()), CivilDay(2026, 4, 20));
  ASSERT_EQ(next->alarms_size(), 1);
  EXPECT_EQ(next->alarms(0).overrun_days(), 1);
}

TEST_F(ProgrammeCycleServiceTest, PhasesStartInOrderAndNotInTheFuture) {
  RecordProperty("requirement", "S1-23");
  ASSERT_TRUE(Create().ok());
  EXPECT_EQ(ReasonOf(StartPhase(v1::Programme::ROADMAP).status()), error::v1::ILLEGAL_TRANSITION);
  EXPECT_EQ(ReasonOf(StartPhase(v1::Programme::PHASE_UNSPECIFIED).status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(StartPhase(v1::Programme::AUDIT, CivilDay(2026, 3, 10)).status()),
            error::v1::INVALID_FIELDS);
  ASSERT_TRUE(StartPhase(v1::Programme::AUDIT, CivilDay(2026, 2, 2), kOnce).ok());
  ASSERT_TRUE(StartPhase(v1::Programme::AUDIT, CivilDay(2026, 2, 2), kOnce).ok());
  EXPECT_EQ(ReasonOf(StartPhase(v1::Programme::ROADMAP, CivilDay(2026, 2, 2)).status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(StartPhase(v1::Programme::AUDIT).status()), error::v1::ILLEGAL_TRANSITION);
}

TEST_F(ProgrammeCycleServiceTest, AProgrammeHasBoundsOfItsOwnAndRollOutsThatAreThere) {
  RecordProperty("requirement", "S1-23");
  CreateRollout();
  v1::CreateProgrammeRequest request = Ai();
  request.mutable_programme()->add_rollouts(kRollout);
  v1::PhaseBounds& bounds = *request.mutable_programme()->add_bounds();
  bounds.set_phase(v1::Programme::AUDIT);
  bounds.set_minimum_weeks(1);
  bounds.set_maximum_weeks(2);
  const auto made = Create(request);
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->phases(0).maximum_weeks(), 2);
  EXPECT_EQ(made->phases(0).source(), "programme");
  EXPECT_EQ(made->phases(1).source(), "preset");
  v1::UpdateProgrammeRequest update;
  update.mutable_programme()->set_name(kProgramme);
  update.mutable_programme()->add_rollouts("organizations/firm/rollouts/none");
  EXPECT_EQ(ReasonOf(Call<v1::Programme>("users/mia", "UpdateProgramme", update).status()),
            error::v1::INVALID_FIELDS);
  update.mutable_programme()->clear_rollouts();
  // One that is deleted keeps nobody from changing the rest.
  v1::DeleteRolloutRequest remove;
  remove.set_name(kRollout);
  ASSERT_TRUE(Call<v1::Rollout>("users/mia", "DeleteRollout", remove).ok());
  update.mutable_programme()->set_display_name("AI for everybody");
  const auto renamed = Call<v1::Programme>("users/mia", "UpdateProgramme", update);
  ASSERT_TRUE(renamed.ok()) << renamed.status();
  EXPECT_EQ(renamed->rollouts_size(), 1);
  *update.mutable_programme()->add_bounds() = bounds;
  update.mutable_programme()->mutable_bounds(0)->set_phase(v1::Programme::OPTIMISATION);
  EXPECT_EQ(ReasonOf(Call<v1::Programme>("users/mia", "UpdateProgramme", update).status()),
            error::v1::INVALID_FIELDS);
}

TEST_F(ProgrammeCycleServiceTest, TheNextCycleBeginsOnceTheLastHasAnEndState) {
  RecordProperty("requirement", "S1-53");
  ASSERT_TRUE(Create().ok());
  EXPECT_EQ(ReasonOf(Begin(" ").status()), error::v1::INVALID_FIELDS);
  const auto first = Begin("Three tools, nobody measures.", kOnce);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->name(), std::string(kProgramme) + "/cycles/cycle-1");
  EXPECT_EQ(ToDay(first->start_date()), CivilDay(2026, 3, 9));
  EXPECT_EQ(Begin("Three tools, nobody measures.", kOnce)->etag(), first->etag());
  EXPECT_EQ(ReasonOf(Begin("Four tools.").status()), error::v1::ILLEGAL_TRANSITION);
  EXPECT_EQ(ReasonOf(End(1, "").status()), error::v1::INVALID_FIELDS);
  SetDay(CivilDay(2026, 9, 1));
  const auto ended = End(1, "Four tools, all measured.");
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ToDay(ended->end_date()), CivilDay(2026, 9, 1));
  EXPECT_EQ(ended->start_state(), "Three tools, nobody measures.");
  EXPECT_EQ(ReasonOf(End(1, "Again.").status()), error::v1::ILLEGAL_TRANSITION);
  const auto second = Begin("Four tools, all measured.");
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_EQ(second->number(), 2);
  v1::DeleteProgrammeRequest remove;
  remove.set_name(kProgramme);
  EXPECT_EQ(ReasonOf(As("users/mia")
                         .Unary<google::protobuf::Empty>(rpc::MethodPath("DeleteProgramme", remove),
                                                         remove)
                         .status()),
            error::v1::RESOURCE_HAS_CHILDREN);
}

TEST_F(ProgrammeCycleServiceTest, TheRoadmapKeepsTheRegistrysOrderAndShowsRollOuts) {
  RecordProperty("requirement", "S1-27");
  MakeReady();
  CreateQuickWin();
  v1::QueryRoadmapRequest request;
  request.set_parent(kFirm);
  const auto roadmap = Call<v1::QueryRoadmapResponse>("users/vic", "QueryRoadmap", request);
  ASSERT_TRUE(roadmap.ok()) << roadmap.status();
  ASSERT_EQ(roadmap->entries_size(), 2);
  EXPECT_EQ(roadmap->total(), 2);
  const v1::RoadmapEntry& first = roadmap->entries(0);
  EXPECT_EQ(first.project(), "organizations/firm/projects/offers");
  EXPECT_EQ(first.level(), 1);
  EXPECT_EQ(first.rank(), 1);
  EXPECT_GT(first.score(), roadmap->entries(1).score());
  EXPECT_TRUE(first.quick_win());
  EXPECT_THAT(first.rollouts(), SizeIs(0));
  const v1::RoadmapEntry& second = roadmap->entries(1);
  EXPECT_EQ(second.project(), kProject);
  EXPECT_FALSE(second.quick_win());
  ASSERT_THAT(second.rollouts(), SizeIs(1));
  EXPECT_EQ(second.rollouts(0).rollout(), kRollout);
  EXPECT_EQ(second.rollouts(0).state(), v1::Rollout::PLANNED);
  EXPECT_EQ(ToDay(second.rollouts(0).start_date()), CivilDay(2026, 3, 9));
  request.set_limit(1);
  EXPECT_EQ(Call<v1::QueryRoadmapResponse>("users/vic", "QueryRoadmap", request)->entries_size(),
            1);
  request.clear_limit();
  request.set_quick_wins_only(true);
  EXPECT_EQ(Call<v1::QueryRoadmapResponse>("users/vic", "QueryRoadmap", request)->entries_size(),
            1);
}

TEST_F(ProgrammeCycleServiceTest, ADurationComesAsARangeWithWhatItRestsOn) {
  RecordProperty("requirement", "S1-56");
  CreateRollout();
  v1::EstimateDurationRequest request;
  request.set_parent(kFirm);
  EXPECT_EQ(ReasonOf(Estimate(request).status()), error::v1::INVALID_FIELDS);
  request.add_rollouts(kRollout);
  const auto whole = Estimate(request);
  ASSERT_TRUE(whole.ok()) << whole.status();
  EXPECT_EQ(whole->department_count(), 3);
  EXPECT_EQ(whole->organization_department_count(), 3);
  EXPECT_EQ(whole->low_months(), 12);
  EXPECT_EQ(whole->high_months(), 18);
  request.set_department_count(1);
  request.set_organization_department_count(10);
  request.set_complexity(v1::EstimateDurationRequest::LOW);
  request.mutable_yearly_budget_per_employee()->set_currency_code("EUR");
  request.mutable_yearly_budget_per_employee()->set_units(300);
  const auto quick = Estimate(request);
  ASSERT_TRUE(quick.ok()) << quick.status();
  EXPECT_EQ(quick->likely_months(), 2);
  EXPECT_THAT(quick->explanations(), SizeIs(4));
  EXPECT_THAT(quick->explanations(3), HasSubstr("300 EUR a year"));
  request.mutable_yearly_budget_per_employee()->set_currency_code("USD");
  EXPECT_EQ(ReasonOf(Estimate(request).status()), error::v1::INVALID_FIELDS);
}

}  // namespace
}  // namespace palier::rollout
