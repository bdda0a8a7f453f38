// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/encoding.h"

#include <utf8proc.h>

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "common/mapping/errors.h"
#include "common/status/error.h"

namespace palier::mapping {
namespace {

constexpr char kReplacement[] = "\xEF\xBF\xBD";
constexpr absl::string_view kUtf8Mark = "\xEF\xBB\xBF";

// Bytes 80 to 9F of Windows-1252; 0 for the five that it leaves undefined.
constexpr uint16_t kHighControls[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void Append(DecodedText& out, utf8proc_int32_t code) {
  utf8proc_uint8_t buffer[4];
  const utf8proc_ssize_t bytes = utf8proc_encode_char(code, buffer);
  out.text.append(reinterpret_cast<const char*>(buffer), static_cast<size_t>(bytes));
}

void AppendDefect(DecodedText& out, size_t offset) {
  if (++out.defect_count <= kMaxListedDefects)
    out.defects.push_back({static_cast<int64_t>(offset)});
  out.text += kReplacement;
}

// Length of the UTF-8 character at `offset`; 0 if there is none.
size_t CharacterLength(absl::string_view bytes, size_t offset) {
  if (static_cast<unsigned char>(bytes[offset]) < 0x80) return 1;
  utf8proc_int32_t code = 0;
  const utf8proc_ssize_t length = utf8proc_iterate(
      reinterpret_cast<const utf8proc_uint8_t*>(bytes.data()) + offset,
      static_cast<utf8proc_ssize_t>(std::min<size_t>(bytes.size() - offset, 4)), &code);
  return length > 0 ? static_cast<size_t>(length) : 0;
}

struct Utf8Count {
  int64_t sequences = 0;
  int64_t invalid = 0;
};

Utf8Count CountUtf8(absl::string_view bytes) {
  Utf8Count count;
  for (size_t i = 0; i < bytes.size();) {
    const size_t length = CharacterLength(bytes, i);
    if (length > 1) ++count.sequences;
    if (length == 0) ++count.invalid;
    i += std::max<size_t>(length, 1);
  }
  return count;
}

void DecodeUtf8(absl::string_view bytes, size_t start, DecodedText& out) {
  for (size_t i = start; i < bytes.size();) {
    const size_t length = CharacterLength(bytes, i);
    if (length == 0) {
      AppendDefect(out, i++);
      continue;
    }
    out.text.append(bytes.data() + i, length);
    i += length;
  }
}

void DecodeWindows1252(absl::string_view bytes, DecodedText& out) {
  for (size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (byte < 0x80) {
      out.text.push_back(bytes[i]);
    } else if (byte >= 0xA0) {
      Append(out, byte);
    } else if (const uint16_t code = kHighControls[byte - 0x80]; code != 0) {
      Append(out, code);
    } else {
      AppendDefect(out, i);
    }
  }
}

uint16_t Unit(absl::string_view bytes, size_t offset, bool little) {
  const auto first = static_cast<unsigned char>(bytes[offset]);
  const auto second = static_cast<unsigned char>(bytes[offset + 1]);
  return static_cast<uint16_t>(little ? second << 8 | first : first << 8 | second);
}

bool IsHighSurrogate(uint16_t unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool IsLowSurrogate(uint16_t unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

void DecodeUtf16(absl::string_view bytes, bool little, DecodedText& out) {
  size_t i = 2;
  for (; i + 1 < bytes.size(); i += 2) {
    const uint16_t unit = Unit(bytes, i, little);
    if (!IsHighSurrogate(unit) && !IsLowSurrogate(unit)) {
      Append(out, unit);
      continue;
    }
    const uint16_t next = i + 3 < bytes.size() ? Unit(bytes, i + 2, little) : uint16_t{0};
    if (IsHighSurrogate(unit) && IsLowSurrogate(next)) {
      Append(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
      i += 2;
    } else {
      AppendDefect(out, i);
    }
  }
  if (i < bytes.size()) AppendDefect(out, i);
}

DecodedText DecodeAs(Encoding encoding, bool mark, absl::string_view bytes) {
  DecodedText out;
  out.encoding = encoding;
  out.byte_order_mark = mark;
  out.text.reserve(bytes.size());
  switch (encoding) {
    case Encoding::kUtf8:
      DecodeUtf8(bytes, mark ? kUtf8Mark.size() : 0, out);
      break;
    case Encoding::kUtf16Le:
    case Encoding::kUtf16Be:
      DecodeUtf16(bytes, encoding == Encoding::kUtf16Le, out);
      break;
    case Encoding::kWindows1252:
      DecodeWindows1252(bytes, out);
      break;
  }
  return out;
}

DecodedText Detect(std::string bytes) {
  if (absl::StartsWith(bytes, kUtf8Mark)) return DecodeAs(Encoding::kUtf8, true, bytes);
  if (absl::StartsWith(bytes, "\xFF\xFE")) return DecodeAs(Encoding::kUtf16Le, true, bytes);
  if (absl::StartsWith(bytes, "\xFE\xFF")) return DecodeAs(Encoding::kUtf16Be, true, bytes);
  const Utf8Count count = CountUtf8(bytes);
  if (count.invalid > 0) {
    const bool damaged_utf8 = count.sequences > count.invalid;
    return DecodeAs(damaged_utf8 ? Encoding::kUtf8 : Encoding::kWindows1252, false, bytes);
  }
  DecodedText as_it_is;
  as_it_is.text = std::move(bytes);
  return as_it_is;
}

// NULs are replaced after decoding, when one of them is one byte in every encoding; where they
// stood in the file is then no longer known, so they are counted and not listed.
absl::Status ReplaceNuls(DecodedText& decoded) {
  const auto nuls = std::count(decoded.text.begin(), decoded.text.end(), '\0');
  if (nuls == 0) return absl::OkStatus();
  if (nuls * 10 > static_cast<int64_t>(decoded.text.size())) {
    return UnreadableFile(
        {"The file is not text: it may be binary, or UTF-16 without a byte order mark.",
         "Le fichier n'est pas du texte : il est peut-être binaire, ou en UTF-16 sans "
         "marque d'ordre des octets."},
        "binary");
  }
  std::string text;
  text.reserve(decoded.text.size() + static_cast<size_t>(nuls) * 2);
  for (const char c : decoded.text) {
    if (c == '\0') {
      text += kReplacement;
    } else {
      text.push_back(c);
    }
  }
  decoded.text = std::move(text);
  decoded.defect_count += nuls;
  return absl::OkStatus();
}

}  // namespace

absl::string_view EncodingName(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8:
      return "UTF-8";
    case Encoding::kUtf16Le:
      return "UTF-16LE";
    case Encoding::kUtf16Be:
      return "UTF-16BE";
    case Encoding::kWindows1252:
      return "windows-1252";
  }
  return "";
}

absl::StatusOr<DecodedText> Decode(std::string bytes) {
  if (static_cast<int64_t>(bytes.size()) > kMaxFileBytes) {
    return status::Error(absl::StatusCode::kResourceExhausted, error::v1::REQUEST_TOO_LARGE,
                         {"The file has {bytes} bytes; at most {limit} are read.",
                          "Le fichier compte {bytes} octets ; {limit} au plus sont lus."})
        .With("bytes", static_cast<int64_t>(bytes.size()))
        .With("limit", kMaxFileBytes);
  }
  DecodedText decoded = Detect(std::move(bytes));
  if (const absl::Status status = ReplaceNuls(decoded); !status.ok()) return status;
  return decoded;
}

bool IsUtf8(absl::string_view text) {
  return CountUtf8(text).invalid == 0 && text.find('\0') == absl::string_view::npos;
}

}  // namespace palier::mapping
