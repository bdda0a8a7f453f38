// SPDX-License-Identifier: Apache-2.0
// From the bytes of a file to UTF-8, without losing a character in silence.
#ifndef PALIER_COMMON_MAPPING_ENCODING_H_
#define PALIER_COMMON_MAPPING_ENCODING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::mapping {

// The largest file that is read.
inline constexpr int64_t kMaxFileBytes = int64_t{256} << 20;
// Defects listed one by one; more of them are only counted.
inline constexpr int kMaxListedDefects = 100;

enum class Encoding { kUtf8, kUtf16Le, kUtf16Be, kWindows1252 };

// "UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252".
absl::string_view EncodingName(Encoding encoding);

// A place where the bytes are no character of the encoding; U+FFFD stands there in the text.
struct EncodingDefect {
  // From 0, in the file as it came.
  int64_t byte_offset = 0;
};

struct DecodedText {
  // Valid UTF-8, without byte order mark and without NUL.
  std::string text;
  Encoding encoding = Encoding::kUtf8;
  bool byte_order_mark = false;
  int64_t defect_count = 0;
  // The first kMaxListedDefects of them; NULs are counted but not listed.
  std::vector<EncodingDefect> defects;
};

// Decodes a whole file. Takes the whole of it, and not chunks, because only the last byte tells
// that a file is UTF-8: a name with an accent may come first on the last line.
//
// A byte order mark decides (UTF-8, UTF-16 of either order). Without one the file is UTF-8 when all
// of it is valid; also when most of its non-ASCII characters are valid UTF-8 sequences (a damaged
// or cut UTF-8 file; the rest are defects), for such sequences hardly ever occur by chance in
// Windows-1252; else it is Windows-1252, where the bytes 81, 8D, 8F, 90 and 9D are defects. A NUL
// is a defect too.
//
// Returns REQUEST_TOO_LARGE above kMaxFileBytes; UNREADABLE_FILE if more than one character in ten
// is NUL (a binary file, or UTF-16 without a byte order mark). An empty file is decoded as empty
// text. Thread-safe.
absl::StatusOr<DecodedText> Decode(std::string bytes);

// Whether `text` is what Decode gives: valid UTF-8 without NUL. Thread-safe.
bool IsUtf8(absl::string_view text);

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_ENCODING_H_
