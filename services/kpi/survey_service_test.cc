// SPDX-License-Identifier: Apache-2.0
// Surveys over gRPC: asked, answered, told without telling of anybody.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/time/proto_time.h"
#include "kpi/testing/kpi_fixture.h"
#include "kpi/testing/on_postgres.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palier/kpi/v1/survey_service.pb.h"
#include "palier/registry/v1/organization_service.pb.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kSurvey[] = "organizations/firm/projects/quotation/surveys/spring";
// A caller with the permission of full statistics.
constexpr char kGateKeeper[] = "services/reporting";

absl::Time At(int day, int hour = 8) {
  return absl::FromCivil(absl::CivilHour(2026, 3, day, hour), absl::UTCTimeZone());
}

class SurveyServiceTest : public KpiFixture {
 protected:
  void SetUp() override {
    KpiFixture::SetUp();
    AddTeam("claims", "ops");
    AddTeam("desk", "ops");
    AddTeam("audit", "ops");
    AddTeam("field", "sales");
    AddTeam("lab", "");
  }

  void AddTeam(const std::string& id, const std::string& department) {
    registry::v1::CreateTeamRequest request;
    request.set_parent(kFirm);
    request.set_team_id(id);
    request.mutable_team()->set_display_name(id);
    if (!department.empty()) {
      registry::v1::CreateDepartmentRequest owner;
      owner.set_parent(kFirm);
      owner.set_department_id(department);
      owner.mutable_department()->set_display_name(department);
      const auto made = Registry<registry::v1::Department>("users/dev", "CreateDepartment", owner);
      ASSERT_TRUE(made.ok() || absl::IsAlreadyExists(made.status())) << made.status();
      request.mutable_team()->set_department(absl::StrCat(kFirm, "/departments/", department));
    }
    const auto made = Registry<registry::v1::Team>("users/dev", "CreateTeam", request);
    ASSERT_TRUE(made.ok()) << made.status();
  }

  // Open from now, 9 March, until the 20th.
  static v1::Survey Spring() {
    v1::Survey survey;
    survey.set_display_name("Spring");
    time::SetTime(At(9), survey.mutable_open_time());
    time::SetTime(At(20), survey.mutable_close_time());
    return survey;
  }
  // Two questions, so that a response is short.
  static v1::Survey Short() {
    v1::Survey survey = Spring();
    survey.add_questions()->set_question_id("recommend");
    survey.add_questions()->set_question_id("trust");
    return survey;
  }
  absl::StatusOr<v1::Survey> Create(const v1::Survey& survey,
                                    const std::string& principal = "users/mia") {
    v1::CreateSurveyRequest request;
    request.set_parent(kProject);
    request.set_survey_id("spring");
    *request.mutable_survey() = survey;
    return Call<v1::Survey>(principal, "CreateSurvey", request);
  }
  absl::StatusOr<v1::Survey> Update(const v1::Survey& survey) {
    v1::UpdateSurveyRequest request;
    *request.mutable_survey() = survey;
    request.mutable_survey()->set_name(kSurvey);
    return Call<v1::Survey>("users/mia", "UpdateSurvey", request);
  }

