// SPDX-License-Identifier: Apache-2.0
// Business cases computed over gRPC, with a real registry behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "reporting/testing/case_fixture.h"

namespace palier::reporting {
namespace {

using registry::v1::BusinessCase;
using registry::v1::CostLine;
using Report = v1::BusinessCaseReport;
using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::vector<int64_t> Units(const v1::CaseReportYears& amounts) {
  std::vector<int64_t> units;
  for (const google::type::Money& amount : amounts.years()) units.push_back(amount.units());
  units.push_back(amounts.total().units());
  return units;
}

double Amount(const google::type::Money& money) {
  return static_cast<double>(money.units()) + money.nanos() / 1e9;
}

std::vector<std::string> RulesOf(const Report& report) {
  std::vector<std::string> rules;
  for (const v1::CaseReportFinding& finding : report.findings()) rules.push_back(finding.rule());
  return rules;
}

using CaseServiceTest = CaseFixture;

TEST_F(CaseServiceTest, TheTableAddsUpAndIsWorthWhatSpreadsheetsSay) {
  RecordProperty("requirement", "S0-18");
  Store();
  const Report report = AtTenPercent();
  EXPECT_EQ(report.business_case(), kCase);
  EXPECT_EQ(report.currency_code(), "EUR");
  EXPECT_EQ(report.content_hash(), case_.content_hash());
  ASSERT_EQ(report.rows_size(), 7);
  EXPECT_EQ(report.rows(0).group(), "INTEGRATION");
  EXPECT_EQ(report.rows(0).label(), "Integration");
  EXPECT_THAT(Units(report.rows(5).amounts()), ElementsAre(0, 3000, 4000, 6800, 13800));
  EXPECT_THAT(Units(report.costs()), ElementsAre(10000, 0, 0, 0, 10000));
  EXPECT_THAT(Units(report.gains()), ElementsAre(0, 3000, 4200, 6800, 14000));
  EXPECT_THAT(Units(report.net()), ElementsAre(-10000, 3000, 4200, 6800, 4000));
  EXPECT_THAT(Units(report.cumulative()), ElementsAre(-10000, -7000, -2800, 4000, 4000));
  EXPECT_DOUBLE_EQ(Amount(report.net_present_value()), 1188.44);
  EXPECT_THAT(report.internal_rates(), ElementsAre(DoubleNear(0.163405601, 5e-9)));
  EXPECT_NEAR(report.payback_years(), 3 + 2800.0 / 6800, 1e-12);
  EXPECT_GT(report.discounted_payback_years(), report.payback_years());
}

TEST_F(CaseServiceTest, RangesAreTheSameEachTimeAndSayWhatWasAssumed) {
  Store();
  const Report report = AtTenPercent();
  EXPECT_EQ(report.range().draws(), 10000);
  EXPECT_EQ(report.range().gain_spread().low_permille(), 500);
  EXPECT_LT(Amount(report.range().p10()), Amount(report.range().p50()));
  EXPECT_LT(Amount(report.range().p50()), Amount(report.range().p90()));
  EXPECT_GT(report.range().loss_permille(), 0);
  EXPECT_EQ(AtTenPercent().SerializeAsString(), report.SerializeAsString());
  ASSERT_EQ(report.tornado_size(), 8);
  EXPECT_EQ(report.tornado(0).subject(), "GAIN/hours");
  EXPECT_NEAR(Amount(report.tornado(0).with_more()) - Amount(report.tornado(0).with_less()),
              0.4 * (3000 / 1.21 + 4000 / 1.331 + 6800 / 1.4641), 0.011);
  EXPECT_THAT(RulesOf(report), Contains("ASSUMED"));

  v1::ReportBusinessCaseRequest certain = RequestAt(100);
  for (auto* spread : {certain.mutable_cost_spread(), certain.mutable_gain_spread()}) {
    spread->set_low_permille(1000);
    spread->set_likely_permille(1000);
    spread->set_high_permille(1000);
  }
  const auto sure = Ask(certain);
  ASSERT_TRUE(sure.ok()) << sure.status();
  EXPECT_EQ(sure->range().p10().SerializeAsString(), sure->net_present_value().SerializeAsString());
  EXPECT_EQ(sure->range().loss_permille(), 0);
  EXPECT_THAT(RulesOf(*sure), Not(Contains("ASSUMED")));
}

TEST_F(CaseServiceTest, SaysWhetherTheseAreTheApprovedFigures) {
  Store();
  EXPECT_EQ(AtTenPercent().basis(), Report::DRAFT);
  EXPECT_THAT(RulesOf(AtTenPercent()), UnorderedElementsAre("NOT_APPROVED", "ASSUMED"));
  registry::v1::CreateRoleBindingRequest binding;
  binding.set_parent("organizations/acme");
  binding.mutable_role_binding()->set_principal("users/claire");
  binding.mutable_role_binding()->set_role(api::v1::APPROVER);
  ASSERT_TRUE(company_.Registry<registry::v1::RoleBinding>("CreateRoleBinding", binding).ok());
  registry::v1::ApproveBusinessCaseRequest approve;
  approve.set_name(kCase);
  approve.set_content_hash(case_.content_hash());
  const auto approved =
      company_.As("users/claire")
          ->Unary<BusinessCase>(rpc::MethodPath("ApproveBusinessCase", approve), approve);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(AtTenPercent().basis(), Report::APPROVED);

  registry::v1::UpdateBusinessCaseRequest update;
  *update.mutable_business_case() = *approved;
  *update.mutable_business_case()->mutable_gains(0)->mutable_amount() = Euros(9000);
  update.mutable_update_mask()->add_paths("gains");
  ASSERT_TRUE(company_.Registry<BusinessCase>("UpdateBusinessCase", update).ok());
  const Report changed = AtTenPercent();
  EXPECT_EQ(changed.basis(), Report::CHANGED_SINCE_APPROVAL);
  EXPECT_THAT(RulesOf(changed), Contains("CHANGED_SINCE_APPROVAL"));
}

// S0-06: a debt is paid by somebody, some day.
TEST_F(CaseServiceTest, OpenDebtsStandBesideTheTableAndLowerWhatItIsWorth) {
  RecordProperty("requirement", "S0-06");
  Store();
  const Report before = AtTenPercent();
  EXPECT_FALSE(before.has_net_present_value_after_debt());
  const auto owe = [this](const std::string& id, const google::type::Money& cost, bool removed) {
    registry::v1::CreateEntryRequest request;
    request.set_parent("organizations/acme/projects/assistant");
    request.set_entry_id(id);
    request.mutable_entry()->set_display_name(id);
    request.mutable_entry()->mutable_debt()->set_type(registry::v1::Debt::CODE);
    *request.mutable_entry()->mutable_debt()->mutable_cost() = cost;
    request.mutable_entry()->mutable_debt()->set_removed(removed);
    const auto made = company_.Registry<registry::v1::Entry>("CreateEntry", request);
    ASSERT_TRUE(made.ok()) << made.status();
  };
  owe("shortcut", Euros(300), false);
  owe("notebook", Euros(50), false);
  owe("gone", Euros(9000), true);
  owe("abroad", Euros(7, "USD"), false);
  const Report after = AtTenPercent();
  ASSERT_EQ(after.open_debts_size(), 2);
  EXPECT_EQ(Amount(after.open_debts(0)), 350);
  EXPECT_EQ(after.open_debts(1).currency_code(), "USD");
  EXPECT_EQ(after.net_present_value().SerializeAsString(),
            before.net_present_value().SerializeAsString())
      << "the table is what was drafted";
  EXPECT_NEAR(Amount(after.net_present_value_after_debt()),
              Amount(before.net_present_value()) - 350, 0.011);
  EXPECT_THAT(RulesOf(after), Contains("OPEN_DEBT"));
}

TEST_F(CaseServiceTest, SpeaksTheCallersLanguage) {
  Store();
  const auto french = Ask(RequestAt(80), "fr");
  ASSERT_TRUE(french.ok()) << french.status();
  EXPECT_EQ(french->rows(0).label(), "Intégration");
  EXPECT_EQ(french->findings(0).text(), "Personne n'a approuvé ce dossier.");
}

TEST_F(CaseServiceTest, TellsWhatItCannotCompute) {
  EXPECT_EQ(status::ReasonOf(Ask(RequestAt(100)).status()), error::v1::RESOURCE_NOT_FOUND);
  AddGain("hours", 4, Euros(1, "USD"));
  Store();
  const absl::Status mixed = Ask(RequestAt(100)).status();
  EXPECT_EQ(status::ReasonOf(mixed), error::v1::NOT_COMPARABLE);
  EXPECT_THAT(std::string(mixed.message()), ::testing::HasSubstr("in EUR and in USD"));
  v1::ReportBusinessCaseRequest wrong = RequestAt(100);
  wrong.mutable_gain_spread()->set_low_permille(500);
  wrong.mutable_gain_spread()->set_high_permille(400);
  const absl::Status descending = Ask(wrong).status();
  EXPECT_EQ(status::ReasonOf(descending), error::v1::INVALID_FIELDS);
  EXPECT_EQ(status::DetailOf(descending).field_violations(0).subject(), "gain_spread");
  EXPECT_EQ(status::ReasonOf(Ask(RequestAt(1001)).status()), error::v1::INVALID_FIELDS);
}

}  // namespace
}  // namespace palier::reporting
