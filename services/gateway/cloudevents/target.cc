// SPDX-License-Identifier: Apache-2.0
#include "gateway/cloudevents/target.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/aip/text.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "gateway/transcoding/percent.h"
#include "gateway/transcoding/query.h"

namespace palier::gateway::cloudevents {
namespace {

constexpr char kToken[] = "access_token";

// `b64token` of RFC 6750.
bool IsToken(absl::string_view text) {
  const absl::string_view token = text.substr(0, text.find_last_not_of('=') + 1);
  return !token.empty() && std::all_of(token.begin(), token.end(), [](char c) {
    return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("-._~+/", c);
  });
}

}  // namespace

std::optional<std::string> SourceOf(absl::string_view path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '/');
  if (parts.size() != 7 || !parts[0].empty() || parts[1] != "v1" || parts[2] != "organizations" ||
      parts[4] != "sources" || parts[6] != "events") {
    return std::nullopt;
  }
  const std::optional<std::string> organization = PercentDecode(parts[3]);
  const std::optional<std::string> source = PercentDecode(parts[5]);
  const auto is_id = [](const std::optional<std::string>& id) {
    return id && !id->empty() && !absl::StrContains(*id, '/');
  };
  if (!is_id(organization) || !is_id(source)) return std::nullopt;
  return absl::StrCat("organizations/", *organization, "/sources/", *source);
}

absl::StatusOr<std::string> TokenOf(absl::string_view query) {
  if (query.empty()) return "";
  ASSIGN_OR_RETURN(const QueryParameters parameters, ParseQuery(query));
  std::string token;
  for (const auto& [name, value] : parameters) {
    if (name != kToken) {
      return status::InvalidField(aip::Excerpt(name),
                                  {"The only parameter here is `access_token`.",
                                   "Le seul paramètre ici est `access_token`."});
    }
    if (!token.empty() || !IsToken(value)) {
      return status::InvalidField(
          kToken, {"Expected one bearer token: letters, digits and -._~+/=.",
                   "Attendu : un jeton au porteur, en lettres, chiffres et -._~+/=."});
    }
    token = value;
  }
  return token;
}

}  // namespace palier::gateway::cloudevents
