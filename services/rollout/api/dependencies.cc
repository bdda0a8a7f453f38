// SPDX-License-Identifier: Apache-2.0
// What roll-outs wait for: recorded, confirmed where Palier cannot know, asked before a wave
// starts.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/dependency_service.pb.h"
#include "palier/rollout/v1/learning_path.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/dependency_records.h"
#include "rollout/api/dependency_states.h"
#include "rollout/api/field_checks.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxDependencies = 200;

// What each type may point at.
bool Fits(v1::Dependency::Type type, DependencySource source) {
  switch (source) {
    case DependencySource::kEntry:
      return type == v1::Dependency::DATA;
    case DependencySource::kLearningPath:
      return type == v1::Dependency::TRAINING;
    case DependencySource::kRollout:
    case DependencySource::kProject:
      return type == v1::Dependency::APPLICATION;
    case DependencySource::kDecision:
      return type == v1::Dependency::DECISION;
    case DependencySource::kPerson:
      break;
  }
  return false;
}

void CheckReferenceOf(const v1::Dependency& dependency, status::FieldErrors& errors) {
  const std::string& reference = dependency.reference();
  const bool is_rollout = SourceOf(reference) == DependencySource::kRollout;
  const bool fits = reference.empty() || (Fits(dependency.type(), SourceOf(reference)) &&
                                          resource::OrganizationOf(reference) ==
                                              resource::OrganizationOf(dependency.name()));
  if (!fits) {
    errors.Add("dependency.reference",
               {"must be, in this organisation: of DATA a project's entry, of TRAINING a learning "
                "path, of APPLICATION a roll-out or a project, of DECISION a project's decision",
                "doit être, dans cette organisation : pour DATA une entrée de projet, pour "
                "TRAINING un parcours, pour APPLICATION un déploiement ou un projet, pour DECISION "
                "une décision de projet"});
  }
  if (is_rollout && reference == resource::ParentOf(dependency.name())) {
    errors.Add("dependency.reference",
               {"is this roll-out itself: use the prerequisites of its teams",
                "est ce déploiement lui-même : utilisez les prérequis de ses équipes"});
  }
  if (!dependency.required_team().empty() && !is_rollout) {
    errors.Add("dependency.required_team",
               {"only with a roll-out as reference", "seulement avec un déploiement en référence"});
  }
}

// What is kept here must be there; teams must have somebody to wait for.
absl::Status CheckHere(Session& session, const Types& types, const v1::Rollout& rollout,
                       const v1::Dependency& dependency) {
  const DependencySource source = SourceOf(dependency.reference());
  if (source == DependencySource::kLearningPath) {
    v1::LearningPath path;
    return session.Get(types.learning_path, dependency.reference(), &path);
  }
  if (source != DependencySource::kRollout) return absl::OkStatus();
  v1::Rollout needed;
  RETURN_IF_ERROR(session.Get(types.rollout, dependency.reference(), &needed));
  if (!NeededTeams(dependency, rollout, needed).empty()) return absl::OkStatus();
  return status::InvalidField(
      "dependency.required_team",
      {absl::StrCat("say which team of ", needed.name(), " must be live: it names none of these"),
       absl::StrCat("indiquez quelle équipe de ", needed.name(),
                    " doit être en service : il ne nomme aucune de celles-ci")});
}

bool SaysTheSame(const v1::Dependency& a, const v1::Dependency& b) {
  return a.type() == b.type() && a.reference() == b.reference() &&
         a.required_team() == b.required_team();
}

