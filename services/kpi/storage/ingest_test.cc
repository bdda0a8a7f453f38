// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/ingest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "kpi/storage/move_rows.h"
#include "kpi/storage/quarantine_table.h"
#include "kpi/testing/ingest_store.h"
#include "kpi/testing/store_dump.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;

class IngestTest : public IngestStoreTest {
 protected:
  std::vector<api::v1::Change> Changes() {
    auto changes = store_->Changes("firm", 0, 100, "", Soon());
    EXPECT_TRUE(changes.ok()) << changes.status();
    return changes.ok() ? *changes : std::vector<api::v1::Change>();
  }
};

TEST_P(IngestTest, NewFactsAreAcceptedOnceAndRolledUp) {
  EXPECT_THAT(Take({Fact("1", 150), Fact("2", 250)}), ElementsAre(v1::ACCEPTED, v1::ACCEPTED));
  EXPECT_THAT(Take({Fact("2", 250), Fact("3", 50), Fact("3", 50)}),
              ElementsAre(v1::DUPLICATE, v1::ACCEPTED, v1::DUPLICATE));
  const DayCell cell = Sales(project_).cells[absl::CivilDay(2026, 1, 1)];
  EXPECT_EQ(cell.count, 3);
  EXPECT_EQ(cell.sum.Text(2), "4.50");
  EXPECT_EQ(cell.min, 50);
  EXPECT_EQ(cell.max, 250);
}

TEST_P(IngestTest, OneChangePerBatchThatWroteAndNoneForRepeats) {
  Take({Fact("1", 150), Fact("2", 250)});
  Take({Fact("2", 250), Fact("1", 150)});
  const auto changes = Changes();
  ASSERT_EQ(changes.size(), 1u);
  EXPECT_EQ(changes[0].resource(), "organizations/firm/projects/quotation/measurements");
  v1::IngestCounts counts;
  ASSERT_TRUE(changes[0].after().UnpackTo(&counts));
  EXPECT_EQ(counts.accepted_count(), 2);
}

TEST_P(IngestTest, ANewerVersionRestatesItsDayAndAnotherContentAsNewIsKeptAside) {
  Take({Fact("1", 150, 1, 1), Fact("2", 900, 1, 1)});
  EXPECT_THAT(Take({Fact("1", 170, 2, 2)}), ElementsAre(v1::RESTATED));
  EXPECT_THAT(Take({Fact("1", 160, 1, 1)}), ElementsAre(v1::SUPERSEDED));
  Take({Fact("1", 180, 2, 2)});
  TeamDays days = Sales(project_);
  EXPECT_EQ(days.cells[absl::CivilDay(2026, 1, 1)].sum.Text(2), "9.00");
  EXPECT_EQ(days.cells[absl::CivilDay(2026, 1, 1)].min, 900);
  std::vector<QuarantineRow> rows;
  ASSERT_EQ(database_->Read(Soon(),
                            [&](sql::Transaction& transaction) {
                              auto found = QuarantineTable(transaction, project_).List({});
                              if (found.ok()) rows = *std::move(found);
                              return found.status();
                            }),
            absl::OkStatus());
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].reason, "CONFLICTING_DUPLICATE");
  // One of the two stands, by their contents, whichever came first.
  const std::string standing = days.cells[absl::CivilDay(2026, 1, 2)].sum.Text(2);
  EXPECT_EQ(std::set<std::string>({standing, rows[0].measurement.decimal()}),
            std::set<std::string>({"1.70", "1.80"}));
}

Sent Retraction(const std::string& event, int64_t order_key) {
  Sent arrival = Fact(event, 0, order_key);
  arrival.fact->retraction = true;
  return arrival;
}

TEST_P(IngestTest, WhatComesBackAsTheNewerIsRestated) {
  EXPECT_THAT(Take({Fact("a", 100, 1)}), ElementsAre(v1::ACCEPTED));
  EXPECT_THAT(Take({Fact("a", 200, 2)}), ElementsAre(v1::RESTATED));
  EXPECT_THAT(Take({Fact("a", 100, 3)}), ElementsAre(v1::RESTATED));
  EXPECT_THAT(Take({Fact("a", 100, 3)}), ElementsAre(v1::DUPLICATE));
  EXPECT_EQ(Sales(project_).cells.at(absl::CivilDay(2026, 1, 1)).last.value, 100);
}

TEST_P(IngestTest, AWithdrawnFactCountsNoMoreUntilItIsStatedAnew) {
  Take({Fact("1", 150, 1), Fact("2", 900, 1), Fact("3", 40, 1)});
  EXPECT_THAT(Take({Retraction("2", 2)}), ElementsAre(v1::RESTATED));
  TeamDays days = Sales(project_);
  DayCell cell = days.cells[absl::CivilDay(2026, 1, 1)];
  EXPECT_EQ(cell.count, 2);
  EXPECT_EQ(cell.sum.Text(2), "1.90");
  EXPECT_EQ(cell.max, 150);
  EXPECT_THAT(Take({Retraction("2", 2)}), ElementsAre(v1::DUPLICATE));
  EXPECT_THAT(Take({Fact("2", 800, 1)}), ElementsAre(v1::SUPERSEDED));
  EXPECT_EQ(Sales(project_).cells[absl::CivilDay(2026, 1, 1)].count, 2);
  EXPECT_THAT(Take({Fact("2", 300, 3)}), ElementsAre(v1::RESTATED));
  EXPECT_EQ(Sales(project_).cells[absl::CivilDay(2026, 1, 1)].sum.Text(2), "4.90");
}

