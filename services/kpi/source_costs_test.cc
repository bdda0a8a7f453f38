// SPDX-License-Identifier: Apache-2.0
// What AI applications cost to run, from cost files in the columns of FOCUS 1.x, over gRPC.
#include <gmock/gmock.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "kpi/testing/source_fixture.h"
#include "palier/kpi/v1/saved_time_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A row has no identity of its own: what names it is what it is for, and of two the newer export
// counts. What it costs is no part of that, or a corrected amount would be added.
constexpr char kBill[] = R"pb(
  display_name: "Cloud bill"
  format: CSV
  embedded_json: "$.Tags"
  mappings {
    event_id: "$.BillingPeriodStart"
    event_id: "$.ChargePeriodStart"
    event_id: "$.SubAccountId"
    event_id: "$.ResourceId"
    event_id: "$.SkuPriceId"
    event_id: "$.ChargeCategory"
    event_id: "$.ChargeClass"
    event_id: "$.ChargeDescription"
    order: "$.x_ExportDateTime"
    event_time { path: "$.ChargePeriodStart" }
    project {
      path: "$.Tags.application"
      table { key: "quote-bot" value: "quotation" }
      table { key: "claims-copilot" value: "claims" }
    }
    measures { kpi: "run-cost" path: "$.BilledCost" unit: "$.BillingCurrency" }
    measures { kpi: "effective-cost" path: "$.EffectiveCost" unit: "$.BillingCurrency" }
  }
)pb";

constexpr char kHeader[] =
    "BilledCost,BillingCurrency,BillingPeriodEnd,BillingPeriodStart,ChargeCategory,ChargeClass,"
    "ChargeDescription,ChargePeriodEnd,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,"
    "EffectiveCost,InvoiceId,ResourceId,SkuPriceId,SubAccountId,Tags,x_ExportDateTime\n";

struct Row {
  std::string billed, effective;
  std::string application, resource;
  // Months, as 2026-01.
  std::string charged, billed_in;
  std::string what = "Tokens";
  bool correction = false;
  std::string currency = "EUR";
  std::string exported = "2026-02-05T00:00:00Z";

  std::string Text() const {
    const std::string tags =
        application.empty()
            ? ""
            : absl::StrCat(R"("{""application"":"")", application, R"("",""owner"":""ops""}")");
    return absl::StrCat(billed, ",", currency, ",", billed_in, "-28T00:00:00Z,", billed_in,
                        "-01T00:00:00Z,Usage,", correction ? "Correction" : "", ",\"", what, "\",",
                        charged, "-03T00:00:00Z,", charged, "-02T00:00:00Z,8400000,Tokens,",
                        effective, ",,", resource, ",model-input-ondemand,acct-1,", tags, ",",
                        exported, "\n");
  }
};

std::string Table(const std::vector<Row>& rows) {
  std::string table = kHeader;
  for (const Row& row : rows) table += row.Text();
  return table;
}

int64_t Cents(const std::string& amount) {
  const bool negative = amount[0] == '-';
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(negative ? amount.substr(1) : amount, '.');
  const int64_t cents = std::stoll(parts.first) * 100 + std::stoll(parts.second);
  return negative ? -cents : cents;
}

// `2026-01 42.00` for each month in which an application was charged, or billed.
std::vector<std::string> Sum(const std::vector<Row>& rows, const std::string& application,
                             std::string Row::*month) {
  std::map<std::string, int64_t> months;
  for (const Row& row : rows) {
    if (row.application == application) months[row.*month] += Cents(row.billed);
  }
  std::vector<std::string> series;
  for (const auto& [label, cents] : months) {
    series.push_back(absl::StrFormat("%s %s%d.%02d", label, cents < 0 ? "-" : "",
                                     std::abs(cents) / 100, std::abs(cents) % 100));
  }
  return series;
}

