// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/export.h"

#include "absl/strings/str_cat.h"
#include "common/status/limit.h"

namespace palier::landscape {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Bytes of a control character or a noncharacter that XML 1.0 forbids at `at`; 0 when there is
// none. The text is UTF-8.
size_t Forbidden(absl::string_view text, size_t at) {
  const unsigned char c = static_cast<unsigned char>(text[at]);
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r' ? 0 : 1;
  const absl::string_view rest = text.substr(at, 3);
  return rest == "\xEF\xBF\xBE" || rest == "\xEF\xBF\xBF" ? 3 : 0;
}

void AppendXml(char c, std::string& out) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\'':
      out += "&apos;";
      return;
    case '\r':  // a parser makes a line feed of a bare one
      out += "&#13;";
      return;
    default:
      out += c;
  }
}

}  // namespace

std::string XmlEscaped(absl::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    const size_t forbidden = Forbidden(text, at);
    if (forbidden == 0) {
      AppendXml(text[at], out);
      continue;
    }
    absl::StrAppend(&out, kReplacement);
    at += forbidden - 1;
  }
  return out;
}

std::string DotQuoted(absl::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += ' ';
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

const char* KindOf(const Node& node) {
  switch (node.kind) {
    case NodeKind::kApplication:
      return "APPLICATION";
    case NodeKind::kDataSource:
      return "DATA_SOURCE";
    case NodeKind::kProcess:
      return "PROCESS";
    case NodeKind::kProject:
      break;
  }
  return "PROJECT";
}

std::string TypeOf(const Edge& edge) {
  switch (edge.kind) {
    case EdgeKind::kProjectApplication:
      return "PROJECT_APPLICATION";
    case EdgeKind::kChainStep:
      return "CHAIN_STEP";
    case EdgeKind::kDataRead:
      return "DATA_READ";
    case EdgeKind::kSynergy:
      break;
  }
  return v1::Synergy::Type_Name(edge.synergy->type());
}

std::vector<bool> ExportedNodes(const Graph& graph) {
  std::vector<bool> exported(graph.size());
  for (int node = 0; node < graph.size(); ++node)
    exported[node] = graph.nodes()[node].kind != NodeKind::kProject;
  for (const Edge& edge : graph.edges()) exported[edge.source] = exported[edge.target] = true;
  return exported;
}

absl::Status ExportTooLarge() {
  return status::LimitExceeded({"The map takes more than {limit} bytes as a file.",
                                "La carte prend plus de {limit} octets en fichier."},
                               "bytes", kLargestExport);
}

}  // namespace palier::landscape
