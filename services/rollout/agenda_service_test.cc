// SPDX-License-Identifier: Apache-2.0
// What is due when, over gRPC: as a list, as a calendar, and closed days from a calendar.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "palier/rollout/v1/agenda_service.pb.h"
#include "palier/rollout/v1/training_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using absl::CivilDay;
using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";

class AgendaServiceTest : public RolloutFixture {
 protected:
  void StartFirstWave() {
    MakeReady();
    const auto wave = Start("users/abe", 1);
    ASSERT_TRUE(wave.ok()) << wave.status();
  }
  void SetDay(CivilDay day) {
    absl::TimeZone paris;
    ASSERT_TRUE(absl::LoadTimeZone("Europe/Paris", &paris));
    SetTime(absl::FromCivil(absl::CivilHour(day) + 10, paris));
  }
  absl::StatusOr<v1::QueryAgendaResponse> Ask(CivilDay from, CivilDay to, bool overdue = false,
                                              const std::string& language = "en",
                                              const std::string& parent = kFirm) {
    v1::QueryAgendaRequest request;
    request.set_parent(parent);
    *request.mutable_from_date() = ToDate(from);
    *request.mutable_to_date() = ToDate(to);
    request.set_overdue(overdue);
    return Call<v1::QueryAgendaResponse>("users/vic", "QueryAgenda", request, language);
  }
  static std::vector<std::string> Lines(const v1::QueryAgendaResponse& agenda) {
    std::vector<std::string> lines;
    for (const v1::AgendaItem& item : agenda.items()) {
      lines.push_back(absl::StrCat(absl::FormatCivilTime(ToDay(item.date())), " ",
                                   v1::AgendaItem::Kind_Name(item.kind()), " ",
                                   v1::AgendaItem::State_Name(item.state())));
    }
    return lines;
  }
  absl::StatusOr<v1::ExportCalendarResponse> Export(const std::string& parent,
                                                    const std::string& language = "en") {
    v1::ExportCalendarRequest request;
    request.set_parent(parent);
    return Call<v1::ExportCalendarResponse>("users/vic", "ExportCalendar", request, language);
  }
  static v1::ImportCalendarRequest Closing(const std::string& events) {
    v1::ImportCalendarRequest request;
    request.set_name(kRollout);
    request.set_content(absl::StrCat("BEGIN:VCALENDAR\r\n", events, "END:VCALENDAR\r\n"));
    return request;
  }
  // All sessions of the first wave, of which innovation is the only team.
  void RecordAttendance() {
    const v1::WaveTeam team = GetWave(1)->teams(0);
    for (int number = 1; number <= team.sessions_size(); ++number) {
      v1::RecordAttendanceRequest came;
      came.set_parent(WaveName(1));
      came.set_team(team.team());
      came.set_session_number(number);
      came.set_attended_count(team.sessions(number - 1).people());
      const auto recorded = Call<v1::SessionAttendance>("users/carl", "RecordAttendance", came);
      ASSERT_TRUE(recorded.ok()) << recorded.status();
    }
  }
  absl::StatusOr<v1::ImportCalendarResponse> Import(const v1::ImportCalendarRequest& request) {
    return Call<v1::ImportCalendarResponse>("users/mia", "ImportCalendar", request);
  }
};

