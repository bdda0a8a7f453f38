// SPDX-License-Identifier: Apache-2.0
// The standard methods of roll-outs and champions.
#include <set>

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "rollout/api/capacity_inputs.h"
#include "rollout/api/certificates.h"
#include "rollout/api/clusters.h"
#include "rollout/api/context.h"
#include "rollout/api/dependency_records.h"
#include "rollout/api/field_checks.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxChampions = 2000;

template <typename Ranges>
void CheckRanges(const std::string& path, const Ranges& ranges, status::FieldErrors& errors) {
  for (int i = 0; i < ranges.size(); ++i) {
    const v1::DateRange& range = ranges.Get(i);
    const std::string at = absl::StrCat(path, "[", i, "]");
    if (!IsWholeDate(range.start_date()) || !IsWholeDate(range.end_date())) {
      errors.Add(at, {"needs whole dates", "demande des dates complètes"});
    } else if (ToDay(range.end_date()) < ToDay(range.start_date())) {
      errors.Add(at, {"must not end before it starts", "ne doit pas finir avant son début"});
    }
  }
}

void CheckTeams(const v1::Rollout& rollout, status::FieldErrors& errors) {
  std::set<std::string> teams;
  for (int i = 0; i < rollout.teams_size(); ++i) {
    const v1::TeamDeployment& team = rollout.teams(i);
    const std::string path = absl::StrCat("rollout.teams[", i, "]");
    CheckReference(path + ".team", team.team(), "teams", rollout.name(), errors);
    if (!teams.insert(team.team()).second) {
      errors.Add(path + ".team", {"is given twice", "est donnée deux fois"});
    }
    CheckDate(path + ".release_date", team.has_release_date(), team.release_date(), errors);
    CheckDate(path + ".deadline_date", team.has_deadline_date(), team.deadline_date(), errors);
    CheckRanges(path + ".blackouts", team.blackouts(), errors);
  }
  for (int i = 0; i < rollout.teams_size(); ++i) {
    for (int j = 0; j < rollout.teams(i).prerequisites_size(); ++j) {
      if (teams.contains(rollout.teams(i).prerequisites(j).team())) continue;
      errors.Add(absl::StrCat("rollout.teams[", i, "].prerequisites[", j, "].team"),
                 {"is no team of this roll-out", "n'est pas une équipe de ce déploiement"});
    }
  }
}

// Who, how many, in which order and language; when they can is theirs to say at any time.
v1::Rollout WhoGetsIt(const v1::Rollout& rollout) {
  v1::Rollout who;
  *who.mutable_teams() = rollout.teams();
  for (v1::TeamDeployment& team : *who.mutable_teams()) {
    team.clear_release_date();
    team.clear_deadline_date();
    team.clear_blackouts();
    team.clear_max_training_permille();
    team.clear_readiness();
  }
  return who;
}

bool SameTeams(const v1::Rollout& before, const v1::Rollout& after) {
  return WhoGetsIt(before).SerializeAsString() == WhoGetsIt(after).SerializeAsString();
}

// Amounts in one currency, within their bounds.
absl::Status CheckCosts(const v1::Rollout& rollout) {
  Cents cents;
  CostOf(rollout, 1, cents);
  return cents.ToStatus();
}

absl::Status CheckRollout(const v1::Rollout* before, v1::Rollout& after) {
  if (before == nullptr) after.set_state(v1::Rollout::DRAFT);
  status::FieldErrors errors;
  CheckReference("rollout.project", after.project(), "projects", after.name(), errors);
  CheckTeams(after, errors);
  CheckDate("rollout.start_date", after.has_start_date(), after.start_date(), errors);
  CheckRanges("rollout.blackouts", after.blackouts(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  RETURN_IF_ERROR(CheckCosts(after));
  const bool started = after.state() != v1::Rollout::DRAFT && after.state() != v1::Rollout::PLANNED;
  if (before == nullptr || !started || SameTeams(*before, after)) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is {state}: its teams cannot change once a wave has started.",
                        "{resource} est dans l'état {state} : ses équipes ne changent plus une "
                        "fois une vague commencée."})
      .With("resource", after.name())
      .With("state", v1::Rollout::State_Name(after.state()));
}

absl::Status CheckNoRunningWave(Session& session, const Types& types, const std::string& rollout) {
  std::string running;
  RETURN_IF_ERROR(session.ForEach(
      types.wave, resource::OrganizationOf(rollout), rollout, [&](absl::string_view bytes) {
        v1::Wave wave;
        wave.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
        if (wave.state() == v1::Wave::ACTIVE || wave.state() == v1::Wave::PAUSED)
          running = wave.name();
        return absl::OkStatus();
      }));
  if (running.empty()) return absl::OkStatus();
  return status::Error(
             absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
             {"{wave} is running. Complete or stop it before you delete {resource}.",
              "{wave} est en cours. Terminez-la ou arrêtez-la avant de supprimer {resource}."})
      .With("resource", rollout)
      .With("wave", running)
      .With("state", "ACTIVE");
}

absl::Status CheckChampion(Session& session, const Types& types, const v1::Champion* before,
                           v1::Champion& after) {
  status::FieldErrors errors;
  CheckReference("champion.person", after.person(), "people", after.name(), errors);
  CheckReference("champion.team", after.team(), "teams", after.name(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  if (before != nullptr) return absl::OkStatus();
  RETURN_IF_ERROR(FillCertificate(session, types, after));
  const std::string organization = resource::OrganizationOf(after.name());
  ASSIGN_OR_RETURN(const std::vector<std::string> same,
                   session.FindBy(types.champion, organization, "person", after.person()));
  if (!same.empty()) return status::AlreadyExists(same.front());
  return CheckRoom(session, types.champion, resource::ParentOf(after.name()), "champions",
                   kMaxChampions);
}

// What a new resource points at must be there; the registry is asked outside the transaction.
absl::Status CheckProjectExists(const Context& context, const rpc::Call& call,
                                const Message& message) {
  const auto& request = static_cast<const v1::CreateRolloutRequest&>(message);
  return context.registry.Project(call, request.rollout().project()).status();
}

absl::Status CheckChampionExists(const Context& context, const rpc::Call& call,
                                 const Message& message) {
  const auto& request = static_cast<const v1::CreateChampionRequest&>(message);
  RETURN_IF_ERROR(context.registry.CheckPerson(call, request.champion().person()));
  return context.registry.CheckTeam(call, request.champion().team());
}

}  // namespace

void AddRollouts(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks rollouts;
  rollouts.before_create = [&context](const rpc::Call& call, const Message& request) {
    return CheckProjectExists(context, call, request);
  };
  rollouts.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                               Message& message) -> absl::Status {
    auto& after = static_cast<v1::Rollout&>(message);
    RETURN_IF_ERROR(CheckRollout(static_cast<const v1::Rollout*>(before), after));
    if (before == nullptr) RETURN_IF_ERROR(CheckCluster(session, types, after));
    return CheckNoCycle(session, types, after, nullptr);
  };
  rollouts.on_delete = [&types](Session& session, const rpc::Call&, const Message& before, bool) {
    return CheckNoRunningWave(session, types, resource::NameOf(before));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.rollout, "Rollouts",
                               resource::MethodSet::All(), rollouts);

  resource::Hooks champions;
  champions.before_create = [&context](const rpc::Call& call, const Message& request) {
    return CheckChampionExists(context, call, request);
  };
  champions.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                                Message& after) {
    return CheckChampion(session, types, static_cast<const v1::Champion*>(before),
                         static_cast<v1::Champion&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.champion, "Champions",
                               resource::MethodSet::All(), champions);
}

}  // namespace palier::rollout