  static v1::SurveyResponse Response(const std::string& person, const std::string& team,
                                     int recommend, int trust) {
    v1::SurveyResponse response;
    response.set_response_id(absl::StrCat("form-", person));
    response.set_respondent(person);
    response.set_team(team);
    time::SetTime(At(9), response.mutable_answer_time());
    for (const auto& [question, score] :
         {std::pair("recommend", recommend), std::pair("trust", trust)}) {
      response.add_answers()->set_question_id(question);
      response.mutable_answers()->rbegin()->set_score(score);
    }
    return response;
  }
  // People of a team who do not all think the same: 9 and 5, 3 and 2, by turns.
  static std::vector<v1::SurveyResponse> Team(const std::string& team, int people) {
    std::vector<v1::SurveyResponse> responses;
    for (int i = 0; i < people; ++i) {
      responses.push_back(
          Response(absl::StrCat(team, "-", i), team, i % 2 == 0 ? 9 : 3, i % 2 == 0 ? 5 : 2));
    }
    return responses;
  }
  absl::StatusOr<v1::SubmitSurveyResponsesResponse> Submit(
      const std::vector<v1::SurveyResponse>& responses, const std::string& language = "en") {
    v1::SubmitSurveyResponsesRequest request;
    request.set_name(kSurvey);
    for (const auto& response : responses) *request.add_responses() = response;
    return Call<v1::SubmitSurveyResponsesResponse>("users/carl", "SubmitSurveyResponses", request,
                                                   language);
  }
  void SubmitAll() {
    for (const auto& [team, people] : std::vector<std::pair<std::string, int>>{
             {"claims", 12}, {"desk", 6}, {"audit", 3}, {"field", 8}, {"lab", 6}}) {
      const auto taken = Submit(Team(team, people));
      ASSERT_TRUE(taken.ok()) << taken.status();
    }
  }
  absl::StatusOr<v1::SurveyResults> Results(const std::string& principal = "users/vic") {
    v1::QuerySurveyResultsRequest request;
    request.set_name(kSurvey);
    return Call<v1::SurveyResults>(principal, "QuerySurveyResults", request);
  }
  absl::StatusOr<v1::SurveyResults> FullResults(const std::string& principal) {
    v1::QueryFullSurveyResultsRequest request;
    request.set_name(kSurvey);
    return Call<v1::SurveyResults>(principal, "QueryFullSurveyResults", request);
  }
  absl::StatusOr<v1::ListSurveyFeedbackResponse> Feedback(
      const v1::ListSurveyFeedbackRequest& asked, const std::string& principal = "users/mia") {
    v1::ListSurveyFeedbackRequest request = asked;
    request.set_parent(kSurvey);
    return Call<v1::ListSurveyFeedbackResponse>(principal, "ListSurveyFeedback", request);
  }
  // `claims 12`, or `audit hidden`.
  static std::vector<std::string> Lines(const v1::SurveyResults& results) {
    std::vector<std::string> lines;
    for (const v1::SurveyUnitResult& unit : results.units()) {
      lines.push_back(
          absl::StrCat(unit.unit().substr(unit.unit().rfind('/') + 1), " ",
                       unit.hidden() ? "hidden" : absl::StrCat(unit.respondent_count())));
      EXPECT_EQ(unit.hidden(), unit.results().empty()) << lines.back();
    }
    return lines;
  }
};

TEST_F(SurveyServiceTest, StandardQuestionsComeInBothLanguages) {
  const auto survey = Create(Spring());
  ASSERT_TRUE(survey.ok()) << survey.status();
  std::vector<std::string> ids;
  for (const v1::SurveyQuestion& question : survey->questions()) {
    ids.push_back(question.question_id());
    EXPECT_FALSE(question.english_text().empty());
    EXPECT_FALSE(question.french_text().empty());
  }
  EXPECT_THAT(ids, ElementsAre("recommend", "our-tool", "clear-objectives", "enough-training",
                               "trust", "helps-me"));
  EXPECT_EQ(survey->questions(0).scale(), v1::SurveyQuestion::RECOMMENDATION);
}

TEST_F(SurveyServiceTest, ResultsAreToldOnceClosedAndNeverChange) {
  RecordProperty("requirement", "S1-50");
  ASSERT_TRUE(Create(Short()).ok());
  SubmitAll();
  const auto early = Results();
  ASSERT_TRUE(early.ok()) << early.status();
  EXPECT_FALSE(early->has_publish_time());
  EXPECT_THAT(early->units(), IsEmpty());
  SetTime(At(20));
  const auto results = Results();
  ASSERT_TRUE(results.ok()) << results.status();
  EXPECT_TRUE(results->has_publish_time());
  EXPECT_THAT(Lines(*results), ElementsAre("firm 35", "ops 21", "sales 8", "audit hidden",
                                           "claims 12", "desk hidden", "field 8", "lab 6"));
  const v1::SurveyQuestionResult& nps = results->units(4).results(0);
  EXPECT_EQ(nps.question_id(), "recommend");
  EXPECT_EQ(nps.answer_count(), 12);
  EXPECT_EQ(nps.net_promoter_score(), 0) << "6 promoters, 6 detractors";
  EXPECT_LT(nps.lower_score(), -40);
  EXPECT_GT(nps.upper_score(), 40);
  EXPECT_THAT(nps.score_counts(), IsEmpty()) << "counts are for gates only";
  EXPECT_EQ(results->units(4).results(1).mean(), 3.5);
  AddTeam("new", "ops");
  SetTime(At(25));
  const auto later = Results("users/mia");
  ASSERT_TRUE(later.ok());
  EXPECT_EQ(later->DebugString(), results->DebugString()) << "another team, another caller";
}

