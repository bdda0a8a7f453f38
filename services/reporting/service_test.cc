// SPDX-License-Identifier: Apache-2.0
// The reporting service over gRPC, with a real registry behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "common/rpc/client.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/reporting/v1/reporting_service.pb.h"
#include "reporting/module.h"
#include "reporting/testing/company.h"

namespace palier::reporting {
namespace {

using P = registry::v1::Project;
using Class = v1::PostPocClass;
using Entry = v1::PurgatoryProject;
using ::testing::Contains;
using ::testing::Pair;

absl::StatusOr<v1::Portfolio> GetPortfolio(const rpc::Client& client,
                                           const v1::GetPortfolioRequest& request) {
  return client.Unary<v1::Portfolio>("palier.reporting.v1.ReportingService/GetPortfolio", request);
}

absl::StatusOr<v1::ListPurgatoryResponse> ListPurgatory(const rpc::Client& client,
                                                        const v1::ListPurgatoryRequest& request) {
  return client.Unary<v1::ListPurgatoryResponse>(
      "palier.reporting.v1.ReportingService/ListPurgatory", request);
}

v1::GetPortfolioRequest PortfolioOn(const google::type::Date& day) {
  v1::GetPortfolioRequest request;
  request.set_name("organizations/acme/portfolio");
  *request.mutable_as_of_date() = day;
  return request;
}

v1::ListPurgatoryRequest PurgatoryOn(const google::type::Date& day, int older_than_days) {
  v1::ListPurgatoryRequest request;
  request.set_parent("organizations/acme");
  *request.mutable_as_of_date() = day;
  request.set_older_than_days(older_than_days);
  return request;
}

std::map<P::Stage, int> CountsOf(const v1::Portfolio& portfolio) {
  std::map<P::Stage, int> counts;
  for (const v1::FunnelStage& row : portfolio.funnel()) counts[row.stage()] = row.count();
  return counts;
}

// The US inventory of 2024, imported once for all tests of the suite.
class UsInventory2024 : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::optional<std::string> data = testing::TestDataDir();
    if (!data.has_value()) return;
    std::ifstream file(*data + "/us-ai-inventory/2024_consolidated_ai_inventory_raw_v2.csv",
                       std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    if (bytes.str().empty()) return;
    company_ = new Company();
    summary_ =
        new registry::v1::ImportSummary(company_->Import("us-ai-inventory-2024", bytes.str()));
  }
  static void TearDownTestSuite() {
    delete company_;
    delete summary_;
  }
  void SetUp() override {
    if (company_ == nullptr)
      GTEST_SKIP() << "the real registers are not there: set PALIER_TEST_DATA";
  }

