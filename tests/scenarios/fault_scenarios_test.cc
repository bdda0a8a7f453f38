// SPDX-License-Identifier: Apache-2.0
// Processes die and peers are away: what was acknowledged is there once, and callers are told what
// is the matter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <deque>
#include <thread>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/auth.h"
#include "common/status/error.h"
#include "tests/scenarios/measured_scenario.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

constexpr int kPerBatch = 20;
constexpr size_t kBatchesInFlight = 4;

// A sender that gives up only when it ends: what is not acknowledged goes out again. Measurement i
// is the event `i` with the value i + 1, so that the sum tells which are there.
class Sender {
 public:
  explicit Sender(const rpc::Client& client) : client_(client), thread_([this] { Run(); }) {}
  // What is not acknowledged by then goes out no more.
  ~Sender() {
    abandoned_ = true;
    Finish();
  }

  // Batches acknowledged so far.
  int64_t acknowledged() const { return acknowledged_; }
  // Makes no new batch; returns when every one is acknowledged. The number of batches.
  int64_t Finish() {
    finishing_ = true;
    if (thread_.joinable()) thread_.join();
    return next_;
  }
  // Batches that were sent again, and measurements that were durable before they were acknowledged.
  // After Finish.
  int64_t retries() const { return retries_; }
  int64_t duplicates() const { return duplicates_; }

