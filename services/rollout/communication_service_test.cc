// SPDX-License-Identifier: Apache-2.0
// What people are told and given before a tool reaches them, over gRPC.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/resource/type.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "palier/rollout/v1/preparation_service.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

using status::ReasonOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kNews[] = "organizations/firm/rollouts/quotation/communications/news";
constexpr char kOnce[] = "22222222-2222-4222-8222-222222222222";

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  for (const auto& violation : detail.field_violations()) fields.push_back(violation.subject());
  return fields;
}

// What the caller is told of the n-th unmet condition.
std::string TextOf(const absl::Status& status, int n) {
  return status::DetailOf(status).precondition_violations(n).en();
}

class CommunicationServiceTest : public RolloutFixture {
 protected:
  // To commerce, without a word on what they gain, and to everybody.
  static v1::Communication News() {
    v1::Communication news;
    news.set_display_name("News");
    news.set_channel(v1::Communication::INTRANET);
    *news.mutable_planned_date() = ToDate(absl::CivilDay(2026, 3, 20));
    news.add_audiences()->set_label("Commerce");
    news.mutable_audiences(0)->add_teams("organizations/firm/teams/commerce");
    news.add_audiences()->set_label("Everybody");
    news.mutable_audiences(1)->set_benefit("Quotations in one day.");
    return news;
  }
  absl::StatusOr<v1::Communication> Create(const v1::Communication& news,
                                           const std::string& principal = "users/mia") {
    v1::CreateCommunicationRequest request;
    request.set_parent(kRollout);
    request.set_communication_id("news");
    *request.mutable_communication() = news;
    return Call<v1::Communication>(principal, "CreateCommunication", request);
  }
  absl::StatusOr<v1::Communication> Publish(const std::string& language = "en",
                                            const std::string& request_id = "") {
    v1::PublishCommunicationRequest request;
    request.set_name(kNews);
    request.set_request_id(request_id);
    return Call<v1::Communication>("users/mia", "PublishCommunication", request, language);
  }
  absl::Status AddBenefit() {
    v1::UpdateCommunicationRequest request;
    *request.mutable_communication() = News();
    request.mutable_communication()->set_name(kNews);
    request.mutable_communication()->mutable_audiences(0)->set_benefit("Fewer corrections.");
    request.mutable_update_mask()->add_paths("audiences");
    return Call<v1::Communication>("users/mia", "UpdateCommunication", request).status();
  }
};

TEST_F(CommunicationServiceTest, NothingIsPublishedWithoutABenefitForEachAudience) {
  RecordProperty("requirement", "S1-45");
  CreateRollout();
  const auto made = Create(News());
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->state(), v1::Communication::PLANNED);
  const absl::Status refused = Publish().status();
  EXPECT_EQ(ReasonOf(refused), error::v1::GATE_NOT_MET);
  EXPECT_THAT(Violations(refused), ElementsAre("BENEFIT_MISSING"));
  EXPECT_EQ(status::DetailOf(refused).precondition_violations(0).subject(), "Commerce");
  EXPECT_EQ(TextOf(Publish("fr").status(), 0), "Commerce : dites ce que ces personnes y gagnent.");

  ASSERT_TRUE(AddBenefit().ok());
  const auto published = Publish("en", kOnce);
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_EQ(published->state(), v1::Communication::PUBLISHED);
  EXPECT_EQ(published->publisher(), "users/mia");
  EXPECT_THAT(published->warnings(), IsEmpty());
  const auto again = Publish("en", kOnce);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->etag(), published->etag());
  EXPECT_EQ(ReasonOf(Publish().status()), error::v1::ILLEGAL_TRANSITION);
  EXPECT_EQ(ReasonOf(AddBenefit()), error::v1::ILLEGAL_TRANSITION);
}

