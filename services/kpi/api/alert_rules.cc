// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/alert_rules.h"

#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/alert_notices.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "palier/kpi/v1/alert_service.pb.h"

namespace palier::kpi {
namespace {

using google::protobuf::Message;

constexpr int kDefaultHistory = 12;

absl::Status NeedsLimit() {
  return status::InvalidField("limit", {"A threshold needs its limit, in the KPI's unit.",
                                        "Un seuil demande sa limite, dans l'unité du KPI."});
}

absl::Status OnWrite(resource::Session& session, const Types& types, const v1::AlertRule& rule) {
  ASSIGN_OR_RETURN(const AlertRuleKey key, ParseAlertRule(rule.name()));
  v1::Kpi kpi;
  const std::string name = NameOf(key.kpi.project, key.kpi.kpi);
  ASSIGN_OR_RETURN(const bool exists, session.Find(types.kpi, name, &kpi));
  if (!exists) return status::NotFound(name);
  return RuleOf(rule, kpi, absl::CivilDay(1970, 1, 1)).status();
}

}  // namespace

absl::StatusOr<AlertRule> RuleOf(const v1::AlertRule& resource, const v1::Kpi& kpi,
                                 absl::CivilDay first_day) {
  AlertRule rule;
  rule.kind = static_cast<AlertKind>(resource.kind());
  rule.decimals = kpi.decimals();
  rule.cadence = CadenceOf(kpi);
  rule.grace_days = resource.grace_days();
  rule.first_day = first_day;
  if (resource.has_first_date()) {
    ASSIGN_OR_RETURN(rule.first_day, DayOf(resource.first_date(), "first_date"));
  }
  if (resource.side() != v1::AlertRule::SIDE_UNSPECIFIED) {
    rule.side = static_cast<AlertSide>(resource.side());
  }
  rule.history = resource.has_history() ? resource.history() : kDefaultHistory;
  if (rule.kind == AlertKind::kThreshold && !resource.has_limit()) return NeedsLimit();
  ASSIGN_OR_RETURN(rule.limit, Quantise(resource.limit(), kpi.decimals()));
  ASSIGN_OR_RETURN(rule.band, Quantise(resource.band(), kpi.decimals()));
  RETURN_IF_ERROR(Validate(rule));
  return rule;
}

void AddAlertRules(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [&types = context.types](resource::Session& session, const rpc::Call&,
                                            const Message*, Message& after) {
    return OnWrite(session, types, static_cast<const v1::AlertRule&>(after));
  };
  hooks.on_delete = [&types = context.types](resource::Session& session, const rpc::Call&,
                                             const Message& before, bool) {
    return TellRuleDeleted(session, types, static_cast<const v1::AlertRule&>(before));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.alert_rule,
                               "AlertRules", resource::MethodSet::All(), hooks);
}

}  // namespace palier::kpi
