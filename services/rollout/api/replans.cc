// SPDX-License-Identifier: Apache-2.0
// Waves planned anew while a roll-out runs, and earlier plans taken up again.
#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/replan_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/explanations.h"
#include "rollout/api/plan_messages.h"
#include "rollout/api/plan_store.h"
#include "rollout/api/running_plan.h"
#include "rollout/api/time_left.h"
#include "rollout/domain/replan_checker.h"
#include "rollout/domain/wave_replan.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr int kPresetNoticeDays = 14;
constexpr size_t kMaxViolations = 20;

v1::TeamPlace PlaceOf(const WavePlace& from) {
  v1::TeamPlace place;
  place.set_wave(from.wave);
  *place.mutable_start_date() = ToDate(from.start);
  *place.mutable_go_live_date() = ToDate(from.go_live);
  return place;
}

v1::PlanAlternative AlternativeOf(v1::Replanning::Choice choice, const Plan& plan,
                                  const std::vector<WaveMove>& moves, const RunningPlan& running) {
  const PlanInForce& before = running.in_force;
  const std::string teams = absl::StrCat(
      "organizations/", resource::OrganizationOf(running.inputs.rollout.name()), "/teams/");
  v1::PlanAlternative alternative;
  alternative.set_choice(choice);
  alternative.set_wave_count(static_cast<int>(plan.waves.size()));
  *alternative.mutable_end_date() = ToDate(plan.waves.back().gate_day);
  alternative.set_user_days(UserDays(plan.waves, before.frozen, running.model.horizon.end));
  alternative.set_previous_user_days(
      UserDays(before.waves, before.frozen, running.model.horizon.end));
  for (const WaveMove& move : moves) {
    v1::TeamMove& to = *alternative.add_moves();
    to.set_team(teams + move.team);
    to.set_people(move.people);
    if (move.before) *to.mutable_before() = PlaceOf(*move.before);
    if (move.after) *to.mutable_after() = PlaceOf(*move.after);
    if (!move.reason.subject.empty()) *to.mutable_reason() = ExplanationOf(move.reason);
    if (move.changes_dates()) {
      alternative.set_moved_team_count(alternative.moved_team_count() + 1);
    }
  }
  return alternative;
}

// The next revision with its replanning filled in, and the frozen waves as they are.
v1::PlanRevision RevisionOf(const rpc::Call& call, const RunningPlan& running, const Plan& plan,
                            v1::Replanning::Choice choice, absl::Time now) {
  v1::PlanRevision revision =
      NextRevision(running.inputs, running.model, plan, call.caller.subject(), now);
  v1::Replanning& replanning = *revision.mutable_replanning();
  replanning.set_choice(choice);
  replanning.set_previous(running.inputs.rollout.plan().revision());
  replanning.set_frozen_wave_count(running.in_force.frozen);
  for (int i = 0; i < running.in_force.frozen; ++i) {
    *revision.add_waves() = running.waves[static_cast<size_t>(i)];
  }
  return revision;
}

absl::StatusOr<v1::PlanRevision> Stored(Context& context, const rpc::Call& call,
                                        const google::protobuf::Message& request,
                                        const RunningPlan& running, const v1::PlanRevision& made) {
  v1::PlanRevision result;
  RETURN_IF_ERROR(resource::Mutate(context.store, call, context.types.revision, request, result,
                                   [&](Session& session) -> absl::StatusOr<std::string> {
                                     result = made;
                                     RETURN_IF_ERROR(StorePlan(session, context.types,
                                                               running.inputs, running.waves,
                                                               running.in_force.frozen, result));
                                     return result.name();
                                   }));
  return result;
}

absl::Status CheckChoice(const v1::ReplanWavesRequest& request) {
  const auto choice = request.choice();
  const bool given = choice == v1::Replanning::LEAST_CHANGE || choice == v1::Replanning::BEST_VALUE;
  if (given || (request.validate_only() && choice == v1::Replanning::CHOICE_UNSPECIFIED)) {
    return absl::OkStatus();
  }
  return status::InvalidField(
      "choice", {"must be LEAST_CHANGE or BEST_VALUE", "doit être LEAST_CHANGE ou BEST_VALUE"});
}

