// SPDX-License-Identifier: Apache-2.0
// How an entry is written in Redis, so that a value that is damaged, or that belongs to another key
// or another organisation, is recognised and taken for a miss.
//
// Layout: "PAL1", the kind (one letter), the revision (20 digits), three little-endian 32-bit
// lengths (organisation, key, bytes), these three, and the CRC-32 of all that. The revision is text
// at a fixed place so that the scripts that run inside Redis can compare it: numbers are doubles
// there and would lose its last digits.
#ifndef PALIER_COMMON_CACHE_FRAME_H_
#define PALIER_COMMON_CACHE_FRAME_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/cache/key.h"

namespace palier::cache {

// A tombstone holds no bytes: it says that everything older than its revision is out of date.
enum class FrameKind : char { kEntry = 'E', kTombstone = 'T' };

struct Frame {
  FrameKind kind = FrameKind::kEntry;
  std::string organization;
  std::string key;
  int64_t revision = 0;
  std::string bytes;
};

std::string EncodeFrame(FrameKind kind, KeyView key, int64_t revision, absl::string_view bytes);
// Nothing if `encoded` is not exactly one frame.
std::optional<Frame> DecodeFrame(absl::string_view encoded);

// 20 digits that sort as the numbers do, negative ones too.
std::string RevisionText(int64_t revision);

// `text` with every byte but letters, digits and -._/ written as %XX.
std::string Escaped(absl::string_view text);
// `prefix:{organisation}:key`, escaped; a long key is replaced by its SHA-256. The braces keep the
// keys of an organisation together when Redis is sharded.
std::string RedisKey(absl::string_view prefix, KeyView key);

}  // namespace palier::cache

#endif  // PALIER_COMMON_CACHE_FRAME_H_
