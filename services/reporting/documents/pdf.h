// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_DOCUMENTS_PDF_H_
#define PALIER_REPORTING_DOCUMENTS_PDF_H_

#include <string>

#include "absl/status/statusor.h"
#include "reporting/documents/document.h"

namespace palier::reporting {

// A4 pages with numbers, by cairo and pango; the same bytes for the same document, libraries and
// fonts. INTERNAL when cairo cannot draw.
absl::StatusOr<std::string> ToPdf(const Document& document);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_PDF_H_
