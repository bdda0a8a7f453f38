// SPDX-License-Identifier: Apache-2.0
#include "reporting/editions/figure_changes.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>

#include "reporting/editions/edition.h"
#include "reporting/figures/model_fixture.h"

namespace palier::reporting {
namespace {

using ::testing::ElementsAre;
using State = FigureChange::State;

class FigureChangesTest : public FigureFixture {
 protected:
  v1::FigureEdition Edition() const {
    return MakeEdition(FigureBook(std::make_shared<const PortfolioModel>(model_)));
  }
  static v1::EditionFigure& In(v1::FigureEdition& edition, const std::string& id) {
    for (v1::EditionFigure& figure : *edition.mutable_figures())
      if (figure.figure() == id) return figure;
    ADD_FAILURE() << "no figure " << id;
    return *edition.add_figures();
  }
  static FigureChange Of(const std::vector<FigureChange>& changes, const std::string& id) {
    for (const FigureChange& change : changes)
      if (change.definition->id == id) return change;
    ADD_FAILURE() << "no change of " << id;
    return {};
  }
  static FigureValue Money(const std::string& amounts) {
    return ReadValue(Read<v1::FigureValue>("unit: MONEY " + amounts));
  }
};

TEST_F(FigureChangesTest, AShareMovesInPointsWithItsDenominators) {
  Assess(Add("a", "stage: RUN"), "outcomes { group: 'VALUE_PROVEN' verdict: MET }");
  Assess(Add("b", "stage: RUN"), "outcomes { group: 'VALUE_PROVEN' verdict: UNMET }");
  const v1::FigureEdition before = Edition();
  Assess(Add("c", "stage: RUN"), "outcomes { group: 'VALUE_PROVEN' verdict: MET }");
  const FigureChange change = Of(FigureChangesBetween(before, Edition()), "value-proven");
  EXPECT_EQ(change.state, State::kCompared);
  EXPECT_EQ(change.before.number, 500);
  EXPECT_EQ(change.before.basis, 2);
  EXPECT_EQ(change.after.number, 667);
  EXPECT_EQ(change.after.basis, 3);
  EXPECT_EQ(change.difference.value_or(FigureValue()).number, 167);
  EXPECT_TRUE(IsChanged(change));
  std::map<std::string, int64_t> parts;
  for (const PartChange& part : change.parts)
    parts[part.key] = part.difference.value_or(FigureValue()).number.value_or(-99);
  EXPECT_EQ(parts,
            (std::map<std::string, int64_t>{{"PROVEN", 1}, {"NOT_PROVEN", 0}, {"UNKNOWN", 0}}));
}

TEST_F(FigureChangesTest, WhatIsComputedOtherwiseIsNotSubtracted) {
  Assess(Add("a", "stage: RUN"), "outcomes { group: 'VALUE_PROVEN' verdict: MET }");
  v1::FigureEdition before = Edition();
  In(before, "value-proven").set_definition_version(99);
  const FigureChange change = Of(FigureChangesBetween(before, Edition()), "value-proven");
  EXPECT_EQ(change.state, State::kDefinitionChanged);
  EXPECT_FALSE(change.difference.has_value());
  EXPECT_TRUE(change.parts.empty());
  EXPECT_EQ(change.before.number, change.after.number) << "both are shown";
  EXPECT_TRUE(IsChanged(change));
}

TEST_F(FigureChangesTest, UnknownIsNotNought) {
  const v1::FigureEdition before = Edition();
  Assess(Add("a", "stage: RUN"), "outcomes { group: 'VALUE_PROVEN' verdict: MET }");
  const FigureChange change = Of(FigureChangesBetween(before, Edition()), "value-proven");
  EXPECT_EQ(change.state, State::kUnknown);
  EXPECT_FALSE(change.difference.has_value());
}

TEST_F(FigureChangesTest, AFigureThatIsNewerThanTheEditionHasNoBefore) {
  v1::FigureEdition before = Edition();
  In(before, "value-proven").set_figure("of-old");
  const auto changes = FigureChangesBetween(before, Edition());
  EXPECT_EQ(changes.size(), FigureDefinitions().size()) << "what is gone is not asked about";
  EXPECT_EQ(Of(changes, "value-proven").state, State::kNotInEdition);
}

TEST_F(FigureChangesTest, NothingChangesByItself) {
  Assess(Add("a", "stage: RUN"), "outcomes { group: 'VALUE_PROVEN' verdict: MET }");
  for (const FigureChange& change : FigureChangesBetween(Edition(), Edition()))
    EXPECT_FALSE(IsChanged(change)) << change.definition->id;
}

TEST_F(FigureChangesTest, PartsThatCameAndWentStandOnOneSide) {
  v1::FigureEdition before, after;
  for (const auto& [edition, key] : {std::pair(&before, "gone"), std::pair(&after, "come")}) {
    v1::EditionFigure& figure = *edition->add_figures();
    figure.set_figure(FigureDefinitions()[0].id);
    figure.set_definition_version(1);
    *figure.mutable_value() = KeptValue(CountOf(1));
    for (const char* each : {"stays", key}) {
      v1::FigurePart& part = *figure.add_parts();
      part.set_key(each);
      *part.mutable_value() = KeptValue(CountOf(3));
    }
  }
  const FigureChange change = FigureChangesBetween(before, after).front();
  std::vector<std::string> seen;
  for (const PartChange& part : change.parts) {
    seen.push_back(absl::StrCat(part.key, part.before ? " before" : "", part.after ? " after" : "",
                                part.difference ? " difference" : ""));
  }
  EXPECT_THAT(seen, ElementsAre("stays before after difference", "come after", "gone before"));
  EXPECT_TRUE(IsChanged(change)) << "though its value is the same";
}

TEST_F(FigureChangesTest, AValueIsReadAsItWasKept) {
  FigureValue value = SampleShareOf(3, 8);
  EXPECT_EQ(KeptValue(ReadValue(KeptValue(value))).DebugString(), KeptValue(value).DebugString());
  EXPECT_TRUE(ReadValue(KeptValue(value)).range.has_value());
  value =
      Money("amounts { currency_code: 'EUR' units: 3 } amounts { currency_code: 'USD' units: 4 }");
  EXPECT_EQ(KeptValue(ReadValue(KeptValue(value))).DebugString(), KeptValue(value).DebugString());
}

TEST_F(FigureChangesTest, DifferencesReadWithTheirSign) {
  const auto text = [](const FigureValue& before, const FigureValue& after,
                       rpc::Language language) {
    return DifferenceText(DifferenceOf(before, after).value_or(FigureValue()), language);
  };
  const auto kEn = rpc::Language::kEnglish, kFr = rpc::Language::kFrench;
  EXPECT_EQ(text(CountOf(5), CountOf(3), kEn), "\u22122");
  EXPECT_EQ(text(CountOf(3), CountOf(3), kEn), "+0");
  EXPECT_EQ(text(ShareOf(1, 4), ShareOf(1, 2), kEn), "+25.0\u00a0points");
  EXPECT_EQ(text(ShareOf(1, 2), ShareOf(1, 4), kFr), "\u221225,0\u00a0points");
  EXPECT_EQ(text(Money("amounts { currency_code: 'EUR' units: 300 }"),
                 Money("amounts { currency_code: 'EUR' units: 100 } amounts { currency_code: 'USD' "
                       "units: 4 }"),
                 kEn),
            "\u2212200\u00a0EUR, +4\u00a0USD");
  EXPECT_EQ(text(HoursOf(1000), HoursOf(2550), kFr), "+15,5\u00a0h");
  EXPECT_FALSE(DifferenceOf(CountOf(1), HoursOf(100)).has_value());
}

}  // namespace
}  // namespace palier::reporting
