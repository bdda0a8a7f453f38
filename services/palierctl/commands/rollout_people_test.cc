// SPDX-License-Identifier: Apache-2.0
// What the command line says of the people of a roll-out, against running services.
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

class RolloutPeopleCommandTest : public rollout::RolloutFixture {
 protected:
  void SetUp() override {
    rollout::RolloutFixture::SetUp();
    Grant("users/dev", api::v1::MANAGER);
    MakeReady();
  }
  Ran Palierctl(const std::vector<std::string>& arguments) {
    const Ran ran = RunOn(suite_->address(), arguments);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran;
  }
  // Creates what the JSON says below the roll-out.
  Ran Create(const std::string& kind, const std::string& json) {
    return Palierctl(
        {"create", kind, "--parent", "quotation", "--file", FileOf(kind + ".json", json)});
  }
  std::string FileOf(const std::string& name, const std::string& text) {
    const std::string file = files_.File(name);
    std::ofstream(file) << text;
    return file;
  }

 private:
  testing::TempDir files_;
};

TEST_F(RolloutPeopleCommandTest, ThePeopleOfAWaveReadInBothLanguages) {
  const Ran english = Palierctl({"rollout", "people", "quotation/wave-1"});
  EXPECT_THAT(english.out, AllOf(HasSubstr("innovation"), HasSubstr("workshops"),
                                 HasSubstr("Involved before: 0.0 %"),
                                 HasSubstr("Nobody asked or showed this team anything before.")));
  const Ran french = Palierctl({"rollout", "people", "quotation/wave-1", "--language", "fr"});
  EXPECT_THAT(french.out, AllOf(HasSubstr("ateliers"), HasSubstr("Associés avant : 0.0 %"),
                                HasSubstr("Rien ne dit ce qui change dans ses métiers.")));
  EXPECT_THAT(Palierctl({"rollout", "people", "quotation/wave-1", "-o", "json"}).out,
              HasSubstr("\"involved_permille\": 0"));
}

TEST_F(RolloutPeopleCommandTest, CardsAndCommunicationsAreResourcesLikeOthers) {
  EXPECT_THAT(Palierctl({"list", "toolCards", "--parent", "quotation"}).out, HasSubstr("card"));
  EXPECT_THAT(
      Create("communication", R"({"display_name": "Press", "channel": "PRESS", "public": true,
      "planned_date": {"year": 2026, "month": 3, "day": 9}, "audiences": [{"label": "All", "benefit": "Faster."}]})")
          .out,
      HasSubstr("press"));
  const Ran published = Palierctl({"rollout", "publish", "quotation/press", "--language", "fr"});
  EXPECT_THAT(published.out, AllOf(HasSubstr("PUBLISHED"), HasSubstr("L'annonce publique")));
}

TEST_F(RolloutPeopleCommandTest, LoadIsAMapOfTeamsAndWeeks) {
  const Ran teams = Palierctl({"rollout", "load", "--weeks", "30"});
  EXPECT_THAT(teams.out, AllOf(HasSubstr("people in training"), HasSubstr("commerce"),
                               HasSubstr("2026-03-09")));
  const Ran champions = Palierctl({"rollout", "load", "--champions", "--language", "fr"});
  EXPECT_THAT(champions.out,
              AllOf(HasSubstr("sessions de"), HasSubstr("alix"), Not(HasSubstr("commerce"))));
  EXPECT_NE(RunOn(suite_->address(), {"rollout", "load", "--weeks", "54"}).code, 0);
}