TEST_F(SurveyServiceTest, ObjectivesTrainingTrustAndOwnershipPerTeam) {
  RecordProperty("requirement", "S0-36 S3-14 S4-09");
  v1::Survey survey = Spring();
  const char* const kAsked[] = {"our-tool", "clear-objectives", "enough-training", "trust"};
  for (const char* id : kAsked) survey.add_questions()->set_question_id(id);
  ASSERT_TRUE(Create(survey).ok());
  std::vector<v1::SurveyResponse> responses;
  for (const char* team : {"claims", "field"}) {
    for (int i = 0; i < 6; ++i) {
      v1::SurveyResponse response = Response(absl::StrCat(team, i), team, 0, 0);
      response.clear_answers();
      for (int q = 0; q < 4; ++q) {
        response.add_answers()->set_question_id(kAsked[q]);
        // 1 or 2 in claims, 4 or 5 in field for the last of them.
        const int low = q == 3 && team[0] == 'f' ? 4 : 1;
        response.mutable_answers(q)->set_score(low + i % 2);
      }
      responses.push_back(response);
    }
  }
  ASSERT_TRUE(Submit(responses).ok());
  SetTime(At(20));
  const v1::SurveyResults results = *Results();
  const auto means = [&](int unit) {
    std::vector<std::string> lines;
    for (const v1::SurveyQuestionResult& result : results.units(unit).results())
      lines.push_back(absl::StrCat(result.question_id(), " ", result.mean()));
    return lines;
  };
  EXPECT_THAT(means(4), ElementsAre("our-tool 1.5", "clear-objectives 1.5", "enough-training 1.5",
                                    "trust 1.5"));
  EXPECT_THAT(means(6), ElementsAre("our-tool 1.5", "clear-objectives 1.5", "enough-training 1.5",
                                    "trust 4.5"));
}

TEST_F(SurveyServiceTest, FullResultsNeedTheirOwnPermission) {
  ASSERT_TRUE(Create(Short()).ok());
  SubmitAll();
  v1::SurveyResponse partial = Response("field-x", "field", 9, 1);
  partial.mutable_answers()->RemoveLast();
  ASSERT_TRUE(Submit({partial}).ok());
  for (const char* person : {"users/vic", "users/carl", "users/mia", "users/dev"}) {
    EXPECT_TRUE(absl::IsPermissionDenied(FullResults(person).status())) << person;
  }
  const auto full = FullResults(kGateKeeper);
  ASSERT_TRUE(full.ok()) << full.status();
  EXPECT_THAT(Lines(*full), ElementsAre("firm 36", "ops 21", "sales 9", "audit 3", "claims 12",
                                        "desk 6", "field 9", "lab 6"));
  EXPECT_EQ(full->incomplete_count(), 1);
  EXPECT_THAT(full->units(3).results(1).score_counts(), ElementsAre(0, 1, 0, 0, 2));
  EXPECT_EQ(full->units(6).results(0).answer_count(), 9);
  EXPECT_EQ(full->units(6).results(1).answer_count(), 8);
  SetTime(At(20));
  EXPECT_EQ(Results()->units(2).respondent_count(), 8) << "who skipped a question is left out";
  EXPECT_EQ(Results()->incomplete_count(), 0);
}

TEST_F(SurveyServiceTest, AllOfOneMindAreHidden) {
  ASSERT_TRUE(Create(Short()).ok());
  std::vector<v1::SurveyResponse> agree;
  for (int i = 0; i < 9; ++i) agree.push_back(Response(absl::StrCat("f", i), "field", 10, 4));
  ASSERT_TRUE(Submit(agree).ok());
  ASSERT_TRUE(Submit(Team("claims", 12)).ok());
  SetTime(At(20));
  EXPECT_THAT(Lines(*Results()),
              ElementsAre("firm 21", "ops hidden", "sales hidden", "audit hidden", "claims hidden",
                          "desk hidden", "field hidden", "lab 0"));
}

TEST_F(SurveyServiceTest, APersonsLatestAnswerCountsOnce) {
  ASSERT_TRUE(Create(Short()).ok());
  EXPECT_THAT(Submit(Team("claims", 6))->fates(),
              ElementsAre(v1::ACCEPTED, v1::ACCEPTED, v1::ACCEPTED, v1::ACCEPTED, v1::ACCEPTED,
                          v1::ACCEPTED));
  EXPECT_THAT(Submit({Team("claims", 1)[0]})->fates(), ElementsAre(v1::DUPLICATE));
  v1::SurveyResponse changed = Response("claims-0", "desk", 0, 1);
  changed.set_response_id("second");
  time::SetTime(At(9, 9), changed.mutable_answer_time());
  EXPECT_THAT(Submit({changed, Team("claims", 1)[0]})->fates(),
              ElementsAre(v1::RESTATED, v1::SUPERSEDED));
  const auto full = FullResults(kGateKeeper);
  EXPECT_EQ(full->units(0).respondent_count(), 6);
  EXPECT_EQ(full->units(4).respondent_count(), 5);
  EXPECT_EQ(full->units(5).respondent_count(), 1);
}

