// SPDX-License-Identifier: Apache-2.0
// The commands about people's use and opinion against a running registry and kpi service.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "kpi/testing/kpi_fixture.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palierctl/errors.h"
#include "palierctl/testing/ran.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class PeopleCommandTest : public kpi::KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    Done({"create", "role_binding", "--set", "principal=users/dev", "--set", "role=MANAGER"});
    for (const char* team : {"claims", "audit"})
      Done({"create", "team", "--id", team, "--set", absl::StrCat("display_name=", team)});
  }
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }
  std::string Done(const std::vector<std::string>& arguments) {
    const Ran ran = Palierctl(arguments);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  }
};

TEST_F(PeopleCommandTest, ASurveyIsAnsweredAndRead) {
  Done({"create", "survey", "--parent", "quotation", "--id", "spring", "--set",
        "display_name=Spring", "--set", "open_time=2026-03-09T08:00:00Z", "--set",
        "close_time=2026-03-20T08:00:00Z", "--set",
        R"(questions=[{"question_id": "recommend"}, {"question_id": "trust"}])"});
  for (int i = 0; i < 6; ++i) {
    EXPECT_THAT(Done({"survey", "answer", "quotation/spring", "--respondent", absl::StrCat("p", i),
                      "--team", "claims", "--score", absl::StrCat("recommend=", 5 + i), "--score",
                      absl::StrCat("trust=", 1 + i % 5), "--comment", "Fine.", "--tag", "speed",
                      "--at", "2026-03-09T08:00:00Z"}),
                HasSubstr("ACCEPTED"));
  }
  const Ran open = Palierctl({"survey", "results", "quotation/spring"});
  EXPECT_THAT(open.err, HasSubstr("will be published"));
  SetTime(absl::FromCivil(absl::CivilDay(2026, 3, 21), absl::UTCTimeZone()));
  EXPECT_THAT(Done({"survey", "results", "quotation/spring"}),
              AllOf(HasSubstr("recommend"), HasSubstr("claims"), HasSubstr("0 (-"),
                    HasSubstr("2.67"), HasSubstr("speed: 6")));
  EXPECT_THAT(Done({"survey", "results", "quotation/spring", "--language", "fr"}),
              HasSubstr("personnes"));
  EXPECT_THAT(Done({"survey", "comments", "quotation/spring", "--tag", "speed"}),
              HasSubstr("Fine."));
  EXPECT_EQ(Palierctl({"survey", "results", "quotation/spring", "--full"}).code, kNotAllowed);
  EXPECT_EQ(Palierctl({"survey", "answer", "quotation/spring", "--respondent", "x", "--score",
                       "recommend"})
                .code,
            kUsage);
}

TEST_F(PeopleCommandTest, AdoptionIsATableWithoutSmallGroups) {
  v1::Kpi users;
  users.set_display_name("Users");
  users.set_unit("users");
  users.set_direction(v1::Kpi::INCREASE);
  users.set_category(v1::Kpi::ADOPTION);
  users.set_aggregation(v1::Kpi::DISTINCT_USERS);
  users.set_close_days(0);
  ASSERT_TRUE(Create("users", users).ok());
  std::vector<v1::Measurement> used;
  for (int i = 0; i < 9; ++i) {
    used.push_back(Of("users", absl::StrCat(i), 1, absl::CivilDay(2026, 3, 3)));
    used.back().set_user(absl::StrCat("p", i));
    used.back().set_team(i < 7 ? "claims" : "audit");
  }
  EXPECT_THAT(Palierctl({"adoption", "show", "quotation"}).err, HasSubstr("No period"));
  ASSERT_TRUE(Ingest(used).ok());
  EXPECT_THAT(
      Done({"adoption", "show", "quotation"}),
      AllOf(HasSubstr("2026-W10"), HasSubstr("9"), HasSubstr("hidden"), Not(HasSubstr("regular"))))
      << "the two of audit hide claims too";
  EXPECT_THAT(Done({"adoption", "show", "quotation", "--language", "fr", "--team", "audit"}),
              AllOf(HasSubstr("masqué"), Not(HasSubstr("claims"))));
  EXPECT_EQ(Palierctl({"adoption", "show", "quotation", "--full"}).code, kNotAllowed);
  EXPECT_EQ(Palierctl({"adoption", "show", "quotation", "--periods", "x"}).code, kUsage);
}

TEST_F(PeopleCommandTest, SavedHoursAreATableWithMoney) {
  v1::Kpi hours;
  hours.set_display_name("Hours saved");
  hours.set_unit("h");
  hours.set_direction(v1::Kpi::INCREASE);
  hours.set_category(v1::Kpi::EFFICIENCY);
  hours.set_semantics(v1::Kpi::DELTA);
  ASSERT_TRUE(Create("hours", hours).ok());
  ASSERT_TRUE(Ingest({Of("hours", "1", 60, absl::CivilDay(2026, 2, 3))}).ok());
  Done({"create", "saved_time", "--parent", "quotation", "--set", "display_name=Overtime", "--set",
        "kind=REDUCED_COST", "--set", "month_date=2026-02-01", "--set", "hours=20", "--set",
        "hourly_cost=42.50 EUR", "--set", "evidence=Pay slips"});
  EXPECT_THAT(Done({"adoption", "hours", "quotation", "--from", "2026-02-01"}),
              AllOf(HasSubstr("2026-02"), HasSubstr("40"), HasSubstr("850.00 EUR"),
                    HasSubstr("not in production: 0")));
  EXPECT_THAT(Done({"adoption", "hours", "quotation", "--language", "fr"}),
              HasSubstr("heures gagnées"));
}

}  // namespace
}  // namespace palier::ctl
