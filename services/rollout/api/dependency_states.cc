// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/dependency_states.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/learning_assignment.pb.h"
#include "palier/rollout/v1/learning_path.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/dependency_records.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using registry::v1::Decision;
using registry::v1::Project;
using resource::IdOf;
using resource::Session;

status::Text There() {
  return {"It is there.", "C'est là."};
}
status::Text Gone(const std::string& reference) {
  return {absl::StrCat(reference, " is not there any more: name what it waits for instead."),
          absl::StrCat(reference, " n'existe plus : indiquez ce qu'il faut attendre à la place.")};
}

bool IsDataReady(const registry::v1::DataReadiness& data) {
  return data.located() && data.accessible() && data.structured() && data.owned() &&
         data.quality() != registry::v1::DataReadiness::POOR;
}

// Where another roll-out stands.
struct OtherRollout {
  v1::Rollout rollout;
  std::vector<v1::Wave> waves;
};

// Judges the dependencies of one roll-out on one day.
class Judge {
 public:
  Judge(Context& context, const rpc::Call& call, const v1::Rollout& rollout, absl::CivilDay today)
      : context_(context), call_(call), rollout_(rollout), today_(today) {}

  absl::StatusOr<std::vector<DependencyState>> Run() {
    RETURN_IF_ERROR(context_.store.Read(
        call_.deadline, [&](Session& session) -> absl::Status { return ReadOwn(session); }));
    std::vector<DependencyState> states;
    for (const v1::Dependency& dependency : dependencies_) {
      DependencyState& state = states.emplace_back();
      state.dependency = dependency;
      state.teams = WaitingTeams(dependency, rollout_);
      if (dependency.has_expected_date()) state.expected = ToDay(dependency.expected_date());
      RETURN_IF_ERROR(Look(state));
      const bool open = !state.satisfied && state.expected && *state.expected >= today_;
      if (!open) state.expected.reset();
    }
    return states;
  }

 private:
  absl::Status ReadOwn(Session& session) {
    const Types& types = context_.types;
    dependencies_.clear();
    others_.clear();
    assignments_.clear();
    completed_.clear();
    RETURN_IF_ERROR(resource::ReadAll(session, types.dependency, rollout_.name(), dependencies_));
    RETURN_IF_ERROR(
        resource::ReadAll(session, types.learning_assignment, rollout_.name(), assignments_));
    for (const v1::Dependency& dependency : dependencies_) {
      const std::string& reference = dependency.reference();
      const DependencySource source = SourceOf(reference);
      if (source == DependencySource::kRollout) RETURN_IF_ERROR(ReadOther(session, reference));
      if (source == DependencySource::kLearningPath) {
        RETURN_IF_ERROR(ReadCompletions(session, reference));
      }
    }
    return absl::OkStatus();
  }

  absl::Status ReadOther(Session& session, const std::string& name) {
    OtherRollout other;
    ASSIGN_OR_RETURN(const bool found, session.Find(context_.types.rollout, name, &other.rollout));
    if (!found || other.rollout.has_delete_time()) return absl::OkStatus();
    ASSIGN_OR_RETURN(other.waves, ReadWaves(session, context_.types, name));
    others_[name] = std::move(other);
    return absl::OkStatus();
  }

  absl::Status ReadCompletions(Session& session, const std::string& path) {
    for (const v1::LearningAssignment& assignment : assignments_) {
      if (assignment.learning_path() != path) continue;
      for (const std::string& person : assignment.people()) {
        const std::string name = absl::StrCat(path, "/completions/", IdOf(person));
        v1::LearningCompletion completion;
        ASSIGN_OR_RETURN(const bool found,
                         session.Find(context_.types.learning_completion, name, &completion));
        if (found) completed_.insert(name);
      }
    }
    return absl::OkStatus();
  }

  absl::Status Look(DependencyState& state) {
    switch (SourceOf(state.dependency.reference())) {
      case DependencySource::kPerson:
        LookAtConfirmation(state);
        return absl::OkStatus();
      case DependencySource::kLearningPath:
        LookAtLearning(state);
        return absl::OkStatus();
      case DependencySource::kRollout:
        LookAtRollout(state);
        return absl::OkStatus();
      case DependencySource::kEntry:
        return LookAtData(state);
      case DependencySource::kProject:
        return LookAtProject(state);
      case DependencySource::kDecision:
        return LookAtDecision(state);
    }
    return absl::OkStatus();
  }

  void LookAtConfirmation(DependencyState& state) const {
    const v1::DependencyConfirmation& said = state.dependency.confirmation();
    if (!state.dependency.has_confirmation()) {
      state.text = {"Nobody has said yet that it is there: confirm it once it is.",
                    "Personne n'a encore dit que c'est là : confirmez-le le moment venu."};
      return;
    }
    state.satisfied = ToDay(said.satisfied_date()) <= today_;
    const std::string day = absl::FormatCivilTime(ToDay(said.satisfied_date()));
    state.text = {absl::StrCat("There since ", day, ": ", said.evidence()),
                  absl::StrCat("C'est là depuis le ", day, " : ", said.evidence())};
  }

