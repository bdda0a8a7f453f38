// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_DOCUMENTS_PLAIN_TEXT_H_
#define PALIER_REPORTING_DOCUMENTS_PLAIN_TEXT_H_

#include <string>

#include "reporting/documents/document.h"

namespace palier::reporting {

// For a mail reader that shows no pages: headings underlined, a row of a table as its first cell
// and `title: cell` pairs.
std::string ToPlainText(const Document& document);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_PLAIN_TEXT_H_
