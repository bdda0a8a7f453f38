// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/figure.h"

#include <gtest/gtest.h>

#include <set>

#include "reporting/domain/reference_figures.h"
#include "reporting/figures/figure_book.h"
#include "reporting/model/peer_facts.h"

namespace palier::reporting {
namespace {

TEST(FigureTest, AShareOfNothingIsUnknown) {
  EXPECT_EQ(ShareOf(1, 4).number, 250);
  EXPECT_EQ(ShareOf(1, 4).basis, 4);
  EXPECT_EQ(ShareOf(0, 4).number, 0);
  EXPECT_FALSE(ShareOf(0, 0).number.has_value());
  EXPECT_EQ(ShareOf(0, 0).basis, 0);
  EXPECT_FALSE(SampleShareOf(0, 0).range.has_value());
}

TEST(FigureTest, OfFewCasesAShareMayLieFarAway) {
  // Newcombe 1998: 1 of 29 is between 0.0061 and 0.1718.
  const FigureValue few = SampleShareOf(1, 29);
  EXPECT_EQ(few.number, 34);
  ASSERT_TRUE(few.range.has_value());
  EXPECT_EQ(few.range->low_permille, 6);
  EXPECT_EQ(few.range->high_permille, 172);
}

TEST(FigureTest, RatiosAreInThousandths) {
  EXPECT_EQ(RatioOf(3, 2, 7).number, 1500);
  EXPECT_EQ(RatioOf(3, 2, 7).basis, 7);
  EXPECT_FALSE(RatioOf(3, 0, 0).number.has_value());
}

// What every definition must have to be shown, in both languages.
TEST(FigureTest, EveryFigureExplainsItself) {
  std::set<std::string> ids;
  FigureTopic topic = FigureTopic::kOutcomes;
  for (const FigureDefinition& figure : FigureDefinitions()) {
    SCOPED_TRACE(figure.id);
    EXPECT_TRUE(ids.insert(figure.id).second) << "twice";
    EXPECT_GE(figure.topic, topic) << "by topic";
    topic = figure.topic;
    EXPECT_GE(figure.version, 1);
    for (const status::Text& text : {figure.title, figure.formula}) {
      EXPECT_FALSE(text.en.empty());
      EXPECT_FALSE(text.fr.empty());
      EXPECT_NE(text.en, text.fr);
    }
    EXPECT_EQ(figure.formula.en.back(), '.');
    EXPECT_EQ(figure.formula.fr.back(), '.');
    for (const std::string& reference : figure.references)
      EXPECT_NE(FindReference(reference), nullptr) << reference;
    EXPECT_EQ(FindFigure(figure.id), &figure);
  }
  EXPECT_EQ(FindFigure("no-such-figure"), nullptr);
}

// Of an organisation without projects nothing is known, and nothing is wrong.
TEST(FigureTest, NothingIsClaimedOfNothing) {
  auto model = std::make_shared<PortfolioModel>();
  model->kpi = {std::make_shared<KpiFacts>(), true, {}};
  model->rollout = {std::make_shared<RolloutFacts>(), true, {}};
  const FigureBook book(model);
  for (const FigureDefinition& definition : FigureDefinitions()) {
    SCOPED_TRACE(definition.id);
    const Figure& figure = book.Of(definition);
    EXPECT_TRUE(figure.items.empty());
    EXPECT_TRUE(figure.warning.en.empty());
    if (figure.value.unit == FigureUnit::kCount) {
      EXPECT_EQ(figure.value.number, 0);
    } else {
      EXPECT_FALSE(figure.value.number.has_value());
    }
    EXPECT_TRUE(figure.value.amounts.empty());
    EXPECT_EQ(figure.silent_peer, "");
  }
}

// Nobody has told anything yet: not even a zero.
TEST(FigureTest, OfASilentServiceNothingIsKnown) {
  const FigureBook book(std::make_shared<PortfolioModel>());
  int silent = 0;
  for (const FigureDefinition& definition : FigureDefinitions()) {
    SCOPED_TRACE(definition.id);
    const Figure& figure = book.Of(definition);
    EXPECT_EQ(figure.silent_peer.empty(), definition.peer == FigurePeer::kNone);
    if (figure.silent_peer.empty()) continue;
    ++silent;
    EXPECT_EQ(figure.value.unit, FigureUnit::kUnknown);
    EXPECT_FALSE(figure.value.number.has_value());
    EXPECT_EQ(figure.notes.size(), 1u);
  }
  EXPECT_GT(silent, 10);
}

}  // namespace
}  // namespace palier::reporting