absl::Status CheckDependency(Session& session, const Types& types, const v1::Dependency* before,
                             v1::Dependency& after) {
  ASSIGN_OR_RETURN(const v1::Rollout rollout, RolloutAbove(session, types, after.name()));
  status::FieldErrors errors;
  CheckTeamsOf(rollout, "dependency.teams", after.teams(), errors);
  CheckReferenceOf(after, errors);
  CheckDate("dependency.expected_date", after.has_expected_date(), after.expected_date(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  RETURN_IF_ERROR(CheckHere(session, types, rollout, after));
  RETURN_IF_ERROR(CheckNoCycle(session, types, rollout, &after));
  if (before != nullptr) {
    if (!SaysTheSame(*before, after)) after.clear_confirmation();
    return absl::OkStatus();
  }
  return CheckRoom(session, types.dependency, rollout.name(), "dependencies", kMaxDependencies);
}

// What the registry keeps must be there when it is named first.
absl::Status CheckElsewhere(Context& context, const rpc::Call& call,
                            const v1::Dependency& dependency) {
  // What is not of this organisation is refused for its name.
  if (resource::OrganizationOf(dependency.reference()) != call.organization) {
    return absl::OkStatus();
  }
  switch (SourceOf(dependency.reference())) {
    case DependencySource::kEntry: {
      ASSIGN_OR_RETURN(const auto entry, context.registry.Entry(call, dependency.reference()));
      if (entry.has_data_readiness()) return absl::OkStatus();
      return status::InvalidField(
          "dependency.reference",
          {"is no entry of data readiness", "n'est pas une entrée de disponibilité des données"});
    }
    case DependencySource::kDecision:
      return context.registry.Decision(call, dependency.reference()).status();
    case DependencySource::kProject:
      return context.registry.Project(call, dependency.reference()).status();
    default:
      return absl::OkStatus();
  }
}

absl::StatusOr<v1::Dependency> Confirm(Context& context, const rpc::Call& call,
                                       const v1::ConfirmDependencyRequest& request) {
  status::FieldErrors errors;
  CheckPastDate("satisfied_date", request.satisfied_date(), context.store.Now(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  return resource::ChangeOne<v1::Dependency>(
      context.store, call, context.types.dependency, request,
      [&](Session& session, const v1::Dependency& before, v1::Dependency& after) -> absl::Status {
        if (!before.reference().empty()) {
          return status::Error(
                     absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                     {"Whether {resource} is there is looked at in {state}: change it there.",
                      "{resource} se constate dans {state} : modifiez-le là-bas."})
              .With("resource", before.name())
              .With("state", before.reference());
        }
        v1::DependencyConfirmation& said = *after.mutable_confirmation();
        *said.mutable_satisfied_date() = request.satisfied_date();
        said.set_evidence(request.evidence());
        said.set_confirmer(call.caller.subject());
        resource::SetStandardTime(said, "confirm_time", session.now());
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::QueryDependenciesResponse> Query(Context& context, const rpc::Call& call,
                                                    const v1::QueryDependenciesRequest& request) {
  v1::Rollout rollout;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) {
    return session.Get(context.types.rollout, request.parent(), &rollout);
  }));
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(organization));
  ASSIGN_OR_RETURN(const std::vector<DependencyState> states,
                   AskDependencies(context, call, rollout, DayOf(context.store.Now(), zone)));
  v1::QueryDependenciesResponse response;
  for (const DependencyState& state : states) {
    v1::DependencyStanding& to = *response.add_standings();
    *to.mutable_dependency() = state.dependency;
    to.set_satisfied(state.satisfied);
    if (state.expected) *to.mutable_expected_date() = ToDate(*state.expected);
    to.set_text(rpc::In(call.language, state.text));
  }
  return response;
}

}  // namespace

absl::Status AddOpenDependencies(Context& context, const rpc::Call& call, const WaveRecord& record,
                                 absl::CivilDay today, Conditions& unmet) {
  ASSIGN_OR_RETURN(const std::vector<DependencyState> states,
                   AskDependencies(context, call, record.rollout, today));
  for (const DependencyState& state : states) {
    const bool concerned =
        std::any_of(record.wave.teams().begin(), record.wave.teams().end(),
                    [&](const v1::WaveTeam& team) { return state.teams.contains(team.team()); });
    if (state.satisfied || !concerned) continue;
    const std::string& what = state.dependency.display_name();
    const std::string type = v1::Dependency::Type_Name(state.dependency.type());
    unmet.push_back({"DEPENDENCY_OPEN",
                     state.dependency.name(),
                     {absl::StrCat(what, " (", type, ") must be there first. ", state.text.en),
                      absl::StrCat(what, " (", type, ") doit être là d'abord. ", state.text.fr)}});
  }
  return absl::OkStatus();
}

void AddDependencies(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks hooks;
  hooks.before_create = [&context](const rpc::Call& call, const Message& message) {
    const auto& request = static_cast<const v1::CreateDependencyRequest&>(message);
    return CheckElsewhere(context, call, request.dependency());
  };
  hooks.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                            Message& after) {
    return CheckDependency(session, types, static_cast<const v1::Dependency*>(before),
                           static_cast<v1::Dependency&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.dependency,
                               "Dependencies", resource::MethodSet::All(), hooks);
  table.Unary<v1::ConfirmDependencyRequest, v1::Dependency>(
      "ConfirmDependency", [&context](const rpc::Call& call, const auto& request) {
        return Confirm(context, call, request);
      });
  table.Unary<v1::QueryDependenciesRequest, v1::QueryDependenciesResponse>(
      "QueryDependencies", [&context](const rpc::Call& call, const auto& request) {
        return Query(context, call, request);
      });
}

}  // namespace palier::rollout
