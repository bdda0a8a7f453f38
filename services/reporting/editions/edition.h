// SPDX-License-Identifier: Apache-2.0
// All figures of one moment, in nobody's language. Pure.
#ifndef PALIER_REPORTING_EDITIONS_EDITION_H_
#define PALIER_REPORTING_EDITIONS_EDITION_H_

#include "palier/reporting/v1/figure_edition.pb.h"
#include "reporting/figures/figure_book.h"

namespace palier::reporting {

// Figures and the services that are silent; the rest is left to who keeps it.
v1::FigureEdition MakeEdition(const FigureBook& book);

// A value as it stands in an edition, and back.
v1::FigureValue KeptValue(const FigureValue& value);
FigureValue ReadValue(const v1::FigureValue& kept);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_EDITIONS_EDITION_H_
