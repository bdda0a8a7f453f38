// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "registry/domain/landscape/amounts.h"
#include "registry/domain/landscape/export.h"

namespace palier::landscape {
namespace {

const char* ShapeOf(const Node& node) {
  switch (node.kind) {
    case NodeKind::kApplication:
      return "box";
    case NodeKind::kDataSource:
      return "cylinder";
    case NodeKind::kProcess:
      return "cds";
    case NodeKind::kProject:
      break;
  }
  return "ellipse";
}

void AppendNode(int index, const Node& node, std::string& out) {
  absl::StrAppend(&out, "  n", index, " [label=", DotQuoted(node.display_name),
                  ", name=", DotQuoted(node.name), ", kind=", KindOf(node),
                  ", shape=", ShapeOf(node));
  if (!node.department.empty()) absl::StrAppend(&out, ", department=", DotQuoted(node.department));
  absl::StrAppend(&out, "];\n");
}

void AppendEdge(const Edge& edge, std::string& out) {
  std::string label = TypeOf(edge);
  const v1::Synergy* synergy = edge.synergy;
  if (synergy != nullptr && synergy->has_yearly_gain())
    absl::StrAppend(&label, "\n", AmountText(synergy->yearly_gain()));
  absl::StrAppend(&out, "  n", edge.source, " -> n", edge.target, " [label=", DotQuoted(label),
                  ", type=", TypeOf(edge));
  if (synergy != nullptr) absl::StrAppend(&out, ", synergy=", DotQuoted(synergy->name()));
  if (synergy != nullptr && synergy->dependency()) absl::StrAppend(&out, ", style=dashed");
  absl::StrAppend(&out, "];\n");
}

}  // namespace

absl::StatusOr<std::string> ToDot(const Graph& graph) {
  std::string out = "digraph landscape {\n  charset=\"UTF-8\";\n";
  const std::vector<bool> exported = ExportedNodes(graph);
  for (int node = 0; node < graph.size() && out.size() <= kLargestExport; ++node) {
    if (exported[node]) AppendNode(node, graph.nodes()[node], out);
  }
  for (const Edge& edge : graph.edges()) {
    AppendEdge(edge, out);
    if (out.size() > kLargestExport) break;
  }
  absl::StrAppend(&out, "}\n");
  if (out.size() > kLargestExport) return ExportTooLarge();
  return out;
}

}  // namespace palier::landscape
