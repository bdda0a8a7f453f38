// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/json_value.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/mapping/errors.h"

namespace palier::mapping {

// The root is the first node: a value comes before what it holds.
struct JsonTree {
  struct Node {
    uint32_t name_begin = 0;
    uint32_t name_size = 0;
    // Of a scalar: its text in `texts`. Else: its children in `children` and `by_name`.
    uint32_t begin = 0;
    uint32_t size = 0;
    JsonType type = JsonType::kNull;
  };

  absl::string_view Name(const Node& node) const {
    return absl::string_view(texts).substr(node.name_begin, node.name_size);
  }

  std::string texts;
  std::vector<Node> nodes;
  std::vector<uint32_t> children;
  // The children of an object, sorted.
  std::vector<uint32_t> by_name;
};

namespace {

using Json = nlohmann::json;

bool IsContainer(JsonType type) {
  return type == JsonType::kObject || type == JsonType::kArray;
}

absl::Status NotJson(size_t position) {
  return UnreadableFile(
      {"The text is not valid JSON ({detail}).", "Le texte n'est pas du JSON valide ({detail})."},
      absl::StrCat("byte ", position));
}

absl::Status TooLarge(size_t limit) {
  return LimitExceeded({"The JSON is too large (at most {limit}).",
                        "Le JSON est trop volumineux ({limit} au plus)."},
                       "bytes", static_cast<int64_t>(limit));
}

absl::Status TooDeep(int limit) {
  return LimitExceeded({"The JSON is nested too deeply (at most {limit}).",
                        "Le JSON est imbriqué trop profondément ({limit} au plus)."},
                       "depth", limit);
}

absl::Status TooMany(size_t limit) {
  return LimitExceeded({"The JSON has too many values (at most {limit}).",
                        "Le JSON a trop de valeurs ({limit} au plus)."},
                       "nodes", static_cast<int64_t>(limit));
}

// Follows the events of the parser, which keeps its own stack: depth costs no recursion.
class TreeBuilder : public nlohmann::json_sax<Json> {
 public:
  explicit TreeBuilder(const JsonLimits& limits) : limits_(limits) {}

  const absl::Status& status() const { return status_; }
  JsonTree& tree() { return tree_; }

