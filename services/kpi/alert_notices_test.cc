// SPDX-License-Identifier: Apache-2.0
// Notices over gRPC: one per change of an alert, whatever restarts, runs twice, or comes late.
#include <gmock/gmock.h>

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "kpi/module.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/alert_service.pb.h"
#include "registry/module.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Notices = std::vector<v1::AlertNotice>;

constexpr char kOfTheProject[] = "organizations/firm/projects/quotation/kpis/-";

class AlertNoticesTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    if (HasFatalFailure()) return;
    ASSERT_TRUE(Create("error-rate", ErrorRate()).ok());
  }
  static v1::Kpi ErrorRate() {
    v1::Kpi kpi;
    kpi.set_display_name("Error rate");
    kpi.set_unit("%");
    kpi.set_direction(v1::Kpi::DECREASE);
    kpi.set_category(v1::Kpi::TECHNICAL);
    kpi.set_decimals(1);
    return kpi;
  }
  static v1::AlertRule Above(double limit) {
    v1::AlertRule rule;
    rule.set_display_name("Too many errors");
    rule.set_kind(v1::AlertRule::THRESHOLD);
    rule.set_side(v1::AlertRule::ABOVE);
    rule.set_limit(limit);
    return rule;
  }
  void Declare(const std::string& id, const v1::AlertRule& rule) {
    v1::CreateAlertRuleRequest request;
    request.set_parent(KpiName("error-rate"));
    request.set_alert_rule_id(id);
    *request.mutable_alert_rule() = rule;
    const auto made = Call<v1::AlertRule>("users/mia", "CreateAlertRule", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  // On a day of March 2026, with the clock moved to the evening of it if it is later.
  void Measure(int day, double rate, int order = 1) {
    if (day > today_) GoTo(day);
    v1::Measurement measurement =
        Of("error-rate", absl::StrCat("day-", day), rate, absl::CivilDay(2026, 3, day));
    measurement.set_order_key(order);
    ASSERT_TRUE(Ingest({measurement}).ok());
  }
  void GoTo(int day) {
    today_ = day;
    SetTime(absl::FromCivil(absl::CivilHour(2026, 3, day, 20), absl::UTCTimeZone()));
  }
  Notices List(const std::string& filter = "", const std::string& language = "en") {
    v1::ListAlertNoticesRequest request;
    request.set_parent(kOfTheProject);
    request.set_filter(filter);
    request.set_page_size(1000);
    const auto answer =
        Call<v1::ListAlertNoticesResponse>("users/vic", "ListAlertNotices", request, language);
    EXPECT_TRUE(answer.ok()) << answer.status();
    if (!answer.ok()) return {};
    return {answer->alert_notices().begin(), answer->alert_notices().end()};
  }
  // All of them, once there are at least so many.
  Notices Await(size_t count) {
    const absl::Time deadline = absl::Now() + absl::Seconds(60);
    while (List().size() < count && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(20));
    return List();
  }
  // "13 RAISED", in the order of telling.
  static std::vector<std::string> Said(const Notices& notices) {
    std::vector<std::string> said;
    for (const v1::AlertNotice& notice : notices) {
      said.push_back(
          absl::StrCat(notice.date().day(), " ", v1::AlertNotice::Kind_Name(notice.kind())));
    }
    return said;
  }

  int today_ = 9;
};

TEST_F(AlertNoticesTest, EachChangeIsToldOnceAlsoToWatchers) {
  Declare("errors", Above(5));
  Measure(10, 6);
  EXPECT_THAT(Said(Await(1)), ElementsAre("10 RAISED"));
  Measure(11, 7);
  Measure(17, 4);
  const Notices notices = Await(2);
  EXPECT_THAT(Said(notices), ElementsAre("10 RAISED", "17 CLEARED"));
  EXPECT_EQ(notices[0].state(), v1::Alert::FIRING);
  EXPECT_EQ(notices[1].state(), v1::Alert::OK);
  EXPECT_EQ(notices[0].rule(), absl::StrCat(KpiName("error-rate"), "/alertRules/errors"));
  EXPECT_EQ(notices[0].display_name(), "Too many errors");
  EXPECT_THAT(notices[0].text(), HasSubstr("Above 5.0: 6.0 on 2026-03-10"));
  EXPECT_THAT(List("", "fr")[0].text(), HasSubstr("Au-dessus de 5,0 : 6,0 le 10/03/2026"));
  EXPECT_THAT(List("kind = CLEARED"), SizeIs(1));

  v1::ListChangesRequest request;
  request.set_parent(kFirm);
  request.set_resource(notices[1].name());
  const auto changes = Call<v1::ListChangesResponse>("users/dev", "ListChanges", request);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_EQ(changes->changes_size(), 1);
  EXPECT_EQ(changes->changes(0).kind(), api::v1::Change::CREATED);
}

TEST_F(AlertNoticesTest, TheyComeInPagesAndOneByOne) {
  Declare("errors", Above(5));
  Declare("more-errors", Above(5.5));
  Declare("even-more", Above(5.7));
  Measure(10, 6);
  ASSERT_THAT(Await(3), SizeIs(3));
  v1::ListAlertNoticesRequest request;
  request.set_parent(KpiName("error-rate"));
  request.set_page_size(2);
  const auto first = Call<v1::ListAlertNoticesResponse>("users/vic", "ListAlertNotices", request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_EQ(first->alert_notices_size(), 2);
  request.set_page_token(first->next_page_token());
  const auto second = Call<v1::ListAlertNoticesResponse>("users/vic", "ListAlertNotices", request);
  ASSERT_EQ(second->alert_notices_size(), 1);
  EXPECT_EQ(second->next_page_token(), "");
  v1::GetAlertNoticeRequest get;
  get.set_name(second->alert_notices(0).name());
  const auto one = Call<v1::AlertNotice>("users/vic", "GetAlertNotice", get);
  ASSERT_TRUE(one.ok()) << one.status();
  EXPECT_EQ(one->text(), second->alert_notices(0).text());
}

TEST_F(AlertNoticesTest, ARestartTellsNothingTwiceAndForgetsNothing) {
  Declare("errors", Above(5));
  Measure(10, 6);
  ASSERT_THAT(Await(1), SizeIs(1));
  StartSuite();
  Measure(17, 4);
  EXPECT_THAT(Said(Await(2)), ElementsAre("10 RAISED", "17 CLEARED"));
}

TEST_F(AlertNoticesTest, WhatComesLateTakesBackWhatWasTold) {
  RecordProperty("requirement", "S2-05");
  Declare("errors", Above(5));
  Measure(10, 6);
  ASSERT_THAT(Await(1), SizeIs(1));
  Measure(17, 7);
  Measure(10, 3, 2);
  const Notices notices = Await(3);
  EXPECT_THAT(Said(notices), ElementsAre("10 RAISED", "10 WITHDRAWN", "17 RAISED"));
  EXPECT_EQ(notices[1].withdraws(), notices[0].number());
  EXPECT_THAT(notices[1].text(), HasSubstr("Taken back"));
  EXPECT_THAT(List("", "fr")[1].text(), HasSubstr("Annulé"));
}

TEST_F(AlertNoticesTest, ThatNothingWasMeasuredIsToldAsTimePasses) {
  RecordProperty("requirement", "S1-48");
  v1::AlertRule rule;
  rule.set_display_name("Nobody measures");
  rule.set_kind(v1::AlertRule::MISSING);
  Declare("missing", rule);
  Measure(10, 4);
  EXPECT_THAT(List(), IsEmpty());
  GoTo(18);
  EXPECT_THAT(Said(Await(1)), ElementsAre("18 RAISED"));
  Measure(19, 4);
  EXPECT_THAT(Said(Await(2)), ElementsAre("18 RAISED", "19 CLEARED"));
}

TEST_F(AlertNoticesTest, ThePastOfANewRuleIsToldByWhereItEnds) {
  Measure(3, 6);
  Declare("errors", Above(5));
  EXPECT_THAT(Said(Await(1)), ElementsAre("9 RAISED")) << "it is told on the day of the rule";
}

TEST_F(AlertNoticesTest, ADeletedRuleClearsAndADeletedKpiTakesItsNoticesWithIt) {
  Declare("errors", Above(5));
  Measure(10, 6);
  ASSERT_THAT(Await(1), SizeIs(1));
  v1::DeleteAlertRuleRequest rule;
  rule.set_name(absl::StrCat(KpiName("error-rate"), "/alertRules/errors"));
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteAlertRule", rule).ok());
  const Notices notices = List();
  EXPECT_THAT(Said(notices), ElementsAre("10 RAISED", "10 CLEARED"));
  EXPECT_EQ(notices[1].text(), "The rule was deleted.");
  v1::DeleteKpiRequest kpi;
  kpi.set_name(KpiName("error-rate"));
  kpi.set_force(true);
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteKpi", kpi).ok());
  EXPECT_THAT(List(), IsEmpty());
}

using AlertNoticesOnPostgresTest = OnPostgres<AlertNoticesTest>;

TEST_F(AlertNoticesOnPostgresTest, OfSeveralReplicasOneTells) {
  std::vector<std::unique_ptr<app::Suite>> replicas;
  for (int i = 0; i < 3; ++i) {
    app::Config config;
    config.listen = "127.0.0.1:0";
    config.data = dir_.File(absl::StrCat("replica-", i));
    config.store = StoreUrl();
    config.clock_file = dir_.File("clock");
    config.drain_delay = absl::ZeroDuration();
    auto replica = app::Suite::Start(config, {registry::Spec(), Spec()});
    ASSERT_TRUE(replica.ok()) << replica.status();
    replicas.push_back(*std::move(replica));
  }
  for (int rule = 0; rule < 8; ++rule) Declare(absl::StrCat("rule-", rule), Above(5));
  Measure(10, 6);  // each replica looks at once, for the clock jumps
  ASSERT_THAT(Await(8), SizeIs(8));
  Measure(17, 4);
  const Notices notices = Await(16);
  std::map<std::string, std::vector<std::string>> by_rule;
  for (const v1::AlertNotice& notice : notices) {
    by_rule[notice.rule()].push_back(Said({notice})[0]);
  }
  EXPECT_THAT(by_rule, SizeIs(8));
  for (const auto& [rule, said] : by_rule) {
    EXPECT_THAT(said, ElementsAre("10 RAISED", "17 CLEARED")) << rule;
  }
}

}  // namespace
}  // namespace palier::kpi
