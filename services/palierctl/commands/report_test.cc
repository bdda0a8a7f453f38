// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "palierctl/errors.h"
#include "palierctl/testing/ran.h"
#include "reporting/testing/case_fixture.h"

namespace palier::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ReportCommandTest : public reporting::CaseFixture {
 protected:
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(company_.address(), arguments, "acme");
  }
};

TEST_F(ReportCommandTest, PortfolioSaysWhatBecameOfTheProjects) {
  const Ran english = Palierctl({"report", "portfolio", "--language", "en"});
  EXPECT_EQ(english.code, 0) << english.err;
  EXPECT_THAT(english.out, AllOf(HasSubstr("IDEA"), HasSubstr("after the PoC"),
                                 HasSubstr("Healthy stop"), HasSubstr("zombies")));
  EXPECT_THAT(Palierctl({"report", "portfolio", "--language", "fr"}).out,
              AllOf(HasSubstr("après le PoC"), HasSubstr("Arrêt sain")));
  EXPECT_THAT(Palierctl({"report", "portfolio", "-o", "csv"}).out,
              StartsWith("stage,,projects,share,median age (days)"));
}

TEST_F(ReportCommandTest, CaseIsATableAndWhatItIsWorth) {
  Store();
  const Ran ran =
      Palierctl({"report", "case", "assistant/case", "--rate", "10", "--language", "en"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("year 4"), HasSubstr("CUMULATIVE"),
                             HasSubstr("Net present value at 10.0 %: "), HasSubstr("1188.44 EUR"),
                             HasSubstr("Internal rate of return: 16.34 %")));
  EXPECT_THAT(Palierctl({"report", "case", "assistant/case", "--language", "fr"}).out,
              HasSubstr("Taux de rendement interne : 16.34 %"));
  const Ran wrong = Palierctl({"report", "case", "assistant/case", "--rate", "much"});
  EXPECT_EQ(wrong.code, kUsage);
}

TEST_F(ReportCommandTest, FiguresExplainThemselves) {
  const Ran all = Palierctl({"report", "figures", "--language", "en"});
  EXPECT_EQ(all.code, 0) << all.err;
  EXPECT_THAT(all.out, AllOf(HasSubstr("showcases"), HasSubstr("Projects that serve no objective"),
                             HasSubstr("100.0\u00a0% of 1"), HasSubstr("unknown")));
  EXPECT_THAT(Palierctl({"report", "figures", "--topic", "money"}).out,
              AllOf(HasSubstr("two-budgets"), Not(HasSubstr("quick-wins"))));
  EXPECT_THAT(Palierctl({"report", "figures", "--warnings"}).out, Not(HasSubstr("zombies")));
  const Ran one = Palierctl({"report", "figures", "showcases", "--language", "fr"});
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_THAT(one.out, AllOf(HasSubstr("100,0\u00a0% de 1"), HasSubstr("Calcul : "),
                             HasSubstr("projects/assistant")));
  EXPECT_THAT(Palierctl({"report", "figures", "showcases", "-o", "csv"}).out,
              AllOf(StartsWith("record,"), HasSubstr("projects/assistant")));
  EXPECT_THAT(Palierctl({"report", "figures", "showcases", "-o", "json"}).out,
              HasSubstr("\"definition_version\""));
  EXPECT_NE(Palierctl({"report", "figures", "no-such"}).code, 0);
  EXPECT_EQ(Palierctl({"report", "figures", "--topic", "weather"}).code, kUsage);
}

