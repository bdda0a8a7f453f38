// SPDX-License-Identifier: Apache-2.0
#include "kpi/import/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "common/mapping/errors.h"

namespace palier::kpi {
namespace {

constexpr char kMagic[] = "\x1f\x8b";
constexpr int kGzipOnly = 16 + MAX_WBITS;
constexpr size_t kStep = 1 << 20;

absl::Status Damaged() {
  return mapping::UnreadableFile(
      {"The gzip file is cut or damaged.", "Le fichier gzip est tronqué ou abîmé."}, "gzip");
}

absl::Status TooLarge(size_t limit) {
  return mapping::LimitExceeded({"A log may have at most {limit} bytes. Split the file.",
                                 "Un journal peut faire au plus {limit} octets. Scindez le "
                                 "fichier."},
                                "file", static_cast<int64_t>(limit));
}

struct EndInflate {
  void operator()(z_stream* stream) const { inflateEnd(stream); }
};

}  // namespace

absl::StatusOr<std::string> Inflate(std::string bytes, size_t limit) {
  if (bytes.size() > limit) return TooLarge(limit);
  if (!absl::StartsWith(bytes, kMagic)) return bytes;
  z_stream stream = {};
  if (inflateInit2(&stream, kGzipOnly) != Z_OK) return absl::ResourceExhaustedError("zlib");
  const std::unique_ptr<z_stream, EndInflate> end(&stream);
  stream.next_in = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string content;
  std::string block(kStep, '\0');
  while (true) {
    stream.next_out = reinterpret_cast<Bytef*>(block.data());
    stream.avail_out = static_cast<uInt>(block.size());
    const int result = inflate(&stream, Z_NO_FLUSH);
    const size_t made = block.size() - stream.avail_out;
    if (content.size() + made > limit) return TooLarge(limit);
    content.append(block, 0, made);
    if (result == Z_STREAM_END) {
      if (stream.avail_in == 0) return content;
      if (inflateReset(&stream) != Z_OK) return Damaged();
    } else if (result != Z_OK || (made == 0 && stream.avail_in == 0)) {
      return Damaged();
    }
  }
}

}  // namespace palier::kpi