absl::StatusOr<v1::PlanRevision> Replan(Context& context, const rpc::Call& call,
                                        const v1::ReplanWavesRequest& request) {
  v1::PlanRevision earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.revision, request, earlier));
  if (replayed) return earlier;
  RETURN_IF_ERROR(CheckChoice(request));
  const int notice = request.has_notice_days() ? request.notice_days() : kPresetNoticeDays;
  ASSIGN_OR_RETURN(const RunningPlan running,
                   GatherRunningPlan(context, call, request.name(), notice));
  RETURN_IF_ERROR(aip::CheckEtag(request.etag(), running.inputs.rollout.etag(), request.name()));
  PlanOptions options{.check = TimeLeft(call)};
  if (request.schedule_count() > 0) options.schedules = request.schedule_count();
  ASSIGN_OR_RETURN(const WaveReplans replans,
                   ReplanWaves(running.model, running.in_force, options));
  const bool best = request.choice() == v1::Replanning::BEST_VALUE;
  const Plan& chosen = best ? replans.best_value.plan : replans.least_change.plan;
  v1::PlanRevision made = RevisionOf(
      call, running, chosen, best ? v1::Replanning::BEST_VALUE : v1::Replanning::LEAST_CHANGE,
      context.store.Now());
  for (v1::Wave& wave : WavesOf(chosen, request.name(), made.name())) {
    if (wave.number() > running.in_force.frozen) *made.add_waves() = std::move(wave);
  }
  v1::Replanning& replanning = *made.mutable_replanning();
  replanning.set_notice_days(notice);
  *replanning.add_alternatives() = AlternativeOf(
      v1::Replanning::LEAST_CHANGE, replans.least_change.plan, replans.least_change.moves, running);
  *replanning.add_alternatives() = AlternativeOf(
      v1::Replanning::BEST_VALUE, replans.best_value.plan, replans.best_value.moves, running);
  return Stored(context, call, request, running, made);
}

absl::StatusOr<v1::PlanRevision> ReadRevision(Context& context, const rpc::Call& call,
                                              const v1::RollbackPlanRequest& request) {
  const std::string prefix = absl::StrCat(request.name(), "/revisions/");
  const std::string name =
      absl::StrContains(request.revision(), '/') ? request.revision() : prefix + request.revision();
  if (!absl::StartsWith(name, prefix)) {
    return status::InvalidField("revision", {"must be a revision of the roll-out",
                                             "doit être une révision du déploiement"});
  }
  RETURN_IF_ERROR(context.types.revision.pattern().Parse(name).status());
  v1::PlanRevision revision;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) {
    return session.Get(context.types.revision, name, &revision);
  }));
  return revision;
}

// The waves of the revision behind those that have started, dated by the limits of today.
Plan PlanAsIn(const v1::PlanRevision& revision, const RunningPlan& running) {
  Plan plan;
  const PlanInForce& before = running.in_force;
  plan.waves.assign(before.waves.begin(), before.waves.begin() + before.frozen);
  for (const v1::Wave& wave : revision.waves()) {
    if (wave.number() <= before.frozen) continue;
    plan.waves.push_back(PlannedWaveOf(wave, running.inputs.rollout.application()));
    for (const PlannedDeployment& planned : plan.waves.back().deployments) {
      plan.explanations.push_back({Rule::kKept, planned.deployment, {}});
    }
  }
  Recount(running.model, before.frozen, plan);
  return plan;
}

