// SPDX-License-Identifier: Apache-2.0
// What people said in a survey of kpi and as expectations in the registry, and what became of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/rollout/v1/feedback_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kSurvey[] = "organizations/firm/projects/quotation/surveys/first-week";

absl::Time Noon(int month, int day) {
  return absl::FromCivil(absl::CivilHour(2026, month, day, 12), absl::UTCTimeZone());
}

// Wave 1 starts on 9 March and is completed on the 17th. A survey closes on the 16th: eight people
// of commerce answer, two of them with a comment.
class FeedbackServiceTest : public RolloutFixture {
 protected:
  void SurveyOfTheFirstWeek() {
    kpi::v1::CreateSurveyRequest request;
    request.set_parent(kProject);
    request.set_survey_id("first-week");
    request.mutable_survey()->set_display_name("First week");
    request.mutable_survey()->add_questions()->set_question_id("recommend");
    resource::SetStandardTime(*request.mutable_survey(), "open_time", Noon(3, 10));
    resource::SetStandardTime(*request.mutable_survey(), "close_time", Noon(3, 16));
    const auto made = Call<kpi::v1::Survey>("users/mia", "CreateSurvey", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }
  void Answer() {
    kpi::v1::SubmitSurveyResponsesRequest request;
    request.set_name(kSurvey);
    for (int i = 0; i < 8; ++i) {
      kpi::v1::SurveyResponse& response = *request.add_responses();
      response.set_response_id(absl::StrCat("r", i));
      response.set_respondent(absl::StrCat("person-", i));
      response.set_team("commerce");
      resource::SetStandardTime(response, "answer_time", Noon(3, 12));
      response.add_answers()->set_question_id("recommend");
      response.mutable_answers(0)->set_score(3 + i);
      if (i < 2) response.set_comment(i == 0 ? "Too slow." : "Prices are missing.");
    }
    const auto taken = Call<kpi::v1::SubmitSurveyResponsesResponse>(
        "users/carl", "SubmitSurveyResponses", request);
    ASSERT_TRUE(taken.ok()) << taken.status();
  }
  // Of innovation, the team of the first wave.
  registry::v1::Entry Expect(registry::v1::Expectation::State state, const std::string& reply) {
    registry::v1::CreateEntryRequest request;
    request.set_parent(kProject);
    request.set_entry_id("templates");
    request.mutable_entry()->set_display_name("Templates");
    request.mutable_entry()->mutable_expectation()->set_team("organizations/firm/teams/innovation");
    request.mutable_entry()->mutable_expectation()->set_need("Our own templates.");
    request.mutable_entry()->mutable_expectation()->set_state(state);
    request.mutable_entry()->mutable_expectation()->set_reply(reply);
    const auto made = Registry<registry::v1::Entry>("users/carl", "CreateEntry", request);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? *made : registry::v1::Entry();
  }
  void RunFirstWave() {
    MakeReady();
    ASSERT_TRUE(Start("users/abe", 1).ok());
    SurveyOfTheFirstWeek();
    SetTime(Noon(3, 12));
    Answer();
    SetTime(Noon(3, 17));
    const auto completed = Complete(1, true, "A short pilot.");
    ASSERT_TRUE(completed.ok()) << completed.status();
  }
  std::vector<v1::WaitingFeedback> Waiting() {
    v1::QueryWaitingFeedbackRequest request;
    request.set_parent(kRollout);
    const auto waiting =
        Call<v1::QueryWaitingFeedbackResponse>("users/mia", "QueryWaitingFeedback", request);
    EXPECT_TRUE(waiting.ok()) << waiting.status();
    if (!waiting.ok()) return {};
    return {waiting->feedback().begin(), waiting->feedback().end()};
  }
  absl::StatusOr<v1::FeedbackAnswer> Reply(const std::string& feedback,
                                           v1::FeedbackAnswer::State state,
                                           const std::string& answer) {
    v1::CreateFeedbackAnswerRequest request;
    request.set_parent(kRollout);
    request.mutable_feedback_answer()->set_feedback(feedback);
    request.mutable_feedback_answer()->set_said("It is slow.");
    request.mutable_feedback_answer()->set_state(state);
    request.mutable_feedback_answer()->set_answer(answer);
    if (state == v1::FeedbackAnswer::ACCEPTED) {
      *request.mutable_feedback_answer()->mutable_due_date() = ToDate(absl::CivilDay(2026, 3, 20));
    }
    return Call<v1::FeedbackAnswer>("users/mia", "CreateFeedbackAnswer", request);
  }
  v1::QueryFeedbackAnswersResponse Replies(const std::string& language = "en") {
    v1::QueryFeedbackAnswersRequest request;
    request.set_parent(kRollout);
    const auto replies = Call<v1::QueryFeedbackAnswersResponse>("users/vic", "QueryFeedbackAnswers",
                                                                request, language);
    EXPECT_TRUE(replies.ok()) << replies.status();
    return replies.ok() ? *replies : v1::QueryFeedbackAnswersResponse();
  }
};

TEST_F(FeedbackServiceTest, TheNextWaveWaitsUntilEverythingSaidIsTriaged) {
  RecordProperty("requirement", "S1-36");
  RunFirstWave();
  registry::v1::Entry expectation = Expect(registry::v1::Expectation::OPEN, "");
  const absl::Status refused = Start("users/abe", 2).status();
  EXPECT_EQ(ReasonOf(refused), error::v1::GATE_NOT_MET);
  EXPECT_THAT(Violations(refused), ElementsAre("FEEDBACK_NOT_TRIAGED"));
  EXPECT_EQ(status::DetailOf(refused).precondition_violations(0).subject(), WaveName(1));
  EXPECT_EQ(status::DetailOf(refused).precondition_violations(0).en(),
            "3 things said since that wave started wait for an answer: 2 comments, 1 "
            "expectation.");

  const std::vector<v1::WaitingFeedback> waiting = Waiting();
  ASSERT_EQ(waiting.size(), 2u);
  ASSERT_TRUE(Reply(waiting[0].feedback(), v1::FeedbackAnswer::REFUSED, "Too dear.").ok());
  ASSERT_TRUE(Reply(waiting[1].feedback(), v1::FeedbackAnswer::ACCEPTED, "").ok());
  EXPECT_THAT(Waiting(), IsEmpty());
  EXPECT_THAT(Violations(Start("users/abe", 2).status()), ElementsAre("FEEDBACK_NOT_TRIAGED"));
  expectation.mutable_expectation()->set_state(registry::v1::Expectation::DONE);
  expectation.mutable_expectation()->set_reply("They are there.");
  registry::v1::UpdateEntryRequest update;
  *update.mutable_entry() = expectation;
  update.mutable_update_mask()->add_paths("expectation");
  ASSERT_TRUE(Registry<registry::v1::Entry>("users/carl", "UpdateEntry", update).ok());
  const auto started = Start("users/abe", 2);
  EXPECT_TRUE(started.ok()) << started.status();
}

TEST_F(FeedbackServiceTest, YouSaidWeDidWithDeadlines) {
  RecordProperty("requirement", "S4-17");
  RunFirstWave();
  Expect(registry::v1::Expectation::OPEN, "");
  v1::QueryFeedbackAnswersResponse replies = Replies();
  EXPECT_EQ(replies.waiting_count(), 2);
  EXPECT_EQ(replies.overdue_count(), 0);
  EXPECT_EQ(resource::StandardTime(replies, "next_deadline_time"), Noon(3, 30));
  EXPECT_EQ(replies.explanation(),
            "0 comments were answered; 2 wait for a reply, 0 past the deadline.");
  ASSERT_EQ(replies.replies_size(), 1);
  EXPECT_EQ(replies.replies(0).state(), v1::FeedbackReply::OPEN);
  EXPECT_EQ(replies.replies(0).said(), "Our own templates.");
  EXPECT_EQ(replies.replies(0).team(), "organizations/firm/teams/innovation");
  EXPECT_FALSE(replies.replies(0).overdue());

  const auto waiting = Waiting();
  ASSERT_EQ(waiting.size(), 2u);
  const auto accepted = Reply(waiting[0].feedback(), v1::FeedbackAnswer::ACCEPTED, "");
  ASSERT_TRUE(accepted.ok()) << accepted.status();
  // The 20th of March ends in Paris an hour before it does in London.
  SetTime(absl::FromCivil(absl::CivilSecond(2026, 3, 20, 22, 59, 59), absl::UTCTimeZone()));
  EXPECT_FALSE(Replies().replies(0).overdue());
  SetTime(absl::FromCivil(absl::CivilSecond(2026, 3, 20, 23), absl::UTCTimeZone()));
  EXPECT_TRUE(Replies().replies(0).overdue());
  SetTime(Noon(4, 2));
  replies = Replies("fr");
  EXPECT_EQ(replies.overdue_count(), 1);
  EXPECT_EQ(replies.explanation(),
            "1 commentaire a reçu une réponse ; 1 l'attend, dont 1 hors délai.");
  ASSERT_EQ(replies.replies_size(), 2);
  EXPECT_EQ(replies.replies(0).source(), accepted->name());
  EXPECT_TRUE(replies.replies(1).overdue());

  v1::UpdateFeedbackAnswerRequest update;
  *update.mutable_feedback_answer() = *accepted;
  update.mutable_feedback_answer()->set_state(v1::FeedbackAnswer::DONE);
  EXPECT_EQ(
      ReasonOf(Call<v1::FeedbackAnswer>("users/mia", "UpdateFeedbackAnswer", update).status()),
      error::v1::INVALID_FIELDS);
  update.mutable_feedback_answer()->set_answer("Twice as fast.");
  ASSERT_TRUE(Call<v1::FeedbackAnswer>("users/mia", "UpdateFeedbackAnswer", update).ok());
  replies = Replies();
  EXPECT_EQ(replies.replies(1).state(), v1::FeedbackReply::DONE);
  EXPECT_EQ(replies.replies(1).answer(), "Twice as fast.");
  EXPECT_FALSE(replies.replies(1).has_deadline_time());
}

TEST_F(FeedbackServiceTest, OnlyWhatWasSaidIsAnsweredAndOnce) {
  RunFirstWave();
  const auto waiting = Waiting();
  ASSERT_EQ(waiting.size(), 2u);
  EXPECT_EQ(waiting[0].comment().empty(), false);
  EXPECT_EQ(
      ReasonOf(Reply(absl::StrCat(kSurvey, "/feedback/nothing"), v1::FeedbackAnswer::DONE, "Done.")
                   .status()),
      error::v1::RESOURCE_NOT_FOUND);
  EXPECT_EQ(ReasonOf(Reply("organizations/firm/projects/other/surveys/s/feedback/f",
                           v1::FeedbackAnswer::DONE, "Done.")
                         .status()),
            error::v1::INVALID_FIELDS);
  EXPECT_EQ(ReasonOf(Reply(waiting[0].feedback(), v1::FeedbackAnswer::REFUSED, "").status()),
            error::v1::INVALID_FIELDS);
  ASSERT_TRUE(Reply(waiting[0].feedback(), v1::FeedbackAnswer::REFUSED, "No.").ok());
  EXPECT_EQ(ReasonOf(Reply(waiting[0].feedback(), v1::FeedbackAnswer::DONE, "Done.").status()),
            error::v1::RESOURCE_ALREADY_EXISTS);
  v1::QueryWaitingFeedbackRequest request;
  request.set_parent(kRollout);
  EXPECT_TRUE(absl::IsPermissionDenied(
      Call<v1::QueryWaitingFeedbackResponse>("users/vic", "QueryWaitingFeedback", request)
          .status()));
}

}  // namespace
}  // namespace palier::rollout
