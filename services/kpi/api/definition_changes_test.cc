// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/definition_changes.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Kpi KpiOf(const std::string& text) {
  v1::Kpi kpi;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &kpi)) << text;
  return kpi;
}

std::vector<std::string> Lines(const v1::Kpi& promised, const v1::Kpi& now) {
  std::vector<std::string> lines;
  for (const v1::DefinitionChange& change : DefinitionChanges(promised, now)) {
    lines.push_back(absl::StrCat(change.field(), " ", change.promised(), ">", change.now()));
  }
  return lines;
}

constexpr char kPromised[] =
    R"(unit: "d" direction: DECREASE category: EFFICIENCY decimals: 2 semantics: GAUGE
       aggregation: MEAN evidence_grade: REAL display_name: "Lead time"
       baseline { value: 10 date { year: 2026 month: 1 day: 1 } }
       target { relative_percent: 20 } horizon_date { year: 2026 month: 7 day: 1 })";

TEST(DefinitionChanges, TellWhatDiffersAndNothingElse) {
  RecordProperty("requirement", "S0-31");
  struct Case {
    const char* now;  // merged into the promise
    const char* line;
    bool same_measure;
  };
  const Case cases[] = {
      {R"(baseline { value: 8.1 })", "baseline.value 10>8.1", true},
      {R"(baseline { date { month: 12 } })", "baseline.date 2026-01-01>2026-12-01", true},
      {R"(target { relative_percent: 12.5 })", "target.relative_percent 20>12.5", true},
      {R"(horizon_date { day: 31 })", "horizon_date 2026-07-01>2026-07-31", true},
      {R"(direction: INCREASE)", "direction DECREASE>INCREASE", true},
      {R"(aggregation: MEDIAN)", "aggregation MEAN>MEDIAN", true},
      {R"(tolerance_percent: 0)", "tolerance_percent >0", true},
      {R"(maximum_value: 0)", "maximum_value >0", true},
      {R"(evidence_grade: DEMO)", "evidence_grade REAL>DEMO", true},
      {R"(cadence: WEEKLY)", "cadence >WEEKLY", true},
      {R"(unit: "h")", "unit d>h", false},
      {R"(semantics: DELTA)", "semantics GAUGE>DELTA", false},
  };
  const v1::Kpi promised = KpiOf(kPromised);
  for (const Case& one : cases) {
    v1::Kpi now = promised;
    now.MergeFrom(KpiOf(one.now));
    EXPECT_THAT(Lines(promised, now), ElementsAre(one.line));
    EXPECT_EQ(MeasuresTheSame(promised, now), one.same_measure) << one.line;
  }
  v1::Kpi renamed = promised;
  renamed.set_display_name("Time");
  renamed.set_owner("organizations/firm/people/mia");
  renamed.set_definition_version(7);
  EXPECT_THAT(Lines(promised, renamed), IsEmpty()) << "no part of what is measured or promised";
}

TEST(DefinitionChanges, ATargetOfAnotherKindIsTwoChanges) {
  v1::Kpi now = KpiOf(kPromised);
  now.mutable_target()->set_points(0.1 + 0.2);
  EXPECT_THAT(Lines(KpiOf(kPromised), now),
              ElementsAre("target.relative_percent 20>", "target.points >0.30000000000000004"));
  now.clear_target();
  EXPECT_THAT(Lines(KpiOf(kPromised), now), ElementsAre("target.relative_percent 20>"));
}

TEST(DefinitionChanges, AreToldInBothLanguages) {
  v1::Kpi now = KpiOf(kPromised);
  EXPECT_EQ(ChangesText({}, true).en, "It is measured and judged as it was promised.");
  now.set_unit("h");
  now.set_tolerance_percent(5);
  const status::Text text = ChangesText(DefinitionChanges(KpiOf(kPromised), now), false);
  EXPECT_EQ(text.en,
            "Its definition has changed since (unit: d → h, tolerance_percent: none → 5). What is "
            "measured today cannot be judged by what was promised.");
  EXPECT_EQ(text.fr,
            "Sa définition a changé depuis (unit : d → h, tolerance_percent : aucun → 5). Ce qui "
            "est mesuré aujourd'hui ne peut être jugé d'après ce qui a été promis.");
}

}  // namespace
}  // namespace palier::kpi
