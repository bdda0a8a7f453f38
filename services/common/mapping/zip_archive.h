// SPDX-License-Identifier: Apache-2.0
// A ZIP archive that a stranger sent, read within fixed bounds.
#ifndef PALIER_COMMON_MAPPING_ZIP_ARCHIVE_H_
#define PALIER_COMMON_MAPPING_ZIP_ARCHIVE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

struct zip;

namespace palier::mapping {

struct ZipLimits {
  int64_t max_archive_bytes = int64_t{256} << 20;
  int64_t max_entries = 4096;
  // Of all parts read, unpacked.
  int64_t max_total_bytes = int64_t{2} << 30;
  // A part that unpacks to more than `free_bytes` may be at most `max_ratio` times as large as it
  // is packed: what is larger is no document, but made to fill memories.
  int64_t max_ratio = 200;
  int64_t free_bytes = int64_t{8} << 20;
};

// Parts are found by name and unpacked piece by piece. Not thread-safe.
class ZipArchive {
 public:
  using Sink = std::function<absl::Status(absl::string_view piece)>;

  // Returns UNREADABLE_FILE if the bytes are no archive; LIMIT_EXCEEDED if it passes a bound.
  static absl::StatusOr<ZipArchive> Open(std::string bytes, const ZipLimits& limits = {});

  ZipArchive(ZipArchive&&) = default;
  ZipArchive& operator=(ZipArchive&&) = default;

  bool Has(absl::string_view name) const;
  // Gives the part to `sink`, whose error ends the reading and is returned. Returns UNREADABLE_FILE
  // if there is no such part, or it is encrypted, cut off or damaged (its checksum is verified at
  // its end); LIMIT_EXCEEDED if it passes a bound.
  absl::Status Read(absl::string_view name, const Sink& sink);
  // A small part as a whole. LIMIT_EXCEEDED above `max_bytes`.
  absl::StatusOr<std::string> ReadWhole(absl::string_view name, int64_t max_bytes);

 private:
  struct Close {
    void operator()(zip* archive) const;
  };

  ZipArchive(std::unique_ptr<std::string> bytes, std::unique_ptr<zip, Close> archive,
             const ZipLimits& limits);

  std::unique_ptr<std::string> bytes_;  // outlives archive_
  std::unique_ptr<zip, Close> archive_;
  ZipLimits limits_;
  int64_t total_bytes_ = 0;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_ZIP_ARCHIVE_H_
