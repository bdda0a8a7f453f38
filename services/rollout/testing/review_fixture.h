// SPDX-License-Identifier: Apache-2.0
// The firm's roll-out with its first wave started, its reviews, and KPIs to judge milestones by.
#ifndef PALIER_ROLLOUT_TESTING_REVIEW_FIXTURE_H_
#define PALIER_ROLLOUT_TESTING_REVIEW_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {

inline constexpr char kLeadTime[] = "organizations/firm/projects/quotation/kpis/lead-time";

inline absl::TimeZone Paris() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Paris", &zone));
  return zone;
}

inline std::string ReviewName(const std::string& id) {
  return absl::StrCat(kRollout, "/reviews/", id);
}

inline std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  for (const auto& violation : detail.field_violations()) fields.push_back(violation.subject());
  return fields;
}

class ReviewFixture : public RolloutFixture {
 protected:
  void StartFirstWave() {
    MakeReady();
    const auto wave = Start("users/abe", 1);
    ASSERT_TRUE(wave.ok()) << wave.status();
  }
  void SetDay(absl::CivilDay day) { SetTime(absl::FromCivil(absl::CivilHour(day) + 10, Paris())); }

  std::vector<v1::Review> Reviews(const std::string& filter = "") {
    v1::ListReviewsRequest request;
    request.set_parent(kRollout);
    request.set_filter(filter);
    request.set_order_by("due_time");
    request.set_page_size(1000);
    const auto response = Call<v1::ListReviewsResponse>("users/vic", "ListReviews", request);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return {};
    return {response->reviews().begin(), response->reviews().end()};
  }
  std::vector<std::string> Ids(const std::string& filter = "") {
    std::vector<std::string> ids;
    for (const v1::Review& review : Reviews(filter)) {
      ids.push_back(review.name().substr(review.name().rfind('/') + 1));
    }
    return ids;
  }
  // Until the background round has made it.
  void AwaitReview(const std::string& id) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    v1::GetReviewRequest request;
    request.set_name(ReviewName(id));
    auto review = Call<v1::Review>("users/vic", "GetReview", request);
    while (!review.ok() && absl::Now() < deadline) {
      absl::SleepFor(absl::Milliseconds(50));
      review = Call<v1::Review>("users/vic", "GetReview", request);
    }
    ASSERT_TRUE(review.ok()) << review.status();
  }

  static v1::CompleteReviewRequest Closing(const std::string& id) {
    v1::CompleteReviewRequest request;
    request.set_name(ReviewName(id));
    return request;
  }
  absl::StatusOr<v1::Review> Close(const std::string& id, v1::Review::Decision decision,
                                   const std::string& reason, const std::string& request_id = "") {
    v1::CompleteReviewRequest request = Closing(id);
    request.set_decision(decision);
    request.set_reason(reason);
    request.set_request_id(request_id);
    return Call<v1::Review>("users/mia", "CompleteReview", request);
  }
  absl::StatusOr<v1::Review> Close(const v1::CompleteReviewRequest& request) {
    return Call<v1::Review>("users/mia", "CompleteReview", request);
  }

  void MakeKpi(const std::string& id, kpi::v1::Kpi::Category category,
               kpi::v1::Kpi::Direction direction) {
    kpi::v1::CreateKpiRequest request;
    request.set_parent(kProject);
    request.set_kpi_id(id);
    request.mutable_kpi()->set_display_name(id);
    request.mutable_kpi()->set_unit("d");
    request.mutable_kpi()->set_decimals(2);
    request.mutable_kpi()->set_direction(direction);
    request.mutable_kpi()->set_category(category);
    const auto made = Call<kpi::v1::Kpi>("users/mia", "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void Measure(const std::string& kpi, absl::CivilDay day, double value) {
    kpi::v1::IngestMeasurementsRequest request;
    request.set_parent(kProject);
    request.set_source("erp");
    kpi::v1::Measurement& measured = *request.add_measurements();
    measured.set_kpi(kpi);
    measured.set_event_id(absl::StrCat(kpi, absl::FormatCivilTime(day)));
    measured.set_number(value);
    resource::SetStandardTime(measured, "event_time",
                              absl::FromCivil(absl::CivilHour(day) + 12, Paris()));
    const auto taken =
        Call<kpi::v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", request);
    ASSERT_TRUE(taken.ok()) << taken.status();
    ASSERT_EQ(taken->counts().accepted_count(), 1);
  }
  absl::StatusOr<v1::Milestone> Set(const std::string& id, double value, absl::CivilDay due,
                                    const std::string& kpi = kLeadTime) {
    v1::CreateMilestoneRequest request;
    request.set_parent(kRollout);
    request.set_milestone_id(id);
    request.mutable_milestone()->set_display_name(id);
    request.mutable_milestone()->set_kpi(kpi);
    request.mutable_milestone()->set_value(value);
    *request.mutable_milestone()->mutable_due_date() = ToDate(due);
    return Call<v1::Milestone>("users/mia", "CreateMilestone", request);
  }
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_TESTING_REVIEW_FIXTURE_H_
