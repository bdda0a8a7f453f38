// SPDX-License-Identifier: Apache-2.0
// The workbook of a business case, recalculated by LibreOffice: its formulas come to what the API
// says.
#include "reporting/workbook/case_workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/testing/child_process.h"
#include "common/testing/temp_dir.h"
#include "reporting/testing/case_fixture.h"

namespace palier::reporting {
namespace {

using registry::v1::CostLine;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Cells by row and column, as LibreOffice writes them.
using Cells = std::vector<std::vector<std::string>>;
using Sheets = std::map<std::string, Cells>;

std::string WhatIs(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

double Amount(const google::type::Money& money) {
  return static_cast<double>(money.units()) + money.nanos() / 1e9;
}

// Opens a workbook, computes every formula anew, and reads its sheets.
class Office {
 public:
  static bool IsThere() { return std::filesystem::exists(kProgram); }

  // Of each workbook, by sheet name.
  std::vector<Sheets> Recalculate(const std::vector<std::string>& workbooks) {
    std::vector<std::string> arguments = {
        kProgram,
        absl::StrCat("-env:UserInstallation=file://", folder_.File("profile")),
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1",
        "--outdir",
        folder_.File("out")};
    for (size_t i = 0; i < workbooks.size(); ++i) {
      arguments.push_back(folder_.File(absl::StrCat(i, ".xlsx")));
      std::ofstream(arguments.back(), std::ios::binary) << workbooks[i];
    }
    // Otherwise it believes the figures that are stored beside the formulas.
    std::filesystem::create_directories(folder_.File("profile/user"));
    std::ofstream(folder_.File("profile/user/registrymodifications.xcu"))
        << R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>)";
    auto office = testing::ChildProcess::Start(
        arguments, {.log = folder_.File("office.log"), .death_signal = SIGKILL});
    std::vector<Sheets> books(workbooks.size());
    EXPECT_TRUE(office.ok()) << office.status();
    if (!office.ok()) return books;
    EXPECT_EQ((*office)->Wait(absl::Seconds(120)), 0) << WhatIs(folder_.File("office.log"));
    // `0-Case.csv`
    for (const auto& entry : std::filesystem::directory_iterator(folder_.File("out"))) {
      const std::string name = entry.path().stem().string();
      const size_t dash = name.find('-');
      books[static_cast<size_t>(std::stoi(name.substr(0, dash)))][name.substr(dash + 1)] =
          Parse(WhatIs(entry.path().string()));
    }
    return books;
  }
  Sheets Recalculate(const std::string& workbook) {
    return Recalculate(std::vector<std::string>{workbook})[0];
  }

 private:
  static constexpr char kProgram[] = "/usr/bin/soffice";

  static Cells Parse(const std::string& csv) {
    Cells cells(1);
    std::string cell;
    bool quoted = false;
    for (const char c : csv) {
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        cells.back().push_back(std::move(cell));
        cell.clear();
        if (c == '\n') cells.emplace_back();
      } else {
        cell += c;
      }
    }
    return cells;
  }

