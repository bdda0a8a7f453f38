// SPDX-License-Identifier: Apache-2.0
// Several roll-outs planned together; nothing is written.
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/programme_service.pb.h"
#include "palier/rollout/v1/replan_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/programme_call.h"
#include "rollout/domain/programme_planner.h"
#include "rollout/domain/programme_replan.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

absl::StatusOr<v1::PlanProgrammeResponse> Planned(Context& context, const rpc::Call& call,
                                                  const v1::PlanProgrammeRequest& request) {
  ProgrammeCall asked(context, call, request);
  RETURN_IF_ERROR(asked.Gather());
  ASSIGN_OR_RETURN(const ProgrammePlan plan, PlanProgramme(asked.programme(), asked.Options()));
  v1::PlanProgrammeResponse response;
  for (const ProgrammeEntry& entry : plan.entries) {
    *response.add_entries() = asked.MessageOf(entry);
  }
  for (const ProgrammeLever& lever : plan.levers) *response.add_levers() = asked.MessageOf(lever);
  asked.FillValue(plan.value, response);
  const absl::int128 gap = plan.bound - plan.value;
  response.set_gap_permille(
      plan.bound > 0 ? static_cast<int>((gap * 1000 + plan.bound - 1) / plan.bound) : 0);
  response.set_schedule_count(plan.schedules);
  *response.mutable_start_date() = ToDate(plan.start);
  *response.mutable_end_date() = ToDate(plan.end);
  return response;
}

// The Monday after the week of `today` and the weeks of notice.
absl::CivilDay FirstAfter(absl::CivilDay today, int notice_weeks) {
  return absl::NextWeekday(today, absl::Weekday::monday) + 7 * notice_weeks;
}

absl::Status ReadEntries(const v1::ReplanProgrammeRequest& request, ProgrammeInForce& in_force) {
  status::FieldErrors errors;
  for (int i = 0; i < request.entries_size(); ++i) {
    const v1::ProgrammeEntry& entry = request.entries(i);
    if (!IsWholeDate(entry.start_date())) {
      errors.Add(absl::StrCat("entries[", i, "].start_date"),
                 {"needs year, month and day", "demande l'année, le mois et le jour"});
      continue;
    }
    in_force.entries.push_back({entry.rollout(), IdOf(entry.team()), ToDay(entry.start_date())});
  }
  return errors.ToStatus();
}

v1::ProgrammeAlternative MessageOf(v1::Replanning::Choice choice,
                                   const ProgrammeAlternative& alternative,
                                   const ProgrammeCall& asked) {
  v1::ProgrammeAlternative to;
  to.set_choice(choice);
  for (const ProgrammeEntry& entry : alternative.plan.entries) {
    *to.add_entries() = asked.MessageOf(entry);
  }
  for (const ProgrammeMove& move : alternative.moves) {
    v1::ProgrammeMove& added = *to.add_moves();
    *added.mutable_after() = asked.MessageOf(move.after);
    if (move.before) *added.mutable_previous_start_date() = ToDate(*move.before);
  }
  asked.FillValue(alternative.plan.value, to);
  *to.mutable_end_date() = ToDate(alternative.plan.end);
  return to;
}

absl::StatusOr<v1::ReplanProgrammeResponse> Replanned(Context& context, const rpc::Call& call,
                                                      const v1::ReplanProgrammeRequest& request) {
  ProgrammeCall asked(context, call, request.programme(), "programme.");
  RETURN_IF_ERROR(asked.Gather());
  ProgrammeInForce in_force;
  in_force.first = FirstAfter(asked.today(), request.notice_weeks());
  RETURN_IF_ERROR(ReadEntries(request, in_force));
  ASSIGN_OR_RETURN(const ProgrammeReplans replans,
                   ReplanProgramme(asked.programme(), in_force, asked.Options()));
  v1::ReplanProgrammeResponse response;
  *response.add_alternatives() =
      MessageOf(v1::Replanning::LEAST_CHANGE, replans.least_change, asked);
  *response.add_alternatives() = MessageOf(v1::Replanning::BEST_VALUE, replans.best_value, asked);
  response.set_frozen_entry_count(replans.frozen);
  response.set_schedule_count(replans.schedules);
  return response;
}

}  // namespace

void AddProgrammes(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::PlanProgrammeRequest, v1::PlanProgrammeResponse>(
      "PlanProgramme", [&context](const rpc::Call& call, const auto& request) {
        return Planned(context, call, request);
      });
}

void AddProgrammeReplans(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ReplanProgrammeRequest, v1::ReplanProgrammeResponse>(
      "ReplanProgramme", [&context](const rpc::Call& call, const auto& request) {
        return Replanned(context, call, request);
      });
}

}  // namespace palier::rollout
