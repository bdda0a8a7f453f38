// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/domain/cohort.h"
#include "kpi/domain/difference.h"
#include "palier/kpi/v1/comparison_service.pb.h"

namespace palier::kpi {
namespace {

constexpr int kDefaultConfidence = 95;
constexpr int kMostTeams = 200;

const status::Text& Assumption() {
  static const auto* text = new status::Text{
      "Without the start, the teams would have changed as much as those that had not started. "
      "Checked on the periods before; it cannot be proven for those after.",
      "Sans le départ, les équipes auraient changé autant que celles qui n'avaient pas commencé. "
      "Vérifié sur les périodes d'avant ; cela ne peut être prouvé pour celles d'après."};
  return *text;
}

absl::Status CheckTeams(const v1::CompareKpiCohortsRequest& request) {
  std::set<std::string> seen;
  for (const v1::TeamStart& team : request.teams()) seen.insert(team.team());
  const bool distinct = static_cast<int>(seen.size()) == request.teams_size();
  if (distinct && seen.size() >= 2 && request.teams_size() <= kMostTeams) return absl::OkStatus();
  return status::InvalidField("teams", {"Between 2 and 200 teams, each once.",
                                        "Entre 2 et 200 équipes, chacune une fois."});
}

absl::StatusOr<std::vector<Cohort>> CohortsOf(const v1::CompareKpiCohortsRequest& request) {
  RETURN_IF_ERROR(CheckTeams(request));
  std::vector<TeamStart> starts;
  for (const v1::TeamStart& team : request.teams()) {
    TeamStart& start = starts.emplace_back();
    start.team = team.team();
    if (!team.has_start_date()) continue;
    ASSIGN_OR_RETURN(start.start, DayOf(team.start_date(), "teams.start_date"));
  }
  std::vector<Cohort> cohorts = CohortsOf(starts);
  if (cohorts.front().start) return cohorts;
  return status::InvalidField(
      "teams", {"None of the teams has a start.", "Aucune des équipes n'a de départ."});
}

// All alphas together are what was asked for.
absl::StatusOr<DifferenceOptions> OptionsOf(const v1::CompareKpiCohortsRequest& request,
                                            const v1::Kpi& kpi,
                                            const std::vector<Cohort>& cohorts) {
  const int percent =
      request.confidence_percent() == 0 ? kDefaultConfidence : request.confidence_percent();
  if (percent < 50 || percent > 99) {
    return status::InvalidField("confidence_percent", {"The confidence lies between 50 and 99 %.",
                                                       "La confiance est comprise entre 50 et 99 "
                                                       "%."});
  }
  const auto started = std::count_if(cohorts.begin(), cohorts.end(),
                                     [](const Cohort& cohort) { return cohort.start.has_value(); });
  DifferenceOptions options;
  options.direction = static_cast<Direction>(kpi.direction());
  options.alpha = (100 - percent) / 100.0 / static_cast<double>(started);
  return options;
}

// The mean of what each team says by itself.
std::map<absl::CivilDay, double> MeansOf(const KpiDays& teams, const v1::Kpi& kpi,
                                         PeriodUnit unit) {
  std::map<absl::CivilDay, std::pair<double, int>> sums;
  for (const auto& [team, days] : teams) {
    for (const auto& [first_day, period] : Periods(days, unit)) {
      sums[first_day].first += FixedDouble(ValueOf(period, kpi), kpi.decimals());
      ++sums[first_day].second;
    }
  }
  std::map<absl::CivilDay, double> means;
  for (const auto& [first_day, sum] : sums) means[first_day] = sum.first / sum.second;
  return means;
}

// One value per period of some teams together, by the period's first day: of amounts that add up,
// and of snapshots, the mean of the teams that have one. A team that sends nothing is not one that
// did nothing.
std::map<absl::CivilDay, double> ValuesOf(const KpiDays& teams,
                                          const std::vector<std::string>& some, const v1::Kpi& kpi,
                                          PeriodUnit unit) {
  KpiDays chosen;
  for (const std::string& team : some) {
    if (const auto found = teams.find(team); found != teams.end()) chosen.insert(*found);
  }
  const bool apart = GrowsInPeriod(kpi) || kpi.semantics() == v1::Kpi::SNAPSHOT;
  if (apart) return MeansOf(chosen, kpi, unit);
  std::map<absl::CivilDay, double> values;
  for (const auto& [first_day, period] : Periods(OneSeries(chosen, kpi, nullptr), unit)) {
    values[first_day] = FixedDouble(ValueOf(period, kpi), kpi.decimals());
  }
  return values;
}

struct Pairs {
  std::vector<PairedPeriod> before;
  std::vector<PairedPeriod> after;
};

Pairs PairUp(const std::map<absl::CivilDay, double>& treated,
             const std::map<absl::CivilDay, double>& control, const CohortWindow& window,
             PeriodUnit unit) {
  Pairs pairs;
  int index = 0;
  for (absl::CivilDay day = window.before_first; day < window.after_next;
       day = NextPeriodDay(unit, day), ++index) {
    const auto own = treated.find(day);
    const auto other = control.find(day);
    if (own == treated.end() || other == control.end()) continue;
    const PairedPeriod pair{index, own->second, other->second};
    if (day < window.before_next) pairs.before.push_back(pair);
    if (day >= window.after_first) pairs.after.push_back(pair);
  }
  return pairs;
}

void FillDates(const CohortWindow& window, v1::KpiCohortComparison& out) {
  if (window.before_first < window.before_next) {
    *out.mutable_before_first_date() = DateOf(window.before_first);
    *out.mutable_before_last_date() = DateOf(window.before_next - 1);
  }
  if (window.after_first < window.after_next) {
    *out.mutable_after_first_date() = DateOf(window.after_first);
    *out.mutable_after_last_date() = DateOf(window.after_next - 1);
  }
}

void FillFigures(const Difference& found, v1::KpiCohortComparison& out) {
  if (!(found.deviation > 0)) return;
  out.set_effect(found.effect);
  if (std::isfinite(found.lower)) out.set_lower(found.lower);
  if (std::isfinite(found.upper)) out.set_upper(found.upper);
  out.set_deviation(found.deviation);
  out.set_e_value(found.e_value);
  out.set_trend(found.trend);
  out.set_trend_p_value(found.trend_p);
  out.set_effect_beyond_trend(found.effect_beyond_trend);
}

void Fill(const Difference& found, rpc::Language language, v1::KpiCohortComparison& out) {
  out.set_verdict(static_cast<v1::KpiCohortComparison::Verdict>(found.verdict));
  out.set_reason(static_cast<v1::KpiCohortComparison::Reason>(found.reason));
  out.set_explanation(rpc::In(language, found.text));
  out.set_before_count(static_cast<int32_t>(found.before));
  out.set_after_count(static_cast<int32_t>(found.after));
  out.set_before_value(found.treated_before);
  out.set_after_value(found.treated_after);
  out.set_control_before_value(found.control_before);
  out.set_control_after_value(found.control_after);
  FillFigures(found, out);
}

void FillNoControl(rpc::Language language, v1::KpiCohortComparison& out) {
  out.set_verdict(v1::KpiCohortComparison::NOT_COMPARABLE);
  out.set_reason(v1::KpiCohortComparison::NO_CONTROL);
  out.set_explanation(
      rpc::In(language, {"Not comparable: no other team had not started yet.",
                         "Non comparable : aucune autre équipe n'avait pas encore commencé."}));
}

// What is the same for every cohort.
struct Question {
  const v1::Kpi& kpi;
  const KpiDays& teams;
  PeriodUnit unit;
  absl::CivilDay from;
  absl::CivilDay to;
  DifferenceOptions options;
};

v1::KpiCohortComparison Compare(const Question& question, const std::vector<Cohort>& cohorts,
                                size_t index, rpc::Language language) {
  v1::KpiCohortComparison out;
  *out.mutable_start_date() = DateOf(*cohorts[index].start);
  for (const std::string& team : cohorts[index].teams) out.add_teams(team);
  const auto window = WindowOf(cohorts, index, question.unit, question.from, question.to);
  if (!window) {
    FillNoControl(language, out);
    return out;
  }
  for (const std::string& team : window->controls) out.add_control_teams(team);
  FillDates(*window, out);
  const auto values = [&](const std::vector<std::string>& some) {
    return ValuesOf(question.teams, some, question.kpi, question.unit);
  };
  const Pairs pairs =
      PairUp(values(cohorts[index].teams), values(window->controls), *window, question.unit);
  Fill(DifferenceInDifferences(pairs.before, pairs.after, question.options), language, out);
  return out;
}

// One name among others that were measured is most likely written wrongly.
absl::Status CheckMeasured(const v1::CompareKpiCohortsRequest& request, const KpiDays& teams) {
  if (teams.empty()) return absl::OkStatus();
  for (const v1::TeamStart& asked : request.teams()) {
    const auto team = teams.find(asked.team());
    if (team != teams.end() && !team->second.cells.empty()) continue;
    return status::InvalidField(
        "teams", {absl::StrCat("The team ", asked.team(), " was not measured in this time."),
                  absl::StrCat("L'équipe ", asked.team(), " n'a pas été mesurée dans ce temps.")});
  }
  return absl::OkStatus();
}

// The first day on which any of them was measured; `otherwise` if there is none.
absl::CivilDay FirstMeasured(const KpiDays& teams, absl::CivilDay otherwise) {
  absl::CivilDay first = otherwise;
  for (const auto& [team, days] : teams) {
    if (!days.cells.empty()) first = std::min(first, days.cells.begin()->first);
  }
  return first;
}

absl::StatusOr<v1::CompareKpiCohortsResponse> CompareCohorts(
    Context& context, const rpc::Call& call, const v1::CompareKpiCohortsRequest& request) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(request.name()));
  ASSIGN_OR_RETURN(const std::vector<Cohort> cohorts, CohortsOf(request));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOf(key.project.organization, call.deadline));
  const absl::CivilDay yesterday = absl::ToCivilDay(context.store.Now(), zone) - 1;
  absl::CivilDay to = yesterday;
  if (request.has_to_date()) {
    ASSIGN_OR_RETURN(to, DayOf(request.to_date(), "to_date"));
    to = std::min(to, yesterday);
  }
  std::optional<absl::CivilDay> from;
  DaySpan span;
  span.last = DayNumber(to);
  if (request.has_from_date()) {
    ASSIGN_OR_RETURN(from, DayOf(request.from_date(), "from_date"));
    span.first = DayNumber(*from);
  }
  v1::Kpi kpi;
  KpiDays teams;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        RETURN_IF_ERROR(session.Get(context.types.kpi, request.name(), &kpi));
        RETURN_IF_ERROR(CheckTellsOfNobody(call, kpi));
        ASSIGN_OR_RETURN(teams, ReadDays(session.sql(), key.project, key.kpi, kpi, nullptr, span));
        return absl::OkStatus();
      }));
  ASSIGN_OR_RETURN(const DifferenceOptions options, OptionsOf(request, kpi, cohorts));
  const PeriodUnit unit = UnitOf(request.unit(), kpi);
  RETURN_IF_ERROR(CheckMeasured(request, teams));
  // Not from long before there was anything: each period of the time is looked at.
  const absl::CivilDay first_measured = FirstDayOf(unit, FirstMeasured(teams, to));
  from = std::max(from.value_or(first_measured), first_measured);
  const Question question{kpi, teams, unit, *from, to, options};
  v1::CompareKpiCohortsResponse response;
  response.set_name(request.name());
  response.set_unit(kpi.unit());
  response.set_period_unit(static_cast<v1::PeriodUnit>(static_cast<int>(unit) + 1));
  response.set_confidence_percent(request.confidence_percent() == 0 ? kDefaultConfidence
                                                                    : request.confidence_percent());
  response.set_assumption(rpc::In(call.language, Assumption()));
  for (size_t index = 0; index < cohorts.size() && cohorts[index].start; ++index) {
    *response.add_cohorts() = Compare(question, cohorts, index, call.language);
  }
  return response;
}

}  // namespace

void AddCohortComparison(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::CompareKpiCohortsRequest, v1::CompareKpiCohortsResponse>(
      "CompareKpiCohorts", [&context](const rpc::Call& call, const auto& request) {
        return CompareCohorts(context, call, request);
      });
}

}  // namespace palier::kpi