TEST_F(ReportCommandTest, StaffReadTheirPageAndManagersPreviewWhatIsSent) {
  const Ran page = Palierctl({"report", "staff", "--language", "fr"});
  EXPECT_EQ(page.code, 0) << page.err;
  EXPECT_THAT(page.out, HasSubstr("à qui demander"));
  const Ran made = Palierctl({"create", "report_schedule", "--id", "weekly", "--set",
                              "display_name=Weekly", "--set", "audience=STAFF", "--set",
                              "cadence=WEEKLY", "--set", "language_code=fr"});
  ASSERT_EQ(made.code, 0) << made.err;
  const Ran text = Palierctl({"report", "digest", "weekly"});
  EXPECT_EQ(text.code, 0) << text.err;
  EXPECT_THAT(text.out, StartsWith("L'IA au travail, pour tout le monde"));
  EXPECT_THAT(Palierctl({"report", "digest", "weekly", "--html"}).out,
              StartsWith("<!doctype html>"));
  EXPECT_NE(Palierctl({"report", "digest", "no-such"}).code, 0);
}

TEST_F(ReportCommandTest, CandidatesAndProposals) {
  const Ran candidates = Palierctl({"report", "candidates", "--kind", "quick_win"});
  EXPECT_EQ(candidates.code, 0) << candidates.err;
  EXPECT_THAT(candidates.out, HasSubstr("low / likely / high"));
  EXPECT_EQ(Palierctl({"report", "candidates", "--kind", "best"}).code, kUsage);
  const Ran monitoring = Palierctl({"report", "monitoring", "--by", "department"});
  EXPECT_EQ(monitoring.code, 0) << monitoring.err;
  EXPECT_THAT(monitoring.out, HasSubstr("days each"));
  EXPECT_EQ(Palierctl({"report", "monitoring", "--by", "mood"}).code, kUsage);
  EXPECT_NE(Palierctl({"report", "registers", "no-such", "nor-this"}).code, 0);
  const Ran next = Palierctl({"proposal", "next", "--dry-run", "--language", "fr"});
  EXPECT_EQ(next.code, 0) << next.err;
  EXPECT_THAT(next.out, HasSubstr("preuves"));
  EXPECT_NE(Palierctl({"proposal", "approve", "no-such", "--reason", "why not"}).code, 0);
  EXPECT_NE(Palierctl({"proposal", "apply", "no-such", "--result", "done"}).code, 0);
}

TEST_F(ReportCommandTest, DocumentsAreFiles) {
  const testing::TempDir folder;
  const auto begins = [](const std::string& file) {
    std::string begin(5, ' ');
    std::ifstream(file, std::ios::binary).read(begin.data(), 5);
    return begin;
  };
  const Ran pdf = Palierctl({"report", "board", folder.File("board.pdf")});
  EXPECT_EQ(pdf.code, 0) << pdf.err;
  EXPECT_EQ(begins(folder.File("board.pdf")), "%PDF-");
  EXPECT_EQ(Palierctl({"report", "board", folder.File("board.html")}).code, 0);
  EXPECT_EQ(begins(folder.File("board.html")), "<!doc");
  const Ran brief = Palierctl({"report", "brief", "assistant", folder.File("brief.pdf")});
  EXPECT_EQ(brief.code, 0) << brief.err;
  EXPECT_EQ(begins(folder.File("brief.pdf")), "%PDF-");
  EXPECT_NE(Palierctl({"report", "brief", "nothing", folder.File("none.pdf")}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder.File("none.pdf")));
}

TEST_F(ReportCommandTest, CaseIsAWorkbookToo) {
  Store();
  const testing::TempDir folder;
  const std::string file = folder.File("case.xlsx");
  const Ran ran = Palierctl({"report", "case", "assistant/case", "--xlsx", file});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_GT(std::filesystem::file_size(file), 5000u);
  char magic[2] = {};
  std::ifstream(file, std::ios::binary).read(magic, 2);
  EXPECT_EQ(std::string(magic, 2), "PK");
  const Ran nowhere = Palierctl({"report", "case", "assistant/case", "--xlsx", "/nowhere/x.xlsx"});
  EXPECT_EQ(nowhere.code, kFailed);
  EXPECT_THAT(nowhere.err, HasSubstr("/nowhere/x.xlsx"));
}

}  // namespace
}  // namespace palier::ctl
