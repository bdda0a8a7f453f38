// SPDX-License-Identifier: Apache-2.0
// What is known of the published instances.
#ifndef PALIER_TESTS_QUALITY_BEST_KNOWN_H_
#define PALIER_TESTS_QUALITY_BEST_KNOWN_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"

namespace palier::quality {

struct BestKnown {
  int lower = 0;
  int upper = 0;
  bool optimum() const { return lower == upper; }
};

// By instance, without the ending of its file; of all sets whose results are in `folder`.
absl::StatusOr<std::map<std::string, BestKnown>> ReadBestKnown(const std::string& folder);

}  // namespace palier::quality

#endif  // PALIER_TESTS_QUALITY_BEST_KNOWN_H_
