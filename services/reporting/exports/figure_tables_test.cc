// SPDX-License-Identifier: Apache-2.0
#include "reporting/exports/figure_tables.h"

#include <gmock/gmock.h>

#include "absl/strings/str_join.h"
#include "reporting/figures/model_fixture.h"

namespace palier::reporting {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// Rows as texts, cells apart by `|`.
class Rows : public mapping::TableWriter {
 public:
  absl::Status Head(const std::vector<std::string>& names) override {
    head = names;
    return absl::OkStatus();
  }
  absl::Status Row(absl::Span<const mapping::Cell> cells) override {
    EXPECT_THAT(cells, SizeIs(head.size()));
    rows.push_back(absl::StrJoin(cells, "|", [](std::string* out, const mapping::Cell& cell) {
      absl::StrAppend(out, cell.text);
    }));
    return absl::OkStatus();
  }
  absl::Status Finish() override {
    finished = true;
    return absl::OkStatus();
  }
  std::vector<std::string> head, rows;
  bool finished = false;
};

class FigureTablesTest : public FigureFixture {
 protected:
  FigureTablesTest() { model_.assessed_day = kToday; }

  FigureBook Book() const { return FigureBook(std::make_shared<const PortfolioModel>(model_)); }
  static absl::Status Go(int64_t) { return absl::OkStatus(); }
  static std::vector<std::string> Of(const Rows& rows, const std::string& figure) {
    std::vector<std::string> found;
    for (const std::string& row : rows.rows)
      if (row.rfind(figure + "|", 0) == 0) found.push_back(row);
    return found;
  }
};

TEST_F(FigureTablesTest, EveryFigureAndPartIsARowThatASpreadsheetCounts) {
  Assess(Add("a", "stage: RUN"), "outcomes { group: 'VALUE_PROVEN' verdict: MET }");
  Assess(Add("b", "stage: RUN"), "outcomes { group: 'VALUE_PROVEN' verdict: UNMET }");
  Rows rows;
  int64_t told = 0;
  const FigureBook book = Book();
  ASSERT_TRUE(WriteFigures(book, rpc::Language::kEnglish, rows, [&](int64_t count) {
                EXPECT_GT(count, told);
                told = count;
                return absl::OkStatus();
              }).ok());
  EXPECT_TRUE(rows.finished);
  EXPECT_EQ(told, static_cast<int64_t>(rows.rows.size()));
  const auto proven = Of(rows, "value-proven");
  ASSERT_THAT(proven, SizeIs(4));
  EXPECT_THAT(proven[0], HasSubstr("|OUTCOMES|||0.500|SHARE||2|"));
  EXPECT_THAT(proven[1], HasSubstr("|PROVEN|"));
  EXPECT_THAT(proven[1], HasSubstr("|1|COUNT|"));
  // Unknown is an empty cell and says so in words.
  for (const std::string& row : Of(rows, "hours-saved"))
    EXPECT_THAT(row, HasSubstr("|||||unknown|"));
}

TEST_F(FigureTablesTest, MoneyHasARowForEachCurrency) {
  for (const char* currency : {"EUR", "USD"}) {
    Dossier& dossier = Add(currency, "stage: LIMITED");
    AddEntry(
        dossier, "licence",
        absl::StrCat("cost_line { category: LICENCES amount { currency_code: '", currency,
                     "' units: 12 nanos: 340000000 } } event_date { year: 2026 month: 6 day: 1 }"));
  }
  Rows rows;
  const FigureBook book = Book();
  ASSERT_TRUE(WriteRecords(book, rpc::Language::kFrench, rows, Go).ok());
  EXPECT_THAT(rows.head, Contains("Devise"));
  EXPECT_THAT(rows.rows, Contains(HasSubstr("|12.34|MONEY|EUR|")));
  EXPECT_THAT(rows.rows, Contains(HasSubstr("|12.34|MONEY|USD|")));
}

TEST_F(FigureTablesTest, WhoAsksForItsEndGetsIt) {
  Rows rows;
  const FigureBook book = Book();
  EXPECT_TRUE(absl::IsCancelled(WriteFigures(book, rpc::Language::kEnglish, rows, [](int64_t) {
    return absl::CancelledError("enough");
  })));
  EXPECT_FALSE(rows.finished);
}

}  // namespace
}  // namespace palier::reporting
