// SPDX-License-Identifier: Apache-2.0
// The card of the tool and the upskilling plans.
#include "rollout/api/preparation.h"

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/communication.pb.h"
#include "palier/rollout/v1/learning_path.pb.h"
#include "palier/rollout/v1/preparation_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/domain/preparation.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxUpskillingPlans = 200;

absl::Status CheckToolCard(Session& session, const Types& types, const v1::ToolCard* before,
                           const v1::ToolCard& after) {
  ASSIGN_OR_RETURN(const v1::Rollout rollout, RolloutAbove(session, types, after.name()));
  if (!after.has_english() && !after.has_french()) {
    return status::InvalidField(
        "tool_card", {"write it in one language at least", "rédigez-la dans une langue au moins"});
  }
  if (before != nullptr) return absl::OkStatus();
  std::vector<v1::ToolCard> cards;
  RETURN_IF_ERROR(resource::ReadAll(session, types.tool_card, rollout.name(), cards));
  return cards.empty() ? absl::OkStatus() : status::AlreadyExists(cards.front().name());
}

absl::Status CheckPaths(Session& session, const Types& types, const v1::UpskillingPlan& plan,
                        status::FieldErrors& errors) {
  CheckReferences("upskilling_plan.learning_paths", plan.learning_paths(), "learningPaths",
                  plan.name(), errors);
  if (!errors.empty()) return absl::OkStatus();
  for (const std::string& path : plan.learning_paths()) {
    v1::LearningPath found;
    RETURN_IF_ERROR(session.Get(types.learning_path, path, &found));
  }
  return absl::OkStatus();
}

absl::Status CheckUpskillingPlan(Session& session, const Types& types,
                                 const v1::UpskillingPlan* before,
                                 const v1::UpskillingPlan& after) {
  ASSIGN_OR_RETURN(const v1::Rollout rollout, RolloutAbove(session, types, after.name()));
  status::FieldErrors errors;
  CheckTeamsOf(rollout, "upskilling_plan.teams", after.teams(), errors);
  CheckDate("upskilling_plan.end_date", after.has_end_date(), after.end_date(), errors);
  if (!after.owner().empty()) {
    CheckReference("upskilling_plan.owner", after.owner(), "people", after.name(), errors);
  }
  RETURN_IF_ERROR(CheckPaths(session, types, after, errors));
  RETURN_IF_ERROR(errors.ToStatus());
  if (before != nullptr) return absl::OkStatus();
  return CheckRoom(session, types.upskilling_plan, rollout.name(), "upskillingPlans",
                   kMaxUpskillingPlans);
}

// Adds the ids of the teams that are meant; none named means all.
void Cover(const Names& teams, const std::vector<std::string>& all,
           std::set<std::string>& covered) {
  if (teams.empty()) covered.insert(all.begin(), all.end());
  for (const std::string& team : teams) covered.insert(IdOf(team));
}

}  // namespace

absl::Status AddUnprepared(Session& session, const Types& types, const v1::Rollout& rollout,
                           Conditions& unmet) {
  Preparation preparation;
  preparation.rollout = rollout.name();
  for (const v1::TeamDeployment& team : rollout.teams()) {
    preparation.teams.push_back(IdOf(team.team()));
  }
  std::vector<v1::ToolCard> cards;
  RETURN_IF_ERROR(resource::ReadAll(session, types.tool_card, rollout.name(), cards));
  preparation.has_tool_card = !cards.empty();
  std::vector<v1::Communication> communications;
  RETURN_IF_ERROR(resource::ReadAll(session, types.communication, rollout.name(), communications));
  for (const v1::Communication& communication : communications) {
    for (const v1::Audience& audience : communication.audiences()) {
      if (audience.impact().empty()) continue;
      Cover(audience.teams(), preparation.teams, preparation.told_teams);
    }
  }
  std::vector<v1::UpskillingPlan> plans;
  RETURN_IF_ERROR(resource::ReadAll(session, types.upskilling_plan, rollout.name(), plans));
  for (const v1::UpskillingPlan& plan : plans) {
    Cover(plan.teams(), preparation.teams, preparation.upskilled_teams);
  }
  const Conditions found = UnmetBy(preparation);
  unmet.insert(unmet.end(), found.begin(), found.end());
  return absl::OkStatus();
}

void AddPreparation(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks cards;
  cards.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                            Message& after) {
    return CheckToolCard(session, types, static_cast<const v1::ToolCard*>(before),
                         static_cast<const v1::ToolCard&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.tool_card, "ToolCards",
                               resource::MethodSet::All(), cards);
  resource::Hooks plans;
  plans.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                            Message& after) {
    return CheckUpskillingPlan(session, types, static_cast<const v1::UpskillingPlan*>(before),
                               static_cast<const v1::UpskillingPlan&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.upskilling_plan,
                               "UpskillingPlans", resource::MethodSet::All(), plans);
}

}  // namespace palier::rollout
