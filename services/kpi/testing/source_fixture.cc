// SPDX-License-Identifier: Apache-2.0
#include "kpi/testing/source_fixture.h"

#include <google/protobuf/text_format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

std::string SourceName(const std::string& id) {
  return absl::StrCat(kFirm, "/sources/", id);
}

}  // namespace

v1::Kpi SourceFixture::AmountIn(const std::string& unit, int decimals) {
  v1::Kpi kpi;
  kpi.set_display_name("Amount");
  kpi.set_unit(unit);
  kpi.set_direction(v1::Kpi::INCREASE);
  kpi.set_category(v1::Kpi::ADOPTION);
  kpi.set_decimals(decimals);
  kpi.set_semantics(v1::Kpi::DELTA);
  return kpi;
}

v1::Source SourceFixture::Parsed(const std::string& text) {
  v1::Source source;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &source));
  return source;
}

std::string SourceFixture::ReadData(const std::string& path) {
  const char* data = std::getenv("PALIER_TEST_DATA");
  std::ifstream file(absl::StrCat(data == nullptr ? "" : data, "/", path));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

absl::StatusOr<v1::Source> SourceFixture::CreateSource(const std::string& id,
                                                       const v1::Source& source,
                                                       const std::string& principal) {
  v1::CreateSourceRequest request;
  request.set_parent(kFirm);
  request.set_source_id(id);
  *request.mutable_source() = source;
  return Call<v1::Source>(principal, "CreateSource", request);
}

absl::StatusOr<v1::Source> SourceFixture::ReplaceSource(const std::string& id,
                                                        const v1::Source& source) {
  v1::UpdateSourceRequest request;
  *request.mutable_source() = source;
  request.mutable_source()->set_name(SourceName(id));
  return Call<v1::Source>("users/mia", "UpdateSource", request);
}

absl::StatusOr<v1::IngestRecordsResponse> SourceFixture::SendRecords(const std::string& id,
                                                                     const std::string& data) {
  v1::IngestRecordsRequest request;
  request.set_name(SourceName(id));
  request.set_data(data);
  return Call<v1::IngestRecordsResponse>("users/carl", "IngestRecords", request);
}

absl::StatusOr<v1::DryRunSourceResponse> SourceFixture::DryRun(const std::string& id,
                                                               const std::string& data,
                                                               const std::string& language) {
  v1::DryRunSourceRequest request;
  request.set_name(SourceName(id));
  request.set_data(data);
  return Call<v1::DryRunSourceResponse>("users/carl", "DryRunSource", request, language);
}

v1::ListQuarantinedMeasurementsResponse SourceFixture::Kept(const std::string& parent) {
  v1::ListQuarantinedMeasurementsRequest request;
  request.set_parent(parent);
  const auto kept = Call<v1::ListQuarantinedMeasurementsResponse>(
      "users/carl", "ListQuarantinedMeasurements", request);
  EXPECT_TRUE(kept.ok()) << kept.status();
  return kept.ok() ? *kept : v1::ListQuarantinedMeasurementsResponse();
}

v1::ReplayQuarantineResponse SourceFixture::Replay(const std::string& parent) {
  v1::ReplayQuarantineRequest request;
  request.set_parent(parent);
  request.set_page_size(1000);
  v1::ReplayQuarantineResponse all;
  do {
    const auto page = Call<v1::ReplayQuarantineResponse>("users/carl", "ReplayQuarantine", request);
    EXPECT_TRUE(page.ok()) << page.status();
    if (!page.ok()) return all;
    all.set_tried_count(all.tried_count() + page->tried_count());
    all.set_released_count(all.released_count() + page->released_count());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return all;
}

std::vector<std::string> SourceFixture::Series(const std::string& kpi, v1::PeriodUnit unit,
                                               const std::string& project) {
  v1::QueryKpiRequest request;
  request.set_name(absl::StrCat(project, "/kpis/", kpi));
  request.set_unit(unit);
  const auto answer = Call<v1::QueryKpiResponse>("services/reporting", "QueryKpi", request);
  EXPECT_TRUE(answer.ok()) << answer.status();
  std::vector<std::string> series;
  if (!answer.ok() || answer->series().empty()) return series;
  for (const auto& point : answer->series(0).points()) {
    series.push_back(absl::StrCat(point.label(), " ", point.decimal()));
  }
  return series;
}

}  // namespace palier::kpi
