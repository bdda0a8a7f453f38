// SPDX-License-Identifier: Apache-2.0
// A project of `acme` whose uses are measured: where scenarios about faults begin.
#ifndef PALIER_TESTS_SCENARIOS_MEASURED_SCENARIO_H_
#define PALIER_TESTS_SCENARIOS_MEASURED_SCENARIO_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

#include "palier/kpi/v1/kpi_service.pb.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {

inline constexpr char kProject[] = "organizations/acme/projects/quotation";
inline constexpr char kUses[] = "organizations/acme/projects/quotation/kpis/uses";

// `users/lea` manages it, `users/carl` sends measurements.
class MeasuredScenario : public ScenarioTest {
 protected:
  void SetUp() override {
    ScenarioTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    MakeOrganization(As("registry", "users/dev"), "acme",
                     {{"users/lea", api::v1::MANAGER}, {"users/carl", api::v1::CONTRIBUTOR}});
    registry::v1::Project project;
    project.set_display_name("Quotation assistant");
    MakeProject(As("registry", "users/lea"), "acme", "quotation", project);
    CreateUses();
  }

  void CreateUses() {
    kpi::v1::CreateKpiRequest request;
    request.set_parent(kProject);
    request.set_kpi_id("uses");
    request.mutable_kpi()->set_display_name("Uses");
    request.mutable_kpi()->set_unit("uses");
    request.mutable_kpi()->set_direction(kpi::v1::Kpi::INCREASE);
    request.mutable_kpi()->set_category(kpi::v1::Kpi::ADOPTION);
    request.mutable_kpi()->set_semantics(kpi::v1::Kpi::DELTA);
    request.mutable_kpi()->set_aggregation(kpi::v1::Kpi::SUM);
    const auto made = Unary<kpi::v1::Kpi>(As("kpi", "users/lea"), "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  // All measurements of the KPI: how many, and their sum.
  std::pair<int64_t, double> Total() {
    kpi::v1::QueryKpiRequest request;
    request.set_name(kUses);
    request.set_unit(kpi::v1::MONTH);
    absl::StatusOr<kpi::v1::QueryKpiResponse> answer;
    // A service that has just come back is not connected to at once.
    Await([&] {
      answer = Unary<kpi::v1::QueryKpiResponse>(As("kpi", "users/lea"), "QueryKpi", request);
      return !absl::IsUnavailable(answer.status());
    });
    EXPECT_TRUE(answer.ok()) << answer.status();
    std::pair<int64_t, double> total{0, 0};
    if (!answer.ok() || answer->series().empty()) return total;
    for (const auto& point : answer->series(0).points()) {
      total.first += point.measurement_count();
      total.second += point.value();
    }
    return total;
  }
};

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_MEASURED_SCENARIO_H_