TEST_P(IngestTest, AWithdrawalMayComeBeforeWhatItWithdraws) {
  EXPECT_THAT(Take({Retraction("1", 2)}), ElementsAre(v1::ACCEPTED));
  EXPECT_THAT(Take({Fact("1", 150, 1)}), ElementsAre(v1::SUPERSEDED));
  EXPECT_TRUE(Sales(project_).cells.empty());
}

TEST_P(IngestTest, ADayWhoseOnlyFactMovesAwayIsNoDay) {
  Take({Fact("1", 150, 1, 1)});
  Take({Fact("1", 150, 2, 3)});
  TeamDays days = Sales(project_);
  ASSERT_EQ(days.cells.size(), 1u);
  EXPECT_EQ(days.cells.begin()->first, absl::CivilDay(2026, 1, 3));
}

TEST_P(IngestTest, TheSameFactUnderANewIdCountsOnce) {
  Sent first = Fact("1", 150);
  first.fact->business_key = "order-9";
  Sent again = Fact("2", 150);
  again.fact->business_key = "order-9";
  Take({first});
  Take({again});
  EXPECT_EQ(Sales(project_).cells[absl::CivilDay(2026, 1, 1)].count, 1);
}

TEST_P(IngestTest, ABeatenVersionStandsAgainWhenItsBeaterFalls) {
  // Event 1 without key, event 1 with key B (newer), event 2 with key B (newest).
  Sent plain = Fact("1", 100, 1);
  Sent keyed = Fact("1", 200, 2);
  keyed.fact->business_key = "B";
  Sent newest = Fact("2", 300, 3);
  newest.fact->business_key = "B";
  Take({plain});
  Take({keyed});
  EXPECT_EQ(Sales(project_).cells[absl::CivilDay(2026, 1, 1)].sum.Text(2), "2.00");
  Take({newest});
  EXPECT_EQ(Sales(project_).cells[absl::CivilDay(2026, 1, 1)].sum.Text(2), "4.00");
}

TEST_P(IngestTest, TheSameMalformedLineIsKeptOnceAndNeverBlocksTheGoodOne) {
  EXPECT_THAT(Take({Refusal("bad"), Refusal("bad"), Fact("1", 150)}),
              ElementsAre(v1::QUARANTINED, v1::QUARANTINED, v1::ACCEPTED));
  Take({Refusal("bad"), Refusal("worse")});
  std::map<std::string, int64_t> counts;
  ASSERT_EQ(database_->Read(Soon(),
                            [&](sql::Transaction& transaction) {
                              auto found = QuarantineTable(transaction, project_).CountByReason();
                              if (found.ok()) counts = *std::move(found);
                              return found.status();
                            }),
            absl::OkStatus());
  EXPECT_EQ(counts, (std::map<std::string, int64_t>{{"INVALID_FIELDS", 2}}));
}

TEST_P(IngestTest, RowsFromBeforeThereWereSegmentsMoveIntoThem) {
  const std::vector<Sent> arrivals = {Fact("1", 150), Fact("2", 250), Fact("3", 900, 0, 2)};
  const auto insert = [&](sql::Transaction& transaction) -> absl::Status {
    for (const Sent& arrival : arrivals) {
      const Version version = MakeVersion(*arrival.fact, arrival.scale, absl::UTCTimeZone());
      const Measurement& fact = version.fact;
      const absl::Status inserted =
          transaction
              .Execute(
                  "INSERT INTO kpi_fact (organization, project, identity, payload, standing, "
                  "kpi, team, source, event_id, item, business_key, order_key, event_time, "
                  "day, value, scale, semantics, user_hash) VALUES ('firm', 'before', $1, "
                  "$1, 1, $2, $3, $4, $5, 0, '', 0, $6, $7, $8, 2, 1, '')",
                  {sql::Blob{fact.event_id}, fact.kpi_id, fact.team_id, fact.source_id,
                   fact.event_id, fact.event_time_us, version.day, int64_t{fact.value}})
              .status();
      if (!inserted.ok()) return inserted;
    }
    return absl::OkStatus();
  };
  ASSERT_EQ(database_->Write(Soon(), insert), absl::OkStatus());
  ASSERT_EQ(MoveRows(*database_), absl::OkStatus());
  Take(arrivals);
  const std::string moved = Dump(*database_, {"firm", "before"});
  EXPECT_EQ(moved, Dump(*database_, project_));
  EXPECT_TRUE(absl::StrContains(moved, "day ")) << moved;
  // Again, with nothing left to move.
  ASSERT_EQ(MoveRows(*database_), absl::OkStatus());
  EXPECT_EQ(Dump(*database_, {"firm", "before"}), moved);
}

TEST_P(IngestTest, AThousandAtOnceAllCountOnce) {
  std::vector<Sent> arrivals;
  for (int i = 0; i < 1000; ++i) arrivals.push_back(Fact(absl::StrCat(i), i, 0, 1 + i % 20));
  const auto fates = Take(arrivals);
  EXPECT_EQ(std::count(fates.begin(), fates.end(), v1::ACCEPTED), 1000);
  std::reverse(arrivals.begin(), arrivals.end());
  const auto again = Take(arrivals);
  EXPECT_EQ(std::count(again.begin(), again.end(), v1::DUPLICATE), 1000);
  int64_t count = 0;
  for (const auto& [day, cell] : Sales(project_).cells) count += cell.count;
  EXPECT_EQ(count, 1000);
}

INSTANTIATE_TEST_SUITE_P(Stores, IngestTest, BothStores(), NameOf);

}  // namespace
}  // namespace palier::kpi
