// SPDX-License-Identifier: Apache-2.0
// Programmes with their phases and cycles (S1-23, S1-53).
#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/resource/mutation.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "palier/rollout/v1/programme_cycle_service.pb.h"
#include "rollout/api/cents.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"
#include "rollout/api/programme_records.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxProgrammes = 200;
constexpr int kMaxCycles = 200;

status::Text GivenTwice() {
  return {"is given twice", "est donné deux fois"};
}

// Those that it had before may be gone by now.
absl::Status CheckRollouts(Session& session, const Types& types, const v1::Programme* before,
                           const v1::Programme& programme, status::FieldErrors& errors) {
  const std::set<std::string> known =
      before == nullptr
          ? std::set<std::string>()
          : std::set<std::string>(before->rollouts().begin(), before->rollouts().end());
  std::set<std::string> seen;
  for (int i = 0; i < programme.rollouts_size(); ++i) {
    const std::string& name = programme.rollouts(i);
    const std::string path = absl::StrCat("programme.rollouts[", i, "]");
    if (!seen.insert(name).second) errors.Add(path, GivenTwice());
    if (known.contains(name)) continue;
    const bool ours = types.rollout.pattern().Parse(name).ok() &&
                      resource::OrganizationOf(name) == resource::OrganizationOf(programme.name());
    v1::Rollout rollout;
    const absl::Status found =
        ours ? session.Get(types.rollout, name, &rollout) : status::NotFound(name);
    if (absl::IsNotFound(found)) {
      errors.Add(path, {"is no roll-out of this organisation",
                        "n'est pas un déploiement de cette organisation"});
    } else {
      RETURN_IF_ERROR(found);
    }
  }
  return absl::OkStatus();
}

void CheckBounds(const v1::Programme& programme, status::FieldErrors& errors) {
  std::set<int> seen;
  for (int i = 0; i < programme.bounds_size(); ++i) {
    const v1::PhaseBounds& bounds = programme.bounds(i);
    const std::string path = absl::StrCat("programme.bounds[", i, "]");
    const bool known =
        bounds.phase() >= v1::Programme::AUDIT && bounds.phase() <= v1::Programme::DEPLOYMENT;
    if (!known) {
      errors.Add(path + ".phase", {"must be AUDIT, ROADMAP or DEPLOYMENT",
                                   "doit être AUDIT, ROADMAP ou DEPLOYMENT"});
    } else if (!seen.insert(bounds.phase()).second) {
      errors.Add(path + ".phase", GivenTwice());
    }
    if (bounds.maximum_weeks() < std::max(1, bounds.minimum_weeks())) {
      errors.Add(path + ".maximum_weeks", {"must be at least 1, and minimum_weeks",
                                           "doit être au moins 1, et minimum_weeks"});
    }
  }
}

absl::Status CheckCapacity(const v1::Programme& programme, status::FieldErrors& errors) {
  std::set<std::string> seen;
  for (int i = 0; i < programme.capacity().team_hours_size(); ++i) {
    const std::string& team = programme.capacity().team_hours(i).team();
    const std::string path = absl::StrCat("programme.capacity.team_hours[", i, "].team");
    CheckReference(path, team, "teams", programme.name(), errors);
    if (!seen.insert(team).second) errors.Add(path, GivenTwice());
  }
  Cents cents;
  cents.Of(programme.capacity().budget(), "programme.capacity.budget");
  return cents.ToStatus();
}

absl::Status CheckProgramme(Session& session, const Types& types, const v1::Programme* before,
                            const v1::Programme& after) {
  status::FieldErrors errors;
  CheckBounds(after, errors);
  RETURN_IF_ERROR(CheckCapacity(after, errors));
  RETURN_IF_ERROR(CheckRollouts(session, types, before, after, errors));
  RETURN_IF_ERROR(errors.ToStatus());
  if (before != nullptr) return absl::OkStatus();
  return CheckRoom(session, types.programme, resource::ParentOf(after.name()), "programmes",
                   kMaxProgrammes);
}

absl::Status RefuseState(const std::string& name, absl::string_view state, status::Text text) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       std::move(text))
      .With("resource", name)
      .With("state", state);
}

