// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/service_calls.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/resource/type.h"
#include "tests/scenarios/registry_calls.h"

namespace palier::scenarios {

bool Await(const std::function<bool()>& met, absl::Duration limit) {
  const absl::Time end = absl::Now() + limit;
  while (!met()) {
    if (absl::Now() > end) return false;
    absl::SleepFor(absl::Milliseconds(5));
  }
  return true;
}

google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

kpi::v1::Measurement MeasurementOf(const std::string& kpi, const std::string& event, double number,
                                   absl::Time time) {
  kpi::v1::Measurement measurement;
  measurement.set_kpi(kpi);
  measurement.set_event_id(event);
  measurement.set_number(number);
  resource::SetStandardTime(measurement, "event_time", time);
  return measurement;
}

absl::StatusOr<kpi::v1::EventLogSummary> ImportLog(const rpc::Client& client,
                                                   const std::string& project,
                                                   const std::string& bytes) {
  const auto stream = client.Stream(absl::StrCat(kIngestion, "ImportEventLog"));
  kpi::v1::ImportEventLogRequest piece;
  piece.set_parent(project);
  piece.set_profile("event-log");
  for (size_t at = 0; at == 0 || at < bytes.size(); at += 1 << 20) {
    piece.set_data(bytes.substr(at, 1 << 20));
    if (!stream->Write(piece)) break;
    piece.Clear();
  }
  stream->WritesDone();
  kpi::v1::ImportEventLogResponse response;
  kpi::v1::EventLogSummary summary;
  while (stream->Read(&response)) {
    if (response.has_summary()) summary = response.summary();
  }
  if (const absl::Status status = stream->Finish(); !status.ok()) return status;
  return summary;
}

registry::v1::Evidence AwaitEvidence(
    const rpc::Client& client, const std::string& project, const std::string& subject,
    const std::function<bool(const registry::v1::Evidence&)>& fits) {
  registry::v1::ListEvidenceRequest request;
  request.set_parent(project);
  request.set_page_size(1000);
  registry::v1::Evidence last;
  const bool came = Await([&] {
    const auto page = Unary<registry::v1::ListEvidenceResponse>(client, "ListEvidence", request);
    if (absl::IsUnavailable(page.status()))
      return false;  // back from a restart, and not yet found again
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return true;
    for (const auto& evidence : page->evidence()) {
      if (evidence.subject() == subject) last = evidence;
    }
    return last.subject() == subject && fits(last);
  });
  EXPECT_TRUE(came) << "no such evidence of " << subject
                    << "; the last: " << last.ShortDebugString();
  return last;
}

}  // namespace palier::scenarios
