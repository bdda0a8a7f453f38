// SPDX-License-Identifier: Apache-2.0
#include "common/aip/resource_name.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "common/aip/text.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::aip {
namespace {

constexpr size_t kMaxIdBytes = 63;
constexpr char kAnyPattern[] = "collection/id[/collection/id...]";

bool IsIdCharacter(char c) {
  return absl::ascii_islower(c) || absl::ascii_isdigit(c);
}

bool IsId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxIdBytes && IsIdCharacter(id.front()) &&
         IsIdCharacter(id.back()) &&
         std::all_of(id.begin(), id.end(), [](char c) { return IsIdCharacter(c) || c == '-'; });
}

bool IsClientId(absl::string_view id) {
  return IsId(id) && absl::ascii_islower(id.front());
}

bool IsCollection(absl::string_view word) {
  return !word.empty() && word.size() <= kMaxIdBytes && absl::ascii_islower(word.front()) &&
         std::all_of(word.begin(), word.end(), absl::ascii_isalnum);
}

bool IsAllowedId(absl::string_view id, Wildcard wildcard) {
  return IsId(id) || (id == "-" && wildcard == Wildcard::kAllowed);
}

absl::Status InvalidName(absl::string_view name, absl::string_view pattern) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::INVALID_NAME,
                       {"\"{name}\" is not a resource name of the form {pattern}. Ids are lower "
                        "case letters, digits and inner hyphens, at most 63.",
                        "« {name} » n'est pas un nom de ressource de la forme {pattern}. Un "
                        "identifiant est fait de minuscules, de chiffres et de tirets "
                        "intérieurs, 63 au plus."})
      .With("pattern", pattern)
      .With("name", Excerpt(name));
}

// The segments of a name, none when it is too long to be one.
std::vector<absl::string_view> Split(absl::string_view name) {
  if (name.empty() || name.size() > kMaxNameBytes) return {};
  std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  if (segments.size() > 2 * kMaxNamePairs) return {};
  return segments;
}

std::string FormatName(absl::Span<const std::string> collections,
                       absl::Span<const absl::string_view> ids) {
  std::string name;
  for (size_t i = 0; i < collections.size(); ++i) {
    absl::StrAppend(&name, i == 0 ? "" : "/", collections[i]);
    if (i < ids.size()) absl::StrAppend(&name, "/", ids[i]);
  }
  return name;
}

bool IsVariable(absl::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

}  // namespace

absl::string_view ResourceName::collection() const {
  return pairs_.empty() ? absl::string_view() : absl::string_view(pairs_.back().collection);
}

absl::string_view ResourceName::id() const {
  return pairs_.empty() ? absl::string_view() : absl::string_view(pairs_.back().id);
}

absl::string_view ResourceName::organization() const {
  if (pairs_.empty() || pairs_.front().collection != "organizations") return {};
  return pairs_.front().id;
}

absl::string_view ResourceName::IdIn(absl::string_view collection) const {
  for (const Pair& pair : pairs_) {
    if (pair.collection == collection) return pair.id;
  }
  return {};
}

bool ResourceName::has_wildcard() const {
  return std::any_of(pairs_.begin(), pairs_.end(), [](const Pair& pair) { return pair.id == "-"; });
}

ResourceName ResourceName::Parent() const {
  ResourceName parent;
  for (size_t i = 0; i + 1 < pairs_.size(); ++i) {
    parent = parent.Child(pairs_[i].collection, pairs_[i].id);
  }
  return parent;
}

ResourceName ResourceName::Child(absl::string_view collection, absl::string_view id) const {
  ResourceName child = *this;
  child.pairs_.push_back({std::string(collection), std::string(id)});
  absl::StrAppend(&child.full_, full_.empty() ? "" : "/", collection, id.empty() ? "" : "/", id);
  return child;
}

bool ResourceName::Contains(const ResourceName& other) const {
  return pairs_.size() <= other.pairs_.size() &&
         std::equal(pairs_.begin(), pairs_.end(), other.pairs_.begin());
}

