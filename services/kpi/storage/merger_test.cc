// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/merger.h"

#include <gtest/gtest.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "kpi/storage/fact_table.h"
#include "kpi/storage/segments.h"
#include "kpi/storage/turns.h"
#include "kpi/testing/ingest_store.h"
#include "kpi/testing/store_dump.h"

namespace palier::kpi {
namespace {

// Merges that are made beside the batches.
class MergeTest : public IngestStoreTest {
 protected:
  // Eight batches, too large together to be merged in one of theirs; some facts come twice.
  void TakeMuch() {
    for (int batch = 0; batch < 8; ++batch) {
      std::vector<Sent> arrivals;
      for (int i = 0; i < 5000; ++i) {
        const int event = batch * 4000 + i;
        arrivals.push_back(Fact(absl::StrCat(event), event, batch, 1 + event % 20));
        if (i % 7 == 0) arrivals.back().fact->user_hash = absl::StrCat("user-", i % 50);
      }
      Take(arrivals);
    }
  }
  size_t SegmentCount() {
    size_t count = 0;
    EXPECT_EQ(database_->Read(Soon(),
                              [&](sql::Transaction& transaction) {
                                const auto all = Segments(transaction, project_).All();
                                if (all.ok()) count = all->size();
                                return all.status();
                              }),
              absl::OkStatus());
    return count;
  }
  MadeMerge Make() {
    std::optional<MadeMerge> made;
    EXPECT_EQ(database_->Read(Soon(),
                              [&](sql::Transaction& transaction) {
                                auto result = Segments(transaction, project_).MakeMerge();
                                if (result.ok()) made = *std::move(result);
                                return result.status();
                              }),
              absl::OkStatus());
    EXPECT_TRUE(made.has_value());
    return made.value_or(MadeMerge());
  }
  void PutIn(const MadeMerge& made) {
    EXPECT_EQ(database_->Write(Soon(),
                               [&](sql::Transaction& transaction) {
                                 return Segments(transaction, project_).Take(made);
                               }),
              absl::OkStatus());
  }
};

TEST_P(MergeTest, WhatIsMergedBesideTheBatchesSaysTheSame) {
  TakeMuch();
  EXPECT_EQ(SegmentCount(), 8);
  const MadeMerge made = Make();
  // Meanwhile one fact is restated, and another one comes.
  Take({Fact("3", 999, 100, 4), Fact("new", 1, 0, 5)});
  const std::string truth = Dump(*database_, project_);
  PutIn(made);
  EXPECT_EQ(SegmentCount(), 2);
  EXPECT_EQ(Dump(*database_, project_), truth);
  Take({Fact("3", 1000, 101, 4)});
  EXPECT_EQ(Sales(project_).cells.at(absl::CivilDay(2026, 1, 4)).last.value, 1000);
}

TEST_P(MergeTest, WhatWasMadeOfWhatIsGoneIsNotPutIn) {
  TakeMuch();
  const MadeMerge late = Make();
  ASSERT_EQ(database_->Write(
                Soon(),
                [&](sql::Transaction& transaction) {
                  return FactTable(transaction, project_).RenameUser("user-7", "nobody").status();
                }),
            absl::OkStatus());
  const std::string truth = Dump(*database_, project_);
  PutIn(late);
  EXPECT_EQ(SegmentCount(), 8);
  EXPECT_EQ(Dump(*database_, project_), truth) << "it would bring the erased user back";
  const MadeMerge twice = Make();
  PutIn(twice);
  PutIn(twice);
  EXPECT_EQ(SegmentCount(), 1);
  EXPECT_EQ(Dump(*database_, project_), truth);
}

TEST_P(MergeTest, TheMergerMergesSoonAfterItWasAsked) {
  TakeMuch();
  const std::string truth = Dump(*database_, project_);
  Turns turns(*database_);
  Merger merger(*database_, turns);
  merger.Ask(project_, Soon());
  EXPECT_EQ(SegmentCount(), 8) << "it has not been started";
  merger.Start();
  merger.Ask(project_, Soon());
  const absl::Time deadline = Soon();
  while (SegmentCount() > 1 && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(10));
  merger.Stop();
  EXPECT_EQ(SegmentCount(), 1);
  EXPECT_EQ(Dump(*database_, project_), truth);
}

INSTANTIATE_TEST_SUITE_P(Stores, MergeTest, BothStores(), NameOf);

}  // namespace
}  // namespace palier::kpi
