// SPDX-License-Identifier: Apache-2.0
#include "palierctl/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::ctl {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Fixture : testing::Test {
  Fixture() {
    root.With({"--address", "HOST:PORT", {"Server", "Serveur"}, &address});
    Command& import = root.Sub("import", {"Bring in", "Importer"});
    import.Sub("projects", {"A register", "Un registre"})
        .With({"FILE", "", {"The file", "Le fichier"}, &file, true})
        .With({"--set", "field=value", {"Field", "Champ"}, &set})
        .With({"--limit", "N", {"At most", "Au plus"}, &limit})
        .With({"--dry-run", "", {"Check", "Vérifier"}, &dry_run})
        .Run([](Session&) { return absl::OkStatus();
  });
}

Reading
Parse(std::vector<std::string> arguments) {
  return Read(root, std::move(arguments), Language::kEnglish);
}

std::string address, file;
std::vector<std::string> set;
int limit = 0;
bool dry_run = false;
Command root{"palierctl", {"Palier", "Palier"}};
};  // namespace

using CommandLineTest = Fixture;

TEST_F(CommandLineTest, TakesGlobalOptionsAnywhere) {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{"--address", "h:1", "import", "projects", "f"},
                                             {"import", "--address", "h:1", "projects", "f"},
                                             {"import", "projects", "--address=h:1", "f"},
                                             {"import", "projects", "f", "--address", "h:1"}}) {
    address.clear();
    const Reading reading = Parse(line);
    ASSERT_NE(reading.command, nullptr) << reading.text;
    EXPECT_EQ(reading.command->name(), "projects");
    EXPECT_EQ(address, "h:1");
    EXPECT_EQ(file, "f");
  }
}

TEST_F(CommandLineTest, RepeatsAndDoesNotSwallow) {
  const Reading reading = Parse(
      {"import", "projects", "--set", "a=1", "--set", "b=x y", "-", "--limit", "7", "--dry-run"});
  ASSERT_NE(reading.command, nullptr) << reading.text;
  EXPECT_THAT(set, ElementsAre("a=1", "b=x y"));
  EXPECT_EQ(file, "-");
  EXPECT_EQ(limit, 7);
  EXPECT_TRUE(dry_run);
}

TEST_F(CommandLineTest, AListOfArgumentsTakesTheRest) {
  std::vector<std::string> words;
  root.Sub("search", {"Find", "Trouver"})
      .With({"WORDS", "", {"Words", "Mots"}, &words, true})
      .With({"--limit", "N", {"At most", "Au plus"}, &limit})
      .Run([](Session&) { return absl::OkStatus(); });
  const Reading reading = Parse({"search", "chat", "--limit", "3", "congés"});
  ASSERT_NE(reading.command, nullptr) << reading.text;
  EXPECT_THAT(words, ElementsAre("chat", "congés"));
  EXPECT_EQ(limit, 3);
  EXPECT_EQ(Parse({"search"}).command, nullptr);
}

TEST_F(CommandLineTest, RefusesWrongUsage) {
  for (const std::vector<std::string>& line :
       std::vector<std::vector<std::string>>{{},
                                             {"import"},
                                             {"import", "projects"},
                                             {"import", "projects", "f", "g"},
                                             {"nonsense"},
                                             {"import", "projects", "f", "--nonsense"},
                                             {"import", "projects", "f", "--limit", "many"}}) {
    const Reading reading = Parse(line);
    EXPECT_EQ(reading.command, nullptr);
    EXPECT_EQ(reading.exit_code, 2);
    EXPECT_THAT(reading.text, HasSubstr("--help"));
  }
}

TEST_F(CommandLineTest, PrintsHelpOfEachCommandInBothLanguages) {
  const Reading english = Parse({"import", "projects", "--help"});
  EXPECT_EQ(english.exit_code, 0);
  EXPECT_THAT(english.text, HasSubstr("A register"));
  EXPECT_THAT(english.text, HasSubstr("--dry-run"));
  const Reading french = Read(root, {"import", "projects", "-h"}, Language::kFrench);
  EXPECT_THAT(french.text, HasSubstr("Un registre"));
  EXPECT_THAT(french.text, HasSubstr("Le fichier"));
}

}  // namespace palier::ctl
}  // namespace palier::ctl
