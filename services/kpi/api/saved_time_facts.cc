// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/saved_time_facts.h"

#include "common/mapping/currency.h"
#include "common/status/macros.h"
#include "kpi/api/adoption_kpis.h"
#include "kpi/api/assessment.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/money.h"
#include "kpi/storage/day_table.h"
#include "kpi/storage/version.h"

namespace palier::kpi {
namespace {

bool IsAmount(const v1::Kpi& kpi) {
  return kpi.semantics() == v1::Kpi::DELTA || kpi.semantics() == v1::Kpi::CUMULATIVE;
}

bool MeasuresSavedHours(const v1::Kpi& kpi) {
  return kpi.category() == v1::Kpi::EFFICIENCY && kpi.unit() == "h" && IsAmount(kpi);
}

bool MeasuresRunCost(const v1::Kpi& kpi) {
  return mapping::IsCurrencyCode(kpi.unit()) && kpi.category() == v1::Kpi::ROI &&
         kpi.direction() == v1::Kpi::DECREASE && IsAmount(kpi);
}

bool IsReal(const v1::Kpi& kpi) {
  return kpi.evidence_grade() == v1::Kpi::REAL ||
         kpi.evidence_grade() == v1::Kpi::EVIDENCE_GRADE_UNSPECIFIED;
}

class MonthReader {
 public:
  MonthReader(sql::Transaction& transaction, const ProjectKey& project, const Months& months)
      : transaction_(transaction),
        project_(project),
        days_{DayNumber(absl::CivilDay(months.first)), DayNumber(absl::CivilDay(months.next)) - 1} {
  }

  absl::Status Take(const v1::Kpi& kpi, SavedTimeFacts& facts) {
    if (MeasuresSavedHours(kpi)) return TakeHours(kpi, facts);
    if (MeasuresRunCost(kpi)) return TakeCosts(kpi, facts);
    if (CountsUse(kpi) && IsReal(kpi)) return TakeUsers(kpi, facts);
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<std::map<absl::CivilDay, PeriodValue>> MonthsOf(const v1::Kpi& kpi) {
    ASSIGN_OR_RETURN(const KpiDays teams,
                     ReadDays(transaction_, project_, LastIdOf(kpi.name()), kpi, nullptr, days_,
                              {.sketches = false, .users = CountsUse(kpi)}));
    return Periods(OneSeries(teams, kpi, nullptr), PeriodUnit::kMonth);
  }

  absl::Status TakeHours(const v1::Kpi& kpi, SavedTimeFacts& facts) {
    facts.kpis.push_back(kpi.name());
    ASSIGN_OR_RETURN(const auto months, MonthsOf(kpi));
    for (const auto& [first_day, month] : months) {
      ASSIGN_OR_RETURN(const Fixed hours,
                       QuantiseText(month.cell.sum.Text(kpi.decimals()), kHourDecimals));
      facts.measured[first_day] += hours;
      if (!IsReal(kpi)) facts.not_real.insert(first_day);
    }
    return absl::OkStatus();
  }

  absl::Status TakeCosts(const v1::Kpi& kpi, SavedTimeFacts& facts) {
    ASSIGN_OR_RETURN(const auto months, MonthsOf(kpi));
    for (const auto& [first_day, month] : months) {
      facts.run_costs[first_day][kpi.unit()] += NanosOf(month.cell.sum.total(), kpi.decimals());
    }
    return absl::OkStatus();
  }

  absl::Status TakeUsers(const v1::Kpi& kpi, SavedTimeFacts& facts) {
    ASSIGN_OR_RETURN(const auto months, MonthsOf(kpi));
    for (const auto& [first_day, month] : months) {
      if (month.distinct_users > 0) facts.used.insert(first_day);
    }
    return absl::OkStatus();
  }

  sql::Transaction& transaction_;
  const ProjectKey& project_;
  const DaySpan days_;
};

}  // namespace

absl::StatusOr<SavedTimeFacts> FactsOf(resource::Session& session, const std::vector<v1::Kpi>& kpis,
                                       const ProjectKey& project, const Months& months) {
  SavedTimeFacts facts;
  MonthReader reader(session.sql(), project, months);
  for (const v1::Kpi& kpi : kpis) RETURN_IF_ERROR(reader.Take(kpi, facts));
  return facts;
}

}  // namespace palier::kpi