absl::Status CheckStillFits(const v1::PlanRevision& revision, const RunningPlan& running,
                            const Plan& plan) {
  const std::vector<RuleFinding> broken = CheckReplan(running.model, running.in_force, plan);
  if (broken.empty()) return absl::OkStatus();
  const status::Text first = TextOf(broken.front());
  status::Error error(
      absl::StatusCode::kFailedPrecondition, error::v1::NO_PLAN_FOUND,
      {absl::StrCat("{subject} no longer fits (", broken.front().subject, "): ", first.en),
       absl::StrCat("{subject} ne convient plus (", broken.front().subject, ") : ", first.fr)});
  error.With("subject", IdOf(revision.name())).With("proven", "true");
  for (size_t i = 0; i < std::min(broken.size(), kMaxViolations); ++i) {
    error.Precondition(RuleName(broken[i].rule), broken[i].subject, TextOf(broken[i]));
  }
  return error;
}

// Of a stored revision, as one that is planned from now on.
v1::Wave WaveAgain(const v1::Wave& from, const PlannedWave& counted, const std::string& revision) {
  v1::Wave wave;
  wave.set_name(from.name());
  wave.set_number(from.number());
  wave.set_state(v1::Wave::PLANNED);
  *wave.mutable_start_date() = from.start_date();
  *wave.mutable_end_date() = ToDate(counted.hypercare_end);
  *wave.mutable_gate_date() = ToDate(counted.gate_day);
  *wave.mutable_teams() = from.teams();
  wave.set_headcount(counted.headcount);
  wave.set_coverage_permille(counted.coverage_permille);
  *wave.mutable_explanations() = from.explanations();
  wave.set_revision(revision);
  return wave;
}

absl::StatusOr<v1::PlanRevision> Rollback(Context& context, const rpc::Call& call,
                                          const v1::RollbackPlanRequest& request) {
  v1::PlanRevision earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, context.types.revision, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const v1::PlanRevision restored, ReadRevision(context, call, request));
  // No notice: only what has started stays, and a wave may start today.
  ASSIGN_OR_RETURN(const RunningPlan running,
                   GatherRunningPlan(context, call, request.name(), /*notice_days=*/-1));
  RETURN_IF_ERROR(aip::CheckEtag(request.etag(), running.inputs.rollout.etag(), request.name()));
  RETURN_IF_ERROR(ValidateModel(running.model));
  const Plan plan = PlanAsIn(restored, running);
  RETURN_IF_ERROR(CheckStillFits(restored, running, plan));
  v1::PlanRevision made =
      RevisionOf(call, running, plan, v1::Replanning::ROLLBACK, context.store.Now());
  for (const v1::Wave& wave : restored.waves()) {
    if (wave.number() <= running.in_force.frozen) continue;
    *made.add_waves() =
        WaveAgain(wave, plan.waves[static_cast<size_t>(wave.number()) - 1], made.name());
  }
  v1::Replanning& replanning = *made.mutable_replanning();
  replanning.set_restored(restored.name());
  std::vector<WaveMove> moves = MovesOf(running.in_force, plan);
  for (WaveMove& move : moves) move.reason = {};
  *replanning.add_alternatives() = AlternativeOf(v1::Replanning::ROLLBACK, plan, moves, running);
  return Stored(context, call, request, running, made);
}

template <typename Request>
void AddVerb(rpc::ServiceTable& table, Context& context, absl::string_view method,
             absl::StatusOr<v1::PlanRevision> (*verb)(Context&, const rpc::Call&, const Request&)) {
  table.Unary<Request, v1::PlanRevision>(
      method, [&context, verb](const rpc::Call& call, const Request& request) {
        absl::StatusOr<v1::PlanRevision> made = verb(context, call, request);
        if (made.ok()) WriteSentences(call.language, *made);
        return made;
      });
}

}  // namespace

void AddReplans(rpc::ServiceTable& table, Context& context) {
  AddVerb<v1::ReplanWavesRequest>(table, context, "ReplanWaves", &Replan);
  AddVerb<v1::RollbackPlanRequest>(table, context, "RollbackPlan", &Rollback);
}

}  // namespace palier::rollout
