// SPDX-License-Identifier: Apache-2.0
// How use grows: what was shown to whom, and how far each team is.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/resource/mutation.h"
#include "common/resource/read_all.h"
#include "common/resource/standard_methods.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/champion.pb.h"
#include "palier/rollout/v1/use_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/domain/use_step.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxDemonstrations = 10'000;
constexpr int kMaxUseCases = 1000;
constexpr int kMaxSteps = 100;

absl::Status CheckDemonstration(Session& session, const Types& types,
                                const v1::Demonstration* before, const v1::Demonstration& after) {
  ASSIGN_OR_RETURN(const v1::Rollout rollout, RolloutAbove(session, types, after.name()));
  status::FieldErrors errors;
  CheckPastDate("demonstration.event_date", after.event_date(), session.now(), errors);
  if (!after.champion().empty()) {
    CheckReference("demonstration.champion", after.champion(), "champions", after.name(), errors);
  }
  RETURN_IF_ERROR(errors.ToStatus());
  if (!after.champion().empty() && (before == nullptr || before->champion() != after.champion())) {
    v1::Champion champion;
    RETURN_IF_ERROR(session.Get(types.champion, after.champion(), &champion));
  }
  if (before != nullptr) return absl::OkStatus();
  return CheckRoom(session, types.demonstration, rollout.name(), "demonstrations",
                   kMaxDemonstrations);
}

// What was shown under one name, while it is gathered.
struct ShownCase {
  v1::UseCase shown;
  std::set<std::string> rollouts, champions;
};

void Add(const v1::Demonstration& one, ShownCase& to) {
  v1::UseCase& shown = to.shown;
  const absl::CivilDay day = ToDay(one.event_date());
  const bool first = shown.demonstration_count() == 0;
  if (first || day < ToDay(shown.first_date())) {
    shown.set_use_case(one.use_case());
    *shown.mutable_first_date() = one.event_date();
  }
  if (first || ToDay(shown.last_date()) < day) *shown.mutable_last_date() = one.event_date();
  shown.set_demonstration_count(shown.demonstration_count() + 1);
  shown.set_attendee_count(shown.attendee_count() + one.attendee_count());
  to.rollouts.insert(resource::ParentOf(one.name()));
  if (!one.champion().empty()) to.champions.insert(one.champion());
}

std::vector<v1::UseCase> LibraryOf(const std::vector<v1::Demonstration>& demonstrations) {
  std::map<std::string, ShownCase> cases;
  for (const v1::Demonstration& one : demonstrations) {
    Add(one, cases[aip::FoldText(one.use_case())]);
  }
  std::vector<v1::UseCase> library;
  for (auto& [folded, one] : cases) {
    one.shown.mutable_rollouts()->Add(one.rollouts.begin(), one.rollouts.end());
    one.shown.mutable_champions()->Add(one.champions.begin(), one.champions.end());
    library.push_back(std::move(one.shown));
  }
  std::stable_sort(library.begin(), library.end(), [](const auto& a, const auto& b) {
    return a.attendee_count() > b.attendee_count();
  });
  if (library.size() > kMaxUseCases) library.resize(kMaxUseCases);
  return library;
}

absl::StatusOr<v1::QueryUseCasesResponse> QueryUseCases(Context& context, const rpc::Call& call,
                                                        const v1::QueryUseCasesRequest& request) {
  RETURN_IF_ERROR(
      context.types.rollout.pattern().Parse(request.parent(), aip::Wildcard::kAllowed).status());
  std::vector<v1::Demonstration> demonstrations;
  std::set<std::string> rollouts;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    demonstrations.clear();
    ASSIGN_OR_RETURN(rollouts, RolloutsNamed(session, context.types, request.parent()));
    return resource::ReadAll(session, context.types.demonstration, request.parent(),
                             demonstrations);
  }));
  std::erase_if(demonstrations, [&](const v1::Demonstration& one) {
    return !rollouts.contains(resource::ParentOf(one.name()));
  });
  v1::QueryUseCasesResponse response;
  const std::vector<v1::UseCase> library = LibraryOf(demonstrations);
  response.mutable_use_cases()->Add(library.begin(), library.end());
  return response;
}

