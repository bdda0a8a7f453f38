// SPDX-License-Identifier: Apache-2.0
// Several values in one cell.
#ifndef PALIER_REGISTRY_DOMAIN_TABLE_LIST_TEXT_H_
#define PALIER_REGISTRY_DOMAIN_TABLE_LIST_TEXT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace palier::registry {

// "SAP | mail": a separator and backslashes inside a value are escaped with a backslash, white
// space at its ends too; an empty value is `\0`.
std::string JoinList(const std::vector<std::string>& values);
// Takes a JoinList apart, and what people write: white space around values does not matter, empty
// values are left out. SplitList(JoinList(values)) == values. Thread-safe.
std::vector<std::string> SplitList(absl::string_view text);

// "id=quality ; value=92", a record of such a list; escapes `;` besides. A name has no `=`.
using NamedValues = std::vector<std::pair<std::string, std::string>>;
std::string JoinRecord(const NamedValues& values);
// A part without `=` has an empty name.
NamedValues SplitRecord(absl::string_view text);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_TABLE_LIST_TEXT_H_
