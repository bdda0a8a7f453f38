// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/plain_text.h"

#include <variant>

#include "absl/strings/str_cat.h"
#include "reporting/text/punctuation.h"

namespace palier::reporting {
namespace {

// Characters, not bytes.
size_t WidthOf(const std::string& text) {
  size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return width;
}

std::string Underlined(const std::string& text, char line) {
  return absl::StrCat(text, "\n", std::string(WidthOf(text), line), "\n\n");
}

std::string ToText(const Heading& heading, rpc::Language) {
  return absl::StrCat(heading.text, "\n\n");
}

std::string ToText(const Paragraph& paragraph, rpc::Language) {
  const char* const mark = paragraph.tone == Paragraph::Tone::kWarning ? "! " : "";
  return absl::StrCat(mark, paragraph.text, "\n\n");
}

std::string ToText(const BulletList& list, rpc::Language) {
  std::string text;
  for (const std::string& item : list.items) absl::StrAppend(&text, "- ", item, "\n");
  return text + "\n";
}

std::string ToText(const KeyFigures& key, rpc::Language language) {
  std::string text;
  for (const KeyFigure& figure : key.figures) {
    absl::StrAppend(&text, "- ", figure.label, Colon(language), figure.value);
    if (!figure.note.empty()) absl::StrAppend(&text, " (", figure.note, ")");
    text += "\n";
  }
  return text + "\n";
}

std::string ToText(const Grid& grid, rpc::Language language) {
  std::string text;
  for (const auto& row : grid.rows) {
    std::string line;
    for (size_t i = 0; i < row.size(); ++i) {
      if (row[i].empty()) continue;
      absl::StrAppend(&line, line.empty() ? "- " : "; ");
      const std::string& title = grid.columns[i].title;
      if (i > 0 && !title.empty()) absl::StrAppend(&line, title, Colon(language));
      line += row[i];
    }
    absl::StrAppend(&text, line, "\n");
  }
  return text + "\n";
}

std::string ToText(const BarChart& chart, rpc::Language language) {
  std::string text = absl::StrCat(chart.title, "\n");
  for (const BarChart::Bar& bar : chart.bars)
    absl::StrAppend(&text, "- ", bar.label, Colon(language), bar.text, "\n");
  return text + "\n";
}

}  // namespace

std::string ToPlainText(const Document& document) {
  std::string text = Underlined(document.title, '=');
  if (!document.subtitle.empty()) absl::StrAppend(&text, document.subtitle, "\n\n");
  for (const Section& section : document.sections) {
    if (!section.title.empty()) text += Underlined(section.title, '-');
    for (const Block& block : section.blocks)
      text += std::visit([&](const auto& each) { return ToText(each, document.language); }, block);
  }
  while (text.size() > 1 && text[text.size() - 2] == '\n') text.pop_back();
  return text;
}

}  // namespace palier::reporting
