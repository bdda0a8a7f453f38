// SPDX-License-Identifier: Apache-2.0
// Resource names (AIP-122): `organizations/acme/projects/chatbot`, and singletons:
// `organizations/acme/settings`.
//
// Collections and singletons are camelCase words; ids are `[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?`; a
// name has at most 10 collections and 512 bytes. Everything here is a value or a pure function;
// reading from several threads is safe.
#ifndef PALIER_COMMON_AIP_RESOURCE_NAME_H_
#define PALIER_COMMON_AIP_RESOURCE_NAME_H_

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::aip {

inline constexpr size_t kMaxNameBytes = 512;
inline constexpr size_t kMaxNamePairs = 10;

// Whether the id `-`, which stands for any (AIP-159), is allowed in a name.
enum class Wildcard { kRefused, kAllowed };

// A name taken apart. The empty name (default) is the parent of top-level resources.
class ResourceName {
 public:
  struct Pair {
    std::string collection;
    std::string id;  // Empty for a singleton, which can only be last.
    friend bool operator==(const Pair&, const Pair&) = default;
  };

  ResourceName() = default;

  const std::vector<Pair>& pairs() const { return pairs_; }
  bool empty() const { return pairs_.empty(); }
  // The last collection, or the singleton's word; "" for the empty name.
  absl::string_view collection() const;
  // The last id; "" for a singleton and for the empty name.
  absl::string_view id() const;
  // The id after `organizations` at the beginning; "" for a name elsewhere.
  absl::string_view organization() const;
  // The id in `collection`; "" when the name does not pass through it.
  absl::string_view IdIn(absl::string_view collection) const;
  bool is_singleton() const { return !pairs_.empty() && pairs_.back().id.empty(); }
  // Whether one of the ids is `-`.
  bool has_wildcard() const;
  // The name as text.
  const std::string& full() const { return full_; }
  // The name without its last pair, the empty name at the top.
  ResourceName Parent() const;
  // `collection/id` below this name; with an empty id, a singleton. The caller vouches for both.
  ResourceName Child(absl::string_view collection, absl::string_view id) const;
  // Whether `other` is this name or lies below it. Everything lies below the empty name.
  bool Contains(const ResourceName& other) const;

  friend bool operator==(const ResourceName& a, const ResourceName& b) {
    return a.full_ == b.full_;
  }
  friend bool operator<(const ResourceName& a, const ResourceName& b) { return a.full_ < b.full_; }
  template <typename H>
  friend H AbslHashValue(H h, const ResourceName& name) {
    return H::combine(std::move(h), name.full_);
  }

 private:
  std::vector<Pair> pairs_;
  std::string full_;
};

// Takes any name apart. Returns INVALID_ARGUMENT with INVALID_NAME if it is none.
absl::StatusOr<ResourceName> ParseName(absl::string_view name,
                                       Wildcard wildcard = Wildcard::kRefused);

// The shape of the names of one resource type, such as
// `organizations/{organization}/projects/{project}` or `organizations/{organization}/settings`.
class NamePattern {
 public:
  // Returns INTERNAL if `text` is no pattern: patterns are constants of the program.
  static absl::StatusOr<NamePattern> Compile(absl::string_view text);

  const std::string& text() const { return text_; }
  // The words in braces, in order.
  const std::vector<std::string>& variables() const { return variables_; }
  // The pattern of the parents; its text is "" for a top-level resource.
  NamePattern Parent() const;
  // The ids, in order. Returns INVALID_ARGUMENT with INVALID_NAME if `name` does not fit.
  absl::StatusOr<std::vector<std::string>> Parse(absl::string_view name,
                                                 Wildcard wildcard = Wildcard::kRefused) const;
  bool Matches(absl::string_view name, Wildcard wildcard = Wildcard::kRefused) const;
  bool Matches(const ResourceName& name) const;
  // The name with these ids; "" if there are more or fewer ids than variables.
  std::string Format(std::initializer_list<absl::string_view> ids) const;
  std::string Format(const std::vector<std::string>& ids) const;

 private:
  std::vector<std::string> collections_;
  std::vector<std::string> variables_;
  std::string text_;
};

// Whether `id` may be chosen by a client: `[a-z]([a-z0-9-]{0,61}[a-z0-9])?`. Returns
// INVALID_ARGUMENT with INVALID_FIELDS about `field` if not.
absl::Status ValidateId(absl::string_view id, absl::string_view field = "id");

// An id that ValidateId takes, made from a name for people: MakeId("Coût d'Œuvre") is
// "cout-d-oeuvre". Names that begin with a digit get the prefix `id-`; names without any Latin
// letter or digit give "".
std::string MakeId(absl::string_view display_name);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_RESOURCE_NAME_H_
