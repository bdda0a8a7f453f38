// SPDX-License-Identifier: Apache-2.0
// Texts that a spreadsheet would take for formulas when it opens a CSV file.
#ifndef PALIER_COMMON_MAPPING_FORMULA_H_
#define PALIER_COMMON_MAPPING_FORMULA_H_

#include <string>

#include "absl/strings/string_view.h"

namespace palier::mapping {

// The text with an apostrophe before it when it begins like a formula: with = + - @, a tab, a line
// end, or the full-width forms of the signs
// (https://owasp.org/www-community/attacks/CSV_Injection); or with apostrophes before one of them,
// so that Bare always gives the text back. Thread-safe.
std::string Guarded(absl::string_view text);

// What Guarded made it from: Bare(Guarded(text)) == text for every text. Thread-safe.
absl::string_view Bare(absl::string_view text);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_FORMULA_H_
