// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/saved_time_months.h"

#include "common/money/money.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "kpi/api/definition.h"
#include "palier/kpi/v1/saved_time.pb.h"

namespace palier::kpi {
namespace {

absl::StatusOr<RecordedHours> RecordOf(const v1::SavedTime& saved) {
  RecordedHours recorded;
  recorded.went = static_cast<HoursWent>(saved.kind());
  ASSIGN_OR_RETURN(recorded.hours, Quantise(saved.hours(), kHourDecimals));
  recorded.currency = saved.hourly_cost().currency_code();
  recorded.hourly_nanos = money::NanosOf(saved.hourly_cost());
  return recorded;
}

template <typename Map>
typename Map::mapped_type ValueAt(const Map& map, absl::CivilDay day) {
  const auto found = map.find(day);
  return found == map.end() ? typename Map::mapped_type() : found->second;
}

}  // namespace

absl::StatusOr<std::map<std::string, RecordedMonths>> RecordsOf(resource::Session& session,
                                                                const Types& types,
                                                                const std::string& parent) {
  std::vector<v1::SavedTime> records;
  RETURN_IF_ERROR(resource::ReadAll(session, types.saved_time, parent, records));
  std::map<std::string, RecordedMonths> by_project;
  for (const v1::SavedTime& saved : records) {
    ASSIGN_OR_RETURN(const absl::CivilDay day, DayOf(saved.month_date(), "month_date"));
    ASSIGN_OR_RETURN(RecordedHours recorded, RecordOf(saved));
    by_project[resource::ParentOf(saved.name())][FirstDayOf(PeriodUnit::kMonth, day)].push_back(
        std::move(recorded));
  }
  return by_project;
}

std::vector<MonthOfProject> AccountMonths(const Months& months, const Production& production,
                                          const SavedTimeFacts& facts,
                                          const RecordedMonths& recorded) {
  std::vector<MonthOfProject> accounts;
  for (absl::CivilMonth month = months.first; month < months.next; ++month) {
    const absl::CivilDay day(month);
    MonthOfProject& account = accounts.emplace_back();
    account.first_day = day;
    account.hours = Account(ValueAt(facts.measured, day), ValueAt(recorded, day));
    account.run_costs = ValueAt(facts.run_costs, day);
    account.realisation = RealisationOf(day, absl::CivilDay(month + 1), production,
                                        !facts.not_real.contains(day), facts.used.contains(day));
  }
  return accounts;
}

}  // namespace palier::kpi
