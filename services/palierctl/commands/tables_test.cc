// SPDX-License-Identifier: Apache-2.0
// Tables through the command line, against a running registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "palierctl/errors.h"
#include "palierctl/testing/command_fixture.h"

namespace palier::ctl {
namespace {

using ::testing::HasSubstr;

class TablesCommandTest : public CommandTest {
 protected:
  std::string Write(const std::string& name, const std::string& content) {
    const std::string path = dir_.File(name);
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  static std::string Read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
  }
};

TEST_F(TablesCommandTest, ATableGoesInAndOut) {
  const std::string csv = Write("in.csv", "Name,Budget\nA,12\nB,much\n");
  const std::vector<std::string> import = {
      "import", "table", csv, "--kind", "projects", "--map", "Budget=poc_budget"};
  std::vector<std::string> preview = import;
  preview.push_back("--validate-only");
  const Ran first = Palierctl(preview);
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_THAT(first.err, HasSubstr("row 3, Budget [much]: expected an amount"));
  std::vector<std::string> strict = import;
  strict.push_back("--all-or-nothing");
  EXPECT_EQ(Palierctl(strict).code, kFailed);
  std::vector<std::string> json = import;
  json.insert(json.end(), {"--output", "json"});
  const Ran done = Palierctl(json);
  EXPECT_EQ(done.code, 0) << done.err;
  EXPECT_THAT(done.out, HasSubstr("\"created_count\": 1"));
  const std::string xlsx = dir_.File("out.xlsx");
  const Ran out = Palierctl({"export", "projects", xlsx, "--french"});
  EXPECT_EQ(out.code, 0) << out.err;
  EXPECT_EQ(Read(xlsx).substr(0, 4), "PK\x03\x04");
  const Ran again = Palierctl({"import", "table", xlsx, "--kind", "projects", "--output", "csv"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.out, HasSubstr("0,0,1,0,XLSX"));
  const Ran text = Palierctl({"export", "projects", "-", "-f", "csv"});
  EXPECT_THAT(text.out, HasSubstr("\r\na,A,"));
}

TEST_F(TablesCommandTest, ABrokenExportLeavesNoFile) {
  const std::string file = Write("kept.csv", "kept");
  const Ran refused = Palierctl({"export", "projects", file, "--filter", "nope = 1"});
  EXPECT_EQ(refused.code, kFailed);
  EXPECT_EQ(Read(file), "kept");
  EXPECT_FALSE(std::filesystem::exists(file + ".part"));
  EXPECT_EQ(Palierctl({"export", "chairs", file}).code, kUsage);
  EXPECT_EQ(Palierctl({"import", "table", file, "--kind", "projects", "--map", "x"}).code, kUsage);
}

TEST_F(TablesCommandTest, AnOrganisationFromItsDirectory) {
  const std::string teams = Write("teams.csv",
                                  "team,parent,top_level,archived\ncore,,True,False\n"
                                  "docs,core,False,False\n");
  const std::string members =
      Write("members.csv", "team,person,role\ncore,p1,lead\ndocs,p1,member\ndocs,p2,member\n");
  for (const char* created : {"5,0,0,1,2,2,3,0", "0,0,5,1,2,2,3,0"}) {
    const Ran ran = Palierctl({"import", "organization", teams, "--members", members, "--profile",
                               "rust-teams", "--output", "csv"});
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr(created));
  }
}

}  // namespace
}  // namespace palier::ctl
