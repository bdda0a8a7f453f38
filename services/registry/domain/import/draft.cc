// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/draft.h"

namespace palier::registry {

absl::string_view StageName(RegisterStage stage) {
  switch (stage) {
    case RegisterStage::kUnknown:
      return "UNKNOWN";
    case RegisterStage::kIdea:
      return "IDEA";
    case RegisterStage::kBuild:
      return "BUILD";
    case RegisterStage::kPilot:
      return "PILOT";
    case RegisterStage::kProduction:
      return "PRODUCTION";
    case RegisterStage::kRetired:
      return "RETIRED";
    case RegisterStage::kClosed:
      return "CLOSED";
  }
  return "";
}

}  // namespace palier::registry
