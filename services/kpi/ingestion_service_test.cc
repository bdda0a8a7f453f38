// SPDX-License-Identifier: Apache-2.0
// What is sent, what becomes of it, and what is kept aside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <set>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"

namespace palier::kpi {
namespace {

using status::ReasonOf;
using ::testing::ElementsAre;

constexpr absl::CivilDay kMarch2(2026, 3, 2);

using IngestionServiceTest = KpiFixture;

TEST_F(IngestionServiceTest, WhatCannotBeTakenIsQuarantinedWithItsReasonAndNothingIsLost) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  v1::Measurement no_value = Of("lead-time", "a", 1, kMarch2);
  no_value.clear_value();
  v1::Measurement no_event = Of("lead-time", "", 1, kMarch2);
  v1::Measurement no_time = Of("lead-time", "b", 1, kMarch2);
  no_time.clear_event_time();
  v1::Measurement text = Of("lead-time", "c", 1, kMarch2);
  text.set_decimal("many");
  const std::vector<std::pair<v1::Measurement, error::v1::ErrorReason>> cases = {
      {Of("nothing", "1", 1, kMarch2), error::v1::UNKNOWN_KPI},
      {Of("lead-time", "2", 1001, kMarch2), error::v1::VALUE_OUT_OF_RANGE},
      {Of("lead-time", "3", -0.01, kMarch2), error::v1::VALUE_OUT_OF_RANGE},
      {Of("lead-time", "6", 1, absl::CivilDay(2099, 1, 1)), error::v1::INVALID_TIME},
      {no_time, error::v1::INVALID_TIME},
      {no_value, error::v1::INVALID_FIELDS},
      {no_event, error::v1::INVALID_FIELDS},
      {text, error::v1::INVALID_FIELDS},
      {Of("lead-time", std::string(300, 'x'), 1, kMarch2), error::v1::INVALID_FIELDS},
  };
  std::vector<v1::Measurement> sent;
  for (const auto& [measurement, reason] : cases) sent.push_back(measurement);
  sent.push_back(Of("lead-time", "good", 9, kMarch2));
  const auto response = Ingest(sent);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->counts().accepted_count(), 1);
  ASSERT_EQ(response->refusals_size(), static_cast<int>(cases.size()));
  for (int i = 0; i < response->refusals_size(); ++i) {
    EXPECT_EQ(response->fates(i), v1::QUARANTINED);
    EXPECT_EQ(response->refusals(i).index(), i);
    EXPECT_EQ(response->refusals(i).reason(),
              error::v1::ErrorReason_Name(cases[static_cast<size_t>(i)].second));
    EXPECT_FALSE(response->refusals(i).message().empty());
  }
  const auto kept = Quarantine();
  EXPECT_EQ(kept.measurements_size(), static_cast<int>(cases.size()));
  EXPECT_EQ(kept.counts_by_reason().at("VALUE_OUT_OF_RANGE"), 2);
  EXPECT_EQ(Quarantine("UNKNOWN_KPI").measurements(0).measurement().event_id(), "1");
  ASSERT_TRUE(Ingest(sent).ok());
  EXPECT_EQ(Quarantine().measurements_size(), static_cast<int>(cases.size())) << "each once";
}

TEST_F(IngestionServiceTest, NumbersThatAreNoneNeverCount) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  const std::vector<v1::Measurement> sent = {
      Of("lead-time", "good", 9, kMarch2),
      Of("lead-time", "1", std::nan(""), kMarch2),
      Of("lead-time", "2", -std::numeric_limits<double>::infinity(), kMarch2),
      Of("lead-time", std::string("z\0z", 3), 1, kMarch2),
  };
  const auto refused = Ingest(sent);
  EXPECT_EQ(ReasonOf(refused.status()), error::v1::INVALID_FIELDS);
  const error::v1::ErrorDetail detail = status::DetailOf(refused.status());
  ASSERT_EQ(detail.field_violations_size(), 3);
  EXPECT_EQ(detail.field_violations(0).subject(), "measurements[1].number");
  EXPECT_EQ(Query("lead-time", v1::DAY)->series(0).points_size(), 0);

  auto stream = As("users/carl").Stream("palier.kpi.v1.IngestionService/IngestMeasurementStream");
  v1::IngestMeasurementStreamRequest request;
  request.set_parent(kProject);
  ASSERT_TRUE(stream->Write(request));
  for (const v1::Measurement& measurement : sent) *request.add_measurements() = measurement;
  ASSERT_TRUE(stream->Write(request));
  v1::IngestMeasurementStreamResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_THAT(response.fates(),
              ElementsAre(v1::ACCEPTED, v1::QUARANTINED, v1::QUARANTINED, v1::QUARANTINED));
  stream->WritesDone();
  EXPECT_EQ(stream->Finish(), absl::OkStatus());
  EXPECT_EQ(Quarantine().measurements_size(), 3);
}

