// SPDX-License-Identifier: Apache-2.0
// The training catalogue, who is to follow what, and who did.
#include "rollout/domain/learning.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/resource/mutation.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/learning_service.pb.h"
#include "palier/rollout/v1/upskilling_plan.pb.h"
#include "rollout/api/certificates.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxPaths = 1000;
constexpr int kMaxAssignments = 200;
constexpr int kMaxCompletions = 100'000;

absl::Status CheckPath(Session& session, const Types& types, const v1::LearningPath* before,
                       const v1::LearningPath& after) {
  status::FieldErrors errors;
  std::set<int> formats;
  for (int i = 0; i < after.formats_size(); ++i) {
    const std::string at = absl::StrCat("learning_path.formats[", i, "]");
    if (after.formats(i) == v1::LearningPath::FORMAT_UNSPECIFIED) {
      errors.Add(at, {"say which format", "dites quel format"});
    } else if (!formats.insert(after.formats(i)).second) {
      errors.Add(at, {"is given twice", "est donné deux fois"});
    }
  }
  if (!after.certifies() && after.certification_lag_days() > 0) {
    errors.Add("learning_path.certification_lag_days",
               {"only a path that certifies has one", "réservé à un parcours qui certifie"});
  }
  RETURN_IF_ERROR(errors.ToStatus());
  if (before != nullptr) return absl::OkStatus();
  return CheckRoom(session, types.learning_path, resource::ParentOf(after.name()), "learningPaths",
                   kMaxPaths);
}

absl::Status CheckAssignment(Session& session, const Types& types,
                             const v1::LearningAssignment* before, v1::LearningAssignment& after) {
  ASSIGN_OR_RETURN(const v1::Rollout rollout, RolloutAbove(session, types, after.name()));
  status::FieldErrors errors;
  CheckReference("learning_assignment.learning_path", after.learning_path(), "learningPaths",
                 after.name(), errors);
  CheckTeamsOf(rollout, "learning_assignment.teams", after.teams(), errors);
  CheckReferences("learning_assignment.people", after.people(), "people", after.name(), errors);
  CheckDate("learning_assignment.due_date", after.has_due_date(), after.due_date(), errors);
  if (after.teams().empty() && after.people().empty()) {
    errors.Add("learning_assignment.teams",
               {"say who: teams or people", "dites qui : équipes ou personnes"});
  }
  RETURN_IF_ERROR(errors.ToStatus());
  v1::LearningPath path;
  RETURN_IF_ERROR(session.Get(types.learning_path, after.learning_path(), &path));
  after.set_profile(path.profile());
  if (before != nullptr) return absl::OkStatus();
  return CheckRoom(session, types.learning_assignment, rollout.name(), "learningAssignments",
                   kMaxAssignments);
}

absl::Status CheckNotNamed(Session& session, const Types& types, const std::string& path) {
  const std::string organization = resource::OrganizationOf(path);
  ASSIGN_OR_RETURN(const std::vector<std::string> assignments,
                   session.FindBy(types.learning_assignment, organization, "learning_path", path));
  if (!assignments.empty()) return StillNamed(path, assignments.front());
  ASSIGN_OR_RETURN(const std::vector<std::string> dependencies,
                   session.FindBy(types.dependency, organization, "reference", path));
  if (!dependencies.empty()) return StillNamed(path, dependencies.front());
  std::vector<v1::UpskillingPlan> plans;
  RETURN_IF_ERROR(resource::ReadAll(session, types.upskilling_plan,
                                    absl::StrCat("organizations/", organization, "/rollouts/-"),
                                    plans));
  for (const v1::UpskillingPlan& plan : plans) {
    const Names& named = plan.learning_paths();
    if (std::find(named.begin(), named.end(), path) != named.end()) {
      return StillNamed(path, plan.name());
    }
  }
  return absl::OkStatus();
}

// With `force` its completions go with it, and what they certified.
absl::Status RemovePath(Session& session, const Types& types, const std::string& path, bool force) {
  RETURN_IF_ERROR(CheckNotNamed(session, types, path));
  if (!force) return absl::OkStatus();
  std::vector<v1::LearningCompletion> completions;
  RETURN_IF_ERROR(resource::ReadAll(session, types.learning_completion, path, completions));
  for (const v1::LearningCompletion& one : completions) {
    RETURN_IF_ERROR(TakeBackCertificate(session, types, path, one));
  }
  return absl::OkStatus();
}

