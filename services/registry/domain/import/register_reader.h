// SPDX-License-Identifier: Apache-2.0
// From the bytes of a register to project drafts: every record is either a draft or rejected with a
// reason.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_REGISTER_READER_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_REGISTER_READER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/mapping/date.h"
#include "registry/domain/import/draft.h"
#include "registry/domain/import/finding.h"
#include "registry/domain/import/owners.h"
#include "registry/domain/import/profile.h"

namespace palier::registry {

struct ReadOptions {
  // The day from which a date is too far in the future. Needed.
  mapping::Date as_of;
  int64_t max_records = 100'000;
};

struct RejectedRecord {
  int64_t record = 0;
  int64_t line = 0;
  // MISSING_NAME or LONG_ROW.
  Finding reason;
  // The first values of the record, for whoever looks for it.
  std::string excerpt;
};

struct RegisterImport {
  // In the order of the file.
  std::vector<ProjectDraft> drafts;
  std::vector<RejectedRecord> rejected;
  std::vector<RegisterOwner> owners;
  // About the file as a whole: encoding, columns.
  std::vector<Finding> findings;
};

// Reads registers of one profile. Immutable, thread-safe. The profile must outlive it.
class RegisterReader {
 public:
  RegisterReader(const Profile& profile, ReadOptions options)
      : profile_(profile), options_(options) {}

  // Reads a whole file. The same bytes give the same drafts, with the same ids and hashes.
  // Returns UNREADABLE_FILE if the file is empty, has no record, is no text, is cut off or lacks a
  // needed column; LIMIT_EXCEEDED if it has more than max_records or passes a bound of its format;
  // REQUEST_TOO_LARGE above mapping::kMaxFileBytes.
  absl::StatusOr<RegisterImport> Read(std::string bytes) const;

 private:
  const Profile& profile_;
  const ReadOptions options_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_REGISTER_READER_H_
