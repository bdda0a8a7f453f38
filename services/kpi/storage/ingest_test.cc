// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/ingest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/resource/store.h"
#include "common/status/error.h"
#include "common/testing/private_postgres.h"
#include "common/time/clock.h"
#include "kpi/storage/day_table.h"
#include "kpi/storage/merger.h"
#include "kpi/storage/migrations.h"
#include "kpi/storage/move_rows.h"
#include "kpi/storage/quarantine_table.h"
#include "kpi/testing/store_dump.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;

struct StoreKind {
  std::string name;
  std::function<std::optional<std::string>()> why_not;
  std::function<absl::Status(sql::OpenOptions&)> locate;
};
void PrintTo(const StoreKind& kind, std::ostream* out) {
  *out << kind.name;
}

absl::Status LocateSqlite(sql::OpenOptions& options) {
  options.url = "sqlite::memory:";
  return absl::OkStatus();
}

absl::Status LocatePostgres(sql::OpenOptions& options) {
  static int schemas = 0;
  auto server = testing::PrivatePostgres::Shared();
  if (!server.ok()) return server.status();
  options.url = (*server)->url();
  options.schema = absl::StrCat("kpi_test_", ++schemas);
  return absl::OkStatus();
}

absl::Time Soon() {
  return absl::Now() + absl::Seconds(30);
}

// What a test sends: a fact, or why it is none.
struct Sent {
  absl::StatusOr<Measurement> fact = absl::UnknownError("");
  int scale = 0;
  std::string source;
  std::string raw;
};

Arrival ArrivalOf(const Sent& sent) {
  Arrival arrival;
  arrival.source = sent.source;
  arrival.raw = sent.raw;
  if (sent.fact.ok()) {
    arrival.version = MakeVersion(*sent.fact, sent.scale, absl::UTCTimeZone());
  } else {
    arrival.version = sent.fact.status();
  }
  return arrival;
}

Sent Fact(const std::string& event, Fixed value, int64_t order_key = 0, int day = 1) {
  Measurement fact;
  fact.kpi_id = "cycle-time";
  fact.team_id = "sales";
  fact.source_id = "erp";
  fact.event_id = event;
  fact.order_key = order_key;
  fact.event_time_us =
      absl::ToUnixMicros(absl::FromCivil(absl::CivilHour(2026, 1, day, 12), absl::UTCTimeZone()));
  fact.value = value;
  Sent arrival;
  arrival.fact = fact;
  arrival.scale = 2;
  arrival.source = "erp";
  return arrival;
}

Sent Refusal(const std::string& raw) {
  Sent arrival;
  arrival.fact = status::InvalidField("value", {"No number.", "Pas un nombre."});
  arrival.source = "erp";
  arrival.raw = raw;
  return arrival;
}

class IngestTest : public ::testing::TestWithParam<StoreKind> {
 protected:
  void SetUp() override {
    if (const auto reason = GetParam().why_not()) GTEST_SKIP() << *reason;
    sql::OpenOptions options;
    ASSERT_EQ(GetParam().locate(options), absl::OkStatus());
    auto opened = sql::Open(options);
    ASSERT_EQ(opened.status(), absl::OkStatus());
    database_ = *std::move(opened);
    ASSERT_EQ(sql::Migrate(*database_, "resource", resource::Migrations(), sql::MigrateMode::kAuto),
              absl::OkStatus());
    ASSERT_EQ(sql::Migrate(*database_, "kpi", Migrations(), sql::MigrateMode::kAuto),
              absl::OkStatus());
    store_ = std::make_unique<resource::Store>(*database_, clock_);
  }

  std::vector<v1::Fate> Take(const std::vector<Sent>& arrivals, const ProjectKey& project) {
    std::vector<Judgement> judgements;
    absl::Status status;
    do {  // as a sender does that was told of contention
      status = store_->Write(Soon(), {"users/test", "", "test"}, [&](resource::Session& session) {
        std::vector<Arrival> arrived;
        for (const Sent& sent : arrivals) arrived.push_back(ArrivalOf(sent));
        auto result = Ingest(session, project, std::move(arrived));
        if (result.ok()) judgements = *std::move(result);
        return result.status();
      });
    } while (absl::IsAborted(status));
    EXPECT_EQ(status, absl::OkStatus());
    std::vector<v1::Fate> fates;
    for (const Judgement& judgement : judgements) fates.push_back(judgement.fate);
    return fates;
  }
  std::vector<v1::Fate> Take(const std::vector<Sent>& arrivals) { return Take(arrivals, project_); }

  TeamDays Sales(const ProjectKey& project) {
    TeamDays days;
    EXPECT_EQ(database_->Read(Soon(),
                              [&](sql::Transaction& transaction) {
                                auto teams =
                                    DayTable(transaction, project).Read("cycle-time", nullptr, {});
                                if (teams.ok()) days = (*teams)["sales"];
                                return teams.status();
                              }),
              absl::OkStatus());
    return days;
  }

  std::vector<api::v1::Change> Changes() {
    auto changes = store_->Changes("firm", 0, 100, "", Soon());
    EXPECT_TRUE(changes.ok()) << changes.status();
    return changes.ok() ? *changes : std::vector<api::v1::Change>();
  }

  const ProjectKey project_{"firm", "quotation"};
  time::FakeClock clock_{absl::FromCivil(absl::CivilDay(2026, 3, 1), absl::UTCTimeZone())};
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<resource::Store> store_;
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

// Merges that are made beside the batches.
class MergeTest : public IngestTest {
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

TEST_P(IngestTest, AnyOrderRepetitionAndBatchingGivesTheSameTruth) {
  // A thousand schedules on each store with PALIER_SCHEDULE_ROUNDS=250.
  const char* wanted = std::getenv("PALIER_SCHEDULE_ROUNDS");
  const int rounds = wanted != nullptr ? std::atoi(wanted) : GetParam().name == "Sqlite" ? 60 : 8;
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

TEST_P(IngestTest, SendersAtTheSameTimeGiveTheSameTruth) {
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

TEST_P(IngestTest, TheDaysAreThoseOfTheCurrentTruth) {
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

const auto& Stores() {
  static const auto* stores = new std::vector<StoreKind>{
      {"Sqlite", [] { return std::optional<std::string>(); }, LocateSqlite},
      {"Postgres", testing::PrivatePostgres::WhyNot, LocatePostgres}};
  return *stores;
}
std::string NameOf(const ::testing::TestParamInfo<StoreKind>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Stores, IngestTest, ::testing::ValuesIn(Stores()), NameOf);
INSTANTIATE_TEST_SUITE_P(Stores, MergeTest, ::testing::ValuesIn(Stores()), NameOf);

}  // namespace
}  // namespace palier::kpi
