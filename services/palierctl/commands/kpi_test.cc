// SPDX-License-Identifier: Apache-2.0
// The commands about KPIs against a running registry and kpi service.
#include <gmock/gmock.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"
#include "palierctl/errors.h"
#include "palierctl/program.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;
using ::testing::HasSubstr;

struct Ran {
  int code;
  std::string out, err;
};

class KpiCommandTest : public kpi::KpiFixture {
 protected:
  Ran Palierctl(std::vector<std::string> arguments) {
    for (const std::string& option : {std::string("--address"), suite_->address(),
                                      std::string("--organization"), std::string("firm")}) {
      arguments.push_back(option);
    }
    std::ostringstream out, err;
    const int code = RunProgram(arguments, {[](const char*) { return std::string(); }, out, err});
    return {code, out.str(), err.str()};
  }
  // Days per case, weekly, from Monday 17 November 2025 to today.
  void Measure(double first, double step) {
    v1::Kpi lead_time = LeadTime();
    lead_time.set_cadence(v1::Kpi::WEEKLY);
    ASSERT_TRUE(Create("lead-time", lead_time).ok());
    for (int week = 0; week < 17; ++week) {
      ASSERT_TRUE(Ingest({Of("lead-time", absl::StrCat("week-", week), first + step * week,
                             absl::CivilDay(2025, 11, 17) + 7 * week)})
                      .ok());
    }
  }
};

TEST_F(KpiCommandTest, AForecastReadsAsATableInTheCallersLanguage) {
  Measure(12, -0.125);  // 10 today
  const Ran ran = Palierctl({"kpi", "forecast", "quotation/lead-time", "--periods", "2"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("forecast (d)"));
  EXPECT_THAT(ran.out, HasSubstr("2026-W12"));
  EXPECT_THAT(ran.out, HasSubstr("2026-W13"));
  EXPECT_THAT(ran.err, HasSubstr("A forecast, not a measurement"));
  EXPECT_THAT(ran.err, HasSubstr("too late for 2026-07-01"));
  const Ran french = Palierctl({"kpi", "forecast", "lead-time", "--project", "quotation",
                                "--periods", "2", "--language", "fr"});
  EXPECT_THAT(french.out, HasSubstr("prévision (d)"));
  EXPECT_THAT(french.err, HasSubstr("Une prévision, pas une mesure"));
  EXPECT_THAT(Palierctl({"kpi", "forecast", "quotation/lead-time", "-o", "json"}).out,
              HasSubstr("\"state\": \"FORECAST\""));
}

TEST_F(KpiCommandTest, AWrongForecastIsRefused) {
  Measure(12, 0);
  EXPECT_EQ(Palierctl({"kpi", "forecast", "quotation/lead-time", "--periods", "many"}).code,
            kUsage);
  EXPECT_THAT(Palierctl({"kpi", "forecast", "quotation/lead-time", "--periods", "9999"}).err,
              HasSubstr("horizon"));
}

}  // namespace
}  // namespace palier::ctl
