// SPDX-License-Identifier: Apache-2.0
// Digests on a schedule: written once a period, sent to a real mail server, published as changes.
#include <gmock/gmock.h>

#include <functional>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "palier/reporting/v1/report_service.pb.h"
#include "reporting/mail/testing/mail_server.h"
#include "reporting/testing/services.h"

namespace palier::reporting {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using v1::Report;
using v1::ReportSchedule;

class ReportServiceTest : public ::testing::Test {
 protected:
  // Reporting sends to the server from now on.
  void SendTo(const std::string& url) {
    services_.Stop("reporting");
    services_.smtp_url = url;
    services_.Start("reporting");
  }

  static ReportSchedule Weekly(ReportSchedule::Audience audience = ReportSchedule::STAFF,
                               const std::string& language = "en") {
    ReportSchedule schedule;
    schedule.set_display_name("Weekly");
    schedule.set_audience(audience);
    schedule.set_cadence(ReportSchedule::WEEKLY);
    schedule.set_language_code(language);
    schedule.add_list_addresses("everybody@acme.example");
    return schedule;
  }

  absl::StatusOr<ReportSchedule> Create(const std::string& id, const ReportSchedule& schedule,
                                        const std::string& principal = "users/mia") {
    v1::CreateReportScheduleRequest request;
    request.set_parent("organizations/acme");
    request.set_report_schedule_id(id);
    *request.mutable_report_schedule() = schedule;
    return services_.Call<ReportSchedule>(principal, "CreateReportSchedule", request);
  }

  ReportSchedule Get(const std::string& id) {
    v1::GetReportScheduleRequest request;
    request.set_name(absl::StrCat("organizations/acme/reportSchedules/", id));
    return services_.Call<ReportSchedule>("users/mia", "GetReportSchedule", request)
        .value_or(ReportSchedule());
  }

  std::vector<Report> Reports(const std::string& filter = "") {
    v1::ListReportsRequest request;
    request.set_parent("organizations/acme");
    request.set_filter(filter);
    const auto list = services_.Call<v1::ListReportsResponse>("users/mia", "ListReports", request);
    EXPECT_TRUE(list.ok()) << list.status();
    if (!list.ok()) return {};
    return {list->reports().begin(), list->reports().end()};
  }

  // The service looks by itself; false when half a minute was not enough.
  static bool Await(const std::function<bool()>& condition) {
    const absl::Time deadline = absl::Now() + absl::Seconds(30);
    while (!condition() && absl::Now() < deadline) absl::SleepFor(absl::Milliseconds(20));
    return condition();
  }
  bool AwaitDue(const std::string& id) {
    return Await([&] { return Get(id).has_next_time(); });
  }
  bool AwaitReports(size_t count, const std::string& filter) {
    return Await([&] { return Reports(filter).size() >= count; });
  }
  // To the next Monday, 01:00.
  void NextWeek() {
    services_.Advance(weeks_ == 0 ? absl::Hours(7 * 24 - 7) : absl::Hours(7 * 24));
    ++weeks_;
  }

