// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/pdf.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "reporting/documents/canvas.h"

namespace palier::reporting {
namespace {

constexpr double kLineGrey = 0.75;
constexpr double kGap = 8;
constexpr double kCellPadding = 4;
// Of a block: what must be left on a page for it to begin there.
constexpr double kLeastRest = 60;

constexpr Style kTitle{22, true};
constexpr Style kSubtitle{10, false, 0.35};
constexpr Style kSection{16, true};
constexpr Style kHeading{12, true};
constexpr Style kText{10};
constexpr Style kSmall{8.5, false, 0.35};
constexpr Style kWarning{10, true};
constexpr Style kKeyValue{15, true};
constexpr Style kKeyLabel{8.5};
constexpr Style kCell{8.5};
constexpr Style kCellTitle{8.5, true};

void Put(const std::string& text, const Style& style, double indent, Canvas& canvas) {
  canvas.Need(canvas.HeightOf(text, style, kTextWidth - indent));
  canvas.Skip(canvas.Put(text, style, kMargin + indent, kTextWidth - indent));
}

void Draw(const Heading& heading, Canvas& canvas) {
  canvas.Skip(kGap / 2);
  canvas.Need(kLeastRest);
  Put(heading.text, kHeading, 0, canvas);
  canvas.Skip(kGap / 2);
}

void Draw(const Paragraph& paragraph, Canvas& canvas) {
  // A sign, as colour alone would not be seen.
  const bool warns = paragraph.tone == Paragraph::Tone::kWarning;
  const Style& style = warns                                       ? kWarning
                       : paragraph.tone == Paragraph::Tone::kSmall ? kSmall
                                                                   : kText;
  Put(warns ? absl::StrCat("▶ ", paragraph.text) : paragraph.text, style, 0, canvas);
  canvas.Skip(kGap);
}

void Draw(const BulletList& list, Canvas& canvas) {
  constexpr double kIndent = 12;
  for (const std::string& item : list.items) {
    canvas.Need(canvas.HeightOf(item, kText, kTextWidth - kIndent));
    canvas.Put("•", kText, kMargin, kIndent);
    canvas.Skip(canvas.Put(item, kText, kMargin + kIndent, kTextWidth - kIndent) + 2);
  }
  canvas.Skip(kGap);
}

void Draw(const KeyFigures& key, Canvas& canvas) {
  constexpr size_t kPerRow = 3;
  constexpr double kPadding = 7;
  const double width = (kTextWidth - (kPerRow - 1) * kGap) / kPerRow;
  const double inner = width - 2 * kPadding;
  for (size_t first = 0; first < key.figures.size(); first += kPerRow) {
    const size_t end = std::min(first + kPerRow, key.figures.size());
    double height = 0;
    for (size_t i = first; i < end; ++i) {
      const KeyFigure& figure = key.figures[i];
      double own = canvas.HeightOf(figure.value, kKeyValue, inner) +
                   canvas.HeightOf(figure.label, kKeyLabel, inner);
      if (!figure.note.empty()) own += canvas.HeightOf(figure.note, kSmall, inner);
      height = std::max(height, own + 2 * kPadding);
    }
    canvas.Need(height);
    const double top = canvas.y();
    for (size_t i = first; i < end; ++i) {
      const double x = kMargin + static_cast<double>(i - first) * (width + kGap);
      const KeyFigure& figure = key.figures[i];
      canvas.Box(x, width, height, kLineGrey);
      canvas.Skip(kPadding);
      canvas.Skip(canvas.Put(figure.value, kKeyValue, x + kPadding, inner));
      canvas.Skip(canvas.Put(figure.label, kKeyLabel, x + kPadding, inner));
      if (!figure.note.empty()) canvas.Put(figure.note, kSmall, x + kPadding, inner);
      canvas.Skip(top - canvas.y());
    }
    canvas.Skip(height + kGap);
  }
}

class GridDrawer {
 public:
  GridDrawer(const Grid& grid, Canvas& canvas) : grid_(grid), canvas_(canvas) {
    double weights = 0;
    for (const Grid::Column& column : grid.columns) weights += column.weight;
    for (const Grid::Column& column : grid.columns)
      widths_.push_back(kTextWidth * column.weight / weights);
  }

