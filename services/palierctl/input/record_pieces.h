// SPDX-License-Identifier: Apache-2.0
// A file of records in pieces that one call takes.
#ifndef PALIER_PALIERCTL_INPUT_RECORD_PIECES_H_
#define PALIER_PALIERCTL_INPUT_RECORD_PIECES_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "palier/kpi/v1/source.pb.h"

namespace palier::ctl {

// Well below what one call takes, so that its answer comes soon.
inline constexpr size_t kDeliveryBytes = size_t{1} << 20;
inline constexpr int kDeliveryRecords = 1000;

// Not thread-safe.
class RecordPieces {
 public:
  virtual ~RecordPieces() = default;

  // Lines of NDJSON and rows of CSV come in pieces, each of these with the header and every field
  // in quotes; so do CloudEvents that are a line each. A JSON document, a batch of events and an
  // event on several lines are one piece. Returns UNREADABLE_FILE, LIMIT_EXCEEDED, or a usage error
  // past 16 MiB of one piece.
  static absl::StatusOr<std::unique_ptr<RecordPieces>> Open(const std::string& file,
                                                            kpi::v1::Source::Format format);

  // Empty at the end.
  virtual absl::StatusOr<std::string> Next() = 0;
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_INPUT_RECORD_PIECES_H_
