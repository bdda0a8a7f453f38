// SPDX-License-Identifier: Apache-2.0
#include "common/aip/page_token.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/sha.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::aip {
namespace {

using ::google::protobuf::Message;

constexpr char kVersion = 1;
constexpr size_t kChecksumBytes = 8;
constexpr size_t kHeaderBytes = 1 + kChecksumBytes;

absl::Status InvalidToken() {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_PAGE_TOKEN,
                       {"The page token was not made by this call with these arguments. Repeat "
                        "the other arguments of the first call, or start again without a token.",
                        "Le jeton de page ne vient pas de cet appel avec ces arguments. Reprenez "
                        "les autres arguments du premier appel, ou recommencez sans jeton."});
}

std::string BigEndian(uint64_t value, size_t bytes) {
  std::string text(bytes, '\0');
  for (size_t i = bytes; i-- > 0; value >>= 8) text[i] = static_cast<char>(value & 0xFF);
  return text;
}

uint64_t FromBigEndian(absl::string_view bytes) {
  uint64_t value = 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return value;
}

// The first 64 bits of SHA-256.
uint64_t Digest(const std::string& bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return FromBigEndian(absl::string_view(reinterpret_cast<const char*>(digest), kChecksumBytes));
}

void ClearIfPresent(Message& message, const std::string& name) {
  const auto* field = message.GetDescriptor()->FindFieldByName(name);
  if (field != nullptr) message.GetReflection()->ClearField(&message, field);
}

// Maps in the order of their keys, which plain serialization does not promise.
std::string SerializeDeterministically(const Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializePartialToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

// `value` with its length before it, so that two lists never give the same bytes.
void AppendValue(std::string& bytes, absl::string_view value) {
  absl::StrAppend(&bytes, BigEndian(value.size(), 2), value);
}

absl::StatusOr<std::vector<std::string>> ReadValues(absl::string_view bytes) {
  std::vector<std::string> values;
  while (!bytes.empty()) {
    if (bytes.size() < 2 || values.size() == kMaxPageTokenValues) return InvalidToken();
    const size_t size = FromBigEndian(bytes.substr(0, 2));
    bytes.remove_prefix(2);
    if (size > bytes.size()) return InvalidToken();
    values.emplace_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  return values;
}

}  // namespace

absl::StatusOr<int> EffectivePageSize(int page_size) {
  if (page_size < 0) {
    return status::InvalidField(
        "page_size", {"A page has no negative size. Use 0 for the default of 50, at most 1,000.",
                      "Une page n'a pas de taille négative. Utilisez 0 pour la valeur par défaut, "
                      "50 ; 1 000 au plus."});
  }
  return page_size == 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
}

uint64_t RequestChecksum(const Message& request, absl::string_view principal) {
  const std::unique_ptr<Message> rest(request.New());
  rest->CopyFrom(request);
  ClearIfPresent(*rest, "page_token");
  ClearIfPresent(*rest, "page_size");
  rest->DiscardUnknownFields();
  std::string bytes;
  AppendValue(bytes, request.GetDescriptor()->full_name());
  absl::StrAppend(&bytes, BigEndian(principal.size(), 8), principal,
                  SerializeDeterministically(*rest));
  return Digest(bytes);
}

absl::StatusOr<std::string> MakePageToken(absl::Span<const std::string> values, uint64_t checksum) {
  std::string body;
  for (const std::string& value : values) {
    if (value.size() > kMaxPageTokenBytes) return status::Internal("page token value too long");
    AppendValue(body, value);
  }
  const std::string seal =
      BigEndian(Digest(absl::StrCat(BigEndian(checksum, kChecksumBytes), body)), kChecksumBytes);
  std::string token = absl::WebSafeBase64Escape(absl::StrCat(std::string(1, kVersion), seal, body));
  if (values.size() > kMaxPageTokenValues || token.size() > kMaxPageTokenBytes) {
    return status::Internal("page token too long");
  }
  return token;
}

absl::StatusOr<std::vector<std::string>> ReadPageToken(absl::string_view token, uint64_t checksum) {
  if (token.empty()) return std::vector<std::string>();
  std::string bytes;
  if (token.size() > kMaxPageTokenBytes || !absl::WebSafeBase64Unescape(token, &bytes) ||
      bytes.size() < kHeaderBytes || bytes[0] != kVersion) {
    return InvalidToken();
  }
  const absl::string_view seal = absl::string_view(bytes).substr(1, kChecksumBytes);
  const absl::string_view body = absl::string_view(bytes).substr(kHeaderBytes);
  const uint64_t expected = Digest(absl::StrCat(BigEndian(checksum, kChecksumBytes), body));
  if (FromBigEndian(seal) != expected) return InvalidToken();
  return ReadValues(body);
}

}  // namespace palier::aip