  MailServer server_;
  Services services_;
  int weeks_ = 0;
};

TEST_F(ReportServiceTest, ADigestArrivesOnceAWeekInTheLanguageOfItsReaders) {
  RecordProperty("requirement", "S0-32");
  SendTo(server_.url());
  services_.SaveHours(12.5);
  services_.Create("ana", "ana@acme.example");
  services_.Create("no-mail", "");
  ReportSchedule english = Weekly();
  english.add_people("organizations/acme/people/ana");
  english.add_people("organizations/acme/people/no-mail");
  ASSERT_TRUE(Create("staff-en", english).ok());
  ASSERT_TRUE(Create("staff-fr", Weekly(ReportSchedule::STAFF, "fr")).ok());
  ASSERT_TRUE(AwaitDue("staff-en"));
  ASSERT_TRUE(AwaitDue("staff-fr"));
  EXPECT_EQ(Get("staff-en").next_time().seconds(),
            absl::ToUnixSeconds(absl::FromCivil(absl::CivilDay(2026, 3, 16), absl::UTCTimeZone())));
  EXPECT_THAT(Reports(), SizeIs(0)) << "the week under way has not ended";
  NextWeek();
  ASSERT_TRUE(AwaitReports(2, "state = SENT"));
  const auto mails = server_.AwaitReceived(2);
  ASSERT_THAT(mails, SizeIs(2));
  std::map<std::string, ReceivedMail> by_subject;
  for (const ReceivedMail& mail : mails) by_subject[mail.subject] = mail;
  const ReceivedMail& first = by_subject["AI at work, for everybody: Acme, 2026-W11"];
  EXPECT_THAT(first.recipients, UnorderedElementsAre("ana@acme.example", "everybody@acme.example"));
  EXPECT_EQ(first.from, "palier@acme.example");
  EXPECT_THAT(first.text, HasSubstr("2026-W11 (9\u00a0March\u00a02026 – 15\u00a0March\u00a02026)"));
  EXPECT_THAT(first.html, AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("2026-W11")));
  const ReceivedMail& second =
      by_subject["L'IA au travail, pour tout le monde\u00a0: Acme, 2026-W11"];
  EXPECT_THAT(second.recipients, ElementsAre("everybody@acme.example"));
  EXPECT_THAT(second.text, HasSubstr("Aucun outil d'IA n'est encore en cours."));

  const Report report = Reports("schedule = \"organizations/acme/reportSchedules/staff-en\"").at(0);
  EXPECT_EQ(report.name(), "organizations/acme/reports/staff-en-2026-w11");
  EXPECT_EQ(report.recipient_count(), 2);
  EXPECT_EQ(report.unreachable_count(), 1);
  EXPECT_EQ(report.attempt_count(), 1);
  EXPECT_EQ(Get("staff-en").last_report(), report.name());

  // The same week is not told again; weeks that passed in silence are not made up for.
  services_.Stop("reporting");
  NextWeek();
  NextWeek();
  services_.Start("reporting");
  ASSERT_TRUE(AwaitReports(4, "state = SENT"));
  std::vector<std::string> weeks;
  for (const Report& each : Reports("language_code = \"fr\"")) weeks.push_back(each.period_label());
  EXPECT_THAT(weeks, UnorderedElementsAre("2026-W11", "2026-W13"));
  EXPECT_THAT(server_.AwaitReceived(4), SizeIs(4));
}

TEST_F(ReportServiceTest, AServerThatIsBusyGetsItLater) {
  SendTo(server_.url());
  server_.Answer(451);
  ASSERT_TRUE(Create("staff", Weekly()).ok());
  ASSERT_TRUE(AwaitDue("staff"));
  NextWeek();
  ASSERT_TRUE(Await([&] {
    const auto waiting = Reports("state = WAITING");
    return !waiting.empty() && !waiting[0].last_error().empty();
  }));
  EXPECT_THAT(Reports().at(0).last_error(), HasSubstr("451"));
  EXPECT_THAT(server_.Received(), SizeIs(0));
  // Also by another process than the one that tried first.
  services_.Stop("reporting");
  server_.Answer(250);
  services_.Advance(absl::Minutes(2));
  services_.Start("reporting");
  ASSERT_TRUE(AwaitReports(1, "state = SENT"));
  EXPECT_EQ(Reports().at(0).attempt_count(), 2);
  EXPECT_EQ(Reports().at(0).last_error(), "");
  EXPECT_THAT(server_.AwaitReceived(1), SizeIs(1));
}

TEST_F(ReportServiceTest, WhatNobodyTakesForTwoDaysHasFailed) {
  SendTo("smtp://127.0.0.1:1");
  ASSERT_TRUE(Create("staff", Weekly()).ok());
  ASSERT_TRUE(AwaitDue("staff"));
  NextWeek();
  ASSERT_TRUE(AwaitReports(1, "state = WAITING"));
  ASSERT_TRUE(Await([&] {
    return Reports().at(0).attempt_count() == 1 && !Reports().at(0).last_error().empty();
  }));
  services_.Advance(absl::Hours(49));
  ASSERT_TRUE(AwaitReports(1, "state = FAILED"));
}

