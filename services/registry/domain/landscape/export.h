// SPDX-License-Identifier: Apache-2.0
// The map as text for other tools.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_EXPORT_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_EXPORT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "registry/domain/landscape/graph.h"

namespace palier::landscape {

// Largest export in bytes: half of what a channel takes.
inline constexpr size_t kLargestExport = 32 << 20;

// Both write all applications, processes and data sources, and the projects that an edge joins, as
// n0, n1 ... in the order of their names; then all edges. Each node has its resource name, kind,
// label and department, each edge its type, label, gain and whether it is a dependency.
// RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) beyond kLargestExport.

// GraphML 1.0 (http://graphml.graphdrawing.org), UTF-8.
absl::StatusOr<std::string> ToGraphMl(const Graph& graph);
// Graphviz' DOT, UTF-8; dependencies are drawn dashed.
absl::StatusOr<std::string> ToDot(const Graph& graph);

// `text` as the content of an XML 1.0 element or of a quoted attribute; what XML cannot hold is
// U+FFFD.
std::string XmlEscaped(absl::string_view text);
// `text` between quotes, shown by Graphviz as it is; control characters but the line feed are
// spaces.
std::string DotQuoted(absl::string_view text);

// `APPLICATION`, `DATA_SOURCE` ...
const char* KindOf(const Node& node);
// `HORIZONTAL` ... of a synergy, `CHAIN_STEP` ... of the others.
std::string TypeOf(const Edge& edge);
// Which nodes are written.
std::vector<bool> ExportedNodes(const Graph& graph);
absl::Status ExportTooLarge();

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_EXPORT_H_
