// SPDX-License-Identifier: Apache-2.0
// Templates of roll-outs, and what of them a roll-out takes.
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/resource/mutation.h"
#include "common/resource/queries.h"
#include "common/resource/read_all.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/template_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/criteria_records.h"
#include "rollout/api/field_checks.h"
#include "rollout/api/gate_messages.h"
#include "rollout/api/template_presets.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxTemplates = 100;

void CheckTemplateCriteria(const v1::RolloutTemplate& one, status::FieldErrors& errors) {
  if (one.criteria().empty()) return;
  v1::CriteriaVersion version;
  *version.mutable_criteria() = one.criteria();
  for (int i = 0; i < one.criteria_size(); ++i) {
    const std::string path = absl::StrCat("rollout_template.criteria[", i, "]");
    if (one.criteria(i).kind() == v1::GateCriterion::KIND_UNSPECIFIED) {
      errors.Add(path + ".kind", {"expected CRITERION, GUARDRAIL or SIGNAL",
                                  "CRITERION, GUARDRAIL ou SIGNAL attendu"});
    }
    if (one.criteria(i).has_adoption()) continue;
    errors.Add(path, {"must be of source adoption: a survey belongs to a project",
                      "doit être de source adoption : une enquête appartient à un projet"});
  }
  errors.Merge("rollout_template", CheckCriteria(CriteriaOf(version)));
}

absl::Status CheckTemplate(Session& session, const Types& types, const v1::RolloutTemplate* before,
                           const v1::RolloutTemplate& after) {
  status::FieldErrors errors;
  CheckTemplateCriteria(after, errors);
  std::set<std::string> ids;
  for (int i = 0; i < after.communications_size(); ++i) {
    if (ids.insert(after.communications(i).communication_id()).second) continue;
    errors.Add(absl::StrCat("rollout_template.communications[", i, "].communication_id"),
               {"is there twice", "figure deux fois"});
  }
  RETURN_IF_ERROR(errors.ToStatus());
  if (before != nullptr) return absl::OkStatus();
  return CheckRoom(session, types.rollout_template, resource::ParentOf(after.name()),
                   "rolloutTemplates", kMaxTemplates);
}

absl::StatusOr<v1::InstallRolloutTemplatesResponse> Install(
    Context& context, const rpc::Call& call, const v1::InstallRolloutTemplatesRequest& request) {
  const Types& types = context.types;
  v1::InstallRolloutTemplatesResponse response;
  RETURN_IF_ERROR(context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](Session& session) -> absl::Status {
        response.Clear();
        for (v1::RolloutTemplate& preset : TemplatePresets(request.parent(), call.language)) {
          v1::RolloutTemplate known;
          ASSIGN_OR_RETURN(const bool there,
                           session.Find(types.rollout_template, preset.name(), &known));
          if (there) continue;
          RETURN_IF_ERROR(CheckTemplate(session, types, nullptr, preset));
          RETURN_IF_ERROR(session.Insert(types.rollout_template, preset));
          *response.add_rollout_templates() = preset;
        }
        return absl::OkStatus();
      }));
  return response;
}

absl::Status ApplyCriteria(Session& session, const Types& types, const rpc::Call& call,
                           const v1::RolloutTemplate& from, const v1::Rollout& rollout) {
  if (from.criteria().empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<v1::CriteriaVersion> versions,
                   ReadCriteria(session, types, rollout.name()));
  if (!versions.empty()) return absl::OkStatus();
  v1::CriteriaVersion version;
  *version.mutable_criteria() = from.criteria();
  return StoreCriteria(session, types, call.caller.subject(), rollout.name(), version);
}