bool IsSame(const v1::UseStep& last, const v1::RecordUseLevelRequest& request) {
  return last.level() == request.level() &&
         ToDay(last.since_date()) == ToDay(request.since_date()) && last.note() == request.note() &&
         last.reason() == request.reason();
}

absl::Status CheckRequest(const v1::Rollout& rollout, const v1::RecordUseLevelRequest& request,
                          const v1::UseLadder& ladder, absl::Time now) {
  status::FieldErrors errors;
  Names teams;
  *teams.Add() = request.team();
  CheckTeamsOf(rollout, "team", teams, errors);
  CheckPastDate("since_date", request.since_date(), now, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  std::optional<UseStep> last;
  if (ladder.steps_size() > 0) last = UseStep{ladder.level(), ToDay(ladder.since_date())};
  CheckUseStep(last, {request.level(), ToDay(request.since_date())}, !request.reason().empty(),
               errors);
  RETURN_IF_ERROR(errors.ToStatus());
  if (ladder.steps_size() < kMaxSteps) return absl::OkStatus();
  return status::LimitExceeded(
      {"A team has at most {limit} {subject}.", "Une équipe a au plus {limit} {subject}."}, "steps",
      kMaxSteps);
}

absl::Status AddStep(Session& session, const Types& types, const rpc::Call& call,
                     const v1::RecordUseLevelRequest& request, v1::UseLadder& ladder) {
  v1::Rollout rollout;
  RETURN_IF_ERROR(session.Get(types.rollout, request.parent(), &rollout));
  const std::string name = absl::StrCat(request.parent(), "/useLadders/", IdOf(request.team()));
  v1::UseLadder before;
  ASSIGN_OR_RETURN(const bool known, session.Find(types.use_ladder, name, &before));
  ladder = before;
  if (known && IsSame(*before.steps().rbegin(), request)) return absl::OkStatus();
  RETURN_IF_ERROR(CheckRequest(rollout, request, before, session.now()));
  ladder.set_name(name);
  ladder.set_team(request.team());
  ladder.set_level(request.level());
  *ladder.mutable_since_date() = request.since_date();
  v1::UseStep& step = *ladder.add_steps();
  step.set_level(request.level());
  *step.mutable_since_date() = request.since_date();
  step.set_note(request.note());
  step.set_reason(request.reason());
  step.set_recorder(call.caller.subject());
  if (known) return session.Replace(types.use_ladder, before, ladder).status();
  return session.Insert(types.use_ladder, ladder);
}

absl::StatusOr<v1::UseLadder> RecordUseLevel(Context& context, const rpc::Call& call,
                                             const v1::RecordUseLevelRequest& request) {
  return resource::MutateTo<v1::UseLadder>(context.store, call, context.types.use_ladder, request,
                                           [&](Session& session, v1::UseLadder& ladder) {
                                             return AddStep(session, context.types, call, request,
                                                            ladder);
                                           });
}

}  // namespace

void AddUse(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks hooks;
  hooks.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                            Message& after) {
    return CheckDemonstration(session, types, static_cast<const v1::Demonstration*>(before),
                              static_cast<const v1::Demonstration&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.demonstration,
                               "Demonstrations", resource::MethodSet::All(), hooks);
  resource::AddStandardMethods(table, context.store, context.cache, types.use_ladder, "UseLadders",
                               resource::MethodSet{.get = true, .list = true});
  table.Unary<v1::QueryUseCasesRequest, v1::QueryUseCasesResponse>(
      "QueryUseCases", [&context](const rpc::Call& call, const auto& request) {
        return QueryUseCases(context, call, request);
      });
  table.Unary<v1::RecordUseLevelRequest, v1::UseLadder>(
      "RecordUseLevel", [&context](const rpc::Call& call, const auto& request) {
        return RecordUseLevel(context, call, request);
      });
}

}  // namespace palier::rollout
