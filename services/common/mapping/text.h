// SPDX-License-Identifier: Apache-2.0
// How texts of a source are compared: without regard to white space, case or punctuation. All
// functions are pure and thread-safe; they take valid UTF-8 (what encoding.h gives) and give valid
// UTF-8.
#ifndef PALIER_COMMON_MAPPING_TEXT_H_
#define PALIER_COMMON_MAPPING_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace palier::mapping {

// `text` without white space at both ends. White space is that of Unicode (no-break space
// included), the zero-width space and the byte order mark.
absl::string_view Trim(absl::string_view text);

// Trimmed, with each run of white space inside replaced by one space.
std::string CollapseSpace(absl::string_view text);

// Collapsed and case-folded in Unicode's compatibility form: equal for two spellings of one name.
std::string Fold(absl::string_view text);

// Folded with letters, marks and digits only: equal for two spellings of one column header.
std::string FoldHeader(absl::string_view text);

// True when the text says that there is no value: empty, white space, "-", "N/A", "NA", "n.a." in
// any case. "TBD" or "Unknown" say something else and are not empty.
bool IsEmptyMark(absl::string_view text);

// The beginning of `text`, at most `max_bytes` long, never cut inside a character.
absl::string_view Excerpt(absl::string_view text, size_t max_bytes);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_TEXT_H_
