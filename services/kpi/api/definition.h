// SPDX-License-Identifier: Apache-2.0
// Between the KPI resource and the rules of the domain. Pure functions, safe from any thread.
#ifndef PALIER_KPI_API_DEFINITION_H_
#define PALIER_KPI_API_DEFINITION_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "google/type/date.pb.h"
#include "kpi/domain/measurement.h"
#include "kpi/domain/trajectory.h"
#include "palier/kpi/v1/kpi.pb.h"

namespace palier::kpi {

// Fills what the server owns (defaults, definition_version, quantified) of a KPI about to be
// written; `before` is nullptr for a new one. INVALID_ARGUMENT with every field that is wrong.
absl::Status Complete(const v1::Kpi* before, v1::Kpi& kpi);

// The first field that differs and by which stored values would have another scale or meaning, or
// would be told of people as if they were no people; empty for none.
absl::string_view ChangedMeaning(const v1::Kpi& before, const v1::Kpi& after);

// The following want a KPI that Complete has passed.
ValueRule RuleOf(const v1::Kpi& kpi);
Cadence CadenceOf(const v1::Kpi& kpi);
int CloseDaysOf(const v1::Kpi& kpi);
// Nullopt while baseline, target or horizon is missing.
std::optional<Target> TargetOf(const v1::Kpi& kpi);

// INVALID_ARGUMENT about `field` for what is no day of the calendar from year 1 to 9999.
absl::StatusOr<absl::CivilDay> DayOf(const google::type::Date& date, absl::string_view field);
google::type::Date DateOf(absl::CivilDay day);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_DEFINITION_H_
