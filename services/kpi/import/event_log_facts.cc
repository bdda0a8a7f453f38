// SPDX-License-Identifier: Apache-2.0
#include "kpi/import/event_log_facts.h"

#include <google/protobuf/util/time_util.h>

#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "kpi/domain/fixed.h"

namespace palier::kpi {
namespace {

// Which measurement of its event; part of the identity, so never to be renumbered.
enum Item { kCycleTimeItem = 0, kReworkItem = 1, kUserDayItem = 2, kPenetrationItem = 3 };

constexpr int kDayDecimals = 9;

void SetTime(absl::Time time, v1::Measurement& measurement) {
  *measurement.mutable_event_time() =
      google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time));
}

v1::Measurement OfCase(const CaseRecord& record, const char* kpi, Item item, std::string value) {
  v1::Measurement measurement;
  measurement.set_kpi(kpi);
  measurement.set_team(record.first_team);
  measurement.set_event_id(record.case_id);
  measurement.set_item(item);
  measurement.set_order_key(record.events);
  SetTime(record.end, measurement);
  measurement.set_decimal(std::move(value));
  return measurement;
}

// Exact to the last decimal, where a double would round twice.
std::string DaysText(absl::Duration duration) {
  constexpr int64_t kMicrosPerDay = int64_t{86400} * 1000000;
  const absl::int128 nanodays = absl::int128(absl::ToInt64Microseconds(duration)) * 1000000000;
  return FixedText(DivideRounded(nanodays, kMicrosPerDay), kDayDecimals);
}

using UserDay = std::tuple<std::string, std::string, absl::CivilDay>;  // resource, team, day

v1::Measurement OfUserDay(const UserDay& user_day, const UserHasher& hasher, absl::TimeZone zone) {
  const auto& [resource, team, day] = user_day;
  v1::Measurement measurement;
  measurement.set_kpi(kWeeklyUsers);
  measurement.set_team(team);
  measurement.set_event_id(
      absl::StrCat(hasher.Hash(absl::StrCat(resource.size(), "/", resource, team)), "/",
                   absl::FormatCivilTime(day)));
  measurement.set_item(kUserDayItem);
  // Noon exists on every day of every zone.
  SetTime(absl::FromCivil(absl::CivilSecond(day) + 12 * 3600, zone), measurement);
  measurement.set_decimal("1");
  measurement.set_user(resource);
  return measurement;
}

v1::Kpi KpiOf(const char* display_name, const char* unit, v1::Kpi::Direction direction,
              v1::Kpi::Category category, int decimals, v1::Kpi::Semantics semantics,
              v1::Kpi::Aggregation aggregation) {
  v1::Kpi kpi;
  kpi.set_display_name(display_name);
  kpi.set_unit(unit);
  kpi.set_direction(direction);
  kpi.set_category(category);
  kpi.set_decimals(decimals);
  kpi.set_semantics(semantics);
  kpi.set_aggregation(aggregation);
  return kpi;
}

}  // namespace

std::vector<v1::Measurement> MeasurementsOf(absl::Span<const CaseRecord> cases,
                                            absl::Span<const LogEvent> events,
                                            const UserHasher& hasher, absl::TimeZone zone) {
  std::vector<v1::Measurement> measurements;
  for (const CaseRecord& record : cases) {
    measurements.push_back(
        OfCase(record, kCycleTime, kCycleTimeItem, DaysText(record.end - record.begin)));
    measurements.push_back(OfCase(record, kRework, kReworkItem, record.rework ? "100" : "0"));
  }
  std::set<UserDay> user_days;
  for (const LogEvent& event : events) {
    if (event.resource.empty()) continue;
    user_days.emplace(event.resource, event.team, absl::ToCivilDay(event.time, zone));
  }
  for (const UserDay& user_day : user_days) {
    measurements.push_back(OfUserDay(user_day, hasher, zone));
  }
  return measurements;
}

std::vector<v1::Measurement> PenetrationMeasurements(absl::Span<const CaseRecord> cases,
                                                     absl::Span<const Penetration> of_cases) {
  std::vector<v1::Measurement> measurements;
  for (size_t i = 0; i < cases.size(); ++i) {
    if (of_cases[i] == Penetration::kNotEligible) continue;
    measurements.push_back(OfCase(cases[i], kPenetration, kPenetrationItem,
                                  of_cases[i] == Penetration::kThrough ? "100" : "0"));
  }
  return measurements;
}

std::vector<std::pair<std::string, v1::Kpi>> EventLogKpis(bool french, bool penetration) {
  using K = v1::Kpi;
  std::vector<std::pair<std::string, v1::Kpi>> kpis = {
      {kCycleTime, KpiOf(french ? "Temps de cycle" : "Cycle time", french ? "j" : "d", K::DECREASE,
                         K::EFFICIENCY, kDayDecimals, K::GAUGE, K::MEAN)},
      {kRework, KpiOf(french ? "Dossiers repris" : "Rework", "%", K::DECREASE, K::EFFICIENCY, 2,
                      K::GAUGE, K::MEAN)},
      {kWeeklyUsers,
       KpiOf(french ? "Utilisateurs par semaine" : "Weekly users", french ? "personnes" : "people",
             K::INCREASE, K::ADOPTION, 0, K::DELTA, K::DISTINCT_USERS)},
  };
  if (penetration) {
    kpis.emplace_back(kPenetration, KpiOf(french ? "Dossiers passés par l'étape IA"
                                                 : "Cases done through the AI step",
                                          "%", K::INCREASE, K::ADOPTION, 2, K::GAUGE, K::MEAN));
  }
  return kpis;
}

}  // namespace palier::kpi
