// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/clock.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "registry/domain/settings.h"
#include "registry/testing/ready_facts.h"

namespace palier::registry {
namespace {

using N = v1::Notice;
using P = v1::Project;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

absl::TimeZone Paris() {
  absl::TimeZone zone;
  absl::LoadTimeZone("Europe/Paris", &zone);
  return zone;
}

// A PoC that ended on 1 March 2026 at 17:30 in Paris, and is not decided.
Facts Undecided() {
  Facts facts = ReadyFacts(P::POST_POC);
  facts.zone = Paris();
  const absl::Time end = absl::FromCivil(absl::CivilMinute(2026, 3, 1, 17, 30), Paris());
  facts.project.mutable_poc_end_time()->set_seconds(absl::ToUnixSeconds(end));
  return facts;
}

v1::OrganizationSettings Preset() {
  v1::OrganizationSettings settings;
  FillEffective(settings);
  return settings;
}

TEST(Clock, TellsEachThingOnItsDayAndOnce) {
  RecordProperty("requirement", "S3-04 S3-01 S0-01");
  Facts facts = Undecided();
  std::set<std::string> sent;
  std::vector<std::pair<std::string, std::string>> events;
  // Day by day at 09:00, over the change to summer time, with an outage of ten days in between.
  for (int day = 0; day <= 100; ++day) {
    if (day >= 28 && day < 38) continue;
    const absl::CivilDay today = absl::CivilDay(2026, 3, 1) + day;
    facts.now = absl::FromCivil(absl::CivilHour(today) + 9, Paris());
    for (const DueNotice& due : DueNotices(facts, Preset())) {
      if (!sent.insert(due.id).second) continue;
      events.emplace_back(absl::FormatTime("%m-%d %H:%M", due.due, Paris()),
                          N::Kind_Name(due.kind));
    }
  }
  EXPECT_THAT(
      events,
      ElementsAre(Pair("03-21 08:00", "DECISION_REMINDER"),
                  Pair("03-28 08:00", "DECISION_REMINDER"),
                  Pair("03-31 08:00", "SPONSOR_ESCALATION"), Pair("04-07 08:00", "BOARD_LIST"),
                  Pair("04-30 08:00", "STOP_PROPOSED"), Pair("05-30 08:00", "PURGATORY_WARNING")));
}

std::set<std::string> Ids(const Facts& facts, const v1::OrganizationSettings& settings) {
  std::set<std::string> ids;
  for (const DueNotice& due : DueNotices(facts, settings))
    EXPECT_TRUE(ids.insert(due.id).second) << due.en;
  return ids;
}

TEST(Clock, SaysNothingAgainWhenSettingsOrTheTimeZoneChange) {
  RecordProperty("requirement", "S3-04");
  v1::OrganizationSettings other;
  other.mutable_decision_clock()->set_first_reminder_day(10);
  other.mutable_decision_clock()->set_board_day(40);
  other.set_purgatory_warning_days(70);
  FillEffective(other);
  Facts undecided = Undecided();
  Facts limited = ReadyFacts(P::LIMITED);
  Facts run = ReadyFacts(P::RUN);
  const std::pair<Facts*, size_t> cases[] = {{&undecided, 6}, {&limited, 1}, {&run, 3}};
  for (const auto& [facts, count] : cases) {
    facts->now += absl::Hours(24 * 300);
    const std::set<std::string> said = Ids(*facts, Preset());
    EXPECT_EQ(said.size(), count);
    EXPECT_EQ(Ids(*facts, other), said);
    facts->zone = absl::FixedTimeZone(-11 * 3600);
    EXPECT_EQ(Ids(*facts, other), said);
  }
}

TEST(Clock, TwoRemindersOnOneDayAreOne) {
  Facts facts = Undecided();
  facts.now += absl::Hours(24 * 15);
  v1::OrganizationSettings settings;
  settings.mutable_decision_clock()->set_first_reminder_day(20);
  settings.mutable_decision_clock()->set_second_reminder_day(20);
  FillEffective(settings);
  EXPECT_EQ(DueNotices(facts, settings).size(), 1u);
}

TEST(Clock, SaysItAgainOfAnotherEvent) {
  Facts undecided = Undecided();
  undecided.now += absl::Hours(24 * 300);
  const std::set<std::string> said = Ids(undecided, Preset());
  undecided.project.mutable_poc_end_time()->set_seconds(undecided.project.poc_end_time().seconds() +
                                                        24 * 3600);
  for (const std::string& id : Ids(undecided, Preset())) EXPECT_FALSE(said.contains(id));

  Facts run = ReadyFacts(P::RUN);
  run.now += absl::Hours(24 * 300);
  const std::set<std::string> due = Ids(run, Preset());
  First(run, v1::Entry::kRunReview).mutable_run_review()->mutable_next_review_date()->set_day(2);
  std::set<std::string> moved = Ids(run, Preset());
  ASSERT_EQ(moved.size(), due.size());
  for (const std::string& id : due) moved.erase(id);
  EXPECT_EQ(moved.size(), 1u) << "the review on another day";
}

TEST(Clock, IsQuietOnceItIsDecided) {
  Facts facts = Undecided();
  facts.now += absl::Hours(24 * 90);
  EXPECT_FALSE(DueNotices(facts, Preset()).empty());
  facts.project.set_stage(P::INDUSTRIALISATION);
  EXPECT_THAT(DueNotices(facts, Preset()), IsEmpty());
}

TEST(Clock, DaysAreTheOrganisations) {
  Facts facts = Undecided();
  v1::OrganizationSettings settings;
  settings.mutable_decision_clock()->set_first_reminder_day(2);
  settings.mutable_decision_clock()->set_second_reminder_day(3);
  FillEffective(settings);
  facts.now = absl::FromCivil(absl::CivilHour(2026, 3, 3, 8), Paris());
  ASSERT_EQ(DueNotices(facts, settings).size(), 1u);
  facts.now -= absl::Seconds(1);
  EXPECT_THAT(DueNotices(facts, settings), IsEmpty());
}

TEST(Clock, TellsWhoseMoveItIs) {
  Facts facts = Undecided();
  facts.now += absl::Hours(24 * 23);
  const std::vector<DueNotice> due = DueNotices(facts, Preset());
  ASSERT_EQ(due.size(), 3u);
  EXPECT_EQ(due[0].recipient, facts.project.owner());
  EXPECT_EQ(due[2].recipient, facts.project.sponsor());
  EXPECT_THAT(due[2].fr, ::testing::HasSubstr("aucune décision après 30 jours"));
}

TEST(Clock, WatchesProduction) {
  RecordProperty("requirement", "S3-06 S0-33 S2-18");
  Facts limited = ReadyFacts(P::LIMITED);
  limited.now = absl::FromCivil(absl::CivilDay(2026, 10, 1), absl::UTCTimeZone());
  ASSERT_EQ(DueNotices(limited, Preset()).size(), 1u);
  EXPECT_EQ(DueNotices(limited, Preset())[0].kind, N::LIMITED_ENDED);
  Facts run = ReadyFacts(P::RUN);
  run.now = limited.now;
  std::multiset<int> kinds;
  for (const DueNotice& due : DueNotices(run, Preset())) kinds.insert(due.kind);
  EXPECT_EQ(kinds, (std::multiset<int>{N::RUN_REVIEW_DUE, N::MAINTENANCE_DUE, N::MAINTENANCE_DUE}));
}

}  // namespace
}  // namespace palier::registry