class SourceCostsTest : public SourceFixture {
 protected:
  void SetUp() override {
    SourceFixture::SetUp();
    registry::v1::CreateProjectRequest project;
    project.set_parent(kFirm);
    project.set_project_id("claims");
    project.mutable_project()->set_display_name("Claims copilot");
    ASSERT_TRUE(Registry<registry::v1::Project>("users/mia", "CreateProject", project).ok());
    for (const char* parent : {kProject, kClaims}) {
      CreateCost(parent, "run-cost", v1::Kpi::ROI);
      CreateCost(parent, "effective-cost", v1::Kpi::TECHNICAL);
    }
    ASSERT_TRUE(CreateSource("bill", Parsed(kBill)).ok());
  }
  void CreateCost(const std::string& parent, const std::string& id, v1::Kpi::Category category) {
    v1::CreateKpiRequest request;
    request.set_parent(parent);
    request.set_kpi_id(id);
    *request.mutable_kpi() = AmountIn("EUR", 2);
    request.mutable_kpi()->set_category(category);
    request.mutable_kpi()->set_direction(v1::Kpi::DECREASE);
    const auto made = Call<v1::Kpi>("users/mia", "CreateKpi", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  v1::IngestRecordsResponse Send(const std::vector<Row>& rows) {
    const auto sent = SendRecords("bill", Table(rows));
    EXPECT_TRUE(sent.ok()) << sent.status();
    return sent.ok() ? *sent : v1::IngestRecordsResponse();
  }

  static constexpr char kClaims[] = "organizations/firm/projects/claims";
};

// Billed in January, and corrected in February: 300.00 of a charge were another application's, and
// some use came in late.
const std::vector<Row>& Original() {
  static const auto* rows =
      new std::vector<Row>{{"1500.00", "1200.00", "quote-bot", "R-111", "2026-01", "2026-01"},
                           {"42.10", "42.10", "quote-bot", "R-112", "2026-01", "2026-01"},
                           {"99.99", "80.00", "claims-copilot", "R-222", "2026-01", "2026-01"}};
  return *rows;
}
const std::vector<Row>& Delta() {
  static const auto* rows = new std::vector<Row>{
      {"-1500.00", "-1200.00", "quote-bot", "R-111", "2026-01", "2026-02", "Negation", true},
      {"1200.00", "960.00", "quote-bot", "R-111", "2026-01", "2026-02", "Correct share", true},
      {"300.00", "240.00", "claims-copilot", "R-222", "2026-01", "2026-02", "Correct share", true},
      {"7.25", "7.25", "claims-copilot", "R-223", "2026-01", "2026-02", "Late use", true},
      {"50.00", "50.00", "quote-bot", "R-112", "2026-02", "2026-02"}};
  return *rows;
}
std::vector<Row> Ledger() {
  std::vector<Row> rows = Original();
  rows.insert(rows.end(), Delta().begin(), Delta().end());
  return rows;
}

TEST_F(SourceCostsTest, CorrectionsCountWhereTheChargeWas) {
  RecordProperty("requirement", "S1-51");
  EXPECT_EQ(Send(Original()).counts().accepted_count(), 6);
  EXPECT_EQ(Series("run-cost", v1::MONTH), Sum(Original(), "quote-bot", &Row::charged));
  // Late, and repeated.
  EXPECT_EQ(Send(Delta()).counts().accepted_count(), 10);
  EXPECT_EQ(Send(Ledger()).counts().duplicate_count(), 16);
  EXPECT_THAT(Series("run-cost", v1::MONTH), ElementsAre("2026-01 1242.10", "2026-02 50.00"));
  EXPECT_THAT(Series("run-cost", v1::MONTH, kClaims), ElementsAre("2026-01 407.24"));
  EXPECT_EQ(Series("run-cost", v1::MONTH), Sum(Ledger(), "quote-bot", &Row::charged));
  EXPECT_EQ(Series("run-cost", v1::MONTH, kClaims), Sum(Ledger(), "claims-copilot", &Row::charged));
  EXPECT_NE(Series("run-cost", v1::MONTH), Sum(Ledger(), "quote-bot", &Row::billed_in))
      << "what was billed when is another question";
  EXPECT_THAT(Series("effective-cost", v1::MONTH), ElementsAre("2026-01 1002.10", "2026-02 50.00"));
  EXPECT_THAT(Kept(kFirm).measurements(), IsEmpty());
}

TEST_F(SourceCostsTest, AMonthThatIsExportedAgainIsRestated) {
  Row row = Original()[0];
  Send({row});
  row.billed = "1500.01";
  row.exported = "2026-02-06T00:00:00Z";
  EXPECT_EQ(Send({row}).counts().restated_count(), 1) << "the effective cost is as it was";
  EXPECT_EQ(Send({Original()[0]}).counts().accepted_count(), 0) << "an old export";
  EXPECT_THAT(Series("run-cost", v1::MONTH), ElementsAre("2026-01 1500.01"));
  // Two amounts of one export: neither is guessed.
  row.billed = "1500.02";
  EXPECT_EQ(Send({row}).counts().quarantined_count(), 1);
}

TEST_F(SourceCostsTest, AmountsOfAnotherCurrencyAreNotAdded) {
  Send(Original());
  Row dollars = Original()[1];
  dollars.currency = "USD";
  dollars.resource = "R-900";
  Row none = dollars;
  none.currency = "";
  none.resource = "R-901";
  const auto run = DryRun("bill", Table({dollars}), "fr");
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_EQ(run->records(0).reason(), "FORMAT_CHANGED");
  EXPECT_THAT(run->records(0).message(), HasSubstr("indique USD à $.BillingCurrency"));
  EXPECT_THAT(run->records(0).record(), HasSubstr(R"("Tags":{"application":"quote-bot")"));
  const auto sent = Send({dollars, none});
  EXPECT_EQ(sent.counts().quarantined_count(), 4);
  EXPECT_EQ(sent.counts().accepted_count(), 0);
  EXPECT_EQ(Kept(kProject).counts_by_reason().at("FORMAT_CHANGED"), 4);
  EXPECT_EQ(Series("run-cost", v1::MONTH), Sum(Original(), "quote-bot", &Row::charged));
  // Dollars get KPIs of their own; what was kept aside is theirs.
  v1::Kpi own = AmountIn("USD", 2);
  own.set_category(v1::Kpi::ROI);
  own.set_direction(v1::Kpi::DECREASE);
  ASSERT_TRUE(Create("run-cost-usd", own).ok());
  v1::Source both = Parsed(kBill);
  *both.add_mappings() = both.mappings(0);
  both.mutable_mappings(0)->set_filter("BillingCurrency = EUR");
  v1::RecordMapping& mapping = *both.mutable_mappings(1);
  mapping.set_filter("BillingCurrency = USD");
  mapping.mutable_measures()->RemoveLast();
  mapping.mutable_measures(0)->set_kpi("run-cost-usd");
  ASSERT_TRUE(ReplaceSource("bill", both).ok());
  Replay(kProject);
  EXPECT_THAT(Series("run-cost-usd", v1::MONTH), ElementsAre("2026-01 42.10"));
  EXPECT_EQ(Series("run-cost", v1::MONTH), Sum(Original(), "quote-bot", &Row::charged));
}

TEST_F(SourceCostsTest, CostsThatAreNobodysAreKeptAsideByName) {
  Row untagged = Original()[0];
  untagged.application = "";
  Row unknown = Original()[0];
  unknown.application = "shadow-ai";
  Row broken = Original()[0];
  broken.billed = "n/a";
  const auto sent = Send({untagged, unknown, broken});
  EXPECT_EQ(sent.counts().accepted_count(), 1) << "the effective cost of the last";
  const auto kept = Kept(kFirm).counts_by_reason();
  EXPECT_EQ(kept.at("FORMAT_CHANGED"), 1);
  EXPECT_EQ(kept.at("UNKNOWN_PROJECT"), 1);
  EXPECT_EQ(Kept(kProject).counts_by_reason().at("INVALID_FIELDS"), 1);
}

TEST_F(SourceCostsTest, RunCostIsPartOfTheReturn) {
  Send(Ledger());
  v1::QuerySavedTimeRequest request;
  request.set_parent(kProject);
  *request.mutable_from_date() = DateFrom(absl::CivilDay(2026, 1, 1));
  *request.mutable_to_date() = DateFrom(absl::CivilDay(2026, 2, 28));
  const auto answer = Call<v1::QuerySavedTimeResponse>("users/vic", "QuerySavedTime", request);
  ASSERT_TRUE(answer.ok()) << answer.status();
  ASSERT_EQ(answer->months_size(), 2);
  ASSERT_EQ(answer->months(0).run_costs_size(), 1);
  EXPECT_EQ(answer->months(0).run_costs(0).currency_code(), "EUR");
  EXPECT_EQ(answer->months(0).run_costs(0).units(), 1242);
  EXPECT_EQ(answer->months(0).run_costs(0).nanos(), 100'000'000);
}

}  // namespace
}  // namespace palier::kpi
