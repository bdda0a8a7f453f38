// SPDX-License-Identifier: Apache-2.0
// How what kpi told is read.
#ifndef PALIER_REPORTING_MODEL_MEASURES_H_
#define PALIER_REPORTING_MODEL_MEASURES_H_

#include <cstdint>
#include <string>

#include "palier/kpi/v1/adoption.pb.h"
#include "palier/kpi/v1/saved_time_service.pb.h"

namespace palier::reporting {

// Null before anything was told.
const kpi::v1::AdoptionPeriod* LastPeriod(const kpi::v1::Adoption& adoption);
// Null also where the organisation's own line is hidden.
const kpi::v1::AdoptionUnit* WholeOf(const kpi::v1::AdoptionPeriod& period);
bool IsTeam(const kpi::v1::AdoptionUnit& unit);
bool IsDepartment(const kpi::v1::AdoptionUnit& unit);
// REGULAR or INTENSIVE.
bool IsRegular(const kpi::v1::AdoptionUnit& unit);

// kpi writes hours as decimals of hundredths; 0 for what is none.
int64_t Hundredths(const std::string& decimal);
// Of all months.
int64_t MeasuredHundredths(const kpi::v1::QuerySavedTimeResponse& saved);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MODEL_MEASURES_H_