absl::Status Complete(Session& session, const Types& types, const rpc::Call& call,
                      const v1::RecordCompletionRequest& request,
                      v1::LearningCompletion& completion) {
  v1::LearningPath path;
  RETURN_IF_ERROR(session.Get(types.learning_path, request.parent(), &path));
  const std::string name = absl::StrCat(request.parent(), "/completions/", IdOf(request.person()));
  v1::LearningCompletion before;
  ASSIGN_OR_RETURN(const bool known, session.Find(types.learning_completion, name, &before));
  if (known && ToDay(before.completed_date()) <= ToDay(request.completed_date())) {
    completion = before;
    return absl::OkStatus();
  }
  if (!known) {
    RETURN_IF_ERROR(
        CheckRoom(session, types.learning_completion, path.name(), "completions", kMaxCompletions));
  }
  completion = before;
  completion.set_name(name);
  completion.set_person(request.person());
  *completion.mutable_completed_date() = request.completed_date();
  completion.set_recorder(call.caller.subject());
  if (path.certifies()) {
    *completion.mutable_certified_date() =
        ToDate(ToDay(request.completed_date()) + path.certification_lag_days());
    RETURN_IF_ERROR(CertifyChampion(session, types, completion));
  }
  if (known) return session.Replace(types.learning_completion, before, completion).status();
  return session.Insert(types.learning_completion, completion);
}

absl::StatusOr<v1::LearningCompletion> RecordCompletion(
    Context& context, const rpc::Call& call, const v1::RecordCompletionRequest& request) {
  const resource::Type& type = context.types.learning_completion;
  v1::LearningCompletion earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, type, request, earlier));
  if (replayed) return earlier;
  RETURN_IF_ERROR(context.types.learning_path.pattern().Parse(request.parent()).status());
  status::FieldErrors errors;
  CheckReference("person", request.person(), "people", request.parent(), errors);
  CheckPastDate("completed_date", request.completed_date(), context.store.Now(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  RETURN_IF_ERROR(context.registry.CheckPerson(call, request.person()));
  return resource::MutateTo<v1::LearningCompletion>(
      context.store, call, type, request,
      [&](Session& session, v1::LearningCompletion& completion) {
        return Complete(session, context.types, call, request, completion);
      });
}

struct LearningRecords {
  v1::Rollout rollout;
  std::vector<v1::LearningAssignment> assignments;
  Completions completions;
};

absl::StatusOr<LearningRecords> ReadLearning(Context& context, const rpc::Call& call,
                                             const std::string& rollout) {
  const Types& types = context.types;
  LearningRecords records;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    records = {};
    RETURN_IF_ERROR(session.Get(types.rollout, rollout, &records.rollout));
    RETURN_IF_ERROR(
        resource::ReadAll(session, types.learning_assignment, rollout, records.assignments));
    std::map<std::string, std::set<std::string>> named;
    for (const v1::LearningAssignment& one : records.assignments) {
      named[one.learning_path()].insert(one.people().begin(), one.people().end());
    }
    for (const auto& [path, people] : named) {
      for (const std::string& person : people) {
        v1::LearningCompletion completion;
        ASSIGN_OR_RETURN(
            const bool completed,
            session.Find(types.learning_completion,
                         absl::StrCat(path, "/completions/", IdOf(person)), &completion));
        if (completed) records.completions[path].insert(person);
      }
    }
    return absl::OkStatus();
  }));
  return records;
}

NamedAssignment NamedIn(const v1::LearningAssignment& assignment) {
  return {assignment.learning_path(), {assignment.people().begin(), assignment.people().end()}};
}

int PeopleOf(const v1::Rollout& rollout, const Names& teams,
             const std::map<std::string, registry::v1::Team>& known) {
  int people = 0;
  const std::set<std::string> counted(teams.begin(), teams.end());
  for (const v1::TeamDeployment& deployment : rollout.teams()) {
    if (!counted.contains(deployment.team())) continue;
    const auto team = known.find(deployment.team());
    const int headcount = team == known.end() ? 0 : team->second.headcount();
    people += deployment.people() > 0 ? deployment.people() : headcount;
  }
  return people;
}

v1::LearningProgress ProgressOf(const LearningRecords& records,
                                const v1::LearningAssignment& assignment,
                                const std::map<std::string, registry::v1::Team>& teams,
                                absl::CivilDay today, bool told) {
  v1::LearningProgress progress;
  progress.set_assignment(assignment.name());
  progress.set_display_name(assignment.display_name());
  progress.set_learning_path(assignment.learning_path());
  progress.set_profile(assignment.profile());
  progress.set_team_people_count(PeopleOf(records.rollout, assignment.teams(), teams));
  progress.set_named_count(assignment.people_size());
  if (assignment.has_due_date()) *progress.mutable_due_date() = assignment.due_date();
  progress.set_withheld(!told);
  if (!told) return progress;
  progress.set_completed_count(CompletedCount(NamedIn(assignment), records.completions));
  progress.set_overdue(assignment.has_due_date() && ToDay(assignment.due_date()) < today &&
                       progress.completed_count() < progress.named_count());
  return progress;
}

