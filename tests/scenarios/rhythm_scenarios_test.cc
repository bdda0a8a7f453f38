// SPDX-License-Identifier: Apache-2.0
// Nobody runs the roll-out service for two years in which a roll-out went on; then several do, one
// of them killed: each review is there exactly once, and the next wave waits for those of the past.
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "rollout/client/operations.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/wave_firm.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

constexpr char kRollout[] = "organizations/acme/rollouts/tool";
constexpr absl::Duration kPatience = absl::Seconds(60);

absl::TimeZone Paris() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Paris", &zone));
  return zone;
}

absl::Time MorningOf(absl::CivilDay day) {
  return absl::FromCivil(absl::CivilHour(day) + 9, Paris());
}

class RhythmScenario : public ScenarioTest {
 protected:
  void Configure(WorldOptions& options) override {
    options.now = MorningOf(absl::CivilDay(2026, 3, 9));
  }

  // The first wave started on 9 March 2026.
  void StartFirstWave() {
    const WaveFirm firm(world(), 1);
    ASSERT_TRUE(WaveFirm::CreateRollout(As("rollout", "users/p0"), "tool", 0).ok());
    rollout::v1::PlanWavesRequest plan;
    plan.set_name(kRollout);
    const auto planned = rollout::PlanWavesAndWait(As("rollout", "users/p0"), plan);
    ASSERT_TRUE(planned.ok()) << planned.status();
    ASSERT_TRUE(
        RecordDrill(As("registry", "users/p0"), WaveFirm::kProject, absl::CivilDay(2026, 3, 1))
            .ok());
    const auto started = Start(1);
    ASSERT_TRUE(started.ok()) << started.status();
  }
  absl::StatusOr<rollout::v1::Wave> Start(int number) {
    rollout::v1::StartWaveRequest start;
    start.set_name(absl::StrCat(kRollout, "/waves/wave-", number));
    return Unary<rollout::v1::Wave>(As("rollout", "users/a0"), "StartWave", start);
  }

  std::vector<rollout::v1::Review> MonthlyReviews() {
    rollout::v1::ListReviewsRequest request;
    request.set_parent(kRollout);
    request.set_filter("kind = \"MONTHLY_REVIEW\"");
    request.set_order_by("due_time");
    const auto list =
        Unary<rollout::v1::ListReviewsResponse>(As("rollout", "users/p0"), "ListReviews", request);
    if (!list.ok()) return {};
    return {list->reviews().begin(), list->reviews().end()};
  }
  // Until the one of that month is there.
  std::vector<std::string> AwaitMonth(const std::string& month) {
    std::vector<std::string> ids;
    for (const absl::Time deadline = absl::Now() + kPatience; absl::Now() < deadline;) {
      ids.clear();
      for (const rollout::v1::Review& review : MonthlyReviews()) {
        ids.push_back(review.name().substr(review.name().rfind('/') + 1));
      }
      if (std::count(ids.begin(), ids.end(), "monthly-" + month) > 0) break;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return ids;
  }
};

TEST_P(RhythmScenario, AfterALongTimeWithoutTheServiceEachReviewIsThereOnce) {
  StartFirstWave();
  const size_t planned = MonthlyReviews().size();
  ASSERT_GT(planned, 0u);
  world().StopService("rollout");
  const int years = 2;  // beyond the end of any plan
  world().SetTime(MorningOf(absl::CivilDay(2026 + years, 8, 9)));
  ASSERT_TRUE(world().RestartService("rollout").ok());
  if (GetParam().second == StoreKind::kPostgres) {
    ASSERT_TRUE(world().StartReplica("rollout").ok());
    ASSERT_TRUE(world().StartReplica("rollout").ok());
  }
  ASSERT_TRUE(world().KillAndRestart("rollout").ok());
  const std::vector<std::string> ids = AwaitMonth(absl::StrCat(2026 + years, "-09"));
  // April 2026 to September 2028, in order.
  ASSERT_EQ(ids.size(), 30u);
  for (size_t i = 0; i < ids.size(); ++i) {
    EXPECT_EQ(ids[i], "monthly-" + absl::FormatCivilTime(absl::CivilMonth(2026, 4) + i));
  }
  const std::vector<rollout::v1::Review> reviews = MonthlyReviews();
  const auto overdue = std::count_if(reviews.begin(), reviews.end(), [](const auto& review) {
    return review.state() == rollout::v1::Review::OVERDUE;
  });
  EXPECT_EQ(overdue, 28);
  const error::v1::ErrorDetail detail = status::DetailOf(Start(2).status());
  EXPECT_TRUE(
      std::any_of(detail.precondition_violations().begin(), detail.precondition_violations().end(),
                  [](const auto& violation) { return violation.type() == "REVIEW_OVERDUE"; }));
}

INSTANTIATE_TEST_SUITE_P(
    Worlds, RhythmScenario,
    ::testing::Values(std::make_pair(Topology::kDistributed, StoreKind::kSqlite),
                      std::make_pair(Topology::kDistributed, StoreKind::kPostgres)),
    WorldName);

}  // namespace
}  // namespace palier::scenarios
