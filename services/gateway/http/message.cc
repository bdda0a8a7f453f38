// SPDX-License-Identifier: Apache-2.0
#include "gateway/http/message.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace palier::gateway::http {

absl::string_view Headers::Get(absl::string_view name) const {
  for (const auto& [key, value] : all_) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

bool Headers::Has(absl::string_view name) const {
  for (const auto& [key, value] : all_) {
    if (absl::EqualsIgnoreCase(key, name)) return true;
  }
  return false;
}

std::string Headers::Joined(absl::string_view name) const {
  std::string joined;
  for (const auto& [key, value] : all_) {
    if (absl::EqualsIgnoreCase(key, name))
      absl::StrAppend(&joined, joined.empty() ? "" : ", ", value);
  }
  return joined;
}

}  // namespace palier::gateway::http