// Whether the caller may read completions, person by person.
absl::StatusOr<bool> KnowsCompletions(Context& context, const rpc::Call& call) {
  ASSIGN_OR_RETURN(
      const rpc::RoleSet held,
      context.authorizer.RolesOn(call.caller.subject(),
                                 absl::StrCat("organizations/", call.organization), call.deadline));
  const rpc::RoleSet readers =
      rpc::MakeRoles({api::v1::MANAGER, api::v1::AUDITOR, api::v1::ADMIN, api::v1::SERVICE});
  return (held & readers).any();
}

void FillKeyUsers(const rpc::Call& call, const TrainedShare& share, bool told,
                  v1::QueryLearningResponse& response) {
  response.set_key_user_count(share.people);
  response.set_withheld(!told);
  if (!told) {
    response.set_explanation(rpc::In(call.language, WithheldSentence()));
    return;
  }
  response.set_trained_key_user_count(share.trained);
  if (share.permille) response.set_trained_key_user_permille(*share.permille);
  response.set_explanation(rpc::In(call.language, SentenceOf(share)));
}

absl::StatusOr<v1::QueryLearningResponse> QueryLearning(Context& context, const rpc::Call& call,
                                                        const v1::QueryLearningRequest& request) {
  ASSIGN_OR_RETURN(const LearningRecords records, ReadLearning(context, call, request.parent()));
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(organization));
  std::set<std::string> names;
  for (const v1::TeamDeployment& team : records.rollout.teams()) names.insert(team.team());
  ASSIGN_OR_RETURN(const auto teams, context.registry.Teams(call, names));
  ASSIGN_OR_RETURN(const bool knows, KnowsCompletions(context, call));
  std::vector<NamedAssignment> named, key_users;
  for (const v1::LearningAssignment& one : records.assignments) named.push_back(NamedIn(one));
  const std::vector<bool> told = ToldOf(named, records.completions);
  v1::QueryLearningResponse response;
  bool all_told = true;
  for (size_t i = 0; i < named.size(); ++i) {
    const v1::LearningAssignment& assignment = records.assignments[i];
    *response.add_assignments() =
        ProgressOf(records, assignment, teams, DayOf(context.store.Now(), zone), knows || told[i]);
    if (assignment.profile() != v1::LearningPath::KEY_USER) continue;
    key_users.push_back(std::move(named[i]));
    all_told = all_told && told[i];
  }
  const TrainedShare share = ShareOf(key_users, records.completions);
  // What is withheld of one assignment is not to be had from the sum.
  const bool told_share = share.people == 0 || (all_told && MayBeTold(share));
  FillKeyUsers(call, share, knows || told_share, response);
  return response;
}

template <typename Resource, typename Check>
resource::Hooks OnWrite(const Types& types, Check check) {
  resource::Hooks hooks;
  hooks.on_write = [&types, check](Session& session, const rpc::Call&, const Message* before,
                                   Message& after) {
    return check(session, types, static_cast<const Resource*>(before),
                 static_cast<Resource&>(after));
  };
  return hooks;
}

}  // namespace

void AddLearning(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks paths = OnWrite<v1::LearningPath>(types, CheckPath);
  paths.on_delete = [&types](Session& session, const rpc::Call&, const Message& before,
                             bool force) {
    return RemovePath(session, types, static_cast<const v1::LearningPath&>(before).name(), force);
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.learning_path,
                               "LearningPaths", resource::MethodSet::All(), paths);
  resource::AddStandardMethods(table, context.store, context.cache, types.learning_assignment,
                               "LearningAssignments", resource::MethodSet::All(),
                               OnWrite<v1::LearningAssignment>(types, CheckAssignment));
  resource::Hooks completions;
  completions.on_delete = [&types](Session& session, const rpc::Call&, const Message& before,
                                   bool) {
    const auto& completion = static_cast<const v1::LearningCompletion&>(before);
    return TakeBackCertificate(session, types, completion.name(), completion);
  };
  resource::AddStandardMethods(
      table, context.store, context.cache, types.learning_completion, "LearningCompletions",
      resource::MethodSet{.get = true, .list = true, .remove = true}, completions);
  table.Unary<v1::RecordCompletionRequest, v1::LearningCompletion>(
      "RecordCompletion", [&context](const rpc::Call& call, const auto& request) {
        return RecordCompletion(context, call, request);
      });
  table.Unary<v1::QueryLearningRequest, v1::QueryLearningResponse>(
      "QueryLearning", [&context](const rpc::Call& call, const auto& request) {
        return QueryLearning(context, call, request);
      });
}

}  // namespace palier::rollout