TEST_F(AgendaServiceTest, WhereAreWeNow) {
  RecordProperty("requirement", "S1-33 S1-34");
  StartFirstWave();
  SetDay(CivilDay(2026, 3, 17));
  RecordAttendance();
  const auto agenda = Ask(CivilDay(2026, 3, 17), CivilDay(2026, 4, 10), true);
  ASSERT_TRUE(agenda.ok()) << agenda.status();
  EXPECT_EQ(agenda->time_zone(), "Europe/Paris");
  EXPECT_EQ(ToDay(agenda->today_date()), CivilDay(2026, 3, 17));
  std::vector<std::string> rhythm;
  for (const std::string& line : Lines(*agenda)) {
    if (absl::StrContains(line, "CHECK_IN") || absl::StrContains(line, "REVIEW")) {
      rhythm.push_back(line);
    }
  }
  EXPECT_THAT(rhythm, ElementsAre("2026-03-16 CHECK_IN OVERDUE", "2026-03-23 CHECK_IN DUE",
                                  "2026-03-30 CHECK_IN DUE", "2026-04-06 CHECK_IN DUE",
                                  "2026-04-09 MONTHLY_REVIEW DUE"));
  ASSERT_EQ(agenda->positions_size(), 1);
  const v1::RolloutPosition& position = agenda->positions(0);
  EXPECT_EQ(position.rollout(), kRollout);
  EXPECT_EQ(position.wave(), 1);
  EXPECT_EQ(position.wave_count(), 3);
  EXPECT_EQ(position.day(), 9);
  EXPECT_EQ(position.overdue_count(), 1);
  EXPECT_EQ(position.next().kind(), v1::AgendaItem::CHECK_IN);
  EXPECT_EQ(position.next().state(), v1::AgendaItem::OVERDUE);
  EXPECT_THAT(position.text(), StartsWith("wave 1 of 3, day 9 of "));
  const auto french = Ask(CivilDay(2026, 3, 17), CivilDay(2026, 4, 10), true, "fr", kRollout);
  ASSERT_TRUE(french.ok()) << french.status();
  EXPECT_THAT(french->positions(0).text(),
              HasSubstr("en retard : Point de la semaine 1 avec innovation, vague 1, lundi 16 mars "
                        "2026"));
  EXPECT_EQ(french->items_size(), agenda->items_size());
}

TEST_F(AgendaServiceTest, WavesSessionsAndGatesOfThePlanAreInIt) {
  MakeReady();
  const auto agenda = Ask(CivilDay(2026, 3, 9), CivilDay(2027, 3, 9));
  ASSERT_TRUE(agenda.ok()) << agenda.status();
  int starts = 0, gates = 0, trained = 0;
  for (const v1::AgendaItem& item : agenda->items()) {
    starts += item.kind() == v1::AgendaItem::WAVE_START;
    gates += item.kind() == v1::AgendaItem::GATE;
    if (item.kind() == v1::AgendaItem::TRAINING_SESSION) {
      trained += item.people();
      EXPECT_THAT(item.champion(), StartsWith("organizations/firm/champions/"));
    }
  }
  EXPECT_EQ(starts, 3);
  EXPECT_EQ(gates, 3);
  EXPECT_EQ(trained, 24);
  EXPECT_THAT(agenda->positions(0).text(), StartsWith("wave 1 of 3, planned for Monday 9 March"));
}

TEST_F(AgendaServiceTest, ASessionIsDoneOnceItIsKnownWhoCame) {
  StartFirstWave();
  SetDay(CivilDay(2026, 3, 17));
  const auto sessions = [&] {
    std::vector<v1::AgendaItem> found;
    const auto agenda = Ask(CivilDay(2026, 3, 9), CivilDay(2026, 3, 16), true, "en", kRollout);
    EXPECT_TRUE(agenda.ok()) << agenda.status();
    for (const v1::AgendaItem& item : agenda->items()) {
      if (item.kind() == v1::AgendaItem::TRAINING_SESSION) found.push_back(item);
    }
    return found;
  };
  ASSERT_FALSE(sessions().empty());
  EXPECT_EQ(sessions()[0].state(), v1::AgendaItem::OVERDUE);
  RecordAttendance();
  EXPECT_EQ(sessions()[0].state(), v1::AgendaItem::DONE);
}