absl::Status ApplyCommunications(Session& session, const Types& types,
                                 const v1::RolloutTemplate& from, const v1::Rollout& rollout) {
  const absl::CivilDay start = rollout.has_start_date()
                                   ? ToDay(rollout.start_date())
                                   : absl::ToCivilDay(session.now(), absl::UTCTimeZone());
  for (const v1::TemplateCommunication& told : from.communications()) {
    v1::Communication communication;
    communication.set_name(
        absl::StrCat(rollout.name(), "/communications/", told.communication_id()));
    v1::Communication known;
    ASSIGN_OR_RETURN(const bool there,
                     session.Find(types.communication, communication.name(), &known));
    if (there) continue;
    communication.set_display_name(told.display_name());
    communication.set_channel(told.channel());
    communication.set_message(told.message());
    communication.set_state(v1::Communication::PLANNED);
    *communication.mutable_planned_date() = ToDate(start - told.days_before());
    communication.add_audiences()->set_label(told.audience_label());
    RETURN_IF_ERROR(session.Insert(types.communication, communication));
  }
  return absl::OkStatus();
}

absl::Status ApplyCard(Session& session, const Types& types, const v1::RolloutTemplate& from,
                       const v1::Rollout& rollout) {
  if (!from.has_english_card() && !from.has_french_card()) return absl::OkStatus();
  std::vector<v1::ToolCard> cards;
  RETURN_IF_ERROR(resource::ReadAll(session, types.tool_card, rollout.name(), cards));
  if (!cards.empty()) return absl::OkStatus();
  v1::ToolCard card;
  card.set_name(absl::StrCat(rollout.name(), "/toolCards/card"));
  card.set_display_name(rollout.application());
  if (from.has_english_card()) *card.mutable_english() = from.english_card();
  if (from.has_french_card()) *card.mutable_french() = from.french_card();
  return session.Insert(types.tool_card, card);
}

absl::Status CheckUnplanned(const v1::Rollout& rollout) {
  if (rollout.state() == v1::Rollout::DRAFT && !rollout.has_delete_time()) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is {state}: a template is for a roll-out that has no plan yet.",
                        "{resource} est dans l'état {state} : un modèle sert à un déploiement "
                        "encore sans plan."})
      .With("resource", rollout.name())
      .With("state", v1::Rollout::State_Name(rollout.state()));
}

absl::StatusOr<v1::Rollout> Apply(Context& context, const rpc::Call& call,
                                  const v1::ApplyRolloutTemplateRequest& request) {
  const Types& types = context.types;
  status::FieldErrors errors;
  CheckReference("rollout_template", request.rollout_template(), "rolloutTemplates", request.name(),
                 errors);
  RETURN_IF_ERROR(errors.ToStatus());
  return resource::ChangeOne<v1::Rollout>(
      context.store, call, types.rollout, request,
      [&](Session& session, const v1::Rollout& before, v1::Rollout& after) -> absl::Status {
        RETURN_IF_ERROR(CheckUnplanned(before));
        v1::RolloutTemplate from;
        RETURN_IF_ERROR(session.Get(types.rollout_template, request.rollout_template(), &from));
        // What the roll-out has set comes second, and so wins; sizes would be added up.
        v1::Limits limits = from.limits();
        if (!before.limits().wave_sizes().empty()) limits.clear_wave_sizes();
        limits.MergeFrom(before.limits());
        if (limits.ByteSizeLong() > 0) *after.mutable_limits() = limits;
        RETURN_IF_ERROR(ApplyCriteria(session, types, call, from, before));
        RETURN_IF_ERROR(ApplyCommunications(session, types, from, before));
        return ApplyCard(session, types, from, before);
      });
}

}  // namespace

void AddTemplates(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks hooks;
  hooks.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                            Message& after) {
    return CheckTemplate(session, types, static_cast<const v1::RolloutTemplate*>(before),
                         static_cast<const v1::RolloutTemplate&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, types.rollout_template,
                               "RolloutTemplates", resource::MethodSet::All(), hooks);
  table.Unary<v1::InstallRolloutTemplatesRequest, v1::InstallRolloutTemplatesResponse>(
      "InstallRolloutTemplates", [&context](const rpc::Call& call, const auto& request) {
        return Install(context, call, request);
      });
  table.Unary<v1::ApplyRolloutTemplateRequest, v1::Rollout>(
      "ApplyRolloutTemplate", [&context](const rpc::Call& call, const auto& request) {
        return Apply(context, call, request);
      });
}

}  // namespace palier::rollout