  const google::type::Date as_of_ = Day(2024, 12, 16);
  static Company* company_;
  static registry::v1::ImportSummary* summary_;
};

Company* UsInventory2024::company_ = nullptr;
registry::v1::ImportSummary* UsInventory2024::summary_ = nullptr;

TEST_F(UsInventory2024, PortfolioHasTheFunnelOfTheRegister) {
  ASSERT_EQ(summary_->created_count(), 2133);
  const absl::StatusOr<v1::Portfolio> portfolio =
      GetPortfolio(company_->client(), PortfolioOn(as_of_));
  ASSERT_TRUE(portfolio.ok()) << portfolio.status();
  EXPECT_EQ(portfolio->project_count(), 2133);
  EXPECT_EQ(portfolio->department_count(), 41);
  const std::map<P::Stage, int> want = {
      {P::IDEA, 399},    {P::SCOPING, 0},           {P::POC, 404},        {P::POST_POC, 0},
      {P::LIMITED, 287}, {P::INDUSTRIALISATION, 0}, {P::ROLLOUT, 0},      {P::RUN, 892},
      {P::RETIRED, 142}, {P::STOPPED, 5},           {P::STAGE_UNKNOWN, 4}};
  EXPECT_EQ(CountsOf(*portfolio), want);
  EXPECT_EQ(portfolio->conversion().post_poc_or_later_count(), 287 + 892 + 142);
  EXPECT_EQ(portfolio->conversion().production_count(), 892 + 142);
  EXPECT_EQ(portfolio->conversion().rate_permille(), 783);
  EXPECT_EQ(portfolio->conversion().stopped_count(), 5);
  EXPECT_FALSE(portfolio->conversion().has_value_proven_count()) << "unknown is not 0";
  EXPECT_EQ(portfolio->conversion().value_unknown_count(), 892);
  EXPECT_EQ(portfolio->reference_figures(0).id(), "never-in-production");
  EXPECT_EQ(portfolio->reference_figures(0).own_permille(), 217);
  EXPECT_FALSE(portfolio->reference_figures(1).has_own_permille());
  EXPECT_EQ(portfolio->unreachable_services_size(), 0);
}

TEST_F(UsInventory2024, EveryProjectPastItsPocIsCountedOnce) {
  RecordProperty("requirement", "S3-08");
  const auto before = GetPortfolio(company_->client(), PortfolioOn(as_of_));
  ASSERT_TRUE(before.ok()) << before.status();
  const auto counts = [](const v1::PostPoc& post_poc) {
    std::map<Class::Kind, int> counts;
    for (const Class& row : post_poc.classes()) counts[row.kind()] = row.count();
    return counts;
  };
  // The register does not say that those it closed ever had a PoC.
  EXPECT_EQ(counts(before->post_poc()), (std::map<Class::Kind, int>{{Class::WITHIN_DEADLINE, 0},
                                                                    {Class::IN_PURGATORY, 0},
                                                                    {Class::LIMITED, 287},
                                                                    {Class::UNDER_WAY, 0},
                                                                    {Class::CONVERTED, 892 + 142},
                                                                    {Class::HEALTHY_STOP, 0},
                                                                    {Class::OTHER_STOP, 0}}));
  EXPECT_EQ(before->post_poc().project_count(), 287 + 892 + 142);

  registry::v1::ListProjectsRequest list;
  list.set_parent("organizations/acme");
  list.set_filter("stage = STOPPED");
  const auto stopped = company_->Registry<registry::v1::ListProjectsResponse>("ListProjects", list);
  ASSERT_TRUE(stopped.ok()) << stopped.status();
  ASSERT_EQ(stopped->projects_size(), 5);
  registry::v1::CreateEntryRequest create;
  create.set_parent(stopped->projects(0).name());
  create.mutable_entry()->set_display_name("What is left of it");
  create.mutable_entry()->mutable_healthy_stop()->set_reusable("The cleaned data.");
  ASSERT_TRUE(company_->Registry<registry::v1::Entry>("CreateEntry", create).ok());
  const auto after = GetPortfolio(company_->client(), PortfolioOn(as_of_));
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(counts(after->post_poc())[Class::HEALTHY_STOP], 1);
  EXPECT_EQ(after->post_poc().project_count(), before->post_poc().project_count() + 1);
  EXPECT_EQ(after->post_poc().classes(5).projects(0), create.parent());
  EXPECT_EQ(after->post_poc().classes(5).label(), "Healthy stop");
}

TEST_F(UsInventory2024, PortfolioSpeaksTheLanguageOfTheCallerAlsoFromTheCache) {
  for (const auto& [language, label] :
       {std::pair("en", "Idea"), std::pair("fr", "Idée"), std::pair("en", "Idea")}) {
    const auto portfolio = GetPortfolio(*company_->As("users/dev", language), PortfolioOn(as_of_));
    ASSERT_TRUE(portfolio.ok()) << portfolio.status();
    EXPECT_EQ(portfolio->funnel(0).label(), label);
  }
}

TEST_F(UsInventory2024, PurgatoryHasTheCountsOfTheRegister) {
  const auto list = ListPurgatory(company_->client(), PurgatoryOn(as_of_, 365));
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ(list->open_count(), 583);
  std::map<int, int> counts;
  for (const v1::AgeCount& count : list->age_counts())
    counts[count.older_than_days()] = count.count();
  EXPECT_EQ(counts, (std::map<int, int>{
                        {90, 497}, {180, 422}, {365, 278}, {548, 202}, {730, 157}, {1095, 102}}));
  EXPECT_EQ(list->total_size(), 278);
  EXPECT_EQ(list->projects_size(), 50);
  EXPECT_EQ(list->projects(0).basis(), Entry::REGISTER);
  EXPECT_EQ(list->projects(0).cause(), Entry::UNKNOWN);
  EXPECT_EQ(list->projects(0).weekly_price().state(), v1::WeeklyPrice::UNKNOWN);
}

TEST_F(UsInventory2024, PagesOfPurgatoryAreTheWholeOldestFirst) {
  v1::ListPurgatoryRequest request = PurgatoryOn(as_of_, 365);
  request.set_page_size(100);
  std::set<std::string> names;
  int last_age = std::numeric_limits<int>::max();
  int pages = 0;
  do {
    const auto page = ListPurgatory(company_->client(), request);
    ASSERT_TRUE(page.ok()) << page.status();
    EXPECT_EQ(page->total_size(), 278);
    for (const Entry& entry : page->projects()) {
      EXPECT_TRUE(names.insert(entry.project()).second) << entry.project();
      EXPECT_LE(entry.age_days(), last_age);
      EXPECT_GT(entry.age_days(), 365);
      last_age = entry.age_days();
    }
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty() && pages < 10);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(names.size(), 278u);
}

TEST_F(UsInventory2024, CauseIsThatOfTheUnresolvedBlocker) {
  const v1::ListPurgatoryRequest request = PurgatoryOn(as_of_, 365);
  const auto before = ListPurgatory(company_->client(), request);
  ASSERT_TRUE(before.ok()) << before.status();
  registry::v1::CreateEntryRequest create;
  create.set_parent(before->projects(7).project());
  create.mutable_entry()->set_display_name("The board waits for the elections");
  create.mutable_entry()->mutable_blocker()->set_type(registry::v1::Blocker::POLITICAL);
  const auto entry = company_->Registry<registry::v1::Entry>("CreateEntry", create);
  ASSERT_TRUE(entry.ok()) << entry.status();
  const auto blocked = ListPurgatory(company_->client(), request);
  ASSERT_TRUE(blocked.ok()) << blocked.status();
  EXPECT_EQ(blocked->projects(7).project(), create.parent());
  EXPECT_EQ(blocked->projects(7).cause(), Entry::POLITICAL);
  EXPECT_EQ(blocked->projects(6).cause(), Entry::UNKNOWN);

  registry::v1::UpdateEntryRequest update;
  *update.mutable_entry() = *entry;
  update.mutable_entry()->mutable_blocker()->set_resolved(true);
  const auto resolved = company_->Registry<registry::v1::Entry>("UpdateEntry", update);
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  const auto after = ListPurgatory(company_->client(), request);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->projects(7).cause(), Entry::UNKNOWN);
}