  bool null() override { return Scalar(JsonType::kNull, ""); }
  bool boolean(bool value) override { return Scalar(JsonType::kBool, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override {
    return Scalar(JsonType::kNumber, absl::StrCat(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Scalar(JsonType::kNumber, absl::StrCat(value));
  }
  bool number_float(number_float_t, const string_t& written) override {
    return Scalar(JsonType::kNumber, written);
  }
  bool string(string_t& value) override { return Scalar(JsonType::kString, value); }
  bool binary(binary_t&) override { return Fail(NotJson(0)); }

  bool start_object(size_t) override { return Open(JsonType::kObject); }
  bool start_array(size_t) override { return Open(JsonType::kArray); }
  bool end_object() override { return Close(); }
  bool end_array() override { return Close(); }

  bool key(string_t& name) override {
    name_ = Keep(name);
    return true;
  }

  bool parse_error(size_t position, const std::string&, const Json::exception&) override {
    return Fail(NotJson(position));
  }

 private:
  using Piece = std::pair<uint32_t, uint32_t>;
  // A container that has not ended: its node, and where its children begin in `waiting_`.
  struct Frame {
    uint32_t node = 0;
    size_t children = 0;
  };

  bool Fail(absl::Status status) {
    if (status_.ok()) status_ = std::move(status);
    return false;
  }

  Piece Keep(absl::string_view text) {
    const auto begin = static_cast<uint32_t>(tree_.texts.size());
    tree_.texts.append(text.data(), text.size());
    return {begin, static_cast<uint32_t>(text.size())};
  }

  bool Add(JsonType type, Piece piece) {
    if (tree_.nodes.size() >= limits_.max_nodes) return Fail(TooMany(limits_.max_nodes));
    waiting_.push_back(static_cast<uint32_t>(tree_.nodes.size()));
    const auto [name_begin, name_size] = std::exchange(name_, {});
    tree_.nodes.push_back({name_begin, name_size, piece.first, piece.second, type});
    return true;
  }

  bool Scalar(JsonType type, absl::string_view text) { return Add(type, Keep(text)); }

  bool Open(JsonType type) {
    if (frames_.size() >= static_cast<size_t>(limits_.max_depth)) {
      return Fail(TooDeep(limits_.max_depth));
    }
    if (!Add(type, {})) return false;
    frames_.push_back({waiting_.back(), waiting_.size()});
    return true;
  }

  bool Close() {
    const auto [index, first] = frames_.back();
    frames_.pop_back();
    JsonTree::Node& node = tree_.nodes[index];
    if (node.type == JsonType::kObject) SortMembers(first);
    node.begin = static_cast<uint32_t>(tree_.children.size());
    node.size = static_cast<uint32_t>(waiting_.size() - first);
    tree_.children.insert(tree_.children.end(), waiting_.begin() + first, waiting_.end());
    // What stands there for an array is never read.
    tree_.by_name.resize(tree_.children.size());
    waiting_.resize(first);
    return true;
  }

  // Adds the members that wait from `first` on to `by_name`, and leaves only the last one of each
  // name waiting.
  void SortMembers(size_t first) {
    std::vector<uint32_t>& sorted = tree_.by_name;
    const auto begin = static_cast<std::ptrdiff_t>(sorted.size());
    const auto name = [this](uint32_t node) { return tree_.Name(tree_.nodes[node]); };
    sorted.insert(sorted.end(), waiting_.begin() + first, waiting_.end());
    std::sort(sorted.begin() + begin, sorted.end(), [&](uint32_t a, uint32_t b) {
      // The last one of a name comes first.
      return std::pair(name(a), b) < std::pair(name(b), a);
    });
    const auto same = [&](uint32_t a, uint32_t b) { return name(a) == name(b); };
    const auto unique = std::unique(sorted.begin() + begin, sorted.end(), same);
    if (unique == sorted.end()) return;
    sorted.erase(unique, sorted.end());
    // Nodes are numbered in the order of the document.
    waiting_.resize(first);
    waiting_.insert(waiting_.end(), sorted.begin() + begin, sorted.end());
    std::sort(waiting_.begin() + first, waiting_.end());
  }

  const JsonLimits limits_;
  absl::Status status_;
  JsonTree tree_;
  Piece name_;
  std::vector<Frame> frames_;
  std::vector<uint32_t> waiting_;
};

}  // namespace

JsonType JsonNode::type() const {
  return tree_->nodes[index_].type;
}

size_t JsonNode::size() const {
  return IsContainer(type()) ? tree_->nodes[index_].size : 0;
}

JsonNode JsonNode::operator[](size_t i) const {
  return {tree_, tree_->children[tree_->nodes[index_].begin + i]};
}

std::optional<JsonNode> JsonNode::Find(absl::string_view name) const {
  if (type() != JsonType::kObject) return std::nullopt;
  const auto begin = tree_->by_name.begin() + tree_->nodes[index_].begin;
  const auto end = begin + tree_->nodes[index_].size;
  const auto before = [this](uint32_t node, absl::string_view wanted) {
    return tree_->Name(tree_->nodes[node]) < wanted;
  };
  const auto found = std::lower_bound(begin, end, name, before);
  if (found == end || tree_->Name(tree_->nodes[*found]) != name) return std::nullopt;
  return JsonNode(tree_, *found);
}

absl::string_view JsonNode::name() const {
  return tree_->Name(tree_->nodes[index_]);
}

absl::string_view JsonNode::text() const {
  const JsonTree::Node& node = tree_->nodes[index_];
  if (IsContainer(node.type)) return "";
  return absl::string_view(tree_->texts).substr(node.begin, node.size);
}

std::optional<std::string> ScalarText(JsonNode node) {
  if (node.type() == JsonType::kNull || IsContainer(node.type())) return std::nullopt;
  return std::string(node.text());
}

absl::StatusOr<JsonDocument> JsonDocument::Parse(absl::string_view text, const JsonLimits& limits) {
  JsonLimits bounds = limits;
  bounds.max_bytes = std::min(limits.max_bytes, size_t{1} << 30);
  bounds.max_depth = std::clamp(limits.max_depth, 0, kMaxJsonDepth);
  if (text.size() > bounds.max_bytes) return TooLarge(bounds.max_bytes);
  TreeBuilder builder(bounds);
  const bool whole = Json::sax_parse(text.begin(), text.end(), &builder);
  if (!builder.status().ok()) return builder.status();
  if (!whole) return NotJson(0);
  return JsonDocument(std::make_shared<const JsonTree>(std::move(builder.tree())));
}

JsonNode JsonDocument::root() const {
  return {tree_.get(), 0};
}

}  // namespace palier::mapping