TEST_F(CommunicationServiceTest, APublicAnnouncementBeforeTheFirstUseIsWarnedOf) {
  RecordProperty("requirement", "S4-21");
  CreateRollout();
  v1::Communication news = News();
  news.set_public_(true);
  news.mutable_audiences(0)->set_benefit("Fewer corrections.");
  ASSERT_TRUE(Create(news).ok());
  const auto published = Publish();
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_TRUE(published->before_use());
  ASSERT_EQ(published->warnings_size(), 1);
  EXPECT_EQ(published->warnings(0).rule(), "ANNOUNCED_BEFORE_USE");
  v1::GetCommunicationRequest read;
  read.set_name(kNews);
  const auto french = Call<v1::Communication>("users/vic", "GetCommunication", read, "fr");
  ASSERT_TRUE(french.ok()) << french.status();
  ASSERT_EQ(french->warnings_size(), 1);
  EXPECT_EQ(french->warnings(0).text(),
            "L'annonce publique a précédé le premier usage réel constaté.");
}

// The KPI counts users from real work, and the registry knows that it measured somebody.
TEST_F(CommunicationServiceTest, AnAnnouncementAfterRealUseIsNot) {
  RecordProperty("requirement", "S4-21");
  CreateRollout();
  kpi::v1::CreateKpiRequest kpi;
  kpi.set_parent(kProject);
  kpi.set_kpi_id("users");
  kpi.mutable_kpi()->set_display_name("Users");
  kpi.mutable_kpi()->set_unit("users");
  kpi.mutable_kpi()->set_direction(kpi::v1::Kpi::INCREASE);
  kpi.mutable_kpi()->set_category(kpi::v1::Kpi::ADOPTION);
  kpi.mutable_kpi()->set_aggregation(kpi::v1::Kpi::DISTINCT_USERS);
  kpi.mutable_kpi()->set_cadence(kpi::v1::Kpi::WEEKLY);
  kpi.mutable_kpi()->set_evidence_grade(kpi::v1::Kpi::REAL);
  const auto users = Call<kpi::v1::Kpi>("users/mia", "CreateKpi", kpi);
  ASSERT_TRUE(users.ok()) << users.status();
  registry::v1::RecordEvidenceRequest evidence;
  evidence.set_parent(kProject);
  evidence.mutable_evidence()->set_source("kpi");
  evidence.mutable_evidence()->set_subject(users->name());
  evidence.mutable_evidence()->set_grade(registry::v1::Evidence::REAL);
  // Newer than what kpi says by itself.
  const absl::Time now = absl::FromCivil(absl::CivilHour(2026, 3, 10, 8), absl::UTCTimeZone());
  SetTime(now);
  resource::SetStandardTime(*evidence.mutable_evidence(), "as_of_time", now);
  resource::SetStandardTime(*evidence.mutable_evidence(), "valid_until_time",
                            now + absl::Hours(24 * 30));
  evidence.mutable_evidence()->mutable_kpi()->set_measurement_count(1);
  const auto recorded =
      Registry<registry::v1::Evidence>("services/kpi", "RecordEvidence", evidence);
  ASSERT_TRUE(recorded.ok()) << recorded.status();

  v1::Communication news = News();
  news.set_public_(true);
  news.mutable_audiences(0)->set_benefit("Fewer corrections.");
  ASSERT_TRUE(Create(news).ok());
  const auto published = Publish();
  ASSERT_TRUE(published.ok()) << published.status();
  EXPECT_FALSE(published->before_use());
  EXPECT_THAT(published->warnings(), IsEmpty());
}

TEST_F(CommunicationServiceTest, AudiencesAreCheckedAndOnlyManagersWrite) {
  CreateRollout();
  v1::Communication wrong = News();
  wrong.mutable_audiences(0)->set_teams(0, "organizations/firm/teams/nobody");
  wrong.mutable_audiences(1)->set_label("Commerce");
  const absl::Status refused = Create(wrong).status();
  EXPECT_EQ(ReasonOf(refused), error::v1::INVALID_FIELDS);
  EXPECT_THAT(FieldsOf(refused), ElementsAre("communication.audiences[0].teams[0]",
                                             "communication.audiences[1].label"));
  EXPECT_EQ(Create(News(), "users/vic").status().code(), absl::StatusCode::kPermissionDenied);
  v1::Communication dated = News();
  *dated.mutable_planned_date() = ToDate(absl::CivilDay(2026, 2, 28));
  dated.mutable_planned_date()->set_day(30);
  EXPECT_THAT(FieldsOf(Create(dated).status()), ElementsAre("communication.planned_date"));
}

