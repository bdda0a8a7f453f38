// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>

#include "common/testing/child_process.h"
#include "common/testing/temp_dir.h"
#include "registry/domain/landscape/testing/house.h"

namespace palier::landscape {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Texts that would break out of either format.
constexpr char kNasty[] = "a\"><b> & 'c' \\ \x01]]>\n\"];\nevil -> n0; // \\N é 漢";

House NastyHouse() {
  House house;
  house.DataSource("crm").set_display_name(kNasty);
  house.Application("mail", "sales").add_data_sources(In("dataSources/crm"));
  house.Process("answer", "sales", 10, {"mail"});
  house.Project("bot", v1::Project::POC, {"mail"});
  house.Project("alone");
  v1::Synergy& edge =
      house.Synergy("processes/answer", "applications/mail", v1::Synergy::VERTICAL, 1234);
  edge.set_display_name(kNasty);
  edge.set_dependency(true);
  return house;
}

int Count(const std::string& text, const std::string& form) {
  const std::regex regex(form);
  return static_cast<int>(std::distance(std::sregex_iterator(text.begin(), text.end(), regex), {}));
}

// What an XML parser makes of an escaped text.
std::string Unescaped(std::string text) {
  for (const auto& [entity, character] :
       std::vector<std::pair<std::string, std::string>>{{"&lt;", "<"},
                                                        {"&gt;", ">"},
                                                        {"&quot;", "\""},
                                                        {"&apos;", "'"},
                                                        {"&#13;", "\r"},
                                                        {"&amp;", "&"}}) {
    for (size_t at = text.find(entity); at != std::string::npos; at = text.find(entity, at))
      text.replace(at, entity.size(), character), at += character.size();
  }
  return text;
}

TEST(ExportTest, XmlEscapesAndReplaces) {
  EXPECT_EQ(XmlEscaped("<&>\"'"), "&lt;&amp;&gt;&quot;&apos;");
  EXPECT_EQ(XmlEscaped("a\tb\nc\rd"), "a\tb\nc&#13;d");
  EXPECT_EQ(XmlEscaped(absl::string_view("\x00\x1F", 2)), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(XmlEscaped("\xEF\xBF\xBE!\xEF\xBF\xBF"), "\xEF\xBF\xBD!\xEF\xBF\xBD");
  EXPECT_EQ(XmlEscaped("é漢\xEF"), "é漢\xEF");
  EXPECT_EQ(Unescaped(XmlEscaped("&lt; <&amp;>")), "&lt; <&amp;>");
}

TEST(ExportTest, DotQuotes) {
  EXPECT_EQ(DotQuoted("plain é"), "\"plain é\"");
  EXPECT_EQ(DotQuoted("a\"b\\c\nd\te\x7F"), "\"a\\\"b\\\\c\\nd e \"");
  EXPECT_EQ(DotQuoted("\\"), "\"\\\\\"");  // the closing quote stays one
}

TEST(ExportTest, GraphMlHoldsTheMapOnce) {
  RecordProperty("requirement", "S1-14");
  const House house = NastyHouse();
  const std::string text = *ToGraphMl(house.Map());
  EXPECT_EQ(Count(text, "<node id=\"n[0-9]+\">"), 4);  // not the project alone
  EXPECT_EQ(Count(text, "<edge source=\"n[0-9]+\" target=\"n[0-9]+\">"), 4);
  EXPECT_THAT(text, HasSubstr("<data key=\"gain\">1234.00 EUR</data>"));
  EXPECT_THAT(text, HasSubstr("<data key=\"type\">VERTICAL</data>"));
  EXPECT_THAT(text, HasSubstr("<data key=\"dependency\">true</data>"));
  EXPECT_THAT(text, HasSubstr(In("applications/mail")));
  EXPECT_THAT(text, Not(HasSubstr("projects/alone")));
  EXPECT_THAT(text, Not(HasSubstr("]]>")));
  EXPECT_THAT(text, HasSubstr(XmlEscaped(kNasty)));
}

// Every edge leads to a node that is there.
TEST(ExportTest, EdgesJoinWrittenNodes) {
  const House house = NastyHouse();
  const std::string text = *ToGraphMl(house.Map());
  const std::regex ends("(source|target)=\"(n[0-9]+)\"");
  for (std::sregex_iterator end(text.begin(), text.end(), ends); end != std::sregex_iterator();
       ++end)
    EXPECT_THAT(text, HasSubstr("<node id=\"" + (*end)[2].str() + "\">"));
}

TEST(ExportTest, AParserReadsGraphMl) {
  if (!std::filesystem::exists("/usr/bin/xmllint"))
    GTEST_SKIP() << "xmllint (libxml2-utils) is not installed";
  const House house = NastyHouse();
  testing::TempDir dir;
  const std::string path = dir.File("map.graphml");
  std::ofstream(path) << *ToGraphMl(house.Map());
  const auto run = [&](const std::string& xpath) {
    testing::ChildProcess::Options options;
    options.log = dir.File("out");
    auto child = testing::ChildProcess::Start(
        {"/usr/bin/xmllint", "--nonet", "--xpath", xpath, path}, options);
    EXPECT_TRUE(child.ok()) << child.status();
    EXPECT_EQ((*child)->Wait(absl::Seconds(30)), 0);
    std::ifstream log(options.log);
    return std::string(std::istreambuf_iterator<char>(log), {});
  };
  const std::string node = "//*[local-name()='node']";
  EXPECT_THAT(run("count(" + node + ")"), HasSubstr("4"));
  EXPECT_THAT(run("count(//*[local-name()='edge'])"), HasSubstr("4"));
  std::string expected = kNasty;
  expected.replace(expected.find('\x01'), 1, "\xEF\xBF\xBD");
  EXPECT_THAT(run("string(" + node + "[2]/*[@key='label'])"), HasSubstr(expected));
}

// Nothing of a text stands outside quotes: what is left has no letter of it.
TEST(ExportTest, DotKeepsTextsInQuotes) {
  const House house = NastyHouse();
  const std::string text = *ToDot(house.Map());
  std::string outside;
  bool quoted = false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted) {
      outside += text[i];
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_THAT(outside, Not(HasSubstr("evil")));
  EXPECT_EQ(Count(outside, "n[0-9]+ -> n[0-9]+ "), 4);
  EXPECT_EQ(Count(outside, "  n[0-9]+ \\["), 4);
  EXPECT_EQ(Count(outside, "style=dashed"), 1);
  EXPECT_EQ(Count(outside, "[{}]"), 2);
  EXPECT_THAT(text, HasSubstr("label=\"VERTICAL\\n1234.00 EUR\""));
}

TEST(ExportTest, RefusesFilesWithoutEnd) {
  House house;
  for (int i = 0; i < 90'000; ++i)
    house.DataSource(absl::StrCat("d", i)).set_display_name(std::string(400, '&'));
  const Graph graph = house.Map();
  EXPECT_EQ(ToGraphMl(graph).status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ToDot(graph).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST(ExportTest, AnEmptyMapIsAFileToo) {
  const House house;
  EXPECT_EQ(Count(*ToGraphMl(house.Map()), "</graphml>"), 1);
  EXPECT_EQ(*ToDot(house.Map()), "digraph landscape {\n  charset=\"UTF-8\";\n}\n");
}

}  // namespace
}  // namespace palier::landscape
