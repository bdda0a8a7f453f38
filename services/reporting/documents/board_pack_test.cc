// SPDX-License-Identifier: Apache-2.0
#include "reporting/documents/board_pack.h"

#include <gmock/gmock.h>

#include "reporting/documents/html.h"
#include "reporting/figures/model_fixture.h"

namespace palier::reporting {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class BoardPackTest : public FigureFixture {
 protected:
  BoardPackTest() {
    Dossier& waiting =
        Add("waiting",
            "stage: POST_POC poc_budget { currency_code: 'EUR' units: 30000 } "
            "production_budget { currency_code: 'EUR' units: 60000 } purpose: 'Sort claims.' "
            "exit_criteria { id: 'c' metric: 'accuracy' operator: AT_LEAST value: 92.5 unit: '%' "
            "dataset: 'invoices' } "
            "exit_criteria { id: 'd' metric: 'delay' operator: AT_MOST value: 3 unit: 'days' }");
    AddEntry(
        waiting, "old",
        "criterion_result { criterion: 'c' value: 80 grade: DEMO } update_time { seconds: 1 }");
    AddEntry(
        waiting, "new",
        "criterion_result { criterion: 'c' value: 93.1 grade: REAL } update_time { seconds: 2 }");
    Assess(waiting,
           "project: 'organizations/acme/projects/waiting' "
           "purgatory { state: IN_PURGATORY age_days: 1234 weekly_price { currency_code: 'EUR' "
           "units: 2500 } } "
           "outcomes { group: 'HYPOTHESIS_VALIDATED' verdict: MET } outcomes { group: 'OPERABLE' "
           "verdict: UNMET unmet: 'A' rule_count: 3 } "
           "pillars { group: 'PROCESS' unmet: 'DECISION_OVERDUE' }");
    Assess(Add("younger", "stage: POST_POC"),
           "project: 'organizations/acme/projects/younger' purgatory { state: WARNING age_days: 95 "
           "} pillars { group: 'PROCESS' unmet: 'DECISION_OVERDUE' }");
    Assess(Add("running", "stage: RUN"),
           "project: 'organizations/acme/projects/running' purgatory { state: NOT_CONCERNED }");
    portfolio_.set_project_count(3);
    auto& stage = *portfolio_.add_funnel();
    stage.set_label("Idea");
    stage.set_count(2);
    stage.set_median_age_days(40);
    portfolio_.mutable_conversion()->set_rate_permille(333);
    portfolio_.mutable_post_poc()->set_project_count(3);
  }

  FigureBook Book() const { return FigureBook(std::make_shared<PortfolioModel>(model_)); }

  Document Make(rpc::Language language = rpc::Language::kEnglish) {
    const FigureBook book = Book();
    BoardPackFacts facts{book, portfolio_, {}};
    for (const std::string& name : DecisionsAsked(book)) {
      facts.decisions.push_back(*model_.dossiers.at(name)->assessment);
      facts.decisions.back().mutable_blocking()->set_explanation("Nobody decided.");
    }
    return BoardPack(facts, language);
  }

