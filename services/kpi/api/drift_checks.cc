// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/alert_rules.h"
#include "kpi/api/alert_stories.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/domain/drift_calendar.h"
#include "palier/kpi/v1/drift_check_service.pb.h"

namespace palier::kpi {
namespace {

constexpr size_t kMaxDriftRules = 1000;
constexpr size_t kMaxProjects = 5000;

absl::Status TooManyRules() {
  return status::LimitExceeded(
      {"More than {limit} rules watch for drift.", "Plus de {limit} règles guettent une dérive."},
      "alert rules", kMaxDriftRules);
}

// The rules of kind DRIFT by the name of their KPI.
using DriftRules = std::map<std::string, std::vector<v1::AlertRule>>;

class Calendar {
 public:
  Calendar(Context& context, const rpc::Call& call, absl::TimeZone zone)
      : context_(context),
        call_(call),
        zone_(zone),
        today_(absl::ToCivilDay(context.store.Now(), zone)) {}

  absl::StatusOr<DriftRules> Rules(const std::string& organization) const {
    DriftRules by_kpi;
    RETURN_IF_ERROR(
        context_.store.Read(call_.deadline, [&](resource::Session& session) -> absl::Status {
          by_kpi.clear();
          std::vector<v1::AlertRule> rules;
          RETURN_IF_ERROR(resource::ReadAll(
              session, context_.types.alert_rule,
              absl::StrCat("organizations/", organization, "/projects/-"), rules));
          std::erase_if(rules, [](const auto& r) { return r.kind() != v1::AlertRule::DRIFT; });
          if (rules.size() > kMaxDriftRules) return TooManyRules();
          for (v1::AlertRule& rule : rules) {
            ASSIGN_OR_RETURN(const AlertRuleKey key, ParseAlertRule(rule.name()));
            by_kpi[NameOf(key.kpi.project, key.kpi.kpi)].push_back(std::move(rule));
          }
          return absl::OkStatus();
        }));
    return by_kpi;
  }

  absl::Status Add(const std::string& kpi, const std::vector<v1::AlertRule>& rules,
                   std::vector<v1::DriftCheck>& checks) const {
    ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(kpi));
    MeasuredKpi measured;
    const absl::Status read =
        context_.store.Read(call_.deadline, [&](resource::Session& session) -> absl::Status {
          ASSIGN_OR_RETURN(measured,
                           ReadMeasured(session, context_.types, key, AsOfDay(today_, today_)));
          return absl::OkStatus();
        });
    // Deleted since the rules were read.
    if (absl::IsNotFound(read)) return absl::OkStatus();
    RETURN_IF_ERROR(read);
    for (const v1::AlertRule& rule : rules) checks.push_back(CheckOf(rule, measured));
    return absl::OkStatus();
  }

 private:
  v1::DriftCheck CheckOf(const v1::AlertRule& resource, const MeasuredKpi& measured) const {
    v1::DriftCheck check;
    check.set_rule(resource.name());
    check.set_display_name(resource.display_name());
    const AlertStory story = StoryOf(resource, measured, zone_, today_);
    check.set_state(static_cast<v1::Alert::State>(static_cast<int>(story.now.state)));
    *check.mutable_since_date() = DateOf(story.now.since);
    check.set_explanation(rpc::In(call_.language, story.now.text));
    const CheckDays days = DaysOf(resource, measured);
    if (days.last) *check.mutable_last_check_date() = DateOf(*days.last);
    *check.mutable_due_date() = DateOf(days.due);
    check.set_overdue(days.overdue);
    return check;
  }

  CheckDays DaysOf(const v1::AlertRule& resource, const MeasuredKpi& measured) const {
    const absl::CivilDay made = absl::ToCivilDay(time::TimeOf(resource.create_time()), zone_);
    const absl::CivilDay first = measured.series.empty() ? made : measured.series.front().date;
    const auto rule = RuleOf(resource, measured.kpi, first);
    if (rule.ok()) return CheckDaysOf(*rule, measured.series, today_);
    // It does not fit its KPI any more: nothing is checked until somebody mends it.
    return {std::nullopt, today_ - 1, true};
  }

  Context& context_;
  const rpc::Call& call_;
  const absl::TimeZone zone_;
  const absl::CivilDay today_;
};

std::set<std::string> ProjectsOf(const DriftRules& rules) {
  std::set<std::string> projects;
  for (const auto& [kpi, of_kpi] : rules) projects.insert(kpi.substr(0, kpi.rfind("/kpis/")));
  return projects;
}

absl::StatusOr<v1::QueryDriftChecksResponse> Query(Context& context, const rpc::Call& call,
                                                   const v1::QueryDriftChecksRequest& request) {
  ASSIGN_OR_RETURN(const std::string organization, ParseOrganization(request.parent()));
  absl::CivilDay to = absl::CivilDay::max();
  if (request.has_to_date()) {
    ASSIGN_OR_RETURN(to, DayOf(request.to_date(), "to_date"));
  }
  ASSIGN_OR_RETURN(const absl::TimeZone zone, context.registry.ZoneOf(organization, call.deadline));
  ASSIGN_OR_RETURN(const auto projects,
                   context.registry.ProjectsOf(organization, "", kMaxProjects, call.deadline));
  const Calendar calendar(context, call, zone);
  ASSIGN_OR_RETURN(const DriftRules rules, calendar.Rules(organization));
  std::vector<v1::DriftCheck> checks;
  for (const auto& [kpi, of_kpi] : rules) RETURN_IF_ERROR(calendar.Add(kpi, of_kpi, checks));
  std::erase_if(checks, [&](const auto& check) { return *time::DayOf(check.due_date()) > to; });
  std::sort(checks.begin(), checks.end(), [](const auto& a, const auto& b) {
    return std::make_tuple(*time::DayOf(a.due_date()), a.rule()) <
           std::make_tuple(*time::DayOf(b.due_date()), b.rule());
  });
  v1::QueryDriftChecksResponse response;
  response.mutable_checks()->Add(checks.begin(), checks.end());
  const std::set<std::string> watched = ProjectsOf(rules);
  for (const PortfolioProject& project : projects) {
    if (project.stage.in_production && !watched.contains(project.name)) {
      response.add_unwatched_projects(project.name);
    }
  }
  return response;
}

}  // namespace

void AddDriftChecks(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryDriftChecksRequest, v1::QueryDriftChecksResponse>(
      "QueryDriftChecks", [&context](const rpc::Call& call, const auto& request) {
        return Query(context, call, request);
      });
}

}  // namespace palier::kpi
