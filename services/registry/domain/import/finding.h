// SPDX-License-Identifier: Apache-2.0
// What an import has to say about a file or a record: nothing is repaired, guessed or dropped
// without one.
#ifndef PALIER_REGISTRY_DOMAIN_IMPORT_FINDING_H_
#define PALIER_REGISTRY_DOMAIN_IMPORT_FINDING_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::registry {

enum class FindingCode {
  // Of a file.
  kEncoding,        // which encoding was detected
  kEncodingDefect,  // bytes that are no character; raw is their number
  kUnknownColumn,   // a column that the profile does not know; not imported
  kMissingColumn,   // a column that the profile knows and could do without
  // Of a record.
  kUnknownStage,  // a stage that the profile does not know; the stage is unknown
  kMissingStage,
  kMissingOwner,
  kMissingId,  // no identifier; the record is known by its content
  kUnreadableDate,
  kAmbiguousDate,
  kSuspiciousDate,  // read and kept
  kDateOrder,       // a later step is dated before an earlier one; both are kept
  kDoubtful,        // resembles another record; both are kept
  kDamagedText,     // holds U+FFFD, the mark of characters lost
  kShortRow,        // fewer values than columns; those missing count as empty
  kLongRow,         // more values than columns
  kRepeatedField,   // a field occurs twice in the record; the first is taken
  kStrayQuote,      // text after a closing quote; kept
  kMissingName,
};

// UPPER_SNAKE name of a code, for example "UNREADABLE_DATE".
absl::string_view CodeName(FindingCode code);

// Raw values are kept up to this length.
inline constexpr size_t kMaxRawBytes = 400;

struct Finding {
  // As the file calls it; empty for the whole record or file.
  std::string column;
  FindingCode code = FindingCode::kEncoding;
  // As it stands in the file, cut to kMaxRawBytes.
  std::string raw;
  status::Text message;
};

// A finding with the sentences of its code.
Finding MakeFinding(FindingCode code, absl::string_view column, absl::string_view raw);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_IMPORT_FINDING_H_
