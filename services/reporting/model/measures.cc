// SPDX-License-Identifier: Apache-2.0
#include "reporting/model/measures.h"

#include <cmath>

#include "absl/strings/numbers.h"

namespace palier::reporting {

using kpi::v1::AdoptionPeriod;
using kpi::v1::AdoptionUnit;

const AdoptionPeriod* LastPeriod(const kpi::v1::Adoption& adoption) {
  return adoption.periods().empty() ? nullptr : &adoption.periods(adoption.periods_size() - 1);
}

const AdoptionUnit* WholeOf(const AdoptionPeriod& period) {
  for (const AdoptionUnit& unit : period.units()) {
    const bool is_whole = unit.unit().find('/') == unit.unit().rfind('/');
    if (is_whole) return unit.hidden() ? nullptr : &unit;
  }
  return nullptr;
}

bool IsTeam(const AdoptionUnit& unit) {
  return unit.unit().find("/teams/") != std::string::npos;
}

bool IsDepartment(const AdoptionUnit& unit) {
  return unit.unit().find("/departments/") != std::string::npos;
}

bool IsRegular(const AdoptionUnit& unit) {
  return unit.segment() == AdoptionUnit::REGULAR || unit.segment() == AdoptionUnit::INTENSIVE;
}

int64_t Hundredths(const std::string& decimal) {
  double hours = 0;
  return absl::SimpleAtod(decimal, &hours) ? std::llround(100 * hours) : 0;
}

int64_t MeasuredHundredths(const kpi::v1::QuerySavedTimeResponse& saved) {
  int64_t hundredths = 0;
  for (const kpi::v1::SavedTimeMonth& month : saved.months())
    hundredths += Hundredths(month.measured_hours());
  return hundredths;
}

}  // namespace palier::reporting