  static kpi::v1::IngestMeasurementStreamRequest Batch(int64_t number) {
    kpi::v1::IngestMeasurementStreamRequest batch;
    batch.set_parent(kProject);
    batch.set_source("erp");
    batch.set_sequence(number);
    const absl::Time start = absl::FromUnixSeconds(1767600000);  // January 2026
    for (int64_t i = number * kPerBatch; i < (number + 1) * kPerBatch; ++i) {
      *batch.add_measurements() = MeasurementOf("uses", absl::StrCat(i), static_cast<double>(i + 1),
                                                start + (i % 40'000) * absl::Minutes(7));
    }
    return batch;
  }

 private:
  bool Going() const { return !abandoned_ && (!finishing_ || !pending_.empty()); }
  void Run() {
    while (Going()) SendAndHear();
  }
  void SendAndHear() {
    while (!finishing_ && pending_.size() < kBatchesInFlight) pending_.push_back(next_++);
    rpc::CallOptions options;
    options.deadline = absl::Now() + absl::Seconds(20);
    const auto stream =
        client_.Stream(absl::StrCat(kIngestion, "IngestMeasurementStream"), options);
    // A stream goes on with new batches while it lives: the next ones go out before the last are
    // acknowledged.
    size_t sent = 0;
    kpi::v1::IngestMeasurementStreamResponse answer;
    while (!abandoned_ && !pending_.empty()) {
      while (sent < pending_.size() && stream->Write(Batch(pending_[sent]))) ++sent;
      if (sent == 0 || !stream->Read(&answer) || answer.sequence() != pending_.front()) break;
      pending_.pop_front();
      --sent;
      ++acknowledged_;
      duplicates_ += answer.counts().duplicate_count();
      if (!finishing_ && pending_.size() < kBatchesInFlight) pending_.push_back(next_++);
    }
    retries_ += static_cast<int64_t>(sent);
    stream->Cancel();
  }

  const rpc::Client& client_;
  std::atomic<bool> finishing_{false};
  std::atomic<bool> abandoned_{false};
  std::atomic<int64_t> acknowledged_{0};
  int64_t next_ = 0;
  int64_t retries_ = 0;
  int64_t duplicates_ = 0;
  // Made and not acknowledged, in order.
  std::deque<int64_t> pending_;
  std::thread thread_;
};

using KillScenario = MeasuredScenario;

// By hand 200, with PALIER_KILLS.
int Kills() {
  const char* wanted = std::getenv("PALIER_KILLS");
  return wanted == nullptr ? 20 : std::atoi(wanted);
}

TEST_P(KillScenario, WhatWasAcknowledgedIsThereOnce) {
  const auto& carl = As("kpi", "users/carl");
  int64_t batches = 0;
  {
    Sender sender(carl);
    absl::BitGen random;
    ASSERT_GT(Kills(), 0);
    std::vector<absl::Duration> restarts;
    for (int kill = 0; kill < Kills(); ++kill) {
      const int64_t before = sender.acknowledged();
      ASSERT_TRUE(Await([&] { return sender.acknowledged() > before; }))
          << "after " << kill << " kills";
      // Anywhere in the middle of what it does.
      absl::SleepFor(absl::Milliseconds(absl::Uniform(random, 5, 500)));
      const absl::Time killed = absl::Now();
      const absl::Status restarted = world().KillAndRestart("kpi");
      ASSERT_TRUE(restarted.ok()) << restarted;
      restarts.push_back(absl::Now() - killed);
    }
    std::sort(restarts.begin(), restarts.end());
    RecordProperty("kills", absl::StrCat(restarts.size()));
    RecordProperty("restart, p99",
                   absl::FormatDuration(restarts[(restarts.size() * 99 + 99) / 100 - 1]));
    batches = sender.Finish();
    EXPECT_EQ(sender.acknowledged(), batches);
    EXPECT_GT(sender.retries(), 0) << "no kill came in the middle of anything";
    RecordProperty("batches", absl::StrCat(batches, ", sent again ", sender.retries()));
    RecordProperty("durable before acknowledged", absl::StrCat(sender.duplicates()));
  }
  const int64_t count = batches * kPerBatch;
  EXPECT_EQ(Total(),
            (std::pair<int64_t, double>(count, static_cast<double>(count * (count + 1) / 2))));

  // Each one by its own: the store knows them all, and nothing is counted again.
  const auto stream = carl.Stream(absl::StrCat(kIngestion, "IngestMeasurementStream"));
  for (int64_t number = 0; number < batches; ++number) {
    ASSERT_TRUE(stream->Write(Sender::Batch(number)));
    kpi::v1::IngestMeasurementStreamResponse answer;
    ASSERT_TRUE(stream->Read(&answer));
    ASSERT_EQ(answer.counts().duplicate_count(), kPerBatch) << number;
  }
  stream->WritesDone();
  EXPECT_EQ(stream->Finish(), absl::OkStatus());
  EXPECT_EQ(Total().first, count);
  AwaitEvidence(
      As("registry", "users/lea"), kProject, kUses,
      [&](const registry::v1::Evidence& one) { return one.kpi().measurement_count() == count; });
}

using PeerScenario = MeasuredScenario;

TEST_P(PeerScenario, CallersAreToldThatTheRegistryIsAway) {
  kpi::v1::GetKpiRequest kpi;
  kpi.set_name(kUses);
  reporting::v1::GetPortfolioRequest portfolio;
  portfolio.set_name("organizations/acme/portfolio");
  const auto ask = [&](const std::string& service, const std::string& language) {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, "users/lea"}, {"accept-language", language}};
    options.attempts = 1;
    const rpc::Client client(rpc::Connect(world().AddressOf(service)), options);
    return service == "kpi"
               ? Unary<kpi::v1::Kpi>(client, "GetKpi", kpi).status()
               : Unary<reporting::v1::Portfolio>(client, "GetPortfolio", portfolio).status();
  };
  for (const char* service : {"kpi", "reporting"})
    ASSERT_EQ(ask(service, "en"), absl::OkStatus()) << service;

  world().StopService("registry");
  for (const char* service : {"kpi", "reporting"}) {
    // What is known of a caller's roles is believed for a second.
    EXPECT_TRUE(Await([&] { return !ask(service, "en").ok(); })) << service;
    for (const auto& [language, sentence] :
         {std::pair("en", "The service registry cannot be reached."),
          std::pair("fr", "Le service registry est injoignable.")}) {
      const absl::Status status = ask(service, language);
      EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << service << ": " << status;
      EXPECT_EQ(status::ReasonOf(status), error::v1::PEER_UNAVAILABLE) << service << ": " << status;
      EXPECT_THAT(status::DetailOf(status).metadata(), Contains(Pair("service", "registry")))
          << service;
      EXPECT_THAT(status::DetailOf(status).fr(), HasSubstr(sentence))
          << service << " in " << language;
    }
  }

