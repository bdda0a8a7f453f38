// SPDX-License-Identifier: Apache-2.0
#include "common/cache/frame.h"

#include <zlib.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/digest/sha256.h"

namespace palier::cache {
namespace {

constexpr absl::string_view kMagic = "PAL1";
constexpr size_t kRevisionDigits = 20;
constexpr size_t kHeaderSize = kMagic.size() + 1 + kRevisionDigits + 3 * sizeof(uint32_t);
constexpr size_t kChecksumSize = sizeof(uint32_t);
constexpr size_t kLongestPlainKey = 200;
constexpr uint64_t kSignBit = uint64_t{1} << 63;

void AppendUint32(std::string& out, size_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<char>(value >> shift));
}

uint32_t ReadUint32(absl::string_view bytes) {
  uint32_t value = 0;
  for (int i = 3; i >= 0; --i) value = (value << 8) | static_cast<uint8_t>(bytes[i]);
  return value;
}

uint32_t Checksum(absl::string_view bytes) {
  return static_cast<uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

absl::string_view Cut(absl::string_view& from, size_t size) {
  const absl::string_view cut = from.substr(0, size);
  from.remove_prefix(size);
  return cut;
}

bool IsPlain(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' ||
         c == '/';
}

// Only a plain part of 200 bytes or less stands as it is, and `=` is never plain: the two forms
// cannot meet.
std::string KeyPart(absl::string_view text) {
  std::string escaped = Escaped(text);
  if (escaped.size() <= kLongestPlainKey) return escaped;
  return absl::StrCat("sha256=", digest::Sha256Hex(text));
}

}  // namespace

std::string RevisionText(int64_t revision) {
  return absl::StrFormat("%020u", static_cast<uint64_t>(revision) ^ kSignBit);
}

std::string EncodeFrame(FrameKind kind, KeyView key, int64_t revision, absl::string_view bytes) {
  std::string out;
  out.reserve(kHeaderSize + key.organization.size() + key.key.size() + bytes.size() +
              kChecksumSize);
  absl::StrAppend(&out, kMagic);
  out.push_back(static_cast<char>(kind));
  absl::StrAppend(&out, RevisionText(revision));
  AppendUint32(out, key.organization.size());
  AppendUint32(out, key.key.size());
  AppendUint32(out, bytes.size());
  absl::StrAppend(&out, key.organization, key.key, bytes);
  AppendUint32(out, Checksum(out));
  return out;
}

std::optional<Frame> DecodeFrame(absl::string_view encoded) {
  if (encoded.size() < kHeaderSize + kChecksumSize) return std::nullopt;
  const absl::string_view checked = encoded.substr(0, encoded.size() - kChecksumSize);
  absl::string_view rest = checked;
  if (Cut(rest, kMagic.size()) != kMagic) return std::nullopt;
  if (Checksum(checked) != ReadUint32(encoded.substr(checked.size()))) return std::nullopt;

  Frame frame;
  frame.kind = static_cast<FrameKind>(Cut(rest, 1)[0]);
  uint64_t revision = 0;
  if (!absl::SimpleAtoi(Cut(rest, kRevisionDigits), &revision)) return std::nullopt;
  frame.revision = static_cast<int64_t>(revision ^ kSignBit);
  const uint64_t organization_size = ReadUint32(Cut(rest, sizeof(uint32_t)));
  const uint64_t key_size = ReadUint32(Cut(rest, sizeof(uint32_t)));
  const uint64_t bytes_size = ReadUint32(Cut(rest, sizeof(uint32_t)));
  if (organization_size + key_size + bytes_size != rest.size()) return std::nullopt;
  frame.organization = std::string(Cut(rest, organization_size));
  frame.key = std::string(Cut(rest, key_size));
  frame.bytes = std::string(rest);
  const bool known = frame.kind == FrameKind::kEntry || frame.kind == FrameKind::kTombstone;
  return known ? std::optional<Frame>(std::move(frame)) : std::nullopt;
}

std::string Escaped(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    if (IsPlain(c)) {
      out.push_back(c);
    } else {
      absl::StrAppendFormat(&out, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string RedisKey(absl::string_view prefix, KeyView key) {
  return absl::StrCat(Escaped(prefix), ":{", KeyPart(key.organization), "}:", KeyPart(key.key));
}

}  // namespace palier::cache
