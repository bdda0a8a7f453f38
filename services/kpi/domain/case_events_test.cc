// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/case_events.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

absl::Time Hour(int hour) {
  return absl::FromUnixSeconds(1'772'445'600 + 3600 * hour);
}

CaseEvents Of(const std::vector<CaseEvent>& events) {
  CaseEvents set;
  for (const CaseEvent& event : events) set.Add(event);
  return set;
}

TEST(CaseEventsTest, ACaseIsWhatItsEventsSay) {
  const struct {
    const char* what;
    std::vector<CaseEvent> events;
    int begin, end;
    int64_t count;
    bool rework;
    const char* team;
    const char* days;
  } kCases[] = {
      {"one event", {{"1", 0, Hour(3), "open", "sales"}}, 3, 3, 1, false, "sales", "0.000000000"},
      {"two",
       {{"1", 0, Hour(0), "open", ""}, {"2", 0, Hour(36), "close", "ops"}},
       0,
       36,
       2,
       false,
       "",
       "1.500000000"},
      {"in any order",
       {{"2", 0, Hour(36), "close", "ops"}, {"1", 0, Hour(0), "open", "sales"}},
       0,
       36,
       2,
       false,
       "sales",
       "1.500000000"},
      {"an event that comes twice is no rework",
       {{"1", 0, Hour(0), "open", ""}, {"1", 0, Hour(0), "open", ""}},
       0,
       0,
       1,
       false,
       "",
       "0.000000000"},
      {"a step that is done twice is",
       {{"1", 0, Hour(0), "check", ""}, {"2", 0, Hour(1), "check", ""}},
       0,
       1,
       2,
       true,
       "",
       "0.041666667"},
      {"a corrected event stands by its order",
       {{"1", 2, Hour(5), "open", "b"},
        {"1", 1, Hour(0), "open", "a"},
        {"2", 1, Hour(9), "end", ""}},
       5,
       9,
       2,
       false,
       "b",
       "0.166666667"},
      {"without one by its content",
       {{"1", 0, Hour(5), "open", "a"}, {"1", 0, Hour(0), "open", "b"}},
       5,
       5,
       1,
       false,
       "a",
       "0.000000000"},
  };
  for (const auto& one : kCases) {
    const CaseRecord record = Of(one.events).Record();
    EXPECT_EQ(record.begin, Hour(one.begin)) << one.what;
    EXPECT_EQ(record.end, Hour(one.end)) << one.what;
    EXPECT_EQ(record.events, one.count) << one.what;
    EXPECT_EQ(record.rework, one.rework) << one.what;
    EXPECT_EQ(record.first_team, one.team) << one.what;
    EXPECT_EQ(CycleDaysText(record), one.days) << one.what;
  }
}

TEST(CaseEventsTest, OrderPiecesAndRepetitionChangeNothing) {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::vector<CaseEvent> events;
    for (int i = 0; i < 12; ++i) {
      events.push_back({absl::StrCat(random() % 6), static_cast<int64_t>(random() % 2),
                        Hour(static_cast<int>(random() % 5)), absl::StrCat(random() % 4),
                        random() % 2 == 0 ? "a" : "b"});
    }
    const std::string text = Of(events).Text();
    std::shuffle(events.begin(), events.end(), random);
    CaseEvents pieces;
    size_t size = 0;
    for (const CaseEvent& event : events) {
      pieces = *CaseEvents::Parse(pieces.Text());
      pieces.Add(event);
      EXPECT_GE(pieces.size(), size) << "it only grows";
      size = pieces.size();
      pieces.Add(events[0]);
    }
    EXPECT_EQ(pieces.Text(), text);
  }
}

TEST(CaseEventsTest, DamagedTextIsNoSet) {
  const std::string good = Of({{"1", 0, Hour(0), "open", "sales"}}).Text();
  EXPECT_EQ(CaseEvents::Parse(good)->size(), 1u);
  EXPECT_EQ(CaseEvents::Parse("")->size(), 0u);
  for (const std::string& bad :
       {good.substr(1), good.substr(0, 40), "x" + good, good + "y\n", std::string(" \n")}) {
    EXPECT_EQ(CaseEvents::Parse(bad).status().code(), absl::StatusCode::kDataLoss) << bad;
  }
  EXPECT_EQ(good.find("open"), std::string::npos);
}

}  // namespace
}  // namespace palier::kpi
