// SPDX-License-Identifier: Apache-2.0
// A company with one business case.
#ifndef PALIER_REPORTING_TESTING_CASE_FIXTURE_H_
#define PALIER_REPORTING_TESTING_CASE_FIXTURE_H_

#include <gtest/gtest.h>

#include <string>

#include "palier/registry/v1/promise_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/case_service.pb.h"
#include "reporting/testing/company.h"

namespace palier::reporting {

inline constexpr char kCase[] = "organizations/acme/projects/assistant/businessCases/case";

inline google::type::Money Euros(int64_t units, const std::string& currency = "EUR") {
  google::type::Money money;
  money.set_units(units);
  money.set_currency_code(currency);
  return money;
}

class CaseFixture : public ::testing::Test {
 protected:
  CaseFixture() {
    registry::v1::CreateProjectRequest project;
    project.set_parent("organizations/acme");
    project.set_project_id("assistant");
    project.mutable_project()->set_display_name("Assistant");
    EXPECT_TRUE(company_.Registry<registry::v1::Project>("CreateProject", project).ok());
    // Of a year: -10,000, then 3,000, 4,200 and 6,800.
    case_.set_display_name("Case");
    *case_.mutable_start_date() = Day(2026, 1, 1);
    case_.set_horizon_years(4);
    AddCost(registry::v1::CostLine::INTEGRATION, 1, Euros(9600));
    for (const auto category :
         {registry::v1::CostLine::SERVING, registry::v1::CostLine::MONITORING,
          registry::v1::CostLine::RETRAINING, registry::v1::CostLine::MAINTENANCE})
      AddCost(category, 1, Euros(100));
    AddGain("hours", 2, Euros(3000));
    AddGain("hours", 3, Euros(4000));
    AddGain("errors", 3, Euros(200));
    AddGain("hours", 4, Euros(6800));
  }

  void AddCost(registry::v1::CostLine::Category category, int year,
               const google::type::Money& amount) {
    registry::v1::CaseCost& cost = *case_.add_costs();
    cost.set_category(category);
    cost.set_year(year);
    *cost.mutable_amount() = amount;
  }
  void AddGain(const std::string& kpi, int year, const google::type::Money& amount) {
    registry::v1::CaseGain& gain = *case_.add_gains();
    gain.set_kpi(kpi);
    gain.set_year(year);
    *gain.mutable_amount() = amount;
  }
  void Store() {
    registry::v1::CreateBusinessCaseRequest request;
    request.set_parent("organizations/acme/projects/assistant");
    request.set_business_case_id("case");
    *request.mutable_business_case() = case_;
    const auto made = company_.Registry<registry::v1::BusinessCase>("CreateBusinessCase", request);
    ASSERT_TRUE(made.ok()) << made.status();
    case_ = *made;
  }
  static v1::ReportBusinessCaseRequest RequestAt(int rate_permille) {
    v1::ReportBusinessCaseRequest request;
    request.set_name(kCase);
    request.set_discount_rate_permille(rate_permille);
    return request;
  }
  absl::StatusOr<v1::BusinessCaseReport> Ask(const v1::ReportBusinessCaseRequest& request,
                                             const std::string& language = "en") {
    return company_.As("users/dev", language)
        ->Unary<v1::BusinessCaseReport>(rpc::MethodPath("ReportBusinessCase", request), request);
  }
  v1::BusinessCaseReport AtTenPercent() {
    const auto report = Ask(RequestAt(100));
    EXPECT_TRUE(report.ok()) << report.status();
    return report.value_or(v1::BusinessCaseReport());
  }

  const Company company_;
  registry::v1::BusinessCase case_;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_TESTING_CASE_FIXTURE_H_
