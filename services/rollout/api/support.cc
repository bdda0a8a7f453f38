// SPDX-License-Identifier: Apache-2.0
// Support that pilots ask for and get.
#include "rollout/domain/support.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/resource/mutation.h"
#include "common/resource/read_all.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/support_service.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/api/condition_messages.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;

constexpr int kMaxWeeks = 500;

absl::Status CheckRequest(const v1::RecordSupportRequest& request, absl::Time now) {
  status::FieldErrors errors;
  CheckPastDate("monday_date", request.monday_date(), now, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  const absl::CivilDay day = ToDay(request.monday_date());
  if (MondayOf(day) == day) return absl::OkStatus();
  return status::InvalidField("monday_date", {"must be a Monday", "doit être un lundi"});
}

absl::Status WriteWeek(Session& session, const Types& types, const rpc::Call& call,
                       const v1::RecordSupportRequest& request, v1::SupportWeek& week) {
  v1::Rollout rollout;
  RETURN_IF_ERROR(session.Get(types.rollout, request.parent(), &rollout));
  RETURN_IF_ERROR(CheckRequest(request, session.now()));
  const std::string name = absl::StrCat(request.parent(), "/supportWeeks/week-",
                                        absl::FormatCivilTime(ToDay(request.monday_date())));
  v1::SupportWeek before;
  ASSIGN_OR_RETURN(const bool known, session.Find(types.support_week, name, &before));
  week = before;
  if (known && before.needed_minutes() == request.needed_minutes() &&
      before.given_minutes() == request.given_minutes() && before.note() == request.note()) {
    return absl::OkStatus();
  }
  week.set_name(name);
  *week.mutable_monday_date() = request.monday_date();
  week.set_needed_minutes(request.needed_minutes());
  week.set_given_minutes(request.given_minutes());
  week.set_note(request.note());
  week.set_recorder(call.caller.subject());
  if (known) return session.Replace(types.support_week, before, week).status();
  RETURN_IF_ERROR(
      CheckRoom(session, types.support_week, rollout.name(), "supportWeeks", kMaxWeeks));
  return session.Insert(types.support_week, week);
}

absl::StatusOr<v1::SupportWeek> RecordSupport(Context& context, const rpc::Call& call,
                                              const v1::RecordSupportRequest& request) {
  return resource::MutateTo<v1::SupportWeek>(context.store, call, context.types.support_week,
                                             request, [&](Session& session, v1::SupportWeek& week) {
                                               return WriteWeek(session, context.types, call,
                                                                request, week);
                                             });
}

// The waves under way, and what was recorded, by roll-out.
struct SupportRecords {
  std::vector<v1::Wave> waves;
  std::map<std::string, std::map<absl::CivilDay, SupportMinutes>> weeks;
};

absl::StatusOr<SupportRecords> ReadSupport(Context& context, const rpc::Call& call,
                                           const std::string& organization) {
  const std::string all = absl::StrCat(organization, "/rollouts/-");
  SupportRecords records;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    records = {};
    RETURN_IF_ERROR(resource::ReadAll(session, context.types.wave, all, records.waves));
    std::vector<v1::SupportWeek> weeks;
    RETURN_IF_ERROR(resource::ReadAll(session, context.types.support_week, all, weeks));
    for (const v1::SupportWeek& week : weeks) {
      records.weeks[resource::ParentOf(week.name())][ToDay(week.monday_date())] = {
          week.needed_minutes(), week.given_minutes()};
    }
    return absl::OkStatus();
  }));
  std::erase_if(records.waves, [](const v1::Wave& wave) {
    return wave.state() != v1::Wave::ACTIVE && wave.state() != v1::Wave::PAUSED;
  });
  return records;
}

v1::RolloutSupport SupportOf(const v1::Wave& wave, const SupportStanding& standing,
                             rpc::Language language) {
  v1::RolloutSupport support;
  support.set_rollout(resource::ParentOf(wave.name()));
  support.set_wave(wave.name());
  support.set_headcount(wave.headcount());
  support.set_needed_minutes(static_cast<int>(standing.total.needed));
  support.set_given_minutes(static_cast<int>(standing.total.given));
  support.set_missing_minutes(static_cast<int>(standing.missing));
  for (const absl::CivilDay monday : standing.unrecorded) {
    *support.add_unrecorded_monday_dates() = ToDate(monday);
  }
  for (const Condition& warning : WarningsOf(standing, support.rollout())) {
    *support.add_warnings() = ExplanationOf(warning, language);
  }
  return support;
}

absl::StatusOr<v1::QuerySupportResponse> QuerySupport(Context& context, const rpc::Call& call,
                                                      const v1::QuerySupportRequest& request) {
  ASSIGN_OR_RETURN(const SupportRecords records, ReadSupport(context, call, request.parent()));
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(organization));
  const absl::CivilDay today = DayOf(context.store.Now(), zone);
  v1::QuerySupportResponse response;
  for (const v1::Wave& wave : records.waves) {
    const auto weeks = records.weeks.find(resource::ParentOf(wave.name()));
    const std::map<absl::CivilDay, SupportMinutes> none;
    const SupportStanding standing =
        StandingOf(weeks == records.weeks.end() ? none : weeks->second,
                   DayOf(resource::StandardTime(wave, "actual_start_time"), zone), today);
    *response.add_rollouts() = SupportOf(wave, standing, call.language);
  }
  return response;
}

}  // namespace

void AddSupport(rpc::ServiceTable& table, Context& context) {
  resource::AddStandardMethods(table, context.store, context.cache, context.types.support_week,
                               "SupportWeeks", resource::MethodSet{.get = true, .list = true});
  table.Unary<v1::RecordSupportRequest, v1::SupportWeek>(
      "RecordSupport", [&context](const rpc::Call& call, const auto& request) {
        return RecordSupport(context, call, request);
      });
  table.Unary<v1::QuerySupportRequest, v1::QuerySupportResponse>(
      "QuerySupport", [&context](const rpc::Call& call, const auto& request) {
        return QuerySupport(context, call, request);
      });
}

}  // namespace palier::rollout
