// SPDX-License-Identifier: Apache-2.0
// Where in a JSON document something stands: JSONPath of RFC 9535 without filters and functions.
#ifndef PALIER_COMMON_MAPPING_JSON_PATH_H_
#define PALIER_COMMON_MAPPING_JSON_PATH_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/mapping/json_value.h"

namespace palier::mapping {

inline constexpr size_t kMaxJsonPathBytes = 1024;
inline constexpr size_t kMaxJsonPathSegments = 64;
// Of all segments together.
inline constexpr size_t kMaxJsonPathSelectors = 256;

// What one evaluation may cost.
struct JsonPathLimits {
  // Nodes found by any one segment, those that the next segment does not follow included.
  size_t max_results = size_t{1} << 18;
  // Nodes looked at. `..` looks at a whole subtree, and at it again for each node that it starts
  // from.
  size_t max_visits = size_t{1} << 22;
};

// `'name'`: the member of that name.
struct NameSelector {
  std::string name;
  friend bool operator==(const NameSelector&, const NameSelector&) = default;
};
// `*`: every member or element.
struct WildcardSelector {
  friend bool operator==(const WildcardSelector&, const WildcardSelector&) = default;
};
// `3`, or `-1` from the end.
struct IndexSelector {
  int64_t index = 0;
  friend bool operator==(const IndexSelector&, const IndexSelector&) = default;
};
// `start:end:step`.
struct SliceSelector {
  std::optional<int64_t> start;
  std::optional<int64_t> end;
  int64_t step = 1;
  friend bool operator==(const SliceSelector&, const SliceSelector&) = default;
};
using JsonPathSelector = std::variant<NameSelector, WildcardSelector, IndexSelector, SliceSelector>;

struct JsonPathSegment {
  // `..`: of the node and of all that it holds.
  bool descendant = false;
  // At least one.
  std::vector<JsonPathSelector> selectors;
  friend bool operator==(const JsonPathSegment&, const JsonPathSegment&) = default;
};

// A node that was found, behind those on the way to it: the one that the first k segments led to is
// at place k, the root at 0. Valid during the call only. A status that is not OK ends the walk.
using JsonWayFn = std::function<absl::Status(absl::Span<const JsonNode> way)>;

// A path, read once and followed often. Immutable; thread-safe.
//
// What is read is `$` and any number of segments:
//   .name  .*  ['name']  ["name"]  [*]  [0]  [-1]  [start:end:step]  ['a','b',0:2]
// each also behind two dots (`..name`, `..[0]`), for all descendants. The rules are those of RFC
// 9535 to the letter: blank space stands between segments and inside brackets and nowhere else; a
// name behind a dot has letters, digits, `_` and what is not ASCII; escapes are those of JSON, and
// the quote itself; integers have no leading zero, no `-0`, and are within 2^53. A filter (`?`), a
// function or the current node (`@`) is refused by its name.
class JsonPath {
 public:
  // Returns INVALID_FIELDS, with the position (in bytes, from 1) and what is expected there, if
  // `text` is no such path or passes a bound above.
  static absl::StatusOr<JsonPath> Parse(absl::string_view text);

  // The path as it was written.
  const std::string& text() const { return text_; }

  // Whether it has names and indices only, one a segment: it finds one node or none.
  bool IsSingular() const;

  // The nodes found from `root`, which is what `$` stands for: a document's root, or a record in
  // it. They come in the order of the RFC, members in the order of the document; a node that is
  // found twice is there twice. Returns LIMIT_EXCEEDED beyond `limits`.
  absl::StatusOr<std::vector<JsonNode>> Evaluate(JsonNode root,
                                                 const JsonPathLimits& limits = {}) const;

  // The same nodes in the same order, each with the way to it. Takes memory for each visit.
  absl::Status ForEachWay(JsonNode root, const JsonPathLimits& limits,
                          const JsonWayFn& on_way) const;

  size_t segment_count() const { return segments_.size(); }
  // With how many segments both begin alike.
  size_t CommonSegments(const JsonPath& other) const;
  // The path without its first segments, at most all of them: to be followed from the node that
  // these lead to.
  JsonPath Without(size_t first_segments) const;

  // The one node that a singular path finds; none for a path that is not singular.
  std::optional<JsonNode> Find(JsonNode root) const;

 private:
  JsonPath(std::string text, std::vector<JsonPathSegment> segments)
      : text_(std::move(text)), segments_(std::move(segments)) {}

  std::string text_;
  std::vector<JsonPathSegment> segments_;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_JSON_PATH_H_
