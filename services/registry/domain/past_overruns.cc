// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/past_overruns.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/money/money.h"
#include "common/stats/rank_tests.h"
#include "common/time/proto_time.h"

namespace palier::registry {
namespace {

using Overrun = v1::PastOverrun;
using google::type::Money;
using time::DayOf;
using time::TimeOf;

std::optional<absl::CivilDay> PromisedEnd(const Delivery& delivery) {
  std::optional<absl::CivilDay> end;
  if (delivery.plan.has_value()) {
    for (const v1::PlanStep& step : delivery.plan->steps())
      end = std::max(end, DayOf(step.end_date()));
  }
  return end.has_value() ? end : DayOf(delivery.project.production_target_date());
}

// Whether the line is money spent once to bring the project into production.
bool IsSpentOnProduction(const v1::Entry& entry, const v1::Project& project, absl::CivilDay today,
                         absl::TimeZone zone) {
  if (!entry.has_cost_line() || entry.cost_line().monthly()) return false;
  const auto day = DayOf(entry.event_date());
  if (!day.has_value()) return true;
  const bool of_poc =
      project.has_poc_end_time() && *day < absl::ToCivilDay(TimeOf(project.poc_end_time()), zone);
  return !of_poc && *day <= today;
}

struct MeasureWords {
  status::Text subject;
  // Between the median and the full stop: `duration was 1.8x what was promised`.
  status::Text before, after;
};

MeasureWords WordsOf(Overrun::Measure measure) {
  switch (measure) {
    case Overrun::DURATION:
      return {{"duration against promise", "durée face à la promesse"},
              {"the way to RUN took ", "le chemin jusqu'à RUN a pris "},
              {" the time that was promised", " le temps promis"}};
    case Overrun::COST:
      return {{"cost against budget", "coût face au budget"},
              {"production cost ", "la production a coûté "},
              {" its budget", " son budget"}};
    default:
      return {{"integrations against estimate", "intégrations face à l'estimation"},
              {"integrations took ", "les intégrations ont pris "},
              {" their estimate", " leur estimation"}};
  }
}

}  // namespace

std::optional<double> DurationRatio(const Delivery& delivery, absl::TimeZone zone) {
  const v1::Project& project = delivery.project;
  if (project.stage() != v1::Project::RUN) return std::nullopt;
  if (!project.has_poc_start_time() || !project.has_stage_time()) return std::nullopt;
  const auto promised = PromisedEnd(delivery);
  const absl::CivilDay start = absl::ToCivilDay(TimeOf(project.poc_start_time()), zone);
  const absl::CivilDay entered = absl::ToCivilDay(TimeOf(project.stage_time()), zone);
  if (!promised.has_value() || *promised <= start || entered < start) return std::nullopt;
  return static_cast<double>(entered - start) / static_cast<double>(*promised - start);
}

std::optional<double> CostRatio(const Delivery& delivery, absl::CivilDay today,
                                absl::TimeZone zone) {
  const Money& budget = delivery.project.production_budget();
  if (!money::IsPositive(budget)) return std::nullopt;
  Money spent;
  spent.set_currency_code(budget.currency_code());
  for (const v1::Entry& entry : delivery.entries) {
    if (!IsSpentOnProduction(entry, delivery.project, today, zone)) continue;
    if (!money::SameCurrency(entry.cost_line().amount(), budget)) return std::nullopt;
    money::Add(spent, entry.cost_line().amount());
  }
  if (!money::IsPositive(spent)) return std::nullopt;
  return money::Amount(spent) / money::Amount(budget);
}

std::optional<double> IntegrationRatio(absl::Span<const v1::Entry> entries) {
  int64_t estimated = 0, actual = 0;
  for (const v1::Entry& entry : entries) {
    const v1::Integration& one = entry.integration();
    if (one.estimated_days() == 0 || one.actual_days() == 0) continue;
    estimated += one.estimated_days();
    actual += one.actual_days();
  }
  if (estimated == 0) return std::nullopt;
  return static_cast<double>(actual) / static_cast<double>(estimated);
}

v1::PastOverrun OverrunOf(Overrun::Measure measure, absl::Span<const double> ratios) {
  v1::PastOverrun overrun;
  overrun.set_measure(measure);
  overrun.set_project_count(static_cast<int>(ratios.size()));
  overrun.set_needed_count(kOverrunsNeeded);
  if (ratios.size() < kOverrunsNeeded) return overrun;
  overrun.set_lower_quartile(*stats::NearestRank(ratios, 25));
  overrun.set_median(*stats::Median(ratios));
  overrun.set_upper_quartile(*stats::NearestRank(ratios, 75));
  return overrun;
}

std::vector<v1::PastOverrun> OverrunsOf(absl::Span<const Delivery> deliveries, absl::CivilDay today,
                                        absl::TimeZone zone) {
  std::vector<double> durations, costs, integrations;
  const auto keep = [](std::vector<double>& ratios, std::optional<double> ratio) {
    if (ratio.has_value()) ratios.push_back(*ratio);
  };
  for (const Delivery& delivery : deliveries) {
    keep(durations, DurationRatio(delivery, zone));
    keep(costs, CostRatio(delivery, today, zone));
    keep(integrations, IntegrationRatio(delivery.entries));
  }
  return {OverrunOf(Overrun::DURATION, durations), OverrunOf(Overrun::COST, costs),
          OverrunOf(Overrun::INTEGRATION_EFFORT, integrations)};
}

status::Text TextOf(const v1::PastOverrun& overrun) {
  const MeasureWords words = WordsOf(overrun.measure());
  const int n = overrun.project_count();
  if (!overrun.has_median()) {
    const int needed = overrun.needed_count();
    return {
        absl::StrCat("Own past, ", words.subject.en, ": ", n, " of ", needed, " projects needed."),
        absl::StrCat("Passé de l'entreprise, ", words.subject.fr, " : ", n, " sur ", needed,
                     " projets nécessaires.")};
  }
  const std::string median = absl::StrFormat("%.1fx", overrun.median());
  const std::string lower = absl::StrFormat("%.1fx", overrun.lower_quartile());
  const std::string upper = absl::StrFormat("%.1fx", overrun.upper_quartile());
  return {absl::StrCat("Own past, ", n, " projects: ", words.before.en, median, words.after.en,
                       " (median; quartiles ", lower, " and ", upper, ")."),
          absl::StrCat("Passé de l'entreprise, ", n, " projets : ", words.before.fr, median,
                       words.after.fr, " (médiane ; quartiles ", lower, " et ", upper, ").")};
}

const v1::PastOverrun* KnownOverrun(absl::Span<const v1::PastOverrun> overruns,
                                    Overrun::Measure measure) {
  const auto found = std::find_if(overruns.begin(), overruns.end(), [&](const Overrun& one) {
    return one.measure() == measure && one.has_median();
  });
  return found == overruns.end() ? nullptr : &*found;
}

}  // namespace palier::registry