absl::Status CheckStart(const v1::Programme& programme, const PhaseJourney& journey,
                        v1::Programme::Phase phase, absl::CivilDay day, absl::CivilDay today) {
  switch (CheckPhaseStart(journey, static_cast<ProgrammePhase>(phase), day, today)) {
    case PhaseRefusal::kNotNext:
      return RefuseState(programme.name(),
                         journey.starts.empty()
                             ? "NOT_STARTED"
                             : PhaseName(static_cast<ProgrammePhase>(journey.starts.size())),
                         {"{resource} is in {state}: only the phase after it can start.",
                          "{resource} est dans {state} : seule la phase suivante peut commencer."});
    case PhaseRefusal::kAfterToday:
      return status::InvalidField(
          "start_date", {"must not be after today", "ne doit pas être après aujourd'hui"});
    case PhaseRefusal::kNotAfterPrevious:
      return status::InvalidField("start_date",
                                  {"must be after the start of the phase before",
                                   "doit être après le début de la phase précédente"});
    case PhaseRefusal::kNone:
      break;
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Programme> StartPhase(Context& context, const rpc::Call& call,
                                         const v1::StartPhaseRequest& request) {
  if (request.phase() == v1::Programme::PHASE_UNSPECIFIED) {
    return status::InvalidField("phase", {"say which phase", "dites quelle phase"});
  }
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOfOrganization(call.organization, call.deadline));
  std::optional<absl::CivilDay> wanted;
  if (request.has_start_date()) {
    wanted = time::DayOf(request.start_date());
    if (!wanted) {
      return status::InvalidField("start_date", {"must be a day with year, month and day",
                                                 "doit être un jour avec année, mois et jour"});
    }
  }
  ASSIGN_OR_RETURN(
      v1::Programme programme,
      resource::ChangeOne<v1::Programme>(
          context.store, call, context.types.programme, request,
          [&](Session& session, const v1::Programme& before, v1::Programme& after) -> absl::Status {
            const absl::CivilDay today = DayOf(session.now(), zone);
            const absl::CivilDay day = wanted.value_or(today);
            RETURN_IF_ERROR(CheckStart(before, JourneyOf(before), request.phase(), day, today));
            v1::PhaseStatus& phase = *after.add_phases();
            phase.set_phase(request.phase());
            *phase.mutable_start_date() = ToDate(day);
            after.set_time_zone(zone.name());
            return absl::OkStatus();
          }));
  ShowPhases(context.store.Now(), call.language, programme);
  return programme;
}

absl::StatusOr<v1::Cycle> CreateCycle(Context& context, const rpc::Call& call,
                                      const v1::CreateCycleRequest& request) {
  const Types& types = context.types;
  if (absl::StripAsciiWhitespace(request.cycle().start_state()).empty()) {
    return status::InvalidField("cycle.start_state",
                                {"say where things stand", "dites où en sont les choses"});
  }
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOfOrganization(call.organization, call.deadline));
  return resource::MutateTo<v1::Cycle>(
      context.store, call, types.cycle, request,
      [&](Session& session, v1::Cycle& made) -> absl::Status {
        v1::Programme programme;
        RETURN_IF_ERROR(session.Get(types.programme, request.parent(), &programme));
        std::vector<v1::Cycle> cycles;
        RETURN_IF_ERROR(resource::ReadAll(session, types.cycle, request.parent(), cycles));
        for (const v1::Cycle& cycle : cycles) {
          if (!cycle.end_state().empty()) continue;
          return RefuseState(cycle.name(), "RUNNING",
                             {"{resource} has no end state yet: the next cycle begins after it.",
                              "{resource} n'a pas encore d'état final : le cycle suivant commence "
                              "après."});
        }
        RETURN_IF_ERROR(CheckRoom(session, types.cycle, request.parent(), "cycles", kMaxCycles));
        made.set_number(static_cast<int>(cycles.size()) + 1);
        made.set_name(absl::StrCat(request.parent(), "/cycles/cycle-", made.number()));
        made.set_start_state(request.cycle().start_state());
        *made.mutable_start_date() = ToDate(DayOf(session.now(), zone));
        made.set_starter(call.caller.subject());
        return session.Insert(types.cycle, made);
      });
}

absl::StatusOr<v1::Cycle> EndCycle(Context& context, const rpc::Call& call,
                                   const v1::EndCycleRequest& request) {
  if (absl::StripAsciiWhitespace(request.end_state()).empty()) {
    return status::InvalidField("end_state",
                                {"say where things stand", "dites où en sont les choses"});
  }
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOfOrganization(call.organization, call.deadline));
  return resource::ChangeOne<v1::Cycle>(
      context.store, call, context.types.cycle, request,
      [&](Session& session, const v1::Cycle& before, v1::Cycle& after) -> absl::Status {
        if (!before.end_state().empty()) {
          return RefuseState(before.name(), "ENDED",
                             {"{resource} has ended already.", "{resource} est déjà terminé."});
        }
        after.set_end_state(request.end_state());
        *after.mutable_end_date() = ToDate(DayOf(session.now(), zone));
        after.set_ender(call.caller.subject());
        return absl::OkStatus();
      });
}

}  // namespace

void AddProgrammeCycles(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks programmes;
  programmes.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                                 Message& after) {
    return CheckProgramme(session, types, static_cast<const v1::Programme*>(before),
                          static_cast<const v1::Programme&>(after));
  };
  programmes.on_read = [&store = context.store](const rpc::Call& call, Message& message) {
    ShowPhases(store.Now(), call.language, static_cast<v1::Programme&>(message));
  };
  resource::MethodSet all = resource::MethodSet::All();
  all.undelete = false;
  resource::AddStandardMethods(table, context.store, context.cache, types.programme, "Programmes",
                               all, programmes);
  table.Unary<v1::StartPhaseRequest, v1::Programme>(
      "StartPhase", [&context](const rpc::Call& call, const auto& request) {
        return StartPhase(context, call, request);
      });
  resource::AddStandardMethods(table, context.store, context.cache, types.cycle, "Cycles",
                               resource::MethodSet{.get = true, .list = true});
  table.Unary<v1::CreateCycleRequest, v1::Cycle>(
      "CreateCycle", [&context](const rpc::Call& call, const auto& request) {
        return CreateCycle(context, call, request);
      });
  table.Unary<v1::EndCycleRequest, v1::Cycle>(
      "EndCycle", [&context](const rpc::Call& call, const auto& request) {
        return EndCycle(context, call, request);
      });
}

}  // namespace palier::rollout