absl::StatusOr<ResourceName> ParseName(absl::string_view name, Wildcard wildcard) {
  const std::vector<absl::string_view> segments = Split(name);
  if (segments.size() < 2) return InvalidName(name, kAnyPattern);
  ResourceName parsed;
  for (size_t i = 0; i < segments.size(); i += 2) {
    const bool singleton = i + 1 == segments.size();
    if (!IsCollection(segments[i])) return InvalidName(name, kAnyPattern);
    if (!singleton && !IsAllowedId(segments[i + 1], wildcard)) {
      return InvalidName(name, kAnyPattern);
    }
    parsed = parsed.Child(segments[i], singleton ? absl::string_view() : segments[i + 1]);
  }
  return parsed;
}

absl::StatusOr<NamePattern> NamePattern::Compile(absl::string_view text) {
  NamePattern pattern;
  pattern.text_ = std::string(text);
  const std::vector<absl::string_view> segments = Split(text);
  if (segments.size() < 2) return status::Internal(absl::StrCat("name pattern ", text));
  for (size_t i = 0; i < segments.size(); ++i) {
    const absl::string_view segment = segments[i];
    if (i % 2 == 0 ? !IsCollection(segment) : !IsVariable(segment)) {
      return status::Internal(absl::StrCat("name pattern ", text));
    }
    if (i % 2 == 0) {
      pattern.collections_.emplace_back(segment);
    } else {
      pattern.variables_.emplace_back(segment.substr(1, segment.size() - 2));
    }
  }
  return pattern;
}

NamePattern NamePattern::Parent() const {
  NamePattern parent;
  if (collections_.empty()) return parent;
  parent.collections_.assign(collections_.begin(), collections_.end() - 1);
  for (size_t i = 0; i < parent.collections_.size(); ++i) {
    parent.variables_.push_back(variables_[i]);
    absl::StrAppend(&parent.text_, i == 0 ? "" : "/", parent.collections_[i], "/{", variables_[i],
                    "}");
  }
  return parent;
}

absl::StatusOr<std::vector<std::string>> NamePattern::Parse(absl::string_view name,
                                                            Wildcard wildcard) const {
  const std::vector<absl::string_view> segments = Split(name);
  if (segments.size() != collections_.size() + variables_.size()) return InvalidName(name, text_);
  std::vector<std::string> ids;
  for (size_t i = 0; i < segments.size(); ++i) {
    const bool fits = i % 2 == 0 ? segments[i] == absl::string_view(collections_[i / 2])
                                 : IsAllowedId(segments[i], wildcard);
    if (!fits) return InvalidName(name, text_);
    if (i % 2 == 1) ids.emplace_back(segments[i]);
  }
  return ids;
}

bool NamePattern::Matches(absl::string_view name, Wildcard wildcard) const {
  return Parse(name, wildcard).ok();
}

bool NamePattern::Matches(const ResourceName& name) const {
  return Matches(name.full(), Wildcard::kAllowed);
}

std::string NamePattern::Format(std::initializer_list<absl::string_view> ids) const {
  return ids.size() == variables_.size() ? FormatName(collections_, ids) : std::string();
}

std::string NamePattern::Format(const std::vector<std::string>& ids) const {
  if (ids.size() != variables_.size()) return "";
  return FormatName(collections_, std::vector<absl::string_view>(ids.begin(), ids.end()));
}

absl::Status ValidateId(absl::string_view id, absl::string_view field) {
  if (IsClientId(id)) return absl::OkStatus();
  return status::InvalidField(
      field, {absl::StrCat("\"", Excerpt(id),
                           "\" is not an id: use 1 to 63 lower case letters, digits and hyphens, "
                           "beginning with a letter and not ending with a hyphen."),
              absl::StrCat("« ", Excerpt(id),
                           " » n'est pas un identifiant : utilisez 1 à 63 minuscules, chiffres et "
                           "tirets, en commençant par une lettre et sans tiret à la fin.")});
}

std::string MakeId(absl::string_view display_name) {
  std::string id;
  for (const char c : FoldText(display_name)) {
    if (IsIdCharacter(c)) {
      id.push_back(c);
    } else if (!id.empty() && id.back() != '-') {
      id.push_back('-');
    }
  }
  if (!id.empty() && absl::ascii_isdigit(id.front())) id.insert(0, "id-");
  id.resize(std::min(id.size(), kMaxIdBytes));
  if (absl::EndsWith(id, "-")) id.pop_back();
  return id;
}

}  // namespace palier::aip
