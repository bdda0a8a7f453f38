// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/search/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(WordsTest, AreRunsOfLettersAndDigitsWithoutCaseAndAccents) {
  const struct {
    const char* text;
    std::vector<std::string> words;
  } cases[] = {
      {"", {}},
      {"  ... — « » ", {}},
      {"Prévision de la demande", {"prevision", "de", "la", "demande"}},
      {"prévision", {"prevision"}},
      {"pre\xCC\x81vision", {"prevision"}},  // a combining accent
      {"L'usine d’Évry", {"usine", "evry"}},
      {"Œuvre, straße!", {"oeuvre", "strasse"}},
      {"RAG-2026 (v2)", {"rag", "2026", "v2"}},
      {"ПРОЕКТ 設備", {"проект", "設備"}},
      {"a\xFFz bc", {"bc"}},  // a byte that is no UTF-8 ends a word
      {"snake_case", {"snake", "case"}},
  };
  for (const auto& [text, expected] : cases) {
    std::vector<std::string> words;
    ForEachWord(text,
                [&](absl::string_view, const std::string& folded) { words.push_back(folded); });
    EXPECT_EQ(words, expected) << text;
  }
}

TEST(WordsTest, AreGivenAsWrittenToo) {
  std::vector<std::string> written;
  ForEachWord("Coût d'Œuvre",
              [&](absl::string_view word, const std::string&) { written.emplace_back(word); });
  EXPECT_THAT(written, ElementsAre("Coût", "Œuvre"));
}

TEST(WordsTest, LongOnesAreCut) {
  ForEachWord(std::string(39, 'a') + "éé", [](absl::string_view, const std::string& folded) {
    EXPECT_EQ(folded, std::string(39, 'a') + "e");
  });
}

TEST(WordsTest, AQueryHasFewDifferentOnes) {
  EXPECT_THAT(WordsOfQuery("Chat chat CHÂT bot"), ElementsAre("chat", "bot"));
  EXPECT_THAT(WordsOfQuery("aa bb cc dd ee ff gg hh ii jj"), SizeIs(kMaxWordsOfQuery));
}

TEST(WordsTest, OfAProjectWeighByFieldAndBySaturatedCount) {
  v1::Project project;
  project.set_display_name("Chatbot RH");
  project.set_purpose("chatbot chatbot: congés, congés");
  project.set_topic("rh");
  EXPECT_THAT(WordsOfProject(project),
              ElementsAre(ProjectWord{"chatbot", 800 + 266, 0}, ProjectWord{"conges", 266, 4},
                          ProjectWord{"rh", 800 + 500, 0}));
}

TEST(WordsTest, OfAProjectAreBounded) {
  v1::Project project;
  project.set_display_name("zz");
  std::string text;
  for (int i = 0; i < 3000; ++i) absl::StrAppend(&text, "w", i, " ");
  project.set_purpose(text);
  const std::vector<ProjectWord> words = WordsOfProject(project);
  ASSERT_THAT(words, SizeIs(kMaxWordsOfProject));
  EXPECT_EQ(words.back().word, "zz");  // the heaviest stays, in order
}

}  // namespace
}  // namespace palier::registry
