// SPDX-License-Identifier: Apache-2.0
// A project as a public or internal register describes it, before it becomes a project of Palier.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_DRAFT_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_DRAFT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/mapping/date.h"
#include "registry/domain/import/finding.h"

namespace palier::registry {

// The stages that registers tell apart. They are coarser than the stages of a project.
enum class RegisterStage {
  kUnknown,
  kIdea,
  kBuild,
  kPilot,
  kProduction,
  kRetired,
  // Ended without ever being deployed.
  kClosed,
};

// "UNKNOWN", "IDEA" ...
absl::string_view StageName(RegisterStage stage);

// A date as the register gives it. `raw` is kept whatever could be read of it.
struct StageDate {
  std::string raw;
  mapping::DateClass kind = mapping::DateClass::kEmpty;
  // Set if readable().
  mapping::Date date;
  bool readable() const {
    return kind == mapping::DateClass::kReadable || kind == mapping::DateClass::kSuspicious;
  }
};

// Another record of the same file that may be the same project.
struct Resemblance {
  int64_t record = 0;
  std::string external_id;
  // Every field is the same; otherwise owner, unit and name are, or the register's identifier is.
  bool exact = false;
};

// One record. Texts have no white space at their ends, and are empty when the register says
// nothing.
struct ProjectDraft {
  // What identifies the record in the register over time: its identifier there, or a digest of
  // owner, unit and name (keys.h). Unique in one import.
  std::string external_id;
  std::string display_name;
  // In the spelling that the file uses most.
  std::string owner_department;
  std::string sub_unit;
  std::string purpose;
  std::string outputs;
  std::string topic;
  std::string raw_stage;
  RegisterStage stage = RegisterStage::kUnknown;
  // Why the stage is not what its spelling says, UPPER_SNAKE; mostly empty.
  std::string stage_reason;
  std::string risk;
  StageDate initiated;
  StageDate build_started;
  StageDate implemented;
  StageDate retired;
  std::string development_method;
  std::string personal_data;
  std::string privacy_review;
  std::string authority_to_operate;
  std::string impact_assessment;
  std::string real_world_test;
  std::string monitoring;
  std::string fallback;
  // What the profile knows and has no field of its own, by the profile's name for it; no empty
  // values.
  std::map<std::string, std::string> attributes;

  // Folded owner: the same for all spellings.
  std::string owner_key;
  // Digest of stage, owner and evidence: changes when the business changes, not when a text is
  // reworded or a column renamed.
  std::string business_hash;
  // Digest of everything the profile imports. White space does not count.
  std::string content_hash;
  // Digest of what describes the project and seldom changes: purpose, outputs, topic.
  std::string description_hash;

  std::optional<Resemblance> doubtful;
  // From 1, in the order of the file.
  int64_t record = 0;
  // First line in the file; 0 when the format has no lines.
  int64_t line = 0;
  std::vector<Finding> findings;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_DRAFT_H_
