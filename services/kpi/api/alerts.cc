// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "kpi/api/alert_stories.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "palier/kpi/v1/alert_service.pb.h"

namespace palier::kpi {
namespace {

constexpr size_t kMaxRules = 500;
constexpr size_t kMaxChanges = 100;

absl::Status TooManyRules() {
  return status::LimitExceeded({"The project has more than {limit} alert rules.",
                                "Le projet a plus de {limit} règles d'alerte."},
                               "alert rules", kMaxRules);
}

v1::Alert::State StateOf(AlertState state) {
  return static_cast<v1::Alert::State>(static_cast<int>(state));
}

void Fill(const AlertStory& story, int decimals, rpc::Language language, v1::Alert& alert) {
  const AlertStanding& now = story.now;
  alert.set_state(StateOf(now.state));
  *alert.mutable_since_date() = DateOf(now.since);
  alert.set_explanation(rpc::In(language, now.text));
  if (now.measure) {
    alert.set_value(FixedDouble(now.measure->value, decimals));
    *alert.mutable_value_date() = DateOf(now.measure->date);
  }
  const size_t left_out = story.changes.size() - std::min(kMaxChanges, story.changes.size());
  for (size_t i = left_out; i < story.changes.size(); ++i) {
    v1::Alert::Change& change = *alert.add_changes();
    change.set_from_state(StateOf(story.changes[i].from));
    change.set_to_state(StateOf(story.changes[i].to.state));
    *change.mutable_date() = DateOf(story.changes[i].to.since);
    change.set_explanation(rpc::In(language, story.changes[i].to.text));
  }
}

absl::StatusOr<v1::QueryAlertsResponse> QueryAlerts(Context& context, const rpc::Call& call,
                                                    const v1::QueryAlertsRequest& request) {
  ASSIGN_OR_RETURN(const ProjectKey project, ParseProject(request.parent()));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOf(project.organization, call.deadline));
  const absl::CivilDay today = absl::ToCivilDay(context.store.Now(), zone);
  absl::CivilDay as_of = today;
  if (request.has_as_of_date()) {
    ASSIGN_OR_RETURN(as_of, DayOf(request.as_of_date(), "as_of_date"));
  }
  v1::QueryAlertsResponse response;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        response.Clear();
        std::vector<v1::AlertRule> rules;
        RETURN_IF_ERROR(resource::ReadAll(session, context.types.alert_rule,
                                          absl::StrCat(request.parent(), "/kpis/-"), rules));
        if (rules.size() > kMaxRules) return TooManyRules();
        std::map<std::string, MeasuredKpi> kpis;
        for (const v1::AlertRule& resource : rules) {
          ASSIGN_OR_RETURN(const AlertRuleKey key, ParseAlertRule(resource.name()));
          const auto [entry, fresh] = kpis.try_emplace(key.kpi.kpi);
          MeasuredKpi& measured = entry->second;
          if (fresh) {
            ASSIGN_OR_RETURN(measured,
                             ReadMeasured(session, context.types, key.kpi, AsOfDay(as_of, today)));
          }
          const AlertStory story = StoryOf(resource, measured, zone, as_of);
          if (request.firing() && story.now.state != AlertState::kFiring) continue;
          v1::Alert& alert = *response.add_alerts();
          alert.set_rule(resource.name());
          alert.set_display_name(resource.display_name());
          alert.set_kind(resource.kind());
          Fill(story, measured.kpi.decimals(), call.language, alert);
        }
        return absl::OkStatus();
      }));
  return response;
}

}  // namespace

void AddAlerts(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryAlertsRequest, v1::QueryAlertsResponse>(
      "QueryAlerts", [&context](const rpc::Call& call, const auto& request) {
        return QueryAlerts(context, call, request);
      });
}

}  // namespace palier::kpi