TEST_F(ReportServiceTest, WithoutAMailServerADigestIsPublished) {
  ASSERT_TRUE(Create("board", Weekly(ReportSchedule::BOARD, "fr")).ok());
  ASSERT_TRUE(AwaitDue("board"));
  NextWeek();
  ASSERT_TRUE(AwaitReports(1, "state = PUBLISHED"));
  EXPECT_THAT(Reports().at(0).text(), HasSubstr("L'IA, pour le comité"));
  // Webhooks are fed from the change log.
  v1::ListChangesRequest request;
  request.set_parent("organizations/acme");
  request.set_resource(Reports().at(0).name());
  const auto changes = services_.Call<v1::ListChangesResponse>("users/dev", "ListChanges", request);
  ASSERT_TRUE(changes.ok()) << changes.status();
  ASSERT_GE(changes->changes_size(), 1);
  Report written;
  ASSERT_TRUE(changes->changes(0).after().UnpackTo(&written));
  EXPECT_EQ(written.subject(), Reports().at(0).subject());
}

TEST_F(ReportServiceTest, APreviewIsNeitherKeptNorSent) {
  SendTo(server_.url());
  ASSERT_TRUE(Create("management", Weekly(ReportSchedule::MANAGEMENT)).ok());
  v1::PreviewReportRequest request;
  request.set_name("organizations/acme/reportSchedules/management");
  const auto preview =
      services_.Call<v1::PreviewReportResponse>("users/mia", "PreviewReport", request);
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->report().period_label(), "2026-W10");
  EXPECT_THAT(preview->report().text(), HasSubstr("AI projects, for who runs them: Acme"));
  EXPECT_EQ(preview->report().name(), "");
  EXPECT_THAT(Reports(), SizeIs(0));
  EXPECT_THAT(server_.Received(), SizeIs(0));
}

TEST_F(ReportServiceTest, APausedScheduleWritesNothing) {
  ReportSchedule schedule = Weekly();
  schedule.set_paused(true);
  ASSERT_TRUE(Create("paused", schedule).ok());
  ASSERT_TRUE(Create("running", Weekly()).ok());
  ASSERT_TRUE(AwaitDue("running"));
  NextWeek();
  ASSERT_TRUE(AwaitReports(1, ""));
  EXPECT_FALSE(Get("paused").has_next_time());
  EXPECT_THAT(Reports(), SizeIs(1));
}

TEST_F(ReportServiceTest, WhatIsWrongIsNamed) {
  const struct {
    std::function<void(ReportSchedule&)> change;
    const char* field;
  } cases[] = {
      {[](ReportSchedule& s) { s.set_language_code("de"); }, "report_schedule.language_code"},
      {[](ReportSchedule& s) { s.add_list_addresses("two words@x"); },
       "report_schedule.list_addresses[1]"},
      {[](ReportSchedule& s) { s.add_people("organizations/other/people/ana"); },
       "report_schedule.people[0]"},
      {[](ReportSchedule& s) { s.set_send_hour(24); }, "report_schedule.send_hour"},
      {[](ReportSchedule& s) { s.clear_audience(); }, "report_schedule.audience"},
      {[](ReportSchedule& s) { s.clear_cadence(); }, "report_schedule.cadence"}};
  for (const auto& c : cases) {
    ReportSchedule schedule = Weekly();
    c.change(schedule);
    const absl::Status status = Create("wrong", schedule).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << c.field;
    ASSERT_EQ(status::DetailOf(status).field_violations_size(), 1) << c.field << status;
    EXPECT_EQ(status::DetailOf(status).field_violations(0).subject(), c.field);
  }
  EXPECT_TRUE(absl::IsPermissionDenied(Create("not-mine", Weekly(), "users/carl").status()));
}

}  // namespace
}  // namespace palier::reporting