TEST_F(RolloutPeopleCommandTest, WhatWasHeldShowsWithTheAmbassadors) {
  ASSERT_TRUE(Start("users/abe", 1).ok());
  SetTime(absl::FromCivil(absl::CivilHour(2026, 3, 14, 8), absl::UTCTimeZone()));
  const Ran held = Palierctl({"rollout", "attend", "quotation/wave-1", "--team", "innovation",
                              "--session", "1", "--attended", "3"});
  EXPECT_THAT(held.out, HasSubstr("alix"));
  const Ran ambassadors = Palierctl({"rollout", "ambassadors", "quotation"});
  EXPECT_THAT(ambassadors.out, AllOf(HasSubstr("alix"), HasSubstr("yes"), HasSubstr("2 h 00")));
  EXPECT_THAT(Palierctl({"rollout", "support", "--language", "fr"}).out,
              AllOf(HasSubstr("nécessaire"), HasSubstr("quotation ")));
  Create("demonstration",
         R"({"display_name": "Relire", "use_case": "Relire un devis", "audience": "Ventes",
      "attendee_count": 5, "event_date": {"year": 2026, "month": 3, "day": 13}})");
  EXPECT_THAT(Palierctl({"rollout", "acculturation", "quotation", "--language", "fr"}).out,
              AllOf(HasSubstr("2026-03-05  communication"), HasSubstr("démonstration")));
  EXPECT_THAT(Palierctl({"rollout", "use-cases", "quotation"}).out, HasSubstr("Relire un devis"));
}

TEST_F(RolloutPeopleCommandTest, WhatPeopleDoIsRecorded) {
  const Ran level = Palierctl({"rollout", "level", "quotation", "--team", "commerce", "--level",
                               "writing_help", "--since", "2026-03-02"});
  EXPECT_THAT(level.out, AllOf(HasSubstr("WRITING_HELP"), HasSubstr("2026-03-02")));
  const Ran skipped =
      RunOn(suite_->address(), {"rollout", "level", "quotation", "--team", "commerce", "--level",
                                "TAILORED_TASKS", "--since", "2026-03-09", "--language", "fr"});
  EXPECT_NE(skipped.code, 0);
  EXPECT_THAT(skipped.err, HasSubstr("dites pourquoi le niveau 2 est sauté"));
  EXPECT_THAT(Palierctl({"rollout", "supported", "quotation", "--needed", "10", "--given", "7.5",
                         "--week", "2026-03-08", "-o", "json"})
                  .out,
              AllOf(HasSubstr("\"given_minutes\": 450"), HasSubstr("2026-03-02")));
  EXPECT_NE(RunOn(suite_->address(),
                  {"rollout", "supported", "quotation", "--needed", "ten", "--given", "7"})
                .code,
            0);
  const std::string file =
      FileOf("path.json", R"({"display_name": "Trainers", "formats": ["WORKSHOP"],
      "level": "ADVANCED", "profile": "CHAMPION", "minutes": 240, "certifies": true})");
  Palierctl({"create", "learningPath", "--file", file});
  EXPECT_THAT(
      Palierctl({"rollout", "completed", "trainers", "--person", "basile", "--on", "2026-03-06"})
          .out,
      HasSubstr("completions/basile"));
}

TEST_F(RolloutPeopleCommandTest, FeedbackLearningAndSuccessesSayWhatIsThere) {
  EXPECT_THAT(Palierctl({"rollout", "feedback", "quotation", "--language", "fr"}).out,
              AllOf(HasSubstr("vous avez dit"),
                    HasSubstr("0 commentaire a reçu une réponse ; 0 l'attend")));
  EXPECT_EQ(Palierctl({"rollout", "feedback", "quotation", "--waiting"}).out, "");
  EXPECT_THAT(Palierctl({"rollout", "learning", "quotation"}).out,
              HasSubstr("No key user is assigned a learning path by name."));
  EXPECT_THAT(Palierctl({"rollout", "successes", "quotation", "--language", "fr"}).out,
              HasSubstr("gain rapide"));
  const Ran refused = RunOn(suite_->address(), {"rollout", "answer", "quotation", "item", "--state",
                                                "MAYBE", "--said", "Slow."});
  EXPECT_NE(refused.code, 0);
}

}  // namespace
}  // namespace palier::ctl
