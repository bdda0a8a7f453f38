// SPDX-License-Identifier: Apache-2.0
// What the articles say of other companies, as data: a line to read one's own figures by, never a
// truth about them.
#ifndef PALIER_REPORTING_DOMAIN_REFERENCE_FIGURES_H_
#define PALIER_REPORTING_DOMAIN_REFERENCE_FIGURES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/status/error.h"

namespace palier::reporting {

// Which figure of the portfolio stands beside a reference.
enum class OwnFigure {
  kNone,
  // Of the projects past their PoC, those that are not in production.
  kNotInProduction,
};

struct Reference {
  std::string id;
  status::Text text;
  status::Text value;
  status::Text source;
  // Year of the source; 0 when it does not say.
  int year = 0;
  OwnFigure own = OwnFigure::kNone;
};

// In the order in which they are shown. Made once, never changed.
absl::Span<const Reference> References();
// Null when there is none of that id.
const Reference* FindReference(absl::string_view id);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOMAIN_REFERENCE_FIGURES_H_
