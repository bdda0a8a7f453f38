// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "registry/domain/landscape/amounts.h"
#include "registry/domain/landscape/export.h"

namespace palier::landscape {
namespace {

constexpr char kHead[] =
    R"(<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="kind" for="node" attr.name="kind" attr.type="string"/>
  <key id="label" for="node" attr.name="label" attr.type="string"/>
  <key id="department" for="node" attr.name="department" attr.type="string"/>
  <key id="synergy" for="edge" attr.name="synergy" attr.type="string"/>
  <key id="type" for="edge" attr.name="type" attr.type="string"/>
  <key id="title" for="edge" attr.name="label" attr.type="string"/>
  <key id="gain" for="edge" attr.name="yearly_gain" attr.type="string"/>
  <key id="dependency" for="edge" attr.name="dependency" attr.type="boolean"/>
  <graph id="landscape" edgedefault="directed">
)";
constexpr char kTail[] = "  </graph>\n</graphml>\n";

void AppendData(absl::string_view key, absl::string_view value, std::string& out) {
  if (!value.empty())
    absl::StrAppend(&out, "      <data key=\"", key, "\">", XmlEscaped(value), "</data>\n");
}

void AppendNode(int index, const Node& node, std::string& out) {
  absl::StrAppend(&out, "    <node id=\"n", index, "\">\n");
  AppendData("name", node.name, out);
  AppendData("kind", KindOf(node), out);
  AppendData("label", node.display_name, out);
  AppendData("department", node.department, out);
  absl::StrAppend(&out, "    </node>\n");
}

void AppendEdge(const Edge& edge, std::string& out) {
  absl::StrAppend(&out, "    <edge source=\"n", edge.source, "\" target=\"n", edge.target, "\">\n");
  AppendData("type", TypeOf(edge), out);
  if (edge.synergy != nullptr) {
    AppendData("synergy", edge.synergy->name(), out);
    AppendData("title", edge.synergy->display_name(), out);
    if (edge.synergy->has_yearly_gain())
      AppendData("gain", AmountText(edge.synergy->yearly_gain()), out);
    AppendData("dependency", edge.synergy->dependency() ? "true" : "false", out);
  }
  absl::StrAppend(&out, "    </edge>\n");
}

}  // namespace

absl::StatusOr<std::string> ToGraphMl(const Graph& graph) {
  std::string out = kHead;
  const std::vector<bool> exported = ExportedNodes(graph);
  for (int node = 0; node < graph.size() && out.size() <= kLargestExport; ++node) {
    if (exported[node]) AppendNode(node, graph.nodes()[node], out);
  }
  for (const Edge& edge : graph.edges()) {
    AppendEdge(edge, out);
    if (out.size() > kLargestExport) break;
  }
  absl::StrAppend(&out, kTail);
  if (out.size() > kLargestExport) return ExportTooLarge();
  return out;
}

}  // namespace palier::landscape
