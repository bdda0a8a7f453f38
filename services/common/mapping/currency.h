// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_MAPPING_CURRENCY_H_
#define PALIER_COMMON_MAPPING_CURRENCY_H_

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace palier::mapping {

// Whether the text has the form of a currency code (ISO 4217): three capital letters.
inline bool IsCurrencyCode(absl::string_view text) {
  return text.size() == 3 && std::all_of(text.begin(), text.end(), absl::ascii_isupper);
}

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_CURRENCY_H_
