// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/html.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace palier::reporting {
namespace {

constexpr char kStyle[] = R"(
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--faint:#57606a;--line:#c9d1d9;--bar:#3d5a80;--warn:#8a3a00}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--faint:#9da7b3;--line:#30363d;--bar:#8fb3e0;--warn:#ffb385}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.45 system-ui,sans-serif}
section{max-width:64rem;min-height:100vh;margin:0 auto;padding:2.5rem 1.5rem;border-bottom:1px solid var(--line)}
h1{font-size:2rem;margin:0 0 .25rem}h2{font-size:1.5rem;margin:0 0 1rem}h3{font-size:1.1rem;margin:1.5rem 0 .5rem}
.small,.sub{color:var(--faint);font-size:.9rem}.warn{color:var(--warn);font-weight:600;border-left:4px solid;padding-left:.75rem}
.key{display:flex;flex-wrap:wrap;gap:1rem}.key div{flex:1 1 11rem;border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem}
.key b{display:block;font-size:1.5rem}.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid var(--line)}th.n,td.n{text-align:right}
figure{margin:1rem 0}figcaption{font-weight:600;margin-bottom:.5rem}.bar{display:grid;grid-template-columns:16rem 1fr;gap:.75rem;margin:.3rem 0;align-items:center}
.bar svg{height:1.1rem;vertical-align:middle}.bar rect{fill:var(--bar)}.bar .marked{fill:none;stroke:var(--bar);stroke-width:2;stroke-dasharray:4 3}
@media print{section{min-height:0;break-before:page;border:0}section:first-of-type{break-before:auto}}
@media (max-width:40rem){.bar{grid-template-columns:1fr}}
)";

std::string Escaped(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string ToHtml(const Heading& heading) {
  return absl::StrCat("<h3>", Escaped(heading.text), "</h3>\n");
}

std::string ToHtml(const Paragraph& paragraph) {
  const char* const kind = paragraph.tone == Paragraph::Tone::kWarning ? " class=\"warn\""
                           : paragraph.tone == Paragraph::Tone::kSmall ? " class=\"small\""
                                                                       : "";
  return absl::StrCat("<p", kind, ">", Escaped(paragraph.text), "</p>\n");
}

std::string ToHtml(const BulletList& list) {
  std::string html = "<ul>\n";
  for (const std::string& item : list.items)
    absl::StrAppend(&html, "<li>", Escaped(item), "</li>\n");
  return html + "</ul>\n";
}

std::string ToHtml(const KeyFigures& key) {
  std::string html = "<div class=\"key\">\n";
  for (const KeyFigure& figure : key.figures) {
    absl::StrAppend(&html, "<div><b>", Escaped(figure.value), "</b>", Escaped(figure.label));
    if (!figure.note.empty())
      absl::StrAppend(&html, "<p class=\"small\">", Escaped(figure.note), "</p>");
    html += "</div>\n";
  }
  return html + "</div>\n";
}

std::string ToHtml(const Grid& grid) {
  std::string html = "<div class=\"scroll\"><table>\n<thead><tr>";
  for (const Grid::Column& column : grid.columns)
    absl::StrAppend(&html, "<th scope=\"col\"", column.is_number ? " class=\"n\"" : "", ">",
                    Escaped(column.title), "</th>");
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : grid.rows) {
    html += "<tr>";
    for (size_t i = 0; i < row.size(); ++i)
      absl::StrAppend(&html, "<td", grid.columns[i].is_number ? " class=\"n\"" : "", ">",
                      Escaped(row[i]), "</td>");
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string ToHtml(const BarChart& chart) {
  double longest = chart.full;
  for (const BarChart::Bar& bar : chart.bars) longest = std::max(longest, bar.length);
  std::string html = absl::StrCat("<figure><figcaption>", Escaped(chart.title), "</figcaption>\n");
  for (const BarChart::Bar& bar : chart.bars) {
    const double width = longest > 0 ? 70 * bar.length / longest : 0;
    absl::StrAppend(
        &html, "<div class=\"bar\"><span>", Escaped(bar.label), "</span><span>",
        absl::StrFormat("<svg width=\"%.1f%%\" aria-hidden=\"true\"><rect width=\"100%%\" "
                        "height=\"100%%\"%s/></svg> ",
                        width, bar.is_marked ? " class=\"marked\"" : ""),
        Escaped(bar.text), "</span></div>\n");
  }
  return html + "</figure>\n";
}

}  // namespace

std::string ToHtml(const Document& document) {
  const bool french = document.language == rpc::Language::kFrench;
  std::string html = absl::StrCat("<!doctype html>\n<html lang=\"", french ? "fr" : "en",
                                  "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                                  "content=\"width=device-width,initial-scale=1\">\n<title>",
                                  Escaped(document.title), "</title>\n<style>", kStyle,
                                  "</style>\n</head>\n<body>\n<main>\n");
  bool first = true;
  for (const Section& section : document.sections) {
    html += "<section>\n";
    if (first) {
      absl::StrAppend(&html, "<h1>", Escaped(document.title), "</h1>\n<p class=\"sub\">",
                      Escaped(document.subtitle), "</p>\n");
    }
    first = false;
    if (!section.title.empty()) absl::StrAppend(&html, "<h2>", Escaped(section.title), "</h2>\n");
    for (const Block& block : section.blocks)
      html += std::visit([](const auto& each) { return ToHtml(each); }, block);
    html += "</section>\n";
  }
  return html + "</main>\n</body>\n</html>\n";
}

}  // namespace palier::reporting