TEST_F(CommunicationServiceTest, TheFirstWaveWaitsForCardCommunicationAndUpskilling) {
  RecordProperty("requirement", "S0-29 S1-07");
  CreateChampion("alix", "innovation", true);
  CreateChampion("basile", "commerce", false);
  CreateRollout(FirmRollout(), /*prepared=*/false);
  const auto plan = Plan();
  ASSERT_TRUE(plan.ok()) << plan.status();
  RecordDrill(absl::CivilDay(2026, 3, 1));
  const absl::Status refused = Start("users/abe", 1).status();
  EXPECT_EQ(ReasonOf(refused), error::v1::GATE_NOT_MET);
  EXPECT_THAT(Violations(refused), ElementsAre("TOOL_CARD_MISSING", "COMMUNICATION_PLAN_MISSING",
                                               "UPSKILLING_PLAN_MISSING"));
  EXPECT_EQ(TextOf(refused, 1),
            "No communication says what changes for: commerce, compta, innovation.");
  CreateToolCard();
  CreateCommunication();
  v1::CreateUpskillingPlanRequest request;
  request.set_parent(kRollout);
  request.set_upskilling_plan_id("office");
  request.mutable_upskilling_plan()->set_display_name("Office");
  request.mutable_upskilling_plan()->set_measures("Practice.");
  request.mutable_upskilling_plan()->add_teams("organizations/firm/teams/commerce");
  request.mutable_upskilling_plan()->add_teams("organizations/firm/teams/innovation");
  ASSERT_TRUE(Call<v1::UpskillingPlan>("users/mia", "CreateUpskillingPlan", request).ok());
  v1::StartWaveRequest start;
  start.set_name(WaveName(1));
  const absl::Status less = Call<v1::Wave>("users/abe", "StartWave", start, "fr").status();
  EXPECT_THAT(Violations(less), ElementsAre("UPSKILLING_PLAN_MISSING"));
  EXPECT_EQ(TextOf(less, 0), "Aucun plan de montée en compétences ne couvre : compta.");
  CreateUpskillingPlan();
  const auto started = Start("users/abe", 1);
  EXPECT_TRUE(started.ok()) << started.status();
}

TEST_F(CommunicationServiceTest, ARolloutHasOneCardWithAllItsTexts) {
  RecordProperty("requirement", "S1-07");
  CreateRollout();
  v1::CreateToolCardRequest request;
  request.set_parent(kRollout);
  request.set_tool_card_id("other");
  request.mutable_tool_card()->set_display_name("Other");
  EXPECT_THAT(FieldsOf(Call<v1::ToolCard>("users/mia", "CreateToolCard", request).status()),
              ElementsAre("tool_card"));
  request.mutable_tool_card()->mutable_english()->set_does("Drafts quotations.");
  const absl::Status incomplete =
      Call<v1::ToolCard>("users/mia", "CreateToolCard", request).status();
  EXPECT_THAT(FieldsOf(incomplete),
              ElementsAre("tool_card.english.does_not", "tool_card.english.limits",
                          "tool_card.english.contact"));
  request.mutable_tool_card()->mutable_english()->set_does_not("Sets no price.");
  request.mutable_tool_card()->mutable_english()->set_limits("Parts outside the catalogue.");
  request.mutable_tool_card()->mutable_english()->set_contact("Innovation.");
  EXPECT_EQ(ReasonOf(Call<v1::ToolCard>("users/mia", "CreateToolCard", request).status()),
            error::v1::RESOURCE_ALREADY_EXISTS);
}

TEST_F(CommunicationServiceTest, ARolloutHasAtMostTwoHundredUpskillingPlans) {
  CreateRollout();
  v1::CreateUpskillingPlanRequest request;
  request.set_parent(kRollout);
  request.mutable_upskilling_plan()->set_display_name("Plan");
  request.mutable_upskilling_plan()->set_measures("Practice.");
  absl::Status last;
  int made = 1;  // by the fixture
  for (; made <= 200 && last.ok(); made += last.ok()) {
    request.set_upskilling_plan_id(absl::StrCat("plan-", made));
    last = Call<v1::UpskillingPlan>("users/mia", "CreateUpskillingPlan", request).status();
  }
  EXPECT_EQ(made, 200);
  EXPECT_EQ(ReasonOf(last), error::v1::LIMIT_EXCEEDED);
}

}  // namespace
}  // namespace palier::rollout
