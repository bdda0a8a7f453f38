// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/digest.h"

#include <gmock/gmock.h>

#include "reporting/documents/plain_text.h"
#include "reporting/figures/peer_fixture.h"

namespace palier::reporting {
namespace {

using rpc::Language;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class DigestTest : public PeerFigureFixture {
 protected:
  DigestTest() { model_.assessed_day = kToday; }

  std::string Text(Document (*make)(const DigestFacts&, Language), Language language) {
    const FigureBook book(std::make_shared<PortfolioModel>(model_));
    return ToPlainText(make({book, "Acme", kWeek}, language));
  }
  std::string StaffText(Language language) {
    const auto model = std::make_shared<PortfolioModel>(model_);
    const FigureBook book(model);
    return ToPlainText(StaffDigest(MakeStaffPage(*model), {book, "Acme", kWeek}, language));
  }

  inline static const ReportPeriod kWeek{"2026-W26", absl::CivilDay(2026, 6, 22),
                                         absl::CivilDay(2026, 6, 28)};
};

TEST_F(DigestTest, StaffReadWhatWasPromisedAndWhatHappened) {
  RecordProperty("requirement", "S0-32");
  Dossier& dossier = Add("assistant", "stage: ROLLOUT purpose: 'Sorts claims.'");
  const std::string business_case = absl::StrCat(NameOf("assistant"), "/businessCases/c");
  dossier.cases[business_case] = {};
  kpi_->promises.push_back(
      {business_case, "k",
       Read<kpi::v1::ReviewKpiPromiseResponse>(
           "promised { display_name: 'Lead time' unit: 'd' } comparable: true today { status: "
           "AHEAD expected_value: 8.5 actual_value: 7.25 actual_date { year: 2026 month: 6 day: 20 "
           "} }")});
  kpi_->projects[NameOf("assistant")].adoption = Read<kpi::v1::Adoption>(
      "periods { label: '2026-W26' units { unit: 'organizations/acme' active_user_count: 24 } }");
  kpi_->projects[NameOf("assistant")].saved_time =
      Read<kpi::v1::QuerySavedTimeResponse>("months { measured_hours: '70.40' }");
  AddEntry(dossier, "win", "quick_win { expected: 'x' achieved: 'Two days less' published: true }");
  RolloutDossier& rollout = AddRollout("r", absl::StrCat("project: '", NameOf("assistant"), "'"));
  rollout.feedback = Read<rollout::v1::QueryFeedbackAnswersResponse>(
      "replies { said: 'Too slow' state: DONE answer: 'Faster since May' } "
      "replies { said: 'A secret wish' state: OPEN }");
  rollout.successes = Read<rollout::v1::QuerySuccessesResponse>(
      "recognised { champion: 'organizations/acme/champions/a' held_session_count: 3 }");
  rollout_->champions.push_back(Read<rollout::v1::Champion>(
      "name: 'organizations/acme/champions/a' person: 'organizations/acme/people/ana' "
      "recognition_opt_in: true"));
  const std::string english = StaffText(Language::kEnglish);
  EXPECT_THAT(english,
              AllOf(HasSubstr("AI at work, for everybody: Acme"),
                    HasSubstr("2026-W26 (22\u00a0June\u00a02026 – 28\u00a0June\u00a02026)"),
                    HasSubstr("Sorts claims."),
                    HasSubstr("- Lead time (d): promised for now 8.5, measured 7.25 on "
                              "20\u00a0June\u00a02026 → kept"),
                    HasSubstr("- Use: 24 people in 2026-W26; hours saved in twelve months: 70."),
                    HasSubstr("« Too slow » → done: Faster since May (r)"),
                    Not(HasSubstr("secret")), HasSubstr("assistant: Two days less"),
                    HasSubstr("Thank you to the champions."), Not(HasSubstr("people/ana"))));
  EXPECT_THAT(StaffText(Language::kFrench),
              AllOf(HasSubstr("L'IA au travail, pour tout le monde\u00a0: Acme"),
                    HasSubstr("Lead time (d)\u00a0: promis à ce jour 8,5, mesuré 7,25 le "
                              "20\u00a0juin\u00a02026 → tenu"),
                    HasSubstr("Vous avez dit, nous avons fait"), HasSubstr("→ fait\u00a0: Faster"),
                    HasSubstr("Merci aux ambassadeurs.")));
}

TEST_F(DigestTest, WhatIsSilentOrTooSmallIsSaid) {
  Add("assistant", "stage: RUN");
  model_.kpi.answers = false;
  EXPECT_THAT(StaffText(Language::kEnglish),
              AllOf(HasSubstr("! These services did not answer when this was written, so their "
                              "figures are old or absent: kpi."),
                    HasSubstr("Use: not told")));
  model_.dossiers.clear();
  EXPECT_THAT(StaffText(Language::kFrench), HasSubstr("Aucun outil d'IA n'est encore en cours."));
}

TEST_F(DigestTest, ManagersReadWhatNeedsThem) {
  RecordProperty("requirement", "S0-32");
  Dossier& dossier = Add("assistant", "stage: POST_POC");
  Assess(dossier,
         "purgatory { state: IN_PURGATORY age_days: 200 } pillars { group: 'PROCESS' unmet: "
         "'DECISION_OVERDUE' }");
  AddEntry(
      dossier, "fear",
      absl::StrCat("concern { category: JOB } update_time { seconds: ", SecondsBefore(5), " }"));
  AddEntry(
      dossier, "old-fear",
      absl::StrCat("concern { category: JOB } update_time { seconds: ", SecondsBefore(30), " }"));
  const std::string text = Text(ManagementDigest, Language::kEnglish);
  EXPECT_THAT(text, AllOf(HasSubstr("AI projects, for who runs them: Acme"),
                          HasSubstr("Fears without an answer become resistance."),
                          HasSubstr("Decisions that are late\n"), HasSubstr("- assistant"),
                          HasSubstr("- Fears that were answered; Value: 0.0\u00a0% of 2; "
                                    "Records of the period: 1")));
  EXPECT_THAT(Text(ManagementDigest, Language::kFrench),
              AllOf(HasSubstr("Projets d'IA, pour qui les mène\u00a0: Acme"),
                    HasSubstr("Décisions en retard")));
}

TEST_F(DigestTest, TheBoardReadsTheMainFigures) {
  RecordProperty("requirement", "S0-32");
  Add("assistant", "stage: RUN");
  EXPECT_THAT(Text(BoardDigest, Language::kEnglish),
              AllOf(HasSubstr("AI, for the board: Acme"), HasSubstr("- Hours saved: unknown"),
                    HasSubstr("No decision is late."), HasSubstr("elsewhere: ")));
  EXPECT_THAT(
      Text(BoardDigest, Language::kFrench),
      AllOf(HasSubstr("L'IA, pour le comité"), HasSubstr("Aucune décision n'est en retard.")));
}

}  // namespace
}  // namespace palier::reporting
