// SPDX-License-Identifier: Apache-2.0
// A digest of named facts: the same facts give the same text on every machine and in every version.
#ifndef PALIER_COMMON_MAPPING_FINGERPRINT_H_
#define PALIER_COMMON_MAPPING_FINGERPRINT_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"

namespace palier::mapping {

// Facts by name. A fact without value is the same as no fact, so that a new optional field changes
// no digest.
using Facts = std::map<std::string, std::string>;

// 32 hexadecimal digits: the first half of SHA-256 over names and values, each preceded by its
// length, in the order of the names. Facts with an empty value are left out.
std::string Fingerprint(const Facts& facts);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_FINGERPRINT_H_