TEST(Reporting, EmptyOrganisationHasAWholeReport) {
  Company company;
  v1::GetPortfolioRequest request;
  request.set_name("organizations/acme/portfolio");
  const auto portfolio = GetPortfolio(company.client(), request);
  ASSERT_TRUE(portfolio.ok()) << portfolio.status();
  EXPECT_EQ(portfolio->funnel_size(), 11);
  EXPECT_EQ(portfolio->project_count(), 0);
  EXPECT_FALSE(portfolio->conversion().has_rate_permille());
  EXPECT_GT(portfolio->as_of_date().year(), 2000);
}

TEST(Reporting, NewProjectShowsAtOnce) {
  Company company;
  const google::type::Date day = Day(2024, 12, 16);
  ASSERT_THAT(CountsOf(*GetPortfolio(company.client(), PortfolioOn(day))),
              Contains(Pair(P::IDEA, 0)));
  registry::v1::CreateProjectRequest create;
  create.set_parent("organizations/acme");
  create.mutable_project()->set_display_name("Quotation assistant");
  ASSERT_TRUE(company.Registry<P>("CreateProject", create).ok());
  const auto portfolio = GetPortfolio(company.client(), PortfolioOn(day));
  EXPECT_THAT(CountsOf(*portfolio), Contains(Pair(P::IDEA, 1)));
  EXPECT_EQ(portfolio->funnel(0).age_known_count(), 0) << "on that day it was no idea yet";
}

TEST(Reporting, ThresholdComesFromTheSettings) {
  Company company;
  v1::ListPurgatoryRequest request;
  request.set_parent("organizations/acme");
  EXPECT_EQ(ListPurgatory(company.client(), request)->older_than_days(), 180);
  registry::v1::UpdateOrganizationSettingsRequest update;
  update.mutable_organization_settings()->set_name("organizations/acme/settings");
  update.mutable_organization_settings()->set_purgatory_days(45);
  update.mutable_update_mask()->add_paths("purgatory_days");
  const auto settings =
      company.Registry<registry::v1::OrganizationSettings>("UpdateOrganizationSettings", update);
  ASSERT_TRUE(settings.ok()) << settings.status();
  EXPECT_EQ(ListPurgatory(company.client(), request)->older_than_days(), 45);
}

