// SPDX-License-Identifier: Apache-2.0
// Facts in any order, in any batches and from several senders, told again and again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "kpi/testing/ingest_store.h"
#include "kpi/testing/store_dump.h"

namespace palier::kpi {
namespace {

// One random delivery: few identities, keys and contents, so that everything meets everything.
Sent Random(std::mt19937& random) {
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  if (pick(12) == 0) return Refusal(absl::StrCat("line ", pick(4)));
  Sent arrival = Fact(absl::StrCat(pick(10)), pick(3), pick(3), 1 + pick(3));
  Measurement& fact = *arrival.fact;
  if (pick(3) == 0) fact.kpi_id = "users";
  if (pick(3) == 0) fact.team_id = "";
  if (pick(3) == 0) fact.business_key = absl::StrCat("key-", pick(4));
  if (pick(2) == 0) fact.user_hash = absl::StrCat("user-", pick(3));
  fact.retraction = pick(6) == 0;
  if (fact.retraction) fact.value = 0;
  return arrival;
}

// Any order, with repeats, in any batches.
std::vector<std::vector<Sent>> Schedule(std::vector<Sent> arrivals, std::mt19937& random) {
  const size_t distinct = arrivals.size();
  for (size_t i = 0; i < distinct / 3; ++i) arrivals.push_back(arrivals[random() % distinct]);
  std::shuffle(arrivals.begin(), arrivals.end(), random);
  std::vector<std::vector<Sent>> batches(1);
  for (const Sent& arrival : arrivals) {
    batches.back().push_back(arrival);
    if (random() % 8 == 0) batches.emplace_back();
  }
  return batches;
}

using IngestSchedulesTest = IngestStoreTest;

TEST_P(IngestSchedulesTest, AnyOrderRepetitionAndBatchingGivesTheSameTruth) {
  // A thousand schedules on each store with PALIER_SCHEDULE_ROUNDS=250.
  const char* wanted = std::getenv("PALIER_SCHEDULE_ROUNDS");
  const int rounds = wanted != nullptr                  ? std::atoi(wanted)
                     : GetParam() == StoreKind::kSqlite ? 60
                                                        : 8;
  ASSERT_GT(rounds, 0);
  for (int round = 0; round < rounds; ++round) {
    std::mt19937 random(static_cast<unsigned>(round));
    std::vector<Sent> arrivals;
    for (int i = 0; i < 60; ++i) arrivals.push_back(Random(random));
    const ProjectKey reference{"firm", absl::StrCat("round-", round)};
    Take(arrivals, reference);
    const std::string truth = Dump(*database_, reference);
    ASSERT_TRUE(absl::StrContains(truth, "day ") && absl::StrContains(truth, "quarantine "))
        << truth;
    for (int trial = 0; trial < 4; ++trial) {
      const ProjectKey project{"firm", absl::StrCat("round-", round, "-", trial)};
      for (const auto& batch : Schedule(arrivals, random)) Take(batch, project);
      ASSERT_EQ(Dump(*database_, project), truth) << "round " << round << " trial " << trial;
    }
  }
}

TEST_P(IngestSchedulesTest, SendersAtTheSameTimeGiveTheSameTruth) {
  std::mt19937 random(11);
  std::vector<Sent> arrivals;
  for (int i = 0; i < 80; ++i) arrivals.push_back(Random(random));
  const ProjectKey reference{"firm", "one-sender"};
  Take(arrivals, reference);
  std::vector<std::thread> senders;
  for (unsigned sender = 0; sender < 4; ++sender) {
    senders.emplace_back([&, sender] {
      std::mt19937 own(sender);
      for (const auto& batch : Schedule(arrivals, own)) Take(batch);
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(Dump(*database_, project_), Dump(*database_, reference));
}

TEST_P(IngestSchedulesTest, TheDaysAreThoseOfTheCurrentTruth) {
  std::mt19937 random(7);
  std::vector<Sent> arrivals;
  std::vector<Measurement> facts;
  while (facts.size() < 60) {
    arrivals.push_back(Random(random));
    if (arrivals.back().fact.ok()) facts.push_back(*arrivals.back().fact);
  }
  for (const auto& batch : Schedule(arrivals, random)) Take(batch);
  std::map<absl::CivilDay, DayCell> expected;
  for (const Measurement& fact : CurrentTruth(facts)) {
    if (fact.kpi_id != "cycle-time" || fact.team_id != "sales") continue;
    const int64_t day = DayNumberOf(fact.event_time_us, absl::UTCTimeZone());
    expected[DayOfNumber(day)].Add(AsLastValue(fact));
  }
  EXPECT_EQ(Sales(project_).cells, expected);
}

INSTANTIATE_TEST_SUITE_P(Stores, IngestSchedulesTest, BothStores(), NameOf);

}  // namespace
}  // namespace palier::kpi