  void Draw() {
    std::vector<std::string> titles;
    for (const Grid::Column& column : grid_.columns) titles.push_back(column.title);
    canvas_.Need(kLeastRest);
    DrawRow(titles, kCellTitle);
    for (const auto& row : grid_.rows) {
      if (canvas_.Need(HeightOf(row, kCell))) DrawRow(titles, kCellTitle);
      DrawRow(row, kCell);
    }
    canvas_.Skip(kGap);
  }

 private:
  Style StyleOf(size_t column, Style style) const {
    style.right = grid_.columns[column].is_number;
    return style;
  }
  double HeightOf(const std::vector<std::string>& row, const Style& style) const {
    double height = 0;
    for (size_t i = 0; i < row.size(); ++i)
      height = std::max(height, canvas_.HeightOf(row[i], style, widths_[i] - 2 * kCellPadding));
    return height + 2 * kCellPadding;
  }
  void DrawRow(const std::vector<std::string>& row, const Style& style) {
    const double height = HeightOf(row, style);
    double x = kMargin;
    canvas_.Skip(kCellPadding);
    for (size_t i = 0; i < row.size(); ++i) {
      canvas_.Put(row[i], StyleOf(i, style), x + kCellPadding, widths_[i] - 2 * kCellPadding);
      x += widths_[i];
    }
    canvas_.Skip(height - kCellPadding);
    canvas_.Line(kMargin, kTextWidth, kLineGrey);
  }

  const Grid& grid_;
  Canvas& canvas_;
  std::vector<double> widths_;
};

void Draw(const Grid& grid, Canvas& canvas) {
  GridDrawer(grid, canvas).Draw();
}

void Draw(const BarChart& chart, Canvas& canvas) {
  constexpr double kLabelWidth = 170;
  constexpr double kBarHeight = 9;
  // The text stands behind the longest bar too.
  constexpr double kLongest = 190;
  double longest = chart.full;
  for (const BarChart::Bar& bar : chart.bars) longest = std::max(longest, bar.length);
  canvas.Need(kLeastRest);
  Put(chart.title, kCellTitle, 0, canvas);
  canvas.Skip(4);
  for (const BarChart::Bar& bar : chart.bars) {
    const double width = longest > 0 ? kLongest * bar.length / longest : 0;
    const double x = kMargin + kLabelWidth + width + 5;
    const double height =
        std::max({kBarHeight, canvas.HeightOf(bar.label, kCell, kLabelWidth - kGap),
                  canvas.HeightOf(bar.text, kCell, kMargin + kTextWidth - x)});
    canvas.Need(height);
    canvas.Put(bar.label, kCell, kMargin, kLabelWidth - kGap);
    canvas.Bar(kMargin + kLabelWidth, canvas.y() + 1.5, width, kBarHeight, bar.is_marked);
    canvas.Put(bar.text, kCell, x, kMargin + kTextWidth - x);
    canvas.Skip(height + 4);
  }
  canvas.Skip(kGap);
}

}  // namespace

absl::StatusOr<std::string> ToPdf(const Document& document) {
  const bool french = document.language == rpc::Language::kFrench;
  Canvas canvas(document.title, absl::StrCat(document.title, " · ", document.subtitle),
                french ? "fr" : "en");
  bool first = true;
  for (const Section& section : document.sections) {
    canvas.NewPage();
    if (first) {
      Put(document.title, kTitle, 0, canvas);
      Put(document.subtitle, kSubtitle, 0, canvas);
      canvas.Skip(2 * kGap);
    }
    first = false;
    if (!section.title.empty()) {
      Put(section.title, kSection, 0, canvas);
      canvas.Skip(kGap);
    }
    for (const Block& block : section.blocks)
      std::visit([&](const auto& each) { Draw(each, canvas); }, block);
  }
  return canvas.Finish();
}

}  // namespace palier::reporting