TEST_F(AgendaServiceTest, ASpanOfDaysIsBounded) {
  MakeReady();
  for (const CivilDay to : {CivilDay(2026, 3, 8), CivilDay(2028, 3, 29)}) {
    EXPECT_EQ(ReasonOf(Ask(CivilDay(2026, 3, 9), to).status()), error::v1::INVALID_FIELDS) << to;
  }
  EXPECT_TRUE(Ask(CivilDay(2026, 3, 9), CivilDay(2028, 3, 27)).ok());
  EXPECT_EQ(ReasonOf(Ask(CivilDay(2026, 3, 9), CivilDay(2026, 3, 9), false, "en",
                         "organizations/firm/rollouts/none")
                         .status()),
            error::v1::RESOURCE_NOT_FOUND);
}

// Value of a property of the event whose text has `part`.
std::string ValueOf(const std::string& calendar, const std::string& part,
                    const std::string& property) {
  for (const absl::string_view event : absl::StrSplit(calendar, "BEGIN:VEVENT")) {
    if (!absl::StrContains(event, part)) continue;
    for (const absl::string_view line : absl::StrSplit(event, "\r\n")) {
      if (absl::StartsWith(line, property)) return std::string(line.substr(property.size()));
    }
  }
  return "";
}

TEST_F(AgendaServiceTest, ACalendarKeepsItsEventsAndCountsTheirChanges) {
  StartFirstWave();
  const auto first = Export(kRollout);
  ASSERT_TRUE(first.ok()) << first.status();
  const std::string text = first->content();
  EXPECT_EQ(first->content_type(), "text/calendar; charset=utf-8");
  EXPECT_THAT(text, StartsWith("BEGIN:VCALENDAR\r\n"));
  EXPECT_THAT(text, HasSubstr("X-WR-CALNAME:Quotation assistant\r\n"));
  // The same moment in the morning, before and after the clocks went forward.
  EXPECT_EQ(ValueOf(text, "Check-in of week 2", "DTSTART:"), "20260323T080000Z");
  EXPECT_EQ(ValueOf(text, "Check-in of week 3", "DTSTART:"), "20260330T070000Z");
  EXPECT_EQ(ValueOf(text, "Decision after wave 1", "TRANSP:"), "TRANSPARENT");
  const auto again = Export(kRollout);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->content(), text);

  v1::CompleteCheckInRequest done;
  done.set_name(CheckIns(1)[1].name());
  ASSERT_TRUE(Call<v1::CheckIn>("users/carl", "CompleteCheckIn", done).ok());
  const auto later = Export(kRollout);
  ASSERT_TRUE(later.ok());
  const auto number = [](const std::string& calendar, const std::string& part) {
    return std::stoll(ValueOf(calendar, part, "SEQUENCE:"));
  };
  EXPECT_EQ(ValueOf(later->content(), "Check-in of week 2", "UID:"),
            ValueOf(text, "Check-in of week 2", "UID:"));
  EXPECT_GT(number(later->content(), "Check-in of week 2"), number(text, "Check-in of week 2"));
  EXPECT_EQ(number(later->content(), "Check-in of week 3"), number(text, "Check-in of week 3"));
  EXPECT_THAT(Export(kFirm, "fr")->content(), HasSubstr("Point de la semaine 2"));
}

std::set<std::string> Uids(const std::string& calendar) {
  std::set<std::string> uids;
  for (const absl::string_view line : absl::StrSplit(calendar, "\r\n")) {
    if (absl::StartsWith(line, "UID:")) uids.emplace(line);
  }
  return uids;
}

TEST_F(AgendaServiceTest, ANewPlanMovesEventsAndKeepsWhatTheyAre) {
  MakeReady();
  const auto before = Export(kRollout);
  ASSERT_TRUE(before.ok()) << before.status();
  const std::set<std::string> uids = Uids(before->content());
  EXPECT_EQ(uids.size(), static_cast<size_t>(before->event_count()));
  v1::UpdateRolloutRequest later;
  later.mutable_rollout()->set_name(kRollout);
  *later.mutable_rollout()->mutable_start_date() = ToDate(CivilDay(2026, 3, 30));
  ASSERT_TRUE(Call<v1::Rollout>("users/mia", "UpdateRollout", later).ok());
  ASSERT_TRUE(Plan().ok());
  const auto after = Export(kRollout);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(Uids(after->content()), uids);
  EXPECT_EQ(ValueOf(after->content(), "Wave 1 starts", "DTSTART;VALUE=DATE:"), "20260330");
}