TEST_F(SurveyServiceTest, WrongAnswersAreRefusedFieldByFieldAndAsAWhole) {
  ASSERT_TRUE(Create(Short()).ok());
  struct Case {
    const char* why;
    void (*bend)(v1::SurveyResponse&);
    const char* field;
  };
  const Case cases[] = {
      {"off the scale", [](auto& r) { r.mutable_answers(1)->set_score(6); },
       "responses[1].answers[1].score"},
      {"below it", [](auto& r) { r.mutable_answers(1)->set_score(0); },
       "responses[1].answers[1].score"},
      {"another question", [](auto& r) { r.mutable_answers(0)->set_question_id("our-tool"); },
       "responses[1].answers[0].question_id"},
      {"twice", [](auto& r) { *r.add_answers() = r.answers(0); },
       "responses[1].answers[2].question_id"},
      {"before it opened", [](auto& r) { time::SetTime(At(8), r.mutable_answer_time()); },
       "responses[1].answer_time"},
      {"after it closes", [](auto& r) { time::SetTime(At(20), r.mutable_answer_time()); },
       "responses[1].answer_time"},
      {"no tag", [](auto& r) { r.add_tags("Too Slow"); }, "responses[1].tags[0]"},
      {"nobody", [](auto& r) { r.clear_respondent(); }, "responses[1].respondent"},
      {"no score", [](auto& r) { r.mutable_answers(0)->clear_score(); },
       "responses[1].answers[0].score"},
  };
  for (const Case& one : cases) {
    v1::SurveyResponse wrong = Response("bob", "desk", 9, 5);
    one.bend(wrong);
    const absl::Status status = Submit({Response("ana", "desk", 9, 5), wrong}).status();
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << one.why << ": " << status;
    EXPECT_THAT(status.ToString(), HasSubstr(one.field)) << one.why;
  }
  EXPECT_EQ(FullResults(kGateKeeper)->units(0).respondent_count(), 0);
  SetTime(At(20));
  const absl::Status closed = Submit(Team("desk", 1), "fr").status();
  EXPECT_TRUE(absl::IsFailedPrecondition(closed)) << closed;
  EXPECT_THAT(status::DetailOf(closed).fr(), HasSubstr("fermeture"));
}

TEST_F(SurveyServiceTest, WhatWasAskedAndToldStays) {
  v1::Survey wrong = Short();
  wrong.mutable_questions(0)->set_question_id("own");
  EXPECT_THAT(Create(wrong).status().ToString(), HasSubstr("survey.questions[0].scale"));
  wrong = Short();
  *wrong.mutable_close_time() = wrong.open_time();
  EXPECT_THAT(Create(wrong).status().ToString(), HasSubstr("survey.close_time"));
  EXPECT_TRUE(absl::IsPermissionDenied(Create(Short(), "users/carl").status()));
  ASSERT_TRUE(Create(Short()).ok());
  v1::Survey change;
  change.add_questions()->set_question_id("helps-me");
  ASSERT_TRUE(Update(change).ok()) << "nobody has answered yet";
  ASSERT_TRUE(Update(Short()).ok());
  ASSERT_TRUE(Submit(Team("claims", 6)).ok());
  EXPECT_THAT(Update(change).status().ToString(), HasSubstr("survey.questions"));
  change = v1::Survey();
  time::SetTime(At(8), change.mutable_open_time());
  EXPECT_THAT(Update(change).status().ToString(), HasSubstr("survey.open_time"));
  change = v1::Survey();
  time::SetTime(At(22), change.mutable_close_time());
  EXPECT_TRUE(Update(change).ok()) << "longer, while it is open";
  SetTime(At(22));
  time::SetTime(At(30), change.mutable_close_time());
  EXPECT_THAT(Update(change).status().ToString(), HasSubstr("survey.close_time"));
}