  const testing::TempDir folder_;
};

// The cells right of the first cell that says so.
std::vector<std::string> RowOf(const Cells& cells, const std::string& label) {
  for (const std::vector<std::string>& row : cells) {
    if (!row.empty() && row[0] == label) return {row.begin() + 1, row.end()};
  }
  ADD_FAILURE() << "no row " << label;
  return {};
}

double NumberAt(const Cells& cells, const std::string& label, size_t column) {
  const std::vector<std::string> row = RowOf(cells, label);
  double number = std::nan("");
  if (column >= row.size()) return number;
  const bool percent = absl::EndsWith(row[column], "%");
  EXPECT_TRUE(absl::SimpleAtod(absl::StripSuffix(row[column], "%"), &number)) << row[column];
  return percent ? number / 100 : number;
}

class CaseWorkbookTest : public CaseFixture {
 protected:
  void SetUp() override {
    if (!Office::IsThere()) GTEST_SKIP() << "LibreOffice is not installed (libreoffice-calc-nogui)";
  }
  std::string Export(int rate_permille, const std::string& language = "en") {
    v1::ExportBusinessCaseRequest request;
    request.set_name(kCase);
    request.set_discount_rate_permille(rate_permille);
    const auto file = company_.As("users/dev", language)
                          ->Unary<v1::ExportBusinessCaseResponse>(
                              rpc::MethodPath("ExportBusinessCase", request), request);
    EXPECT_TRUE(file.ok()) << file.status();
    if (!file.ok()) return "";
    EXPECT_EQ(file->file_name(), "case.xlsx");
    return file->data();
  }
  static void ExpectYears(const Cells& cells, const std::string& label,
                          const v1::CaseReportYears& amounts, bool with_total = true) {
    for (int i = 0; i < amounts.years_size(); ++i)
      EXPECT_NEAR(NumberAt(cells, label, static_cast<size_t>(i)), Amount(amounts.years(i)), 0.005)
          << label << " of year " << i + 1;
    if (!with_total) return;
    EXPECT_NEAR(NumberAt(cells, label, static_cast<size_t>(amounts.years_size())),
                Amount(amounts.total()), 0.005)
        << label;
  }
  // To the cent; rates to the seventh digit.
  static void ExpectSame(const Cells& cells, const v1::BusinessCaseReport& report) {
    for (const v1::CaseReportRow& row : report.rows())
      ExpectYears(cells, row.label(), row.amounts());
    ExpectYears(cells, "Costs", report.costs());
    ExpectYears(cells, "Gains", report.gains());
    ExpectYears(cells, "Net", report.net());
    ExpectYears(cells, "Cumulative", report.cumulative(), /*with_total=*/false);
    EXPECT_NEAR(NumberAt(cells, "Net present value", 0), Amount(report.net_present_value()), 0.005);
    if (report.internal_rates_size() == 1) {
      EXPECT_NEAR(NumberAt(cells, "Internal rate of return", 0), report.internal_rates(0), 1e-7);
    }
    ExpectPayback(cells, "Payback, in years", report.has_payback_years(), report.payback_years());
    ExpectPayback(cells, "Payback, discounted", report.has_discounted_payback_years(),
                  report.discounted_payback_years());
  }
  static void ExpectPayback(const Cells& cells, const std::string& label, bool known,
                            double years) {
    if (known) {
      EXPECT_NEAR(NumberAt(cells, label, 0), years, 1e-7);
    } else {
      EXPECT_EQ(RowOf(cells, label).at(0), "not within the horizon");
    }
    EXPECT_EQ(RowOf(cells, label).at(2), "yes");
  }
};

TEST_F(CaseWorkbookTest, ItsFormulasComeToWhatTheApiSays) {
  RecordProperty("requirement", "S0-18");
  Store();
  const v1::BusinessCaseReport report = AtTenPercent();
  // Of planning.md: -10,000, 3,000, 4,200 and 6,800 at 10 %.
  EXPECT_NEAR(Amount(report.net_present_value()), 1188.44, 0.005);
  auto sheets = Office().Recalculate(Export(100));
  ASSERT_TRUE(sheets.contains("Case")) << sheets.size();
  ExpectSame(sheets["Case"], report);
  EXPECT_EQ(RowOf(sheets["Case"], "Net present value").at(2), "yes");
  EXPECT_EQ(RowOf(sheets["Case"], "Internal rate of return").at(2), "yes");
  for (const v1::TornadoBar& bar : report.tornado()) {
    EXPECT_NEAR(NumberAt(sheets["Sensitivity"], bar.label(), 0), Amount(bar.with_less()), 0.01)
        << bar.label();
    EXPECT_NEAR(NumberAt(sheets["Sensitivity"], bar.label(), 1), Amount(bar.with_more()), 0.01)
        << bar.label();
  }
  EXPECT_NEAR(NumberAt(sheets["Sensitivity"], "P50", 0), Amount(report.range().p50()), 0.005);
}

TEST_F(CaseWorkbookTest, ItFollowsItsInputsRatherThanWhatPalierComputed) {
  Store();
  v1::BusinessCaseReport report = AtTenPercent();
  const v1::BusinessCaseReport at_twenty = *Ask(RequestAt(200));
  // As if somebody typed another rate: what is stored beside the formulas is that of 10 %.
  report.set_discount_rate(0.2);
  const auto workbook = CaseWorkbook(report, rpc::Language::kEnglish);
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  auto sheets = Office().Recalculate(*workbook);
  const Cells& cells = sheets["Case"];
  EXPECT_NEAR(NumberAt(cells, "Net present value", 0), Amount(at_twenty.net_present_value()),
              0.005);
  EXPECT_NEAR(NumberAt(cells, "Net present value", 1), 1188.44, 0.005);
  EXPECT_EQ(RowOf(cells, "Net present value").at(2), "inputs changed");
  EXPECT_EQ(RowOf(cells, "Internal rate of return").at(2), "yes");
}

TEST_F(CaseWorkbookTest, ItSpeaksFrench) {
  Store();
  auto sheets = Office().Recalculate(Export(100, "fr"));
  ASSERT_TRUE(sheets.contains("Dossier"));
  EXPECT_TRUE(sheets.contains("Hypothèses"));
  EXPECT_TRUE(sheets.contains("Sensibilité"));
  EXPECT_NEAR(NumberAt(sheets["Dossier"], "Valeur actuelle nette", 0), 1188.44, 0.005);
  EXPECT_EQ(RowOf(sheets["Dossier"], "Valeur actuelle nette").at(2), "oui");
}

struct Odd {
  const char* name;
  // Cost and gain of each year.
  std::vector<std::pair<int64_t, int64_t>> years;
};

// What a spreadsheet finds hard: no rate, several rates, never paid back, paid back at once.
TEST_F(CaseWorkbookTest, OddCasesComeToTheSame) {
  const Odd cases[] = {
      {"two rates", {{100, 0}, {0, 230}, {132, 0}}},
      {"never paid back", {{5000, 0}, {0, 1000}, {0, 1000}}},
      {"paid back at once", {{100, 300}, {100, 300}}},
      {"only costs", {{100, 0}, {50, 0}}},
      {"falls back below", {{100, 0}, {0, 150}, {200, 0}, {0, 400}}},
      {"only nominally", {{1000, 0}, {0, 500}, {0, 510}}},
  };
  std::vector<v1::BusinessCaseReport> reports;
  std::vector<std::string> workbooks;
  for (const Odd& odd : cases) {
    case_.clear_costs();
    case_.clear_gains();
    case_.clear_name();
    case_.set_horizon_years(static_cast<int>(odd.years.size()));
    for (size_t i = 0; i < odd.years.size(); ++i) {
      const auto& [cost, gain] = odd.years[i];
      if (cost > 0) AddCost(CostLine::INTEGRATION, static_cast<int>(i) + 1, Euros(cost));
      if (gain > 0) AddGain("hours", static_cast<int>(i) + 1, Euros(gain));
    }
    Store();
    reports.push_back(AtTenPercent());
    workbooks.push_back(Export(100));
    registry::v1::DeleteBusinessCaseRequest remove;
    remove.set_name(kCase);
    ASSERT_TRUE(company_.Registry<google::protobuf::Empty>("DeleteBusinessCase", remove).ok());
  }
  std::vector<Sheets> books = Office().Recalculate(workbooks);
  for (size_t i = 0; i < books.size(); ++i) {
    SCOPED_TRACE(cases[i].name);
    ExpectSame(books[i]["Case"], reports[i]);
  }
}

TEST(CaseWorkbook, WhatPeopleTypeIsTextOnly) {
  v1::BusinessCaseReport report;
  report.set_display_name("=HYPERLINK(\"http://example.org\")");
  report.set_horizon_years(1);
  report.set_currency_code("EUR");
  for (auto* years : {report.mutable_costs(), report.mutable_gains(), report.mutable_net(),
                      report.mutable_cumulative()})
    years->add_years();
  const auto workbook = CaseWorkbook(report, rpc::Language::kEnglish);
  ASSERT_TRUE(workbook.ok()) << workbook.status();
  EXPECT_EQ(workbook->substr(0, 2), "PK");
  if (!Office::IsThere()) GTEST_SKIP() << "LibreOffice is not installed (libreoffice-calc-nogui)";
  auto sheets = Office().Recalculate(*workbook);
  EXPECT_EQ(sheets["Case"].at(0).at(0), "=HYPERLINK(http://example.org)") << "without its quotes";
}

}  // namespace
}  // namespace palier::reporting
