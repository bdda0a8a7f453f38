// SPDX-License-Identifier: Apache-2.0
// A document as content: what stands on which page. How it looks is a renderer's (pdf.h, html.h).
#ifndef PALIER_REPORTING_DOCUMENTS_DOCUMENT_H_
#define PALIER_REPORTING_DOCUMENTS_DOCUMENT_H_

#include <string>
#include <variant>
#include <vector>

#include "common/rpc/call.h"

namespace palier::reporting {

struct Heading {
  std::string text;
};

struct Paragraph {
  enum class Tone { kPlain, kWarning, kSmall };
  std::string text;
  Tone tone = Tone::kPlain;
};

struct BulletList {
  std::vector<std::string> items;
};

// A few numbers to see first.
struct KeyFigure {
  std::string value, label;
  // What to read it by; may be empty.
  std::string note;
};
struct KeyFigures {
  std::vector<KeyFigure> figures;
};

struct Grid {
  struct Column {
    std::string title;
    // Share of the width; those of all columns are added up.
    double weight = 1;
    bool is_number = false;
  };
  std::vector<Column> columns;
  // As many cells as columns each. A table that does not fit goes on on the next page under its
  // titles.
  std::vector<std::vector<std::string>> rows;
};

// Horizontal bars. Every bar bears its value as text: neither colour nor length alone tells it.
struct BarChart {
  struct Bar {
    std::string label, text;
    // Not negative.
    double length = 0;
    // Drawn hatched instead of plain.
    bool is_marked = false;
  };
  std::string title;
  std::vector<Bar> bars;
  // As long as a bar can be, for parts of a whole; 0 is the longest of them.
  double full = 0;
};

using Block = std::variant<Heading, Paragraph, BulletList, KeyFigures, Grid, BarChart>;

// Starts on a page of its own.
struct Section {
  std::string title;
  std::vector<Block> blocks;
};

struct Document {
  std::string title;
  // Under the title, and at the foot of every page.
  std::string subtitle;
  rpc::Language language = rpc::Language::kEnglish;
  std::vector<Section> sections;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_DOCUMENT_H_
