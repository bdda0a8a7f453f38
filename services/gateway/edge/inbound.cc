// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/inbound.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "common/rpc/auth.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::gateway {
namespace {

bool IsPrintable(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isprint(c); });
}

bool IsLowerHex(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
  });
}

absl::Status Pass(const http::Headers& headers, const std::string& name, rpc::Headers& metadata) {
  const absl::string_view value = headers.Get(name);
  if (value.empty()) return absl::OkStatus();
  if (!IsPrintable(value)) {
    return status::InvalidField(
        name, {"The header must be printable ASCII.", "L'en-tête doit être en ASCII imprimable."});
  }
  metadata.emplace_back(name, std::string(value));
  return absl::OkStatus();
}

std::string NewTraceparent() {
  thread_local absl::BitGen random;
  const auto any = [] {
    return absl::Uniform<uint64_t>(absl::IntervalClosed, random, 1, UINT64_MAX);
  };
  return absl::StrFormat("00-%016x%016x-%016x-01", any(), any(), any());
}

}  // namespace

std::optional<absl::Duration> ParseGrpcTimeout(absl::string_view text) {
  int64_t count = 0;
  if (text.size() < 2 || text.size() > 9 || !absl::ascii_isdigit(text[0]) ||
      !absl::SimpleAtoi(text.substr(0, text.size() - 1), &count)) {
    return std::nullopt;
  }
  switch (text.back()) {
    case 'H':
      return absl::Hours(count);
    case 'M':
      return absl::Minutes(count);
    case 'S':
      return absl::Seconds(count);
    case 'm':
      return absl::Milliseconds(count);
    case 'u':
      return absl::Microseconds(count);
    case 'n':
      return absl::Nanoseconds(count);
    default:
      return std::nullopt;
  }
}

std::string TraceIdOf(absl::string_view traceparent) {
  const std::vector<absl::string_view> parts = absl::StrSplit(traceparent, '-');
  if (parts.size() != 4 || parts[0] != "00" || parts[1].size() != 32 || parts[2].size() != 16 ||
      parts[3].size() != 2 || !IsLowerHex(parts[1]) || !IsLowerHex(parts[2]) ||
      !IsLowerHex(parts[3]) || parts[1].find_first_not_of('0') == absl::string_view::npos) {
    return "";
  }
  return std::string(parts[1]);
}

bool Accepts(absl::string_view accept, absl::string_view media_type) {
  for (const absl::string_view part : absl::StrSplit(accept.substr(0, 1024), ',')) {
    const absl::string_view name = part.substr(0, part.find(';'));
    if (absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(name), media_type)) return true;
  }
  return false;
}

absl::StatusOr<Inbound> ReadInbound(const http::Headers& headers, const EdgeOptions& options) {
  Inbound inbound;
  inbound.language = rpc::PreferredLanguage(headers.Get("accept-language"));
  inbound.timeout = options.timeout;
  if (headers.Has("grpc-timeout")) {
    const std::optional<absl::Duration> timeout = ParseGrpcTimeout(headers.Get("grpc-timeout"));
    if (!timeout.has_value()) {
      return status::InvalidField("grpc-timeout",
                                  {"Expected digits and one of H M S m u n, as in 5S.",
                                   "Attendu : des chiffres et un de H M S m u n, comme dans 5S."});
    }
    inbound.timeout = std::min(inbound.timeout, *timeout);
  }
  std::string traceparent(headers.Get("traceparent"));
  inbound.trace_id = TraceIdOf(traceparent);
  if (inbound.trace_id.empty()) {
    traceparent = NewTraceparent();
    inbound.trace_id = TraceIdOf(traceparent);
  }
  inbound.metadata.emplace_back("traceparent", traceparent);
  RETURN_IF_ERROR(Pass(headers, "authorization", inbound.metadata));
  RETURN_IF_ERROR(Pass(headers, "accept-language", inbound.metadata));
  if (options.dev) RETURN_IF_ERROR(Pass(headers, rpc::kPrincipalKey, inbound.metadata));
  return inbound;
}

}  // namespace palier::gateway