  // Says of nobody who has completed what.
  void LookAtLearning(DependencyState& state) const {
    const std::string& path = state.dependency.reference();
    size_t named = 0;
    bool all = true;
    for (const v1::LearningAssignment& assignment : assignments_) {
      if (assignment.learning_path() != path) continue;
      if (assignment.has_due_date()) {
        const absl::CivilDay due = ToDay(assignment.due_date());
        state.expected = std::max(state.expected.value_or(due), due);
      }
      for (const std::string& person : assignment.people()) {
        ++named;
        all = all && completed_.contains(absl::StrCat(path, "/completions/", IdOf(person)));
      }
    }
    state.satisfied = named > 0 && all;
    if (state.satisfied) {
      state.text = {"Everybody who was asked has completed it.",
                    "Toutes les personnes désignées l'ont suivi."};
    } else if (named == 0) {
      state.text = {"Nobody is named in an assignment of it: name who is to follow it.",
                    "Personne n'est désigné pour le suivre : indiquez qui doit le suivre."};
    } else {
      state.text = {"Not everybody who was asked has completed it.",
                    "Toutes les personnes désignées ne l'ont pas encore suivi."};
    }
  }

  bool IsLive(const v1::Wave& wave, const v1::WaveTeam& team) const {
    const bool open = wave.state() == v1::Wave::ACTIVE || wave.state() == v1::Wave::COMPLETED;
    return open && ToDay(team.go_live_date()) <= today_;
  }

  void LookAtRollout(DependencyState& state) const {
    const std::string& reference = state.dependency.reference();
    const auto other = others_.find(reference);
    if (other == others_.end()) {
      state.text = Gone(reference);
      return;
    }
    std::set<std::string> waiting = NeededTeams(state.dependency, rollout_, other->second.rollout);
    // What depends on teams that are not in it is not there.
    const bool nobody = waiting.empty();
    std::optional<absl::CivilDay> planned = state.expected;
    size_t unplanned = waiting.size();
    for (const v1::Wave& wave : other->second.waves) {
      for (const v1::WaveTeam& team : wave.teams()) {
        if (!waiting.contains(team.team())) continue;
        --unplanned;
        const absl::CivilDay live = ToDay(team.go_live_date());
        if (IsLive(wave, team)) {
          waiting.erase(team.team());
        } else {
          planned = std::max(planned.value_or(live), live);
        }
      }
    }
    state.satisfied = !nobody && waiting.empty();
    if (unplanned == 0) state.expected = planned;
    const std::string id = IdOf(reference);
    if (nobody) {
      state.text = {absl::StrCat(id, " names none of the teams."),
                    absl::StrCat(id, " ne nomme aucune des équipes.")};
    } else if (state.satisfied) {
      state.text = There();
    } else {
      const std::string teams =
          absl::StrJoin(waiting, ", ",
                        [](std::string* out, const std::string& team) { out->append(IdOf(team)); });
      state.text = {absl::StrCat(id, " is not live yet in ", teams, "."),
                    absl::StrCat(id, " n'est pas encore en service dans ", teams, ".")};
    }
  }

  absl::Status LookAtData(DependencyState& state) const {
    const absl::StatusOr<registry::v1::Entry> entry =
        context_.registry.Entry(call_, state.dependency.reference());
    if (!entry.ok() && !absl::IsNotFound(entry.status())) return entry.status();
    if (!entry.ok() || !entry->has_data_readiness()) {
      state.text = Gone(state.dependency.reference());
      return absl::OkStatus();
    }
    state.satisfied = IsDataReady(entry->data_readiness());
    const std::string& source = entry->data_readiness().source();
    state.text = state.satisfied
                     ? There()
                     : status::Text{absl::StrCat(source, " is not ready in the registry."),
                                    absl::StrCat(source, " n'est pas prête dans le registre.")};
    return absl::OkStatus();
  }

  absl::Status LookAtProject(DependencyState& state) const {
    const absl::StatusOr<Project> project =
        context_.registry.Project(call_, state.dependency.reference());
    if (!project.ok() && !absl::IsNotFound(project.status())) return project.status();
    if (!project.ok() || project->has_delete_time()) {
      state.text = Gone(state.dependency.reference());
      return absl::OkStatus();
    }
    state.satisfied = project->stage() == Project::RUN;
    if (!state.expected && IsWholeDate(project->production_target_date())) {
      state.expected = ToDay(project->production_target_date());
    }
    const std::string stage = Project::Stage_Name(project->stage());
    state.text = {absl::StrCat("The project is in the stage ", stage, "; RUN is needed."),
                  absl::StrCat("Le projet est à l'étape ", stage, " ; il faut RUN.")};
    if (state.satisfied) state.text = There();
    return absl::OkStatus();
  }

  absl::Status LookAtDecision(DependencyState& state) const {
    const absl::StatusOr<Decision> decision =
        context_.registry.Decision(call_, state.dependency.reference());
    if (!decision.ok() && !absl::IsNotFound(decision.status())) return decision.status();
    if (!decision.ok()) {
      state.text = Gone(state.dependency.reference());
      return absl::OkStatus();
    }
    state.satisfied = decision->state() == Decision::ADOPTED;
    const std::string stands = Decision::State_Name(decision->state());
    state.text = {absl::StrCat("The decision is ", stands, "; it must be ADOPTED."),
                  absl::StrCat("La décision est ", stands, " ; elle doit être ADOPTED.")};
    if (state.satisfied) state.text = There();
    return absl::OkStatus();
  }

  Context& context_;
  const rpc::Call& call_;
  const v1::Rollout& rollout_;
  const absl::CivilDay today_;
  std::vector<v1::Dependency> dependencies_;
  std::map<std::string, OtherRollout> others_;
  std::vector<v1::LearningAssignment> assignments_;
  // Names of completions.
  std::set<std::string> completed_;
};

}  // namespace

absl::StatusOr<std::vector<DependencyState>> AskDependencies(Context& context,
                                                             const rpc::Call& call,
                                                             const v1::Rollout& rollout,
                                                             absl::CivilDay today) {
  return Judge(context, call, rollout, today).Run();
}

}  // namespace palier::rollout
