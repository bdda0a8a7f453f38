// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_DOCUMENTS_HTML_H_
#define PALIER_REPORTING_DOCUMENTS_HTML_H_

#include <string>

#include "reporting/documents/document.h"

namespace palier::reporting {

// One file without script and without anything to load: slides on a screen, pages on paper. All
// text is escaped.
std::string ToHtml(const Document& document);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_HTML_H_
