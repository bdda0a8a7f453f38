// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/case_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/testing/migrated_store.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

const absl::Time kToday = absl::FromUnixSeconds(1'772'445'600);

std::vector<CaseEvent> Events(int first, int count) {
  std::vector<CaseEvent> events;
  for (int i = first; i < first + count; ++i) {
    events.push_back({absl::StrCat(i), 0, kToday + absl::Hours(i), "step", "sales"});
  }
  return events;
}

class CaseTableTest : public MigratedStoreTest {
 protected:
  // How many events each case has then.
  absl::StatusOr<std::map<std::string, size_t>> Merge(
      const std::map<std::string, std::vector<CaseEvent>>& events, absl::Time now = kToday,
      const std::string& source = "crm", const ProjectKey& project = {"firm", "quotation"}) {
    std::map<std::string, size_t> sizes;
    const absl::Status status = Write([&](sql::Transaction& transaction) -> absl::Status {
      ASSIGN_OR_RETURN(const auto cases,
                       CaseTable(transaction, project, source).Merge(events, now));
      sizes.clear();
      for (const auto& [case_id, all] : cases) sizes[case_id] = all.size();
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    return sizes;
  }
};

TEST_P(CaseTableTest, ACaseGrowsWithinItsSourceAndProject) {
  EXPECT_THAT(*Merge({{"a", Events(0, 2)}, {"b", Events(0, 1)}}),
              ElementsAre(Pair("a", 2), Pair("b", 1)));
  EXPECT_THAT(*Merge({{"a", Events(1, 3)}}), ElementsAre(Pair("a", 4)));
  EXPECT_THAT(*Merge({{"a", Events(1, 3)}}), ElementsAre(Pair("a", 4)));
  EXPECT_THAT(*Merge({{"a", Events(9, 1)}}, kToday, "erp"), ElementsAre(Pair("a", 1)));
  EXPECT_THAT(*Merge({{"a", Events(9, 1)}}, kToday, "crm", {"firm", "claims"}),
              ElementsAre(Pair("a", 1)));
  EXPECT_TRUE(Merge({})->empty());
}

TEST_P(CaseTableTest, ManyCasesAtOnce) {
  std::map<std::string, std::vector<CaseEvent>> events;
  for (int i = 0; i < 1000; ++i) events[absl::StrCat("case ", i)] = Events(i, 2);
  EXPECT_EQ(Merge(events)->size(), 1000u);
  for (auto& [case_id, of_case] : events) of_case = Events(5000, 1);
  const auto sizes = Merge(events);
  for (const auto& [case_id, size] : *sizes) EXPECT_EQ(size, 3u) << case_id;
}

TEST_P(CaseTableTest, WhatDoesNotChangeIsForgotten) {
  ASSERT_TRUE(Merge({{"old", Events(0, 2)}, {"kept", Events(0, 2)}}, kToday - kCaseMemory).ok());
  ASSERT_TRUE(Merge({{"kept", Events(2, 1)}}).ok());
  ASSERT_TRUE(Merge({{"other", Events(0, 1)}}, kToday + absl::Seconds(1)).ok());
  EXPECT_THAT(*Merge({{"old", Events(5, 1)}, {"kept", Events(5, 1)}}),
              ElementsAre(Pair("kept", 4), Pair("old", 1)));
}

TEST_P(CaseTableTest, ACaseOfTooManyEventsIsNone) {
  EXPECT_TRUE(Merge({{"a", Events(0, static_cast<int>(kMaxCaseEvents))}}).ok());
  const absl::Status full = Merge({{"a", Events(static_cast<int>(kMaxCaseEvents), 1)}}).status();
  EXPECT_EQ(status::ReasonOf(full), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(status::DetailOf(full).metadata().at("subject"), "a");
}

INSTANTIATE_TEST_SUITE_P(Stores, CaseTableTest, BothStores());

}  // namespace
}  // namespace palier::kpi
