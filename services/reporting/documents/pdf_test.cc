// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/pdf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "reporting/documents/canvas.h"
#include "reporting/documents/pdf_reading.h"

namespace palier::reporting {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Pdf(const Document& document) {
  const absl::StatusOr<std::string> pdf = ToPdf(document);
  EXPECT_TRUE(pdf.ok()) << pdf.status();
  return pdf.value_or("");
}

Document LongTable() {
  Document document;
  document.title = "Où en sont nos projets à l'été ?";
  document.subtitle = "1er août 2026";
  document.language = rpc::Language::kFrench;
  Grid grid{{{"Intitulé", 3}, {"Dépensé", 1, true}}, {}};
  for (int i = 0; i < 120; ++i) {
    grid.rows.push_back(
        {absl::StrCat("Projet ", i,
                      i % 7 == 0 ? " dont l'intitulé est si long qu'il prend plusieurs lignes dans "
                                   "sa colonne, œuvre inachevée"
                                 : ""),
         absl::StrCat(i, "\u202f000\u00a0EUR")});
  }
  document.sections.push_back({"Dépenses", {std::move(grid)}});
  document.sections.push_back(
      {"Stades",
       {BarChart{"Par stade", {{"Idée", "42 projets", 42, false}, {"Inconnu", "7", 7, true}}}}});
  return document;
}

TEST(PdfTest, ATableGoesOnUnderItsTitles) {
  const auto pages = PdfReading(Pdf(LongTable())).Pages();
  ASSERT_GE(pages.size(), 4u);
  for (size_t i = 0; i + 1 < pages.size(); ++i)
    EXPECT_THAT(pages[i], AllOf(HasSubstr("Intitulé"), HasSubstr("Dépensé"))) << "page " << i + 1;
  EXPECT_THAT(pages.back(),
              AllOf(HasSubstr("Idée"), HasSubstr("42 projets"), Not(HasSubstr("Intitulé"))));
  std::string all;
  for (const std::string& page : pages) all += page;
  for (int i = 0; i < 120; ++i) EXPECT_THAT(all, HasSubstr(absl::StrCat("Projet ", i)));
  EXPECT_THAT(all, HasSubstr("œuvre"));
}

TEST(PdfTest, EveryPageHasItsNumberAndTheTitle) {
  const auto pages = PdfReading(Pdf(LongTable())).Pages();
  for (size_t i = 0; i < pages.size(); ++i) {
    EXPECT_THAT(pages[i], HasSubstr("Où en sont nos projets à l'été ? · 1er août 2026"));
    EXPECT_TRUE(std::regex_search(pages[i], std::regex(absl::StrCat(" ", i + 1, "\\s*$"))))
        << "page " << i + 1;
  }
}

// Nothing is cut off at the edges, and nothing runs over the foot.
TEST(PdfTest, EveryWordStandsWithinTheMargins) {
  Document document = LongTable();
  document.sections.push_back({std::string(400, 'W'), {Paragraph{std::string(3000, 'x')}}});
  const std::string boxes = PdfReading(Pdf(document)).Boxes();
  const std::regex word(
      "<word xMin=\"([0-9.]+)\" yMin=\"([0-9.]+)\" xMax=\"([0-9.]+)\" yMax=\"([0-9.]+)\"");
  int words = 0;
  for (std::sregex_iterator it(boxes.begin(), boxes.end(), word), end; it != end; ++it) {
    ++words;
    EXPECT_GE(std::stod((*it)[1]), kMargin - 1) << it->str();
    EXPECT_LE(std::stod((*it)[3]), kPageWidth - kMargin + 1) << it->str();
    EXPECT_GE(std::stod((*it)[2]), kMargin - 4) << it->str();
    EXPECT_LE(std::stod((*it)[4]), kPageHeight - 18) << it->str();
  }
  EXPECT_GT(words, 300);
}

TEST(PdfTest, TheSameDocumentIsTheSameBytes) {
  EXPECT_EQ(Pdf(LongTable()), Pdf(LongTable()));
}

TEST(PdfTest, AnEmptyDocumentIsAPage) {
  EXPECT_EQ(PdfReading(Pdf(Document())).Pages().size(), 1u);
}

}  // namespace
}  // namespace palier::reporting