TEST(Reporting, AWeekCostsWhatIsRecordedOrNobodyKnows) {
  RecordProperty("requirement", "S0-39");
  Company company;
  company.Import("company-inventory",
                 "Identifiant;Nom;Département;Stade;Initié le;Début du PoC\n"
                 "vision;Contrôle visuel;Production;PoC;2023-01-13;2023-02-03\n"
                 "plans;Lecture des plans;Études;PoC;2023-01-14;2023-02-03\n");
  const google::type::Date day = Day(2024, 12, 16);
  const auto before = ListPurgatory(company.client(), PurgatoryOn(day, 180));
  ASSERT_TRUE(before.ok()) << before.status();
  ASSERT_EQ(before->projects_size(), 2);
  registry::v1::UpdateProjectRequest update;
  update.mutable_project()->set_name(before->projects(0).project());
  update.mutable_project()->mutable_staffed_hours()->set_weekly_hundredths(1000);
  update.mutable_project()->mutable_staffed_hours()->mutable_loaded_rate()->set_currency_code(
      "EUR");
  update.mutable_project()->mutable_staffed_hours()->mutable_loaded_rate()->set_units(80);
  update.mutable_update_mask()->add_paths("staffed_hours");
  const auto updated = company.Registry<P>("UpdateProject", update);
  ASSERT_TRUE(updated.ok()) << updated.status();
  const auto after = ListPurgatory(company.client(), PurgatoryOn(day, 180));
  ASSERT_TRUE(after.ok()) << after.status();
  const v1::WeeklyPrice& price = after->projects(0).weekly_price();
  EXPECT_EQ(price.state(), v1::WeeklyPrice::KNOWN);
  EXPECT_EQ(price.amount().units(), 800) << "ten hours at 80 EUR";
  ASSERT_EQ(price.inputs_size(), 1);
  EXPECT_EQ(price.inputs(0), update.project().name());
  EXPECT_EQ(after->projects(1).weekly_price().state(), v1::WeeklyPrice::UNKNOWN);
  EXPECT_FALSE(after->projects(1).weekly_price().has_amount());
}

TEST(Reporting, RefusesStrangersAndWhatItCannotRead) {
  Company company;
  const google::type::Date day = Day(2024, 12, 16);
  const auto stranger = company.As("users/stranger");
  EXPECT_EQ(status::ReasonOf(GetPortfolio(*stranger, PortfolioOn(day)).status()),
            error::v1::PERMISSION_DENIED);
  EXPECT_EQ(status::ReasonOf(ListPurgatory(*stranger, PurgatoryOn(day, 1)).status()),
            error::v1::PERMISSION_DENIED);
  EXPECT_EQ(
      status::ReasonOf(GetPortfolio(company.client(), PortfolioOn(Day(2024, 2, 30))).status()),
      error::v1::INVALID_FIELDS);
  EXPECT_EQ(status::ReasonOf(ListPurgatory(company.client(), PurgatoryOn(day, -1)).status()),
            error::v1::INVALID_FIELDS);
  v1::ListPurgatoryRequest damaged = PurgatoryOn(day, 1);
  damaged.set_page_token("bm9uc2Vuc2U");
  EXPECT_EQ(status::ReasonOf(ListPurgatory(company.client(), damaged).status()),
            error::v1::INVALID_PAGE_TOKEN);
  v1::GetPortfolioRequest other = PortfolioOn(day);
  other.set_name("organizations/acme/settings");
  EXPECT_EQ(status::ReasonOf(GetPortfolio(company.client(), other).status()),
            error::v1::INVALID_NAME);
}

TEST(Reporting, SaysThatTheRegistryDoesNotAnswer) {
  testing::TempDir folder;
  app::Config config;
  config.listen = "127.0.0.1:0";
  config.data = folder.path();
  config.drain_delay = absl::ZeroDuration();
  for (const char* peer : {"registry", "kpi", "rollout"})
    config.peers[peer] = "unix:" + folder.File("nobody.sock");
  const auto suite = app::Suite::Start(config, {Spec()});
  ASSERT_TRUE(suite.ok()) << suite.status();
  rpc::ClientOptions options;
  // A service holds its role without the registry; a person's roles could not even be asked for.
  options.headers = {{rpc::kPrincipalKey, "services/gateway"}};
  options.attempts = 1;
  const rpc::Client client(rpc::Connect((*suite)->address()), options);
  const absl::Status status = GetPortfolio(client, PortfolioOn(Day(2024, 12, 16))).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(status::ReasonOf(status), error::v1::PEER_UNAVAILABLE);
  EXPECT_THAT(status::DetailOf(status).metadata(), Contains(Pair("service", "registry")));
}

}  // namespace
}  // namespace palier::reporting
