// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_API_FIGURE_MESSAGES_H_
#define PALIER_REPORTING_API_FIGURE_MESSAGES_H_

#include "common/rpc/call.h"
#include "palier/reporting/v1/figure.pb.h"
#include "palier/reporting/v1/figure_edition_service.pb.h"
#include "reporting/editions/figure_changes.h"
#include "reporting/figures/figure_book.h"

namespace palier::reporting {

// The figure as a caller of that language reads it, under `parent`, the organisation's resource
// name.
v1::Figure FigureMessage(const FigureDefinition& definition, const FigureBook& book,
                         const std::string& parent, rpc::Language language);
v1::FigureItem FigureItemMessage(const FigureItem& item, rpc::Language language);
// Parts are called as `now`, the figure of today, calls them.
v1::FigureChange FigureChangeMessage(const FigureChange& change, const Figure& now,
                                     const std::string& parent, rpc::Language language);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_FIGURE_MESSAGES_H_
