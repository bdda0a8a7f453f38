// SPDX-License-Identifier: Apache-2.0
#include "palierctl/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "palierctl/errors.h"
#include "palierctl/example/data.h"

namespace palier::ctl {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Ran {
  int code;
  std::string out, err;
};

Ran Palierctl(const std::vector<std::string>& arguments, const std::string& token = "") {
  std::ostringstream out, err;
  const auto environment = [&](const char* name) {
    return std::string(name) == "PALIER_TOKEN" ? token : "";
  };
  const int code = RunProgram(arguments, {environment, out, err});
  return {code, out.str(), err.str()};
}

TEST(ProgramTest, SaysThatNobodyAnswers) {
  // Nobody can listen on port 0.
  const Ran ran =
      Palierctl({"--address", "127.0.0.1:0", "health", "--timeout", "2s"}, "very-secret");
  EXPECT_EQ(ran.code, kUnreachable) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("127.0.0.1:0"));
  EXPECT_THAT(ran.out + ran.err, Not(HasSubstr("very-secret")));
}

TEST(ProgramTest, PrintsInEveryFormat) {
  EXPECT_THAT(Palierctl({"version"}).out, HasSubstr("program"));
  EXPECT_THAT(Palierctl({"version", "-o", "csv"}).out, HasSubstr("program,version\r\n"));
  const auto json = nlohmann::json::parse(Palierctl({"version", "-o", "json"}).out, nullptr, false);
  EXPECT_EQ(json.value("program", ""), "palierctl");
}

TEST(ProgramTest, NeverShowsTheToken) {
  EXPECT_THAT(Palierctl({"--help"}, "very-secret").out, Not(HasSubstr("very-secret")));
}

TEST(ProgramTest, DocumentsItsExitCodes) {
  EXPECT_THAT(Palierctl({"--help"}).out, HasSubstr("6 a gate is not met"));
  EXPECT_THAT(Palierctl({"--help", "--language", "fr"}).out, HasSubstr("Codes de sortie"));
}

TEST(ProgramTest, RefusesBeforeItCalls) {
  const std::vector<std::string> lines[] = {
      {"report", "portfolio"},  // no organisation
      {"--organization", "a", "list", "nonsense"},
      {"--organization", "a", "list", "checkIns"},  // of which wave?
      {"--organization", "a", "get", "nonsense"},
      {"--organization", "a", "gate", "p", "--to", "NOWHERE"},
      {"--organization", "a", "kpi", "compare", "p/k", "--before", "2026-01-01", "--after",
       "2026-01-01..2026-02-01"},
      {"--organization", "a", "report", "purgatory", "--older-than", "soon"},
      {"--organization", "a", "may", "chatbot"},  // with which data?
      {"--organization", "a", "may", "chatbot", "--data-class", "x", "--population", "sales"},
      {"--organization", "a", "report", "purgatory", "--as-of", "yesterday"},
      {"--organization", "a", "create", "project", "--set", "nonsense=1"},
      {"--organization", "a", "create", "project", "--json", "{"},
      {"--organization", "a", "update", "projects/p"},
      {"-o", "xml", "health"},
  };
  for (const auto& line : lines) EXPECT_EQ(Palierctl(line).code, kUsage) << line.back();
}

TEST(ProgramTest, ReadsFilesBeforeItCalls) {
  const Ran ran =
      Palierctl({"--organization", "a", "import", "projects", "--profile", "p", "/nowhere/at/all"});
  EXPECT_EQ(ran.code, kFailed);
  EXPECT_THAT(ran.err, HasSubstr("/nowhere/at/all"));
}

TEST(ExampleTest, EmploysOneHundredAndFortyPeople) {
  int headcount = 0;
  for (const ExampleFile& file : ExampleFiles()) {
    const auto steps = nlohmann::json::parse(file.text, nullptr, false);
    ASSERT_TRUE(steps.is_array()) << file.name;
    for (const auto& step : steps) {
      if (step.value("create", "") != "team") continue;
      for (const auto& team : step["items"]) headcount += team.value("headcount", 0);
    }
  }
  EXPECT_EQ(headcount, 140);
}

}  // namespace
}  // namespace palier::ctl