  ASSERT_TRUE(world().RestartService("registry").ok());
  for (const char* service : {"kpi", "reporting"}) {
    absl::Status last;
    EXPECT_TRUE(Await([&] { return (last = ask(service, "en")).ok(); }, absl::Seconds(15)))
        << service << ": " << last;
  }
}

// What kpi knows and the registry could not hear while it was away arrives when it is back.
TEST_P(PeerScenario, EvidenceWaitsForTheRegistry) {
  kpi::v1::IngestMeasurementsRequest request;
  request.set_parent(kProject);
  *request.add_measurements() = MeasurementOf("uses", "1", 1, absl::Now());
  const auto& carl = As("kpi", "users/carl");
  ASSERT_TRUE(Unary<kpi::v1::IngestMeasurementsResponse>(carl, "IngestMeasurements", request).ok());
  world().StopService("registry");
  // Until carl's roles have run out, which takes as long as kpi waits before it tells the registry.
  EXPECT_TRUE(Await([&] {
    return !Unary<kpi::v1::IngestMeasurementsResponse>(carl, "IngestMeasurements", request).ok();
  }));
  ASSERT_TRUE(world().RestartService("registry").ok());
  AwaitEvidence(
      As("registry", "users/lea"), kProject, kUses,
      [](const registry::v1::Evidence& one) { return one.kpi().measurement_count() == 1; });
}

class DrainScenario : public MeasuredScenario {
 protected:
  void Configure(WorldOptions& options) override { options.drain_delay = absl::Milliseconds(500); }
};

// Two registries on one store, and one of them stops and starts while people read: no call fails,
// without a retry.
TEST_P(DrainScenario, AReplicaThatStopsAndComesBackFailsNoCall) {
  const auto replica = world().StartReplica("registry");
  ASSERT_TRUE(replica.ok()) << replica.status();
  rpc::ClientOptions options;
  options.headers = {{rpc::kPrincipalKey, "users/lea"}};
  options.attempts = 1;
  const rpc::Client client(
      rpc::Connect(absl::StrCat("ipv4:", world().AddressOf("registry"), ",", *replica)), options);
  std::atomic<bool> stopping{false};
  std::atomic<int64_t> calls{0}, failures{0};
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      registry::v1::GetProjectRequest get;
      get.set_name(kProject);
      while (!stopping) {
        const absl::Status status =
            Unary<registry::v1::Project>(client, "GetProject", get).status();
        ++calls;
        if (!status.ok() && ++failures == 1) ADD_FAILURE() << status;
      }
    });
  }
  const auto go_on = [&] {
    const int64_t goal = calls + 500;
    EXPECT_TRUE(Await([&] { return calls >= goal; }));
  };
  go_on();
  world().StopService("registry");
  go_on();
  EXPECT_TRUE(world().RestartService("registry").ok());
  go_on();
  stopping = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(failures, 0) << "of " << calls;
}

INSTANTIATE_TEST_SUITE_P(Worlds, KillScenario,
                         ::testing::Values(std::pair(Topology::kPalierd, StoreKind::kSqlite),
                                           std::pair(Topology::kDistributed, StoreKind::kPostgres)),
                         WorldName);
INSTANTIATE_TEST_SUITE_P(Worlds, PeerScenario,
                         ::testing::Values(std::pair(Topology::kDistributed, StoreKind::kSqlite)),
                         WorldName);

INSTANTIATE_TEST_SUITE_P(Worlds, DrainScenario,
                         ::testing::Values(std::pair(Topology::kDistributed, StoreKind::kPostgres)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
