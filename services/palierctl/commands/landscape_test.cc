// SPDX-License-Identifier: Apache-2.0
// `palierctl map` against a running registry.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "palierctl/errors.h"
#include "palierctl/program.h"
#include "registry/api/testing/landscape_fixture.h"

namespace palier::ctl {
namespace {

using ::testing::HasSubstr;

struct Ran {
  int code;
  std::string out, err;
};

Ran Palierctl(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  const int code = RunProgram(arguments, {[](const char*) { return std::string(); }, out, err});
  return {code, out.str(), err.str()};
}

// A project that makes a tool, another one that comes first, and a tool that is alone.
class MapCommandTest : public registry::LandscapeFixture {
 protected:
  void SetUp() override {
    LandscapeFixture::SetUp();
    ASSERT_TRUE(Add("poet", Tool()).ok());
    ASSERT_TRUE(Add("mail", Tool("sales", "text-generation")).ok());
    ASSERT_TRUE(Add("chat", Tool("support", "text-generation")).ok());
    registry::v1::DataSource crm;
    crm.add_consumers(registry::Firm("departments/sales"));
    crm.add_requesters(registry::Firm("departments/legal"));
    ASSERT_TRUE(Add("crm", crm).ok());
    registry::v1::Project bot;
    bot.add_applications(registry::Firm("applications/mail"));
    ASSERT_TRUE(Add("bot", bot).ok());
    ASSERT_TRUE(Add("cleanup", registry::v1::Project()).ok());
    registry::v1::Synergy first =
        Edge("projects/cleanup", "projects/bot", registry::v1::Synergy::DATA, 500);
    first.set_dependency(true);
    ASSERT_TRUE(Add("first", first).ok());
  }

  Ran Map(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--address", suite_->address(), "--organization", "firm",
                                         "--as", "users/vic", "map"});
    return Palierctl(arguments);
  }
};

TEST_F(MapCommandTest, Islands) {
  RecordProperty("requirement", "S1-01 S1-04");
  const Ran ran = Map({"islands", "-o", "csv"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_EQ(ran.out,
            "finding,name,read by,asked for by\r\n"
            "island,applications/poet,,\r\n"
            "silo,dataSources/crm,sales,legal\r\n");
}

TEST_F(MapCommandTest, Clusters) {
  const Ran ran = Map({"clusters", "-o", "csv", "--language", "fr"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_EQ(ran.out,
            "constat,membres,pivot,gain par an\r\n"
            "grappe,applications/mail projects/bot projects/cleanup,projects/bot,500.00 EUR\r\n"
            "lien proposé,applications/chat applications/mail,,\r\n");
}

TEST_F(MapCommandTest, Showcases) {
  const Ran ran = Map({"showcases"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("cleanup"));
  EXPECT_THAT(ran.out, HasSubstr("IDEA"));
}

TEST_F(MapCommandTest, RankWithWeights) {
  RecordProperty("requirement", "S1-15");
  const Ran ran = Map({"rank", "-o", "json", "--weight", "synergy-gain=50", "--weight",
                       "readiness=50", "--limit", "1"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  const auto json = nlohmann::json::parse(ran.out, nullptr, false);
  ASSERT_TRUE(json.is_object()) << ran.out;
  EXPECT_EQ(json["total"], 2);
  ASSERT_EQ(json["projects"].size(), 1u);
  EXPECT_EQ(json["projects"][0]["score"], 50.0);
  EXPECT_EQ(json["weights"]["readiness"], 50);
  EXPECT_THAT(Map({"rank"}).out, HasSubstr("1..1"));
}

TEST_F(MapCommandTest, Explain) {
  const Ran ran = Map({"explain", "bot"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("rank 1 / 2 (1..1 at +-10 %), score 25.0"));
  EXPECT_THAT(ran.out, HasSubstr("500.00 EUR a year, synergies: 1"));
  EXPECT_EQ(Map({"explain", "none"}).code, kNotFound);
}

TEST_F(MapCommandTest, Roadmap) {
  const Ran ran = Map({"roadmap", "-o", "csv"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_EQ(ran.out,
            "level,project,rank,needs,waits in vain for\r\n"
            "1,cleanup,1,,\r\n"
            "2,bot,1,cleanup,\r\n");
}

TEST_F(MapCommandTest, Export) {
  EXPECT_THAT(Map({"export"}).out, HasSubstr("</graphml>"));
  const Ran dot = Map({"export", "--format", "dot"});
  EXPECT_EQ(dot.code, kOk) << dot.err;
  EXPECT_THAT(dot.out, HasSubstr("digraph landscape {"));
}

TEST_F(MapCommandTest, RecordsAreReadLikeAnyOther) {
  const Ran ran = Palierctl({"--address", suite_->address(), "--organization", "firm", "--as",
                             "users/vic", "list", "applications", "-o", "csv"});
  EXPECT_EQ(ran.code, kOk) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("poet"));
}

TEST(MapUsageTest, RefusesBeforeItCalls) {
  const std::vector<std::string> lines[] = {
      {"map", "islands"},  // no organisation
      {"--organization", "a", "map", "rank", "--weight", "beauty=3"},
      {"--organization", "a", "map", "rank", "--weight", "readiness"},
      {"--organization", "a", "map", "explain"},
      {"--organization", "a", "map", "export", "--format", "png"},
  };
  for (const auto& line : lines) EXPECT_EQ(Palierctl(line).code, kUsage) << line.back();
}

}  // namespace
}  // namespace palier::ctl