  v1::Portfolio portfolio_;
};

TEST_F(BoardPackTest, TheLongestWaitingDecisionComesFirst) {
  EXPECT_THAT(DecisionsAsked(Book()), ElementsAre(NameOf("waiting"), NameOf("younger")));
  model_.dossiers.erase(NameOf("waiting"));
  Assess(Add("in-time", "stage: POST_POC"), "purgatory { state: RUNNING age_days: 29 }");
  EXPECT_THAT(DecisionsAsked(Book()), ElementsAre(NameOf("younger")));
}

TEST_F(BoardPackTest, HasAPageForEachDecision) {
  const Document pack = Make();
  std::vector<std::string> titles;
  for (const Section& section : pack.sections) titles.push_back(section.title);
  EXPECT_THAT(titles,
              ElementsAre("In short", "Where the projects stand", "Two phases, two budgets",
                          "Validated is not ready", "What holds them, and how far they are",
                          "What is spent aside", "Decision asked: waiting",
                          "Decision asked: younger", "Every figure, and how it is computed"));
}

TEST_F(BoardPackTest, SaysWhatTheRecordsSay) {
  const std::string pack = ToHtml(Make());
  EXPECT_THAT(pack, AllOf(HasSubstr("33.3\u00a0%"), HasSubstr("2.0\u00a0×"),
                          HasSubstr("1,234\u00a0days"), HasSubstr("a week costs 2,500\u00a0EUR"),
                          HasSubstr("accuracy ≥ 92.5\u00a0% (invoices)"), HasSubstr("93.1"),
                          HasSubstr("real data"), Not(HasSubstr(">demonstration<")),
                          HasSubstr("delay ≤ 3\u00a0days"), HasSubstr("unknown")));
  EXPECT_THAT(pack, AllOf(HasSubstr("NOT SIGNED"), HasSubstr("Nobody decided."),
                          HasSubstr("2, median 40 days")));
  EXPECT_THAT(pack, HasSubstr("No criterion was fixed before its PoC"));
}

TEST_F(BoardPackTest, SpeaksFrench) {
  const std::string pack = ToHtml(Make(rpc::Language::kFrench));
  EXPECT_THAT(pack,
              AllOf(HasSubstr("lang=\"fr\""), HasSubstr("Décision demandée : waiting"),
                    HasSubstr("33,3\u00a0%"), HasSubstr("2\u202f500\u00a0EUR"),
                    HasSubstr("accuracy ≥ 92,5\u00a0%"), HasSubstr("Deux phases, deux budgets"),
                    Not(HasSubstr("unknown")), Not(HasSubstr("Decision asked"))));
}

TEST_F(BoardPackTest, ALongTableSaysHowMuchIsLeftOut) {
  for (int i = 0; i < 250; ++i)
    Add(absl::StrCat("p", i), "stage: POC poc_budget { currency_code: 'EUR' units: 1 }");
  size_t most = 0;
  const Document pack = Make();
  for (const Section& section : pack.sections) {
    for (const Block& block : section.blocks) {
      if (const Grid* const grid = std::get_if<Grid>(&block)) {
        most = std::max(most, grid->rows.size());
        for (const auto& row : grid->rows)
          EXPECT_EQ(row.size(), grid->columns.size()) << section.title;
      }
    }
  }
  EXPECT_EQ(most, kMostRows);
  EXPECT_THAT(ToHtml(pack), HasSubstr("51 more are not shown here."));
}

TEST_F(BoardPackTest, ABriefIsForFiveMinutes) {
  RecordProperty("requirement", "S0-20");
  registry::v1::Assessment assessment = *model_.dossiers.at(NameOf("waiting"))->assessment;
  for (int i = 0; i < 9; ++i) {
    auto& result = *assessment.add_results();
    result.set_verdict(registry::v1::RuleResult::UNMET);
    result.set_explanation(absl::StrCat("Point ", i, "."));
    result.set_next_action("Mend it.");
  }
  auto& political = *assessment.add_causes();
  political.set_group("POLITICAL");
  political.set_verdict(registry::v1::RuleResult::UNMET);
  assessment.mutable_blocking()->set_next_action("Ask the sponsor.");
  const std::string brief = ToHtml(SponsorBrief(*model_.dossiers.at(NameOf("waiting")), assessment,
                                                kToday, rpc::Language::kEnglish));
  EXPECT_THAT(brief,
              AllOf(HasSubstr("Sponsor brief, 1\u00a0July\u00a02026"), HasSubstr("Sort claims."),
                    HasSubstr("sponsor: nobody"),
                    HasSubstr("Does somebody of the executive committee defend it without us?"),
                    HasSubstr("Point 4. → Mend it."), Not(HasSubstr("Point 5.")),
                    HasSubstr("and 4 more."), HasSubstr("Next: Ask the sponsor.")));
}

}  // namespace
}  // namespace palier::reporting
