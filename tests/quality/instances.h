// SPDX-License-Identifier: Apache-2.0
// Published instances as models: PSPLIB single mode (.sm), Patterson (.rcp), ProGen/max (.SCH).
#ifndef PALIER_TESTS_QUALITY_INSTANCES_H_
#define PALIER_TESTS_QUALITY_INSTANCES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "rollout/schedule/model.h"

namespace palier::quality {

struct Instance {
  std::string name;  // of its file, without the ending
  schedule::Model model;
};

// INVALID_ARGUMENT for a text that is none of the kind. The horizon is one that every shortest
// schedule keeps.
absl::StatusOr<schedule::Model> ParseSingleMode(absl::string_view text);
absl::StatusOr<schedule::Model> ParsePatterson(absl::string_view text);
absl::StatusOr<schedule::Model> ParseProGenMax(absl::string_view text);

// The instances of a set in order of their names: from the folder `set` within `folder` or, when
// there is none, from its archive SET.tar.xz, unpacked by tar into a folder that is removed again.
absl::StatusOr<std::vector<Instance>> ReadSet(const std::string& folder, const std::string& set);

}  // namespace palier::quality

#endif  // PALIER_TESTS_QUALITY_INSTANCES_H_
