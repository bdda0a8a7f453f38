// SPDX-License-Identifier: Apache-2.0
// What people are told: of their benefit, and not to the public before somebody uses the tool.
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/field_checks.h"

namespace palier::rollout {
namespace {

using google::protobuf::Message;
using resource::Session;

constexpr int kMaxCommunications = 1000;

void CheckAudiences(const v1::Rollout& rollout, const v1::Communication& communication,
                    status::FieldErrors& errors) {
  std::set<std::string> labels;
  for (int i = 0; i < communication.audiences_size(); ++i) {
    const v1::Audience& audience = communication.audiences(i);
    const std::string path = absl::StrCat("communication.audiences[", i, "]");
    if (!labels.insert(audience.label()).second) {
      errors.Add(path + ".label", {"is given twice", "est donné deux fois"});
    }
    CheckTeamsOf(rollout, path + ".teams", audience.teams(), errors);
  }
}

absl::Status RefusePublished(const v1::Communication& communication) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       {"{resource} is {state}: what was said does not change.",
                        "{resource} est dans l'état {state} : ce qui a été dit ne change plus."})
      .With("resource", communication.name())
      .With("state", v1::Communication::State_Name(communication.state()));
}

absl::Status CheckCommunication(Session& session, const Types& types,
                                const v1::Communication* before, v1::Communication& after) {
  if (before != nullptr && before->state() == v1::Communication::PUBLISHED) {
    return RefusePublished(*before);
  }
  ASSIGN_OR_RETURN(const v1::Rollout rollout, RolloutAbove(session, types, after.name()));
  status::FieldErrors errors;
  CheckAudiences(rollout, after, errors);
  CheckDate("communication.planned_date", after.has_planned_date(), after.planned_date(), errors);
  RETURN_IF_ERROR(errors.ToStatus());
  if (before != nullptr) return absl::OkStatus();
  after.set_state(v1::Communication::PLANNED);
  return CheckRoom(session, types.communication, rollout.name(), "communications",
                   kMaxCommunications);
}

absl::Status CheckBenefits(const v1::Communication& communication) {
  std::vector<const v1::Audience*> without;
  for (const v1::Audience& audience : communication.audiences()) {
    if (audience.benefit().empty()) without.push_back(&audience);
  }
  if (without.empty()) return absl::OkStatus();
  status::Error error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
                      {"{resource} cannot be published: {unmet} audiences are told no benefit.",
                       "{resource} ne peut être publiée : le bénéfice n'est pas dit à {unmet} "
                       "publics."});
  error.With("resource", communication.name())
      .With("from", v1::Communication::State_Name(communication.state()))
      .With("to", v1::Communication::State_Name(v1::Communication::PUBLISHED))
      .With("unmet", static_cast<int64_t>(without.size()));
  for (const v1::Audience* audience : without) {
    error.Precondition(
        "BENEFIT_MISSING", audience->label(),
        {absl::StrCat(audience->label(), ": say what these people gain by it."),
         absl::StrCat(audience->label(), " : dites ce que ces personnes y gagnent.")});
  }
  return error;
}

// What was known of a communication before the transaction that publishes it.
struct Outlook {
  std::string etag;
  // Whether the public hears of the tool before anybody was seen to use it in real work; unset of
  // one that is not public, as nobody was asked.
  std::optional<bool> before_use;
};

absl::StatusOr<Outlook> OutlookOf(Context& context, const rpc::Call& call,
                                  const std::string& name) {
  v1::Communication communication;
  v1::Rollout rollout;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    RETURN_IF_ERROR(session.Get(context.types.communication, name, &communication));
    return session.Get(context.types.rollout, resource::ParentOf(name), &rollout);
  }));
  Outlook outlook{communication.etag(), std::nullopt};
  if (!communication.public_()) return outlook;
  ASSIGN_OR_RETURN(const std::set<std::string> kpis,
                   context.kpi.RealUserKpis(call, rollout.project()));
  ASSIGN_OR_RETURN(const bool used, context.registry.HasMeasured(call, rollout.project(), kpis));
  outlook.before_use = !used;
  return outlook;
}

void ShowWarnings(const rpc::Call& call, Message& message) {
  auto& communication = static_cast<v1::Communication&>(message);
  communication.clear_warnings();
  if (!communication.before_use()) return;
  v1::Explanation& warning = *communication.add_warnings();
  warning.set_rule("ANNOUNCED_BEFORE_USE");
  warning.set_subject(communication.name());
  warning.set_text(
      rpc::In(call.language, {"It was announced to the public before anybody was seen to use it in "
                              "real work.",
                              "L'annonce publique a précédé le premier usage réel constaté."}));
}

absl::StatusOr<v1::Communication> Publish(Context& context, const rpc::Call& call,
                                          const v1::PublishCommunicationRequest& request) {
  const resource::Type& type = context.types.communication;
  RETURN_IF_ERROR(type.pattern().Parse(request.name()).status());
  v1::Communication earlier;
  ASSIGN_OR_RETURN(const bool replayed,
                   resource::Replay(context.store, call, type, request, earlier));
  if (replayed) return earlier;
  ASSIGN_OR_RETURN(const Outlook outlook, OutlookOf(context, call, request.name()));
  return resource::ChangeOne<v1::Communication>(
      context.store, call, type, request,
      [&](Session& session, const v1::Communication& before,
          v1::Communication& after) -> absl::Status {
        if (before.state() == v1::Communication::PUBLISHED) return RefusePublished(before);
        RETURN_IF_ERROR(CheckBenefits(before));
        // It has become public in between.
        if (before.public_() && !outlook.before_use)
          return status::EtagMismatch(before.name(), outlook.etag, before.etag());
        after.set_state(v1::Communication::PUBLISHED);
        after.set_publisher(call.caller.subject());
        after.set_before_use(before.public_() && *outlook.before_use);
        resource::SetStandardTime(after, "publish_time", session.now());
        return absl::OkStatus();
      });
}

}  // namespace

void AddCommunications(rpc::ServiceTable& table, Context& context) {
  const Types& types = context.types;
  resource::Hooks hooks;
  hooks.on_write = [&types](Session& session, const rpc::Call&, const Message* before,
                            Message& after) {
    return CheckCommunication(session, types, static_cast<const v1::Communication*>(before),
                              static_cast<v1::Communication&>(after));
  };
  hooks.on_delete = [](Session&, const rpc::Call&, const Message& message, bool) {
    const auto& before = static_cast<const v1::Communication&>(message);
    return before.state() == v1::Communication::PUBLISHED ? RefusePublished(before)
                                                          : absl::OkStatus();
  };
  hooks.on_read = ShowWarnings;
  resource::AddStandardMethods(table, context.store, context.cache, types.communication,
                               "Communications", resource::MethodSet::All(), hooks);
  table.Unary<v1::PublishCommunicationRequest, v1::Communication>(
      "PublishCommunication",
      [&context](const rpc::Call& call, const auto& request) -> absl::StatusOr<v1::Communication> {
        ASSIGN_OR_RETURN(v1::Communication published, Publish(context, call, request));
        ShowWarnings(call, published);
        return published;
      });
}

}  // namespace palier::rollout
