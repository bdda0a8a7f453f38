// SPDX-License-Identifier: Apache-2.0
// What may become of a plan, asked over gRPC.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/risk_service.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/running_plan.h"
#include "rollout/api/time_left.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/risk_findings.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

constexpr int kDefaultRuns = 10000;
constexpr int kCertain = 1000;

// Reads the assumptions of a request over the presets, and notes which of these stay.
class AssumptionsReader {
 public:
  explicit AssumptionsReader(const v1::AssessPlanRiskRequest& request) : request_(request) {
    const v1::RiskAssumptions& given = request.assumptions();
    Range("attendance_permille", given.has_attendance_permille(), given.attendance_permille(),
          kCertain, result_.attendance_permille);
    Range("support_permille", given.has_support_permille(), given.support_permille(), 10000,
          result_.support_permille);
    Range("adjust_days", given.has_adjust_days(), given.adjust_days(), 365, result_.adjust_days);
    Range("reach_permille", given.has_reach_permille(), given.reach_permille(), kCertain,
          result_.reach_permille);
    Range("ramp_weeks", given.has_ramp_weeks(), given.ramp_weeks(), 260, result_.ramp_weeks);
    Chance("gate_pass_permille", given.has_gate_pass_permille(), given.gate_pass_permille(),
           result_.gate_pass_permille);
    Chance("gate_stop_permille", given.has_gate_stop_permille(), given.gate_stop_permille(),
           result_.gate_stop_permille);
    if (result_.gate_pass_permille + result_.gate_stop_permille > kCertain) {
      errors_.Add("assumptions.gate_stop_permille",
                  {"with gate_pass_permille it is more than 1,000",
                   "avec gate_pass_permille, cela dépasse 1 000"});
    }
    result_.runs = request.run_count() > 0 ? request.run_count() : kDefaultRuns;
    result_.seed = static_cast<uint64_t>(request.seed()) + 1;
  }

  absl::Status status() const { return errors_.ToStatus(); }
  const RiskAssumptions& result() const { return result_; }
  const std::vector<std::string>& assumed() const { return assumed_; }

 private:
  void Range(const char* name, bool given, const v1::RiskRange& range, int most, Triangle& to) {
    if (!given) return assumed_.push_back(name);
    to = {range.least(), range.likely(), range.greatest()};
    if (to.least > to.likely || to.likely > to.greatest || to.greatest > most) {
      errors_.Add(absl::StrCat("assumptions.", name),
                  {absl::StrCat("must be in order and at most ", most),
                   absl::StrCat("doit être dans l'ordre et valoir au plus ", most)});
    }
  }
  void Chance(const char* name, bool given, int value, int& to) {
    if (!given) return assumed_.push_back(name);
    to = value;
  }

  const v1::AssessPlanRiskRequest& request_;
  RiskAssumptions result_;
  std::vector<std::string> assumed_;
  status::FieldErrors errors_;
};

v1::DateRisk DatesOf(const Percentiles<absl::CivilDay>& days) {
  v1::DateRisk dates;
  *dates.mutable_p10() = ToDate(days.p10);
  *dates.mutable_p50() = ToDate(days.p50);
  *dates.mutable_p90() = ToDate(days.p90);
  return dates;
}

absl::Status NoPlan(const v1::Rollout& rollout) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} has no plan of the teams it names: plan its waves first.",
                        "{resource} n'a pas de plan pour les équipes qu'il nomme : planifiez "
                        "d'abord ses vagues."})
      .With("resource", rollout.name())
      .With("state", v1::Rollout::State_Name(rollout.state()));
}

// The plan in force, by number; refused when it is not about the teams of today.
absl::StatusOr<std::vector<v1::Wave>> ReadPlan(Context& context, const rpc::Call& call,
                                               const v1::Rollout& rollout) {
  std::vector<v1::Wave> waves;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(waves, ReadWaves(session, context.types, rollout.name()));
        return absl::OkStatus();
      }));
  std::set<std::string> teams;
  for (const v1::TeamDeployment& team : rollout.teams()) teams.insert(team.team());
  bool fits = !waves.empty();
  for (const v1::Wave& wave : waves) {
    for (const v1::WaveTeam& team : wave.teams()) fits = fits && teams.contains(team.team());
  }
  if (!fits) return NoPlan(rollout);
  return waves;
}

