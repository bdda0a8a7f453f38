// SPDX-License-Identifier: Apache-2.0
// A path in the first line, a document in the rest. A document is a tree that is what it was
// written as, and a path finds nodes of it, in order and within bounds.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/mapping/encoding.h"
#include "common/mapping/json_path.h"
#include "common/mapping/json_records.h"
#include "common/mapping/json_value.h"
#include "common/status/error.h"
#include "tests/fuzz/check.h"

using namespace palier::mapping;  // NOLINT

namespace {

constexpr JsonPathLimits kLimits = {.max_results = 2000, .max_visits = 20000};

const JsonDocument& Fixed() {
  static const JsonDocument document = *JsonDocument::Parse(
      R"({"a":[{"b":1,"c":[2,[3,{"b":null}]]},{"b":"x"},5,[],{}],"b":{"a":{"a":{"b":0}}},)"
      R"("":[1.10],"é 😀":true,"\u0000":{"'\"\\/":[[[7]]]}})");
  return document;
}

bool IsText(absl::string_view text) {
  return IsUtf8(absl::StrReplaceAll(text, {{absl::string_view("\0", 1), ""}}));
}

void CheckNode(JsonNode node) {
  FUZZ_CHECK(IsText(node.text()) && IsText(node.name()));
  const bool container = node.type() == JsonType::kObject || node.type() == JsonType::kArray;
  FUZZ_CHECK(container || node.size() == 0);
  FUZZ_CHECK(ScalarText(node).has_value() == (!container && node.type() != JsonType::kNull));
  for (size_t i = 0; i < node.size(); ++i) {
    const JsonNode child = node[i];
    if (node.type() == JsonType::kObject) {
      FUZZ_CHECK(node.Find(child.name()) == std::optional(child));
    } else {
      FUZZ_CHECK(child.name().empty());
    }
    CheckNode(child);
  }
}

bool Holds(const std::vector<JsonNode>& nodes, JsonNode node) {
  return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

void CheckPath(absl::string_view text, JsonNode root) {
  const absl::StatusOr<JsonPath> path = JsonPath::Parse(text);
  if (!path.ok()) {
    FUZZ_CHECK(absl::IsInvalidArgument(path.status()));
    FUZZ_CHECK(!palier::status::DetailOf(path.status()).fr().empty());
    return;
  }
  FUZZ_CHECK(path->text() == text);
  const absl::StatusOr<std::vector<JsonNode>> found = path->Evaluate(root, kLimits);
  const std::optional<JsonNode> one = path->Find(root);
  if (!found.ok()) {
    FUZZ_CHECK(absl::IsResourceExhausted(found.status()) && !path->IsSingular());
    return;
  }
  FUZZ_CHECK(found->size() <= kLimits.max_results);
  std::vector<JsonNode> ends;
  const absl::Status walked = path->ForEachWay(root, kLimits, [&](absl::Span<const JsonNode> way) {
    FUZZ_CHECK(way.size() == path->segment_count() + 1 && way.front() == root);
    ends.push_back(way.back());
    return absl::OkStatus();
  });
  FUZZ_CHECK(walked.ok() && ends == *found);
  if (path->IsSingular()) FUZZ_CHECK(found->size() == (one.has_value() ? 1 : 0));
  if (one.has_value()) FUZZ_CHECK(path->IsSingular() && found->front() == *one);
  const absl::StatusOr<std::vector<JsonNode>> all = JsonPath::Parse("$..*")->Evaluate(root);
  if (all.ok() && all->size() < 200) {
    for (const JsonNode& node : *found) FUZZ_CHECK(node == root || Holds(*all, node));
  }
  // What is in the nodes found is what one more segment finds.
  const absl::StatusOr<JsonPath> longer = JsonPath::Parse(absl::StrCat(text, "[*]"));
  if (!longer.ok()) return;
  const absl::StatusOr<std::vector<JsonNode>> within = longer->Evaluate(root, kLimits);
  if (!within.ok()) return;
  std::vector<JsonNode> children;
  for (const JsonNode& node : *found) {
    for (size_t i = 0; i < node.size(); ++i) children.push_back(node[i]);
  }
  FUZZ_CHECK(*within == children);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t cut = std::min(input.find('\n'), input.size());
  const absl::string_view path = input.substr(0, cut);
  CheckPath(path, Fixed().root());
  if (cut == input.size()) return 0;
  const absl::string_view text = input.substr(cut + 1);
  const absl::StatusOr<JsonDocument> document = JsonDocument::Parse(text, {.max_nodes = 2000});
  // Both readers of JSON take the same texts.
  const JsonOptions as_record = {.max_depth = 64, .max_fields = 1 << 20};
  const bool record = ParseJsonRecord(text, as_record).ok();
  FUZZ_CHECK(document.ok() == record || absl::IsResourceExhausted(document.status()));
  if (!document.ok()) return 0;
  CheckNode(document->root());
  CheckPath(path, document->root());
  return 0;
}