TEST_F(AgendaServiceTest, ClosedDaysComeFromACalendar) {
  CreateFirmRollout();
  v1::ImportCalendarRequest request = Closing(
      "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n"
      "BEGIN:VEVENT\r\nDTSTART:20260714T090000Z\r\nEND:VEVENT\r\n"
      "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260309\r\nDTEND;VALUE=DATE:20260316\r\nEND:VEVENT\r\n");
  request.set_validate_only(true);
  const auto preview = Import(request);
  ASSERT_TRUE(preview.ok()) << preview.status();
  EXPECT_EQ(preview->added_size(), 3);
  EXPECT_EQ(preview->event_count(), 2);
  ASSERT_EQ(preview->findings_size(), 1);
  EXPECT_EQ(preview->findings(0).line(), 7);
  EXPECT_THAT(preview->findings(0).text(), HasSubstr("time of day"));
  EXPECT_EQ(GetRollout().blackouts_size(), 0);

  request.set_validate_only(false);
  request.set_request_id(kOnce);
  const auto imported = Import(request);
  ASSERT_TRUE(imported.ok()) << imported.status();
  EXPECT_EQ(imported->added_size(), 3);
  EXPECT_EQ(imported->etag(), GetRollout().etag());
  EXPECT_EQ(Import(request)->added_size(), 0) << "a repeated request adds nothing";
  request.clear_request_id();
  EXPECT_EQ(Import(request)->added_size(), 0) << "what is closed is not closed again";
  ASSERT_EQ(GetRollout().blackouts_size(), 3);
  // The plan keeps to it.
  ASSERT_TRUE(Plan().ok());
  EXPECT_EQ(ToDay(GetWave(1)->start_date()), CivilDay(2026, 3, 16));

  request.set_team("organizations/firm/teams/commerce");
  EXPECT_EQ(Import(request)->added_size(), 3);
  EXPECT_EQ(GetRollout().teams(0).blackouts_size(), 3);
  request.set_team("organizations/firm/teams/none");
  EXPECT_EQ(ReasonOf(Import(request).status()), error::v1::INVALID_FIELDS);
  request.set_content("hello");
  EXPECT_EQ(ReasonOf(Import(request).status()), error::v1::INVALID_FIELDS);
}

TEST_F(AgendaServiceTest, DaysCloseAlsoOnceAWaveHasStarted) {
  StartFirstWave();
  v1::ImportCalendarRequest request =
      Closing("BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\n");
  request.set_team("organizations/firm/teams/commerce");
  const auto closed = Import(request);
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(GetRollout().teams(0).blackouts_size(), 1);
  EXPECT_EQ(GetRollout().blackouts_size(), 0);
}

TEST_F(AgendaServiceTest, SoManyClosedSpansAndNoMore) {
  CreateFirmRollout();
  std::string events;
  for (int i = 0; i < 201; ++i) {
    const CivilDay day = CivilDay(2026, 4, 1) + 3 * i;
    absl::StrAppend(
        &events, "BEGIN:VEVENT\r\nDTSTART:",
        absl::FormatTime("%Y%m%d", absl::FromCivil(day, absl::UTCTimeZone()), absl::UTCTimeZone()),
        "\r\nEND:VEVENT\r\n");
  }
  EXPECT_EQ(ReasonOf(Import(Closing(events)).status()), error::v1::LIMIT_EXCEEDED);
  EXPECT_EQ(GetRollout().blackouts_size(), 0);
}

}  // namespace
}  // namespace palier::rollout