// Waves from the first on behind which the gate is open.
int PassedOf(const std::vector<v1::Wave>& waves) {
  const auto open = std::find_if(waves.begin(), waves.end(), [](const v1::Wave& wave) {
    return wave.state() != v1::Wave::COMPLETED || wave.gate().decision() != v1::Wave::CONTINUE;
  });
  return static_cast<int>(open - waves.begin());
}

int StartedOf(const std::vector<v1::Wave>& waves) {
  const auto next = std::find_if(waves.begin(), waves.end(), [](const v1::Wave& wave) {
    return wave.state() == v1::Wave::PLANNED;
  });
  return static_cast<int>(next - waves.begin());
}

// The model with a period that begins no later than the plan does. Refused when a team of the plan
// has nobody in it any more.
absl::StatusOr<PlanningModel> ModelAround(const PlanInputs& inputs,
                                          const std::vector<PlannedWave>& waves) {
  ASSIGN_OR_RETURN(PlanningModel model, ModelOf(inputs));
  std::set<std::string> teams;
  for (const Team& team : model.teams) teams.insert(team.id);
  for (const PlannedWave& wave : waves) {
    for (const PlannedDeployment& planned : wave.deployments) {
      if (!teams.contains(planned.team)) return NoPlan(inputs.rollout);
      model.horizon.start = std::min({model.horizon.start, wave.start, planned.start});
    }
  }
  model.horizon.end = std::min(model.horizon.end, model.horizon.start + kMaxHorizonDays - 1);
  RETURN_IF_ERROR(ValidateModel(model));
  return model;
}

absl::StatusOr<v1::AssessPlanRiskResponse> AssessPlanRisk(
    Context& context, const rpc::Call& call, const v1::AssessPlanRiskRequest& request) {
  const AssumptionsReader reader(request);
  RETURN_IF_ERROR(reader.status());
  ASSIGN_OR_RETURN(const PlanInputs inputs, GatherInputs(context, call, request.name()));
  ASSIGN_OR_RETURN(const std::vector<v1::Wave> waves, ReadPlan(context, call, inputs.rollout));
  std::vector<PlannedWave> planned;
  for (const v1::Wave& wave : waves)
    planned.push_back(PlannedWaveOf(wave, inputs.rollout.application()));
  ASSIGN_OR_RETURN(const PlanningModel model, ModelAround(inputs, planned));
  const CompiledModel compiled(model);
  const PlanProgress progress{PassedOf(waves), StartedOf(waves), inputs.today};
  ASSIGN_OR_RETURN(const PlanRisk risk,
                   AssessRisk(compiled, planned, progress, reader.result(), TimeLeft(call)));

  v1::AssessPlanRiskResponse response;
  if (risk.end) *response.mutable_end() = DatesOf(*risk.end);
  *response.mutable_planned_end_date() = ToDate(planned.back().gate_day);
  response.set_on_time_permille(risk.on_time_permille);
  response.set_stopped_permille(risk.stopped_permille);
  response.set_use_p10(risk.use.p10);
  response.set_use_p50(risk.use.p50);
  response.set_use_p90(risk.use.p90);
  response.set_planned_use(risk.planned_use);
  for (size_t i = 0; i < risk.waves.size(); ++i) {
    v1::WaveRisk& wave = *response.add_waves();
    wave.set_number(risk.waves[i].number);
    *wave.mutable_planned_start_date() = ToDate(planned[i].start);
    if (risk.waves[i].never_permille < kCertain)
      *wave.mutable_start() = DatesOf(risk.waves[i].start);
    wave.set_on_time_permille(risk.waves[i].on_time_permille);
    wave.set_never_permille(risk.waves[i].never_permille);
  }
  for (const TeamRisk& one : risk.teams) {
    v1::TeamRisk& team = *response.add_teams();
    team.set_team(absl::StrCat("organizations/", call.organization, "/teams/", one.deployment));
    if (one.go_live) *team.mutable_go_live() = DatesOf(*one.go_live);
    team.set_critical_permille(one.critical_permille);
  }
  for (const std::string& name : reader.assumed()) response.add_assumed(name);
  response.set_run_count(risk.runs);
  for (const status::Text& finding : RiskFindings(risk, CheckGrowth(compiled, planned)))
    response.add_findings(rpc::In(call.language, finding));
  return response;
}

}  // namespace

void AddRisks(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::AssessPlanRiskRequest, v1::AssessPlanRiskResponse>(
      "AssessPlanRisk", [&context](const rpc::Call& call, const auto& request) {
        return AssessPlanRisk(context, call, request);
      });
}

}  // namespace palier::rollout
