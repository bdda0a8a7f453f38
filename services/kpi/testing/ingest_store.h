// SPDX-License-Identifier: Apache-2.0
// For tests only: facts into the tables of one project, on each kind of store.
#ifndef PALIER_KPI_TESTING_INGEST_STORE_H_
#define PALIER_KPI_TESTING_INGEST_STORE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/resource/store.h"
#include "common/status/error.h"
#include "common/time/clock.h"
#include "kpi/storage/day_table.h"
#include "kpi/storage/ingest.h"
#include "kpi/testing/migrated_store.h"

namespace palier::kpi {

// What a test sends: a fact, or why it is none.
struct Sent {
  absl::StatusOr<Measurement> fact = absl::UnknownError("");
  int scale = 0;
  std::string source;
  std::string raw;
};

inline Arrival ArrivalOf(const Sent& sent) {
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

inline Sent Fact(const std::string& event, Fixed value, int64_t order_key = 0, int day = 1) {
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

inline Sent Refusal(const std::string& raw) {
  Sent arrival;
  arrival.fact = status::InvalidField("value", {"No number.", "Pas un nombre."});
  arrival.source = "erp";
  arrival.raw = raw;
  return arrival;
}

class IngestStoreTest : public MigratedStoreTest {
 protected:
  void SetUp() override {
    MigratedStoreTest::SetUp();
    if (HasFatalFailure() || IsSkipped()) return;
    store_ = std::make_unique<resource::Store>(*database_, clock_);
  }

  static absl::Time Soon() { return absl::Now() + absl::Seconds(30); }

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

  const ProjectKey project_{"firm", "quotation"};
  time::FakeClock clock_{absl::FromCivil(absl::CivilDay(2026, 3, 1), absl::UTCTimeZone())};
  std::unique_ptr<resource::Store> store_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_TESTING_INGEST_STORE_H_
