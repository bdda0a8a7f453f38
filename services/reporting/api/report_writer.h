// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_API_REPORT_WRITER_H_
#define PALIER_REPORTING_API_REPORT_WRITER_H_

#include "absl/status/statusor.h"
#include "palier/reporting/v1/report_schedule.pb.h"
#include "reporting/api/context.h"
#include "reporting/domain/report_period.h"

namespace palier::reporting {

Cadence CadenceOf(const v1::ReportSchedule& schedule);

// The digest of the schedule for that period as it stands now: without name and state. The errors
// of ModelKeeper::Current.
absl::StatusOr<v1::Report> WriteReport(const Context& context, const rpc::Call& call,
                                       const v1::ReportSchedule& schedule,
                                       const ReportPeriod& period);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_REPORT_WRITER_H_