TEST_F(IngestionServiceTest, ReasonsComeInTheCallersLanguage) {
  const auto french = Ingest({Of("rien", "1", 1, kMarch2)}, "fr");
  ASSERT_TRUE(french.ok()) << french.status();
  EXPECT_EQ(french->refusals(0).message(), "Il n'existe pas de KPI rien.");
}

TEST_F(IngestionServiceTest, TheQuarantineIsListedInPages) {
  std::vector<v1::Measurement> sent;
  for (int i = 0; i < 25; ++i) sent.push_back(Of("nothing", absl::StrCat(i), 1, kMarch2));
  ASSERT_TRUE(Ingest(sent).ok());
  v1::ListQuarantinedMeasurementsRequest request;
  request.set_parent(kProject);
  request.set_page_size(10);
  std::set<std::string> names;
  std::vector<int> sizes;
  do {
    const auto page = Call<v1::ListQuarantinedMeasurementsResponse>(
        "users/carl", "ListQuarantinedMeasurements", request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& row : page->measurements()) names.insert(row.name());
    sizes.push_back(page->measurements_size());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(sizes, ElementsAre(10, 10, 5));
  EXPECT_EQ(names.size(), 25u);
}

TEST_F(IngestionServiceTest, AStreamIsAcknowledgedBatchByBatch) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  auto stream = As("users/carl").Stream("palier.kpi.v1.IngestionService/IngestMeasurementStream");
  v1::IngestMeasurementStreamRequest request;
  request.set_parent(kProject);
  request.set_source("erp");
  for (int batch = 1; batch <= 3; ++batch) {
    request.set_sequence(batch);
    request.clear_measurements();
    *request.add_measurements() = Of("lead-time", absl::StrCat(batch), batch, kMarch2);
    *request.add_measurements() = Of("lead-time", "same", 5, kMarch2);
    ASSERT_TRUE(stream->Write(request));
    v1::IngestMeasurementStreamResponse response;
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.sequence(), batch);
    EXPECT_EQ(response.counts().accepted_count(), batch == 1 ? 2 : 1);
    // What is acknowledged is there.
    EXPECT_EQ(Query("lead-time", v1::DAY)->series(0).points(0).measurement_count(), batch + 1);
  }
  stream->WritesDone();
  v1::IngestMeasurementStreamResponse none;
  EXPECT_FALSE(stream->Read(&none));
  EXPECT_EQ(stream->Finish(), absl::OkStatus());
}

TEST_F(IngestionServiceTest, AStreamKeepsItsProject) {
  auto stream = As("users/carl").Stream("palier.kpi.v1.IngestionService/IngestMeasurementStream");
  v1::IngestMeasurementStreamRequest request;
  request.set_parent(kProject);
  ASSERT_TRUE(stream->Write(request));
  request.set_parent("organizations/other/projects/theirs");
  *request.add_measurements() = Of("lead-time", "1", 1, kMarch2);
  stream->Write(request);
  stream->WritesDone();
  v1::IngestMeasurementStreamResponse none;
  EXPECT_FALSE(stream->Read(&none));
  EXPECT_EQ(ReasonOf(stream->Finish()), error::v1::INVALID_FIELDS);
}

using IngestionOnPostgresTest = OnPostgres<KpiFixture>;

TEST_F(IngestionOnPostgresTest, SendersOfOneProjectAllGetThrough) {
  ASSERT_TRUE(Create("lead-time", LeadTime()).ok());
  As("users/carl");  // made before the threads
  std::atomic<int64_t> accepted{0};
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 8; ++sender) {
    senders.emplace_back([&] {
      for (int batch = 0; batch < 10; ++batch) {
        std::vector<v1::Measurement> sent;
        for (int i = 0; i < 10; ++i) {
          sent.push_back(Of("lead-time", absl::StrCat(batch, "-", i), i, kMarch2));
        }
        const auto response = Ingest(sent);
        EXPECT_TRUE(response.ok()) << response.status();
        if (response.ok()) accepted += response->counts().accepted_count();
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  EXPECT_EQ(accepted, 100);
  const auto days = Query("lead-time", v1::DAY);
  ASSERT_TRUE(days.ok()) << days.status();
  EXPECT_EQ(days->series(0).points(0).measurement_count(), 100);
  EXPECT_EQ(days->series(0).points(0).decimal(), "4.50");
}

}  // namespace
}  // namespace palier::kpi
