// SPDX-License-Identifier: Apache-2.0
#include "reporting/storage/types.h"

#include "palier/api/v1/operation.pb.h"
#include "palier/reporting/v1/export.pb.h"
#include "palier/reporting/v1/figure_edition.pb.h"
#include "palier/reporting/v1/proposal.pb.h"
#include "palier/reporting/v1/report_schedule.pb.h"

namespace palier::reporting {

Types::Types()
    : report_schedule(v1::ReportSchedule::descriptor(),
                      "organizations/{organization}/reportSchedules/{report_schedule}"),
      report(v1::Report::descriptor(), "organizations/{organization}/reports/{report}"),
      proposal(v1::Proposal::descriptor(), "organizations/{organization}/proposals/{proposal}"),
      figure_edition(v1::FigureEdition::descriptor(),
                     "organizations/{organization}/figureEditions/{figure_edition}"),
      file(v1::Export::descriptor(), "organizations/{organization}/exports/{export}"),
      operation(api::v1::OperationRecord::descriptor(),
                "organizations/{organization}/operations/{operation}") {}

}  // namespace palier::reporting
