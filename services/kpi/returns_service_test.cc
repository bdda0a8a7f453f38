// SPDX-License-Identifier: Apache-2.0
// Returns of an organisation over gRPC: by project, by domain and by application.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/returns_service.pb.h"
#include "palier/kpi/v1/saved_time_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

using Moneys = google::protobuf::RepeatedPtrField<google::type::Money>;

constexpr absl::CivilDay kJanuary(2026, 1, 12), kFebruary(2026, 2, 9);

std::string Text(const Moneys& amounts) {
  return absl::StrJoin(amounts, "+", [](std::string* out, const google::type::Money& money) {
    absl::StrAppend(out, money.units(), money.currency_code());
  });
}

// `2/1 saved 340EUR cost 100EUR, not realised 340EUR cost 100EUR, 2.4`: projects, realised ones.
std::string Line(const v1::ReturnsFigures& figures) {
  return absl::StrCat(
      figures.project_count(), "/", figures.realised_project_count(), " saved ",
      Text(figures.realised_savings()), " cost ", Text(figures.run_costs()), ", not realised ",
      Text(figures.unrealised_savings()), " cost ", Text(figures.unrealised_costs()), ", ",
      figures.has_realised_return() ? absl::StrCat(figures.realised_return()) : "unknown");
}

// Invoices and Claims have been in production since 1 February 2026, the quotation assistant never.
class ReturnsServiceTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    if (HasFatalFailure() || IsSkipped()) return;
    AddDepartment("finance");
    AddDepartment("service");
    AddApplication("copilot");
    AddApplication("reader");
    AddApplication("unused");
    invoices_ = ImportProject("Invoices,Firm,Finance,Operation and Maintenance,2/1/2025,2/1/2026,");
    claims_ = ImportProject("Claims,Firm,Finance,Operation and Maintenance,2/1/2025,2/1/2026,");
    ASSERT_FALSE(invoices_.empty() || claims_.empty());
    Place(kProject, "service", {"copilot"});
    Place(invoices_, "finance", {"copilot", "reader"});
    Place(claims_, "finance", {"reader"});
  }

  void AddDepartment(const std::string& id) {
    registry::v1::CreateDepartmentRequest request;
    request.set_parent(kFirm);
    request.set_department_id(id);
    request.mutable_department()->set_display_name(id);
    const auto made = Registry<registry::v1::Department>("users/dev", "CreateDepartment", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void AddApplication(const std::string& id) {
    registry::v1::CreateApplicationRequest request;
    request.set_parent(kFirm);
    request.set_application_id(id);
    request.mutable_application()->set_display_name(id);
    request.mutable_application()->set_state(registry::v1::Application::DEPLOYED);
    const auto made =
        Registry<registry::v1::Application>("users/mia", "CreateApplication", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void Place(const std::string& project, const std::string& department,
             const std::vector<std::string>& applications) {
    registry::v1::UpdateProjectRequest request;
    registry::v1::Project& changed = *request.mutable_project();
    changed.set_name(project);
    changed.set_department(absl::StrCat(kFirm, "/departments/", department));
    for (const std::string& application : applications) {
      changed.add_applications(absl::StrCat(kFirm, "/applications/", application));
    }
    const auto placed = Registry<registry::v1::Project>("users/mia", "UpdateProject", request);
    ASSERT_TRUE(placed.ok()) << placed.status();
  }
  void AddKpi(const std::string& project, const std::string& id, const std::string& unit,
              v1::Kpi::Category category) {
    v1::CreateKpiRequest request;
    request.set_parent(project);
    request.set_kpi_id(id);
    v1::Kpi& kpi = *request.mutable_kpi();
    kpi.set_display_name(id);
    kpi.set_unit(unit);
    kpi.set_category(category);
    kpi.set_direction(category == v1::Kpi::ROI ? v1::Kpi::DECREASE : v1::Kpi::INCREASE);
    kpi.set_semantics(v1::Kpi::DELTA);
    if (category == v1::Kpi::ADOPTION) kpi.set_aggregation(v1::Kpi::DISTINCT_USERS);
    const auto made = Call<v1::Kpi>("users/mia", "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void Measure(const std::string& project, const std::string& kpi, double number,
               absl::CivilDay day) {
    v1::IngestMeasurementsRequest request;
    request.set_parent(project);
    *request.add_measurements() =
        Of(kpi, absl::StrCat(kpi, absl::FormatCivilTime(day)), number, day);
    if (kpi == "users") request.mutable_measurements(0)->set_user("ana");
    const auto taken =
        Call<v1::IngestMeasurementsResponse>("users/carl", "IngestMeasurements", request);
    ASSERT_EQ(taken->counts().accepted_count(), 1) << taken->DebugString();
  }
  // 10 hours of which 8 reduced a cost of 42 an hour: 336.
  void Save(const std::string& project, const std::string& currency, absl::CivilDay day) {
    Measure(project, "hours", 10, day);
    v1::CreateSavedTimeRequest request;
    request.set_parent(project);
    request.set_saved_time_id(absl::StrCat("in-", day.month()));
    v1::SavedTime& saved = *request.mutable_saved_time();
    saved.set_display_name("Overtime");
    saved.set_kind(v1::SavedTime::REDUCED_COST);
    saved.set_hours(8);
    *saved.mutable_month_date() = DateFrom(day);
    saved.mutable_hourly_cost()->set_currency_code(currency);
    saved.mutable_hourly_cost()->set_units(42);
    saved.set_evidence("Pay slips");
    const auto made = Call<v1::SavedTime>("users/carl", "CreateSavedTime", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  // Two months of savings and users; `cost` a month in `currency`, measured unless it is 0.
  void RunProject(const std::string& project, const std::string& currency, double cost) {
    AddKpi(project, "hours", "h", v1::Kpi::EFFICIENCY);
    AddKpi(project, "users", "users", v1::Kpi::ADOPTION);
    AddKpi(project, "run-cost", currency, v1::Kpi::ROI);
    for (const absl::CivilDay day : {kJanuary, kFebruary}) {
      Save(project, currency, day);
      Measure(project, "users", 1, day);
      if (cost > 0) Measure(project, "run-cost", cost, day);
    }
  }

  absl::StatusOr<v1::QueryReturnsResponse> Ask(const v1::QueryReturnsRequest& request,
                                               const std::string& principal = "users/vic") {
    v1::QueryReturnsRequest whole = request;
    if (whole.parent().empty()) whole.set_parent(kFirm);
    return Call<v1::QueryReturnsResponse>(principal, "QueryReturns", whole);
  }
  // `finance: 2/1 ...`, one for each group.
  static std::vector<std::string> Lines(
      const google::protobuf::RepeatedPtrField<v1::GroupReturns>& groups) {
    std::vector<std::string> lines;
    for (const v1::GroupReturns& group : groups) {
      lines.push_back(absl::StrCat(group.group().substr(group.group().rfind('/') + 1), ": ",
                                   Line(group.figures())));
    }
    return lines;
  }

  void TellsByProjectDomainAndApplication();

  std::string invoices_, claims_;
};

void ReturnsServiceTest::TellsByProjectDomainAndApplication() {
  RunProject(kProject, "EUR", 100);
  RunProject(invoices_, "EUR", 100);
  const auto first = Ask({});
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->first_date().year(), 2025);
  EXPECT_EQ(first->first_date().month(), 4);
  EXPECT_EQ(first->last_date().day(), 31);
  EXPECT_EQ(first->unmeasured_project_count(), 1) << "nobody knows anything of the claims";
  ASSERT_THAT(first->projects(), SizeIs(2));
  for (const v1::ProjectReturns& project : first->projects()) {
    const bool poc = project.project() == kProject;
    EXPECT_EQ(project.has_production_date(), !poc);
    EXPECT_EQ(Line(project.figures()),
              poc ? "1/0 saved  cost , not realised 672EUR cost 200EUR, 0"
                  : "1/1 saved 336EUR cost 100EUR, not realised 336EUR cost 100EUR, 2.36")
        << project.display_name();
  }
  EXPECT_THAT(Lines(first->domains()),
              ElementsAre("finance: 1/1 saved 336EUR cost 100EUR, not realised 336EUR cost 100EUR, "
                          "2.36",
                          "service: 1/0 saved  cost , not realised 672EUR cost 200EUR, 0"));
  EXPECT_THAT(
      Lines(first->applications()),
      ElementsAre("copilot: 2/1 saved 336EUR cost 100EUR, not realised 1008EUR cost 300EUR, 2.36",
                  "reader: 1/1 saved 336EUR cost 100EUR, not realised 336EUR cost 100EUR, 2.36"));
  EXPECT_EQ(Line(first->total().figures()),
            "2/1 saved 336EUR cost 100EUR, not realised 1008EUR cost 300EUR, 2.36");

  RunProject(claims_, "CHF", 84);
  const auto both = Ask({});
  EXPECT_THAT(Lines(both->domains()),
              ElementsAre("finance: 2/2 saved 336CHF+336EUR cost 84CHF+100EUR, not realised "
                          "336CHF+336EUR cost 84CHF+100EUR, unknown",
                          "service: 1/0 saved  cost , not realised 672EUR cost 200EUR, 0"))
      << "two currencies have no return together";
  const auto& returns = both->domains(0).figures().returns();
  ASSERT_THAT(returns, SizeIs(2));
  EXPECT_EQ(returns[0].currency_code(), "CHF");
  EXPECT_EQ(returns[0].realised_return(), 3);
  EXPECT_EQ(returns[1].realised_return(), 2.36);
  EXPECT_EQ(returns[1].project_count(), 1);
  EXPECT_EQ(both->domains(0).figures().unjudged_project_count(), 0);
}

TEST_F(ReturnsServiceTest, TellsReturnsByProjectDomainAndApplication) {
  RecordProperty("requirement", "S1-51 S4-05 S2-22");
  TellsByProjectDomainAndApplication();
}

TEST_F(ReturnsServiceTest, QuartersOfADomainAddUpToIt) {
  RecordProperty("requirement", "S1-51");
  RunProject(invoices_, "EUR", 100);
  Measure(invoices_, "run-cost", 7, absl::CivilDay(2025, 12, 31));
  const auto told = Ask({});
  const v1::GroupReturns& finance = told->domains(0);
  ASSERT_THAT(finance.quarters(), SizeIs(2));
  EXPECT_EQ(finance.quarters(0).label(), "2025-Q4");
  EXPECT_EQ(Line(finance.quarters(0).figures()), "1/0 saved  cost , not realised  cost 7EUR, 0");
  EXPECT_EQ(finance.quarters(1).label(), "2026-Q1");
  EXPECT_EQ(Line(finance.quarters(1).figures()),
            "1/1 saved 336EUR cost 100EUR, not realised 336EUR cost 100EUR, 2.36");
  EXPECT_EQ(Line(finance.figures()),
            "1/1 saved 336EUR cost 100EUR, not realised 336EUR cost 107EUR, 2.36");
  v1::QueryReturnsRequest last_year;
  *last_year.mutable_from_date() = DateFrom(absl::CivilDay(2025, 11, 30));
  *last_year.mutable_to_date() = DateFrom(absl::CivilDay(2025, 10, 1));
  const auto quarter = Ask(last_year);
  EXPECT_EQ(quarter->first_date().month(), 10);
  EXPECT_EQ(quarter->last_date().month(), 12);
  EXPECT_EQ(Line(quarter->total().figures()), "1/0 saved  cost , not realised  cost 7EUR, 0");
}

TEST_F(ReturnsServiceTest, AToolThatIsAuditedHasTheReturnsOfItsProjects) {
  RecordProperty("requirement", "S1-25 S1-37");
  RunProject(kProject, "EUR", 100);
  RunProject(invoices_, "EUR", 100);
  v1::QueryReturnsRequest request;
  request.set_application(absl::StrCat(kFirm, "/applications/reader"));
  const auto reader = Ask(request);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_THAT(Lines(reader->applications()),
              ElementsAre("reader: 1/1 saved 336EUR cost 100EUR, not realised 336EUR cost 100EUR, "
                          "2.36"));
  ASSERT_THAT(reader->projects(), SizeIs(1));
  EXPECT_EQ(reader->projects(0).project(), invoices_);
  EXPECT_EQ(reader->unmeasured_project_count(), 1) << "Claims";
  request.set_application(absl::StrCat(kFirm, "/applications/unused"));
  EXPECT_THAT(Lines(Ask(request)->applications()),
              ElementsAre("unused: 0/0 saved  cost , not realised  cost , 0"));
  request.set_application(absl::StrCat(kFirm, "/applications/unknown"));
  EXPECT_TRUE(absl::IsNotFound(Ask(request).status())) << Ask(request).status();
}

TEST_F(ReturnsServiceTest, OneProjectAloneIsToldByQuarter) {
  RunProject(kProject, "EUR", 100);
  RunProject(invoices_, "EUR", 100);
  v1::QueryReturnsRequest request;
  request.set_project(invoices_);
  const auto told = Ask(request);
  ASSERT_TRUE(told.ok()) << told.status();
  ASSERT_THAT(told->projects(), SizeIs(1));
  EXPECT_EQ(told->projects(0).project(), invoices_);
  EXPECT_EQ(told->unmeasured_project_count(), 0);
  ASSERT_THAT(told->total().quarters(), SizeIs(1));
  EXPECT_EQ(Line(told->total().quarters(0).figures()),
            "1/1 saved 336EUR cost 100EUR, not realised 336EUR cost 100EUR, 2.36");

  request.set_filter("kind = AGENT");
  EXPECT_THAT(Ask(request).status().ToString(), HasSubstr("project"));
  request.clear_filter();
  for (const std::string& other :
       {std::string("organizations/other/projects/p"), std::string(kFirm)}) {
    request.set_project(other);
    EXPECT_TRUE(absl::IsInvalidArgument(Ask(request).status())) << Ask(request).status();
  }
  request.set_project(absl::StrCat(kFirm, "/projects/nowhere"));
  EXPECT_TRUE(absl::IsNotFound(Ask(request).status())) << Ask(request).status();
}

TEST_F(ReturnsServiceTest, ACostThatNobodyMeasuredIsNotNothing) {
  RunProject(invoices_, "EUR", 0);
  RunProject(claims_, "EUR", 100);
  const auto told = Ask({});
  const v1::ReturnsFigures& finance = told->domains(0).figures();
  EXPECT_EQ(Line(finance),
            "2/2 saved 672EUR cost 100EUR, not realised 672EUR cost 100EUR, unknown");
  EXPECT_EQ(finance.unjudged_project_count(), 1);
  ASSERT_THAT(finance.returns(), SizeIs(1));
  EXPECT_EQ(finance.returns(0).realised_return(), 2.36) << "of the one that is known";
}

TEST_F(ReturnsServiceTest, WhatADossierDeclaresIsBesideWhatIsMeasured) {
  RunProject(invoices_, "EUR", 100);
  for (const bool monthly : {false, true}) {
    registry::v1::CreateEntryRequest request;
    request.set_parent(invoices_);
    request.set_entry_id(monthly ? "monthly" : "once");
    registry::v1::Entry& entry = *request.mutable_entry();
    entry.set_display_name("Integration");
    entry.mutable_cost_line()->set_category(registry::v1::CostLine::INTEGRATION);
    entry.mutable_cost_line()->mutable_amount()->set_currency_code("EUR");
    entry.mutable_cost_line()->mutable_amount()->set_units(monthly ? 11 : 5000);
    entry.mutable_cost_line()->set_monthly(monthly);
    const auto made = Registry<registry::v1::Entry>("users/carl", "CreateEntry", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  const auto told = Ask({});
  EXPECT_EQ(Text(told->projects(0).declared_single_costs()), "5000EUR");
  EXPECT_EQ(Text(told->domains(0).declared_single_costs()), "5000EUR");
  EXPECT_EQ(told->projects(0).figures().realised_return(), 2.36) << "no part of the return";
}

TEST_F(ReturnsServiceTest, FilterBoundsAndWhatIsRefused) {
  RunProject(invoices_, "EUR", 100);
  v1::QueryReturnsRequest request;
  request.set_filter(absl::StrCat("department = \"", kFirm, "/departments/service\""));
  EXPECT_THAT(Ask(request)->projects(), SizeIs(0));
  EXPECT_EQ(Ask(request)->unmeasured_project_count(), 1);
  request.set_filter("nonsense = 1");
  EXPECT_TRUE(absl::IsInvalidArgument(Ask(request).status())) << Ask(request).status();
  request.clear_filter();
  *request.mutable_from_date() = DateFrom(absl::CivilDay(2021, 1, 1));
  EXPECT_THAT(Ask(request).status().ToString(), HasSubstr("from_date")) << "21 quarters";
  *request.mutable_from_date() = DateFrom(absl::CivilDay(2021, 4, 1));
  EXPECT_TRUE(Ask(request).ok());
  v1::QueryReturnsRequest project;
  project.set_parent(kProject);
  EXPECT_TRUE(absl::IsInvalidArgument(Ask(project).status())) << Ask(project).status();
  EXPECT_TRUE(absl::IsPermissionDenied(Ask({}, "users/nobody").status()));
}

using ReturnsOnPostgresTest = OnPostgres<ReturnsServiceTest>;

TEST_F(ReturnsOnPostgresTest, TellsTheSame) {
  TellsByProjectDomainAndApplication();
}

}  // namespace
}  // namespace palier::kpi
