// SPDX-License-Identifier: Apache-2.0
// Agenda, reviews and calendars from the command line, against running services.
#include <gmock/gmock.h>

#include <fstream>

#include "common/testing/temp_dir.h"
#include "palierctl/errors.h"
#include "palierctl/testing/ran.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class RolloutRhythmCommandTest : public rollout::RolloutFixture {
 protected:
  void SetUp() override {
    RolloutFixture::SetUp();
    Grant("users/dev", api::v1::MANAGER);
  }
  Ran Palierctl(const std::vector<std::string>& arguments) {
    return RunOn(suite_->address(), arguments);
  }

  testing::TempDir files_;
};

TEST_F(RolloutRhythmCommandTest, AgendaAndReviewsReadInTheCallersLanguage) {
  MakeReady();
  const auto started = Start("users/abe", 1);
  ASSERT_TRUE(started.ok()) << started.status();
  const std::vector<std::string> days = {"--from", "2026-03-09", "--to", "2026-04-30"};
  const auto with = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), days.begin(), days.end());
    return Palierctl(arguments);
  };
  const Ran agenda = with({"rollout", "agenda"});
  ASSERT_EQ(agenda.code, 0) << agenda.err;
  EXPECT_THAT(agenda.out, AllOf(StartsWith("Quotation assistant: wave 1 of 3, day 1 of "),
                                HasSubstr("Check-in of week 1 with innovation, wave 1"),
                                HasSubstr("Monthly review: go on or adjust")));
  const Ran french = with({"rollout", "agenda", "quotation", "--language", "fr"});
  EXPECT_THAT(french.out, HasSubstr("Revue mensuelle : continuer ou ajuster"));
  EXPECT_THAT(with({"rollout", "agenda", "-o", "csv"}).out, Not(HasSubstr("wave 1 of 3")));
  const Ran calendar = with({"rollout", "calendar", "quotation"});
  ASSERT_EQ(calendar.code, 0) << calendar.err;
  EXPECT_THAT(calendar.out, AllOf(StartsWith("BEGIN:VCALENDAR\r\n"),
                                  HasSubstr("Check-in of week 1 with innovation")));

  const Ran reviews = Palierctl({"rollout", "reviews", "quotation"});
  ASSERT_EQ(reviews.code, 0) << reviews.err;
  EXPECT_THAT(reviews.out, AllOf(HasSubstr("2026-04-09"), HasSubstr("monthly-2026-04"),
                                 HasSubstr("survey-2026-06")));
  const Ran none = Palierctl({"rollout", "review", "complete", "quotation/monthly-2026-04"});
  EXPECT_NE(none.code, 0);
  EXPECT_THAT(none.err, AllOf(HasSubstr("decision"), HasSubstr("reason")));
  const Ran done = Palierctl({"rollout", "review", "complete", "quotation/monthly-2026-04",
                              "--decision", "adjust", "--reason", "Prices are late."});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_THAT(done.out, AllOf(HasSubstr("ADJUST"), HasSubstr("Prices are late.")));
  const Ran milestones =
      Palierctl({"rollout", "review", "milestones", "quotation/monthly-2026-05"});
  EXPECT_EQ(milestones.code, 0) << milestones.err;
  EXPECT_THAT(milestones.err, HasSubstr("No milestone is due."));
}

TEST_F(RolloutRhythmCommandTest, ClosedDaysComeFromAFile) {
  CreateFirmRollout();
  const std::string file = files_.File("closed.ics");
  std::ofstream(file) << "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nEND:VEVENT\n"
                         "BEGIN:VEVENT\nDTSTART:20261226T100000\nEND:VEVENT\nEND:VCALENDAR\n";
  const std::vector<std::string> command = {"rollout", "close-days", "quotation", file,
                                            "--from",  "2026-01-01", "--to",      "2026-12-31"};
  const Ran closed = Palierctl(command);
  ASSERT_EQ(closed.code, 0) << closed.err;
  EXPECT_THAT(closed.out, HasSubstr("2026-12-25"));
  EXPECT_THAT(closed.err, HasSubstr("line 6: the event has a time of day"));
  EXPECT_EQ(GetRollout().blackouts_size(), 1);
}

TEST_F(RolloutRhythmCommandTest, ProgrammesReadInTheCallersLanguage) {
  const Ran made =
      Palierctl({"create", "programme", "--id", "ai", "--set", "display_name=AI for the firm"});
  ASSERT_EQ(made.code, 0) << made.err;
  const Ran started = Palierctl({"programme", "start-phase", "ai", "audit", "--on", "2026-01-05"});
  ASSERT_EQ(started.code, 0) << started.err;
  EXPECT_THAT(started.out, AllOf(HasSubstr("AUDIT"), HasSubstr("running"), HasSubstr("52-78")));
  EXPECT_THAT(started.err, HasSubstr("The phase AUDIT takes"));
  EXPECT_THAT(Palierctl({"programme", "show", "ai", "--language", "fr"}).err,
              HasSubstr("La phase AUDIT dure"));
  EXPECT_NE(Palierctl({"programme", "start-phase", "ai", "deployment"}).code, 0);
  ASSERT_EQ(Palierctl({"programme", "begin-cycle", "ai", "--state", "Three tools."}).code, 0);
  EXPECT_NE(Palierctl({"programme", "begin-cycle", "ai", "--state", "Four tools."}).code, 0);
  const Ran ended = Palierctl({"programme", "end-cycle", "ai/cycle-1", "--state", "Four tools."});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("Four tools."));
  const Ran roadmap = Palierctl({"programme", "roadmap"});
  ASSERT_EQ(roadmap.code, 0) << roadmap.err;
  EXPECT_THAT(roadmap.out, HasSubstr("quotation"));
  const Ran estimate = Palierctl({"programme", "estimate", "--departments", "3", "--budget", "300",
                                  "--complexity", "low", "--language", "fr"});
  ASSERT_EQ(estimate.code, 0) << estimate.err;
  EXPECT_THAT(estimate.out, AllOf(HasSubstr("12.0"), HasSubstr("3 départements sur 3.")));
}

}  // namespace
}  // namespace palier::ctl
