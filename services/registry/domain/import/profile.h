// SPDX-License-Identifier: Apache-2.0
// How one kind of register is read, as data: which columns it has, what they mean, what its stages
// are called.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_PROFILE_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_PROFILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/mapping/date.h"
#include "registry/domain/import/draft.h"

namespace palier::registry {

enum class RegisterFormat { kCsv, kJson };

// What a column is for.
enum class RegisterColumnUse {
  kId,         // the register's own identifier of the record
  kText,       // a text of the draft
  kDate,       // a date of the draft
  kAttribute,  // ProjectDraft::attributes, under the rule's name
  kIgnored,    // known and not imported: changes without any change of the project
};

struct ColumnRule {
  // Name of the fact, lower_snake; unique in a profile, and part of the digests: never renamed.
  std::string name;
  RegisterColumnUse use = RegisterColumnUse::kAttribute;
  // What the register calls the column; any of them, compared as Header does.
  std::vector<std::string> headers;
  std::string ProjectDraft::*text = nullptr;
  StageDate ProjectDraft::*date = nullptr;
  // A file without the column is refused.
  bool needed = false;
  // A change of the value is a change of the business. Stage and owner always are.
  bool evidence = false;
  // The column directly after that of the rule before: for "If Other, please explain.", which many
  // columns are called.
  bool follow_up = false;
};

struct StageRule {
  // Compared folded (mapping::Fold).
  std::string spelling;
  RegisterStage stage = RegisterStage::kUnknown;
  std::string reason;
};

struct Profile {
  std::string name;
  RegisterFormat format = RegisterFormat::kCsv;
  // Where the records are in a JSON document (mapping::JsonOptions::path).
  std::string records_path;
  std::vector<ColumnRule> columns;
  std::vector<StageRule> stages;
  std::vector<mapping::DateFormat> date_formats;
};

// The profiles there are, ordered by name; made once, never changed.
const std::vector<Profile>& Profiles();

// Returns UNKNOWN_PROFILE if no profile has that name. The profile lives as long as the program.
absl::StatusOr<const Profile*> ProfileNamed(absl::string_view name);

// The profiles.
Profile CompanyInventory();
Profile NlAlgoritmeregister();
Profile UsAiInventory2023();
Profile UsAiInventory2024();

// Rules as the tables of the profiles write them.
ColumnRule Id(std::string name, std::vector<std::string> headers);
ColumnRule Text(std::string name, std::string ProjectDraft::*text,
                std::vector<std::string> headers);
ColumnRule Day(std::string name, StageDate ProjectDraft::*date, std::vector<std::string> headers);
ColumnRule Attribute(std::string name, std::vector<std::string> headers);
ColumnRule FollowUp(std::string name, std::string header);
ColumnRule Ignored(std::string name);
ColumnRule Needed(ColumnRule rule);
ColumnRule Evidence(ColumnRule rule);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_PROFILE_H_
