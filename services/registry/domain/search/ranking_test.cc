// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/search/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace palier::registry {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Names(const std::vector<RankedProject>& ranked) {
  std::vector<std::string> names;
  for (const RankedProject& one : ranked) names.push_back(one.project);
  return names;
}

TEST(RankingTest, IsTheFormula) {
  Ranking ranking(100, 2);
  ranking.Take({{"a", 800, 0}, {"b", 200, 4}});
  ranking.Take({{"a", 200, 4, true}});
  const auto best = ranking.Best(10);
  ASSERT_EQ(Names(best), (std::vector<std::string>{"a", "b"}));
  EXPECT_DOUBLE_EQ(best[0].score, std::log(51.0) * 8 + std::log(101.0) * 1);
  EXPECT_DOUBLE_EQ(best[1].score, 0.25 * std::log(51.0) * 2);
  EXPECT_EQ(best[0].field, 0);
  EXPECT_EQ(best[1].field, 4);
}

TEST(RankingTest, OrdersAsPeopleExpect) {
  {
    Ranking ranking(10, 1);  // the title says more than the purpose
    ranking.Take({{"purpose", 200, 4}, {"title", 800, 0}});
    EXPECT_THAT(Names(ranking.Best(10)), ElementsAre("title", "purpose"));
  }
  {
    Ranking ranking(10, 1);  // the word itself more than one that begins with it
    ranking.Take({{"longer", 800, 0, true}, {"exact", 800, 0}});
    EXPECT_THAT(Names(ranking.Best(10)), ElementsAre("exact", "longer"));
  }
  {
    Ranking ranking(1000, 2);  // all words more than one of them often
    ranking.Take({{"both", 200, 4}, {"one", 800, 0}, {"other", 800, 0}});
    ranking.Take({{"both", 200, 4}});
    EXPECT_THAT(Names(ranking.Best(10)), ElementsAre("both", "one", "other"));
  }
  {
    Ranking ranking(1000, 2);  // a rare word more than a frequent one
    std::vector<Posting> frequent(500);
    for (size_t i = 0; i < frequent.size(); ++i)
      frequent[i] = {"f" + std::to_string(1000 + i), 800, 0};
    ranking.Take(frequent);
    ranking.Take({{"rare", 800, 0}});
    EXPECT_THAT(Names(ranking.Best(2)), ElementsAre("rare", "f1000"));
  }
  {
    Ranking ranking(10, 1);  // of several words with the prefix, the best
    ranking.Take({{"a", 200, 4, true}, {"a", 800, 0, true}, {"b", 500, 1, true}});
    EXPECT_THAT(Names(ranking.Best(10)), ElementsAre("a", "b"));
    EXPECT_EQ(ranking.Best(1)[0].field, 0);
  }
  EXPECT_TRUE(Ranking(0, 1).Best(5).empty());
}

TEST(ExcerptTest, ShowsTheWordWithWhatStandsAroundIt) {
  const std::string long_text =
      "Cette initiative vise à réduire le temps passé à lire les contrats des fournisseurs et à "
      "signaler les clauses d'équilibre inhabituelles aux juristes de la maison, qui décident "
      "seuls de la suite à donner à chaque alerte, dans les deux jours.";
  const struct {
    std::string text;
    std::vector<std::string> words;
    std::string excerpt;
  } cases[] = {
      {"", {"a"}, ""},
      {"Chatbot RH", {"rh"}, "Chatbot RH"},
      {"two\n\tlines", {"lines"}, "two lines"},
      {long_text,
       {"equilibre"},
       "…les contrats des fournisseurs et à signaler les clauses d'équilibre inhabituelles "
       "aux "
       "juristes de la maison, qui décident seuls de la suite à donner à…"},
  };
  for (const auto& [text, words, excerpt] : cases) EXPECT_EQ(ExcerptAround(text, words), excerpt);
  EXPECT_EQ(ExcerptAround(long_text, {"none"}).substr(0, 16), "Cette initiative");
  EXPECT_NE(ExcerptAround(long_text, {"alerte", "juri"}).find("juristes"), std::string::npos);
}

}  // namespace
}  // namespace palier::registry
