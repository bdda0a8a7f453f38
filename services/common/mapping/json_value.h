// SPDX-License-Identifier: Apache-2.0
// One JSON document in memory, bounded and immutable, whose numbers are texts: an amount of money
// is what its source wrote and never passes through a double.
#ifndef PALIER_COMMON_MAPPING_JSON_VALUE_H_
#define PALIER_COMMON_MAPPING_JSON_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::mapping {

// The deepest document that JsonLimits may allow: who walks a tree may do so by recursion.
inline constexpr int kMaxJsonDepth = 512;

// A document takes 28 bytes of memory a node (twice that while it is read), and those of its names
// and texts.
struct JsonLimits {
  // At most 1 GiB; more is taken as that.
  size_t max_bytes = size_t{4} << 20;
  // Objects and arrays around one another; at most kMaxJsonDepth, more is taken as that.
  int max_depth = 64;
  // Values of every kind, those of a repeated name included.
  size_t max_nodes = size_t{1} << 18;
};

enum class JsonType : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

struct JsonTree;

// One value of a document, which must outlive it. As cheap to copy as a view. Thread-safe.
class JsonNode {
 public:
  JsonType type() const;

  // Elements of an array, members of an object; 0 for a scalar.
  size_t size() const;
  // An element, or the value of a member, in the order of the document; `i` is below size().
  JsonNode operator[](size_t i) const;
  // The value of the member of that name; none for anything but an object.
  std::optional<JsonNode> Find(absl::string_view name) const;

  // The name of a member of an object, else empty. Valid UTF-8; may hold NUL, as a text may.
  absl::string_view name() const;
  // A string as it is, "true", "false", or a number digit for digit as it was written (except that
  // "-0" is "0"); empty for null, an object and an array.
  absl::string_view text() const;

  // Whether both are the same place of the same document.
  friend bool operator==(const JsonNode&, const JsonNode&) = default;

 private:
  friend class JsonDocument;
  JsonNode(const JsonTree* tree, uint32_t index) : tree_(tree), index_(index) {}

  const JsonTree* tree_;
  uint32_t index_;
};

// The text of a string, a number or a boolean; none for null, which says that there is no value,
// and for an object or an array.
std::optional<std::string> ScalarText(JsonNode node);

// A whole document. Copies share one tree. Thread-safe.
class JsonDocument {
 public:
  // Of members with one name, the last one counts, where it stands; the others are as if they were
  // not there. Returns UNREADABLE_FILE if the text is not one JSON value of RFC 8259 in UTF-8, or
  // has a number that no double can approach (1e999); LIMIT_EXCEEDED if it passes a limit.
  static absl::StatusOr<JsonDocument> Parse(absl::string_view text, const JsonLimits& limits = {});

  JsonNode root() const;

 private:
  explicit JsonDocument(std::shared_ptr<const JsonTree> tree) : tree_(std::move(tree)) {}

  std::shared_ptr<const JsonTree> tree_;
};

}  // namespace palier::mapping

#endif  // PALIER_COMMON_MAPPING_JSON_VALUE_H_
