// SPDX-License-Identifier: Apache-2.0
// From an event log to measurements of KPIs. Pure functions, safe from any thread.
#ifndef PALIER_KPI_IMPORT_EVENT_LOG_FACTS_H_
#define PALIER_KPI_IMPORT_EVENT_LOG_FACTS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "kpi/domain/event_log.h"
#include "kpi/storage/secret.h"
#include "palier/kpi/v1/kpi.pb.h"
#include "palier/kpi/v1/measurement.pb.h"

namespace palier::kpi {

inline constexpr char kCycleTime[] = "cycle-time";
inline constexpr char kRework[] = "rework";
inline constexpr char kWeeklyUsers[] = "weekly-users";
inline constexpr char kPenetration[] = "penetration";

// One of cycle-time and one of rework per case, at its end and of the team of its first event; one
// of weekly-users per resource, team and day. The identities come from the log, so that the same
// log gives the same facts; of a case seen twice the one with more events is newer. `hasher` is the
// organisation's, for identities that name nobody.
std::vector<v1::Measurement> MeasurementsOf(absl::Span<const CaseRecord> cases,
                                            absl::Span<const LogEvent> events,
                                            const UserHasher& hasher, absl::TimeZone zone);

// One of penetration per eligible case, at its end and of the team of its first event: 100 through
// the AI step, else 0.
std::vector<v1::Measurement> PenetrationMeasurements(absl::Span<const CaseRecord> cases,
                                                     absl::Span<const Penetration> of_cases);

// The KPIs as a project gets them that has none of that id.
std::vector<std::pair<std::string, v1::Kpi>> EventLogKpis(bool french, bool penetration);

}  // namespace palier::kpi

#endif  // PALIER_KPI_IMPORT_EVENT_LOG_FACTS_H_
