// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/percent.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "common/aip/text.h"

namespace palier::gateway {
namespace {

int HexDigit(char c) {
  if (absl::ascii_isdigit(c)) return c - '0';
  const char lower = absl::ascii_tolower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> Decode(absl::string_view encoded, EncodedSlash slash, bool plus) {
  std::string text;
  text.reserve(encoded.size());
  for (size_t i = 0; i < encoded.size(); ++i) {
    if (encoded[i] != '%') {
      text.push_back(plus && encoded[i] == '+' ? ' ' : encoded[i]);
      continue;
    }
    const int high = i + 2 < encoded.size() ? HexDigit(encoded[i + 1]) : -1;
    const int low = high >= 0 ? HexDigit(encoded[i + 2]) : -1;
    if (low < 0) return std::nullopt;
    const char byte = static_cast<char>(high * 16 + low);
    if (byte == '/' && slash == EncodedSlash::kKeep) {
      text.append(encoded.data() + i, 3);
    } else {
      text.push_back(byte);
    }
    i += 2;
  }
  if (text.find('\0') != std::string::npos || !aip::IsValidUtf8(text)) return std::nullopt;
  return text;
}

}  // namespace

std::optional<std::string> PercentDecode(absl::string_view encoded, EncodedSlash slash) {
  return Decode(encoded, slash, /*plus=*/false);
}

std::optional<std::string> DecodeQueryText(absl::string_view encoded) {
  return Decode(encoded, EncodedSlash::kDecode, /*plus=*/true);
}

std::string PercentEncode(absl::string_view text) {
  std::string encoded;
  for (const unsigned char c : text) {
    if (absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded.push_back(static_cast<char>(c));
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", c);
    }
  }
  return encoded;
}

}  // namespace palier::gateway
