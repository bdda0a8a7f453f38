// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/json_path.h"

#include <algorithm>

#include "common/mapping/errors.h"
#include "common/mapping/json_path_parser.h"
#include "common/status/macros.h"

namespace palier::mapping {
namespace {

std::optional<JsonNode> At(JsonNode node, int64_t index) {
  if (node.type() != JsonType::kArray) return std::nullopt;
  const auto size = static_cast<int64_t>(node.size());
  if (index < 0) index += size;
  if (index < 0 || index >= size) return std::nullopt;
  return node[static_cast<size_t>(index)];
}

// Follows one segment.
class Walk {
 public:
  Walk(const JsonPathSegment& segment, const JsonPathLimits& limits, size_t& visits)
      : segment_(segment), limits_(limits), visits_(visits) {}

  // Adds what the segment finds from `node`; false beyond the limits.
  bool From(JsonNode node) {
    if (!Visit()) return false;
    for (const JsonPathSelector& selector : segment_.selectors) {
      if (!std::visit([&](const auto& s) { return Select(node, s); }, selector)) return false;
    }
    // The depth of a document is bounded (kMaxJsonDepth).
    for (size_t i = 0; segment_.descendant && i < node.size(); ++i) {
      if (!From(node[i])) return false;
    }
    return true;
  }

  std::vector<JsonNode>& found() { return found_; }
  // What went beyond its limit.
  absl::Status status() const {
    if (visits_ > limits_.max_visits) {
      return LimitExceeded({"The path looks at too many values (at most {limit}).",
                            "Le chemin parcourt trop de valeurs ({limit} au plus)."},
                           "visits", static_cast<int64_t>(limits_.max_visits));
    }
    return LimitExceeded({"The path finds too many values (at most {limit}).",
                          "Le chemin trouve trop de valeurs ({limit} au plus)."},
                         "results", static_cast<int64_t>(limits_.max_results));
  }

 private:
  bool Visit() { return ++visits_ <= limits_.max_visits; }

  bool Add(JsonNode node) {
    found_.push_back(node);
    return found_.size() <= limits_.max_results;
  }

  bool Select(JsonNode node, const NameSelector& selector) {
    const std::optional<JsonNode> member = node.Find(selector.name);
    return Visit() && (!member.has_value() || Add(*member));
  }

  bool Select(JsonNode node, const IndexSelector& selector) {
    const std::optional<JsonNode> element = At(node, selector.index);
    return Visit() && (!element.has_value() || Add(*element));
  }

  bool Select(JsonNode node, const WildcardSelector&) {
    for (size_t i = 0; i < node.size(); ++i) {
      if (!Visit() || !Add(node[i])) return false;
    }
    return true;
  }

  // RFC 9535, section 2.3.4.2.2.
  bool Select(JsonNode node, const SliceSelector& slice) {
    if (node.type() != JsonType::kArray || slice.step == 0) return true;
    const auto size = static_cast<int64_t>(node.size());
    const bool up = slice.step > 0;
    // The first and the last place that the slice may begin or end at.
    const int64_t least = up ? 0 : -1;
    const int64_t most = up ? size : size - 1;
    const auto bound = [&](std::optional<int64_t> end, int64_t missing) {
      if (!end.has_value()) return missing;
      return std::clamp(*end < 0 ? *end + size : *end, least, most);
    };
    const int64_t stop = bound(slice.end, up ? most : least);
    for (int64_t i = bound(slice.start, up ? least : most); up ? i < stop : i > stop;
         i += slice.step) {
      if (!Visit() || !Add(node[static_cast<size_t>(i)])) return false;
    }
    return true;
  }

  const JsonPathSegment& segment_;
  const JsonPathLimits& limits_;
  size_t& visits_;
  std::vector<JsonNode> found_;
};

bool IsSingularSegment(const JsonPathSegment& segment) {
  return !segment.descendant && segment.selectors.size() == 1 &&
         (std::holds_alternative<NameSelector>(segment.selectors[0]) ||
          std::holds_alternative<IndexSelector>(segment.selectors[0]));
}

}  // namespace

absl::StatusOr<JsonPath> JsonPath::Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(std::vector<JsonPathSegment> segments, ParseJsonPath(text));
  return JsonPath(std::string(text), std::move(segments));
}

bool JsonPath::IsSingular() const {
  return std::all_of(segments_.begin(), segments_.end(), IsSingularSegment);
}

absl::StatusOr<std::vector<JsonNode>> JsonPath::Evaluate(JsonNode root,
                                                         const JsonPathLimits& limits) const {
  std::vector<JsonNode> nodes = {root};
  size_t visits = 0;
  for (const JsonPathSegment& segment : segments_) {
    Walk walk(segment, limits, visits);
    for (const JsonNode& node : nodes) {
      if (!walk.From(node)) return walk.status();
    }
    nodes = std::move(walk.found());
  }
  return nodes;
}

absl::Status JsonPath::ForEachWay(JsonNode root, const JsonPathLimits& limits,
                                  const JsonWayFn& on_way) const {
  struct Step {
    JsonNode node;
    // Place in the step before.
    size_t from;
  };
  std::vector<std::vector<Step>> steps = {{{root, 0}}};
  size_t visits = 0;
  for (const JsonPathSegment& segment : segments_) {
    Walk walk(segment, limits, visits);
    std::vector<Step> next;
    for (size_t i = 0; i < steps.back().size(); ++i) {
      if (!walk.From(steps.back()[i].node)) return walk.status();
      while (next.size() < walk.found().size()) next.push_back({walk.found()[next.size()], i});
    }
    steps.push_back(std::move(next));
  }
  std::vector<JsonNode> way(steps.size(), root);
  for (size_t last = 0; last < steps.back().size(); ++last) {
    size_t place = last;
    for (size_t k = steps.size(); k-- > 0; place = steps[k][place].from) {
      way[k] = steps[k][place].node;
    }
    RETURN_IF_ERROR(on_way(way));
  }
  return absl::OkStatus();
}

size_t JsonPath::CommonSegments(const JsonPath& other) const {
  const auto [mine, theirs] = std::mismatch(segments_.begin(), segments_.end(),
                                            other.segments_.begin(), other.segments_.end());
  return static_cast<size_t>(mine - segments_.begin());
}

JsonPath JsonPath::Without(size_t first_segments) const {
  const auto rest = segments_.begin() + static_cast<std::ptrdiff_t>(first_segments);
  return JsonPath(text_, {rest, segments_.end()});
}

std::optional<JsonNode> JsonPath::Find(JsonNode root) const {
  if (!IsSingular()) return std::nullopt;
  std::optional<JsonNode> node = root;
  for (const JsonPathSegment& segment : segments_) {
    const JsonPathSelector& selector = segment.selectors[0];
    const auto* name = std::get_if<NameSelector>(&selector);
    node = name != nullptr ? node->Find(name->name)
                           : At(*node, std::get<IndexSelector>(selector).index);
    if (!node.has_value()) break;
  }
  return node;
}

}  // namespace palier::mapping
