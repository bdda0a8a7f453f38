// SPDX-License-Identifier: Apache-2.0
#include "palierctl/names.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "palierctl/errors.h"

namespace palier::ctl {
namespace {

std::vector<std::string> Segments(absl::string_view text) {
  return absl::StrSplit(text, '/');
}

bool Fits(const std::vector<std::string>& pattern, const std::vector<std::string>& name) {
  if (pattern.size() != name.size()) return false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "*" ? name[i].empty() : pattern[i] != name[i]) return false;
  }
  return true;
}

absl::Status DoesNotFit(absl::string_view pattern, absl::string_view text) {
  return Usage({absl::StrCat("`", text, "` is not a name of the form ", pattern, "."),
                absl::StrCat("« ", text, " » n'est pas un nom de la forme ", pattern, ".")});
}

// Puts the ids of `given` on the stars of `pattern`, the organisation first.
std::vector<std::string> Fill(std::vector<std::string> pattern, absl::string_view organization,
                              const std::vector<std::string>& given) {
  size_t next = 0;
  bool first = true;
  for (std::string& segment : pattern) {
    if (segment != "*") continue;
    if (first) {
      segment = std::string(organization);
      first = false;
    } else if (next < given.size()) {
      segment = given[next++];
    }
  }
  return pattern;
}

size_t CountStars(const std::vector<std::string>& pattern) {
  size_t stars = 0;
  for (const std::string& segment : pattern) stars += segment == "*";
  return stars;
}

}  // namespace

absl::StatusOr<std::string> OrganizationName(absl::string_view organization) {
  if (organization.empty()) {
    return Usage(
        {"Which organisation? Name it with --organization ID or PALIER_ORGANIZATION.",
         "Quelle organisation ? Indiquez-la par --organization ID ou PALIER_ORGANIZATION."});
  }
  return absl::StrCat("organizations/", organization);
}

absl::StatusOr<std::string> CompleteName(absl::string_view pattern, absl::string_view organization,
                                         absl::string_view text) {
  const std::vector<std::string> shape = Segments(pattern);
  const std::vector<std::string> given = Segments(text);
  if (Fits(shape, given)) return std::string(text);
  if (given[0] == "organizations") return DoesNotFit(pattern, text);
  if (shape.size() == 2 && given.size() == 1 && !text.empty())
    return absl::StrCat(shape[0], "/", text);
  ASSIGN_OR_RETURN(const std::string prefix, OrganizationName(organization));
  std::vector<std::string> whole = Segments(absl::StrCat(prefix, "/", text));
  if (!Fits(shape, whole) && given.size() + 1 == CountStars(shape))
    whole = Fill(shape, organization, given);
  if (!Fits(shape, whole)) return DoesNotFit(pattern, text);
  return absl::StrJoin(whole, "/");
}

std::string ShortName(absl::string_view name) {
  const std::vector<std::string> segments = Segments(name);
  if (segments.size() == 2 || segments.size() == 4) return segments.back();
  if (segments.size() > 4 && segments[0] == "organizations") {
    return absl::StrJoin(segments.begin() + 2, segments.end(), "/");
  }
  return std::string(name);
}

}  // namespace palier::ctl
