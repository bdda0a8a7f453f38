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
  const Ran ran = Palierctl({"report", "case", "assistant/case", "--rate", "10", "--language", "en"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("year 4"), HasSubstr("CUMULATIVE"),
                             HasSubstr("Net present value at 10.0 %: "), HasSubstr("1188.44 EUR"),
                             HasSubstr("Internal rate of return: 16.34 %")));
  EXPECT_THAT(Palierctl({"report", "case", "assistant/case", "--language", "fr"}).out,
              HasSubstr("Taux de rendement interne : 16.34 %"));
  const Ran wrong = Palierctl({"report", "case", "assistant/case", "--rate", "much"});
  EXPECT_EQ(wrong.code, kUsage);
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