TEST_F(SurveyServiceTest, CommentsAreToldWithTagsAndWithoutAuthors) {
  RecordProperty("requirement", "S1-52");
  ASSERT_TRUE(Create(Short()).ok());
  std::vector<v1::SurveyResponse> responses = Team("claims", 8);
  for (int i = 0; i < 8; ++i) {
    responses[i].set_comment(absl::StrCat("Comment ", i));
    responses[i].add_tags("speed");
    if (i < 3) responses[i].add_tags("wording");
  }
  ASSERT_TRUE(Submit(responses).ok());
  EXPECT_THAT(Feedback({})->feedback(), IsEmpty()) << "not while it is open";
  SetTime(At(20));
  const auto results = Results();
  ASSERT_THAT(results->tags(), SizeIs(1)) << "3 people are too few";
  EXPECT_EQ(results->tags(0).tag(), "speed");
  EXPECT_EQ(results->tags(0).respondent_count(), 8);
  EXPECT_EQ(FullResults(kGateKeeper)->tags(1).respondent_count(), 3);
  v1::ListSurveyFeedbackRequest page;
  page.set_page_size(5);
  const auto first = Feedback(page);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_THAT(first->feedback(), SizeIs(5));
  EXPECT_THAT(first->DebugString(), ::testing::Not(HasSubstr("claims")));
  page.set_page_token(first->next_page_token());
  EXPECT_THAT(Feedback(page)->feedback(), SizeIs(3));
  page.Clear();
  page.set_tag("wording");
  EXPECT_THAT(Feedback(page)->feedback(), SizeIs(3));
  EXPECT_TRUE(absl::IsPermissionDenied(Feedback({}, "users/vic").status()));
}

TEST_F(SurveyServiceTest, ASmallSurveyTellsNothing) {
  ASSERT_TRUE(Create(Short()).ok());
  std::vector<v1::SurveyResponse> responses = Team("claims", 4);
  responses[0].set_comment("Only me");
  ASSERT_TRUE(Submit(responses).ok());
  SetTime(At(20));
  for (const std::string& line : Lines(*Results())) EXPECT_THAT(line, HasSubstr("hidden"));
  EXPECT_THAT(Feedback({})->feedback(), IsEmpty());
}

TEST_F(SurveyServiceTest, IsDeletedWithAllThatWasSaid) {
  ASSERT_TRUE(Create(Short()).ok());
  ASSERT_TRUE(Submit(Team("claims", 8)).ok());
  v1::DeleteSurveyRequest request;
  request.set_name(kSurvey);
  EXPECT_TRUE(absl::IsFailedPrecondition(
      Call<google::protobuf::Empty>("users/mia", "DeleteSurvey", request).status()));
  SetTime(At(20));
  EXPECT_EQ(Results()->units(0).respondent_count(), 8);
  request.set_force(true);
  ASSERT_TRUE(Call<google::protobuf::Empty>("users/mia", "DeleteSurvey", request).ok());
  EXPECT_TRUE(absl::IsNotFound(Results().status()));
  v1::Survey again = Short();
  time::SetTime(At(21), again.mutable_close_time());
  ASSERT_TRUE(Create(again).ok());
  EXPECT_EQ(FullResults(kGateKeeper)->units(0).respondent_count(), 0);
  SetTime(At(21));
  const auto published = Results();
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_TRUE(published->has_publish_time());
  EXPECT_EQ(published->units(0).respondent_count(), 0) << "not the eight of the deleted one";
}

TEST_F(SurveyServiceTest, APersonIsErasedFromWhatWasAnsweredAndNobodyElse) {
  ASSERT_TRUE(Create(Short()).ok());
  ASSERT_TRUE(Submit(Team("claims", 8)).ok());
  v1::EraseUserRequest request;
  request.set_parent(kFirm);
  request.set_user("claims-0");
  for (const int surveys : {1, 0}) {
    const auto erased = Call<v1::EraseUserResponse>("users/dev", "EraseUser", request);
    ASSERT_TRUE(erased.ok()) << erased.status();
    EXPECT_EQ(erased->survey_count(), surveys);
    EXPECT_EQ(FullResults(kGateKeeper)->units(0).respondent_count(), 7);
  }
}

using SurveyOnPostgresTest = OnPostgres<SurveyServiceTest>;

TEST_F(SurveyOnPostgresTest, TellsTheSame) {
  ASSERT_TRUE(Create(Short()).ok());
  SubmitAll();
  SetTime(At(20));
  const auto results = Results();
  ASSERT_TRUE(results.ok()) << results.status();
  EXPECT_THAT(Lines(*results), ElementsAre("firm 35", "ops 21", "sales 8", "audit hidden",
                                           "claims 12", "desk hidden", "field 8", "lab 6"));
  EXPECT_EQ(Results("users/mia")->DebugString(), results->DebugString());
}

}  // namespace
}  // namespace palier::kpi
