// SPDX-License-Identifier: Apache-2.0
#include "common/aip/etag.h"

#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/status/error.h"

namespace palier::aip {

std::string MakeEtag(int64_t revision) {
  return absl::StrCat("\"", revision, "\"");
}

absl::Status CheckEtag(absl::string_view given, absl::string_view current,
                       absl::string_view resource) {
  if (given.empty() || given == current) return absl::OkStatus();
  return status::EtagMismatch(resource, Excerpt(given), current);
}

}  // namespace palier::aip
