// SPDX-License-Identifier: Apache-2.0
// A ZIP archive written as a stream: neither the archive nor a part is ever in memory or in a file.
#ifndef PALIER_COMMON_MAPPING_ZIP_WRITER_H_
#define PALIER_COMMON_MAPPING_ZIP_WRITER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

struct z_stream_s;

namespace palier::mapping {

// Packs parts one after the other (APPNOTE.TXT 6.3.2, sizes behind the data). The same parts give
// the same bytes: entries carry no time. A part, packed or not, and the archive stay below 4 GiB:
// LIMIT_EXCEEDED otherwise. Not thread-safe.
class ZipWriter {
 public:
  // Takes the next bytes; its error ends the writing and is returned.
  using Sink = std::function<absl::Status(absl::string_view bytes)>;

  explicit ZipWriter(Sink sink);
  ~ZipWriter();

  absl::Status Begin(std::string name);
  absl::Status Append(absl::string_view data);
  absl::Status End();
  // A part in one go.
  absl::Status Add(std::string name, absl::string_view data);
  // The directory; nothing may follow.
  absl::Status Finish();

 private:
  struct Entry {
    std::string name;
    uint32_t crc = 0;
    uint64_t packed = 0;
    uint64_t size = 0;
    uint64_t offset = 0;
  };

  absl::Status Send(absl::string_view bytes);
  absl::Status Deflate(absl::string_view data, int flush);

  const Sink sink_;
  const std::unique_ptr<z_stream_s> stream_;
  std::vector<Entry> entries_;
  uint64_t sent_ = 0;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_ZIP_WRITER_H_
