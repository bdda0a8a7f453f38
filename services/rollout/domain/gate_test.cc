// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr absl::CivilDay kStart(2026, 3, 9);

Criterion Of(CriterionKind kind, const std::string& id, double minimum, double target) {
  Criterion criterion;
  criterion.id = id;
  criterion.label = {"Measure " + id, "Mesure " + id};
  criterion.kind = kind;
  criterion.minimum = minimum;
  criterion.target = target;
  return criterion;
}

CriterionEvidence Counted(int64_t successes, int64_t units, int64_t expected) {
  CriterionEvidence evidence;
  evidence.feed_missing = false;
  evidence.units = units;
  evidence.expected = expected;
  evidence.successes = successes;
  return evidence;
}

CriterionEvidence Nothing(int64_t expected) {
  CriterionEvidence evidence;
  evidence.expected = expected;
  return evidence;
}

// `use` must be 60 %, at least 40 %; `errors` is a guardrail of at most 20 %; `trust` a signal of
// at least 50 %. Five weeks after the start.
GateInput Firm(const CriterionEvidence& use, const CriterionEvidence& errors,
               const CriterionEvidence& trust) {
  GateInput input;
  input.criteria = {Of(CriterionKind::kCriterion, "use", 0.4, 0.6),
                    Of(CriterionKind::kGuardrail, "errors", 0.2, 0.2),
                    Of(CriterionKind::kSignal, "trust", 0.5, 0.5)};
  input.criteria[1].better = Better::kLower;
  input.evidence = {use, errors, trust};
  input.start = kStart;
  input.today = kStart + 35;
  return input;
}

const CriterionEvidence kGood = Counted(180, 200, 200);
const CriterionEvidence kFewErrors = Counted(4, 200, 200);
const CriterionEvidence kTrust = Counted(140, 200, 200);

std::vector<HoldKind> Kinds(const GateFinding& gate) {
  std::vector<HoldKind> kinds;
  for (const Hold& hold : gate.holds) kinds.push_back(hold.kind);
  return kinds;
}

TEST(GateTest, VerdictsAndHolds) {
  const CriterionEvidence between = Counted(500, 1000, 1000);
  const CriterionEvidence bad = Counted(20, 200, 200);
  const CriterionEvidence open = Counted(25, 40, 40);
  const CriterionEvidence errors = Counted(80, 200, 200);
  const CriterionEvidence open_errors = Counted(8, 40, 40);
  const CriterionEvidence distrust = Counted(40, 200, 200);
  const CriterionEvidence open_trust = Counted(20, 40, 40);
  const struct {
    const char* name;
    CriterionEvidence use, errors, trust;
    GateVerdict verdict;
    bool pause;
    std::vector<HoldKind> holds;
  } cases[] = {
      {"all is well", kGood, kFewErrors, kTrust, GateVerdict::kContinue, false, {}},
      {"below the target",
       between,
       kFewErrors,
       kTrust,
       GateVerdict::kAdjust,
       false,
       {HoldKind::kBelowTarget}},
      {"below the minimum",
       bad,
       kFewErrors,
       kTrust,
       GateVerdict::kStop,
       false,
       {HoldKind::kBelowMinimum}},
      {"not proven",
       open,
       kFewErrors,
       kTrust,
       GateVerdict::kNotEnoughData,
       false,
       {HoldKind::kProof}},
      {"a broken guardrail pauses",
       kGood,
       errors,
       kTrust,
       GateVerdict::kStop,
       true,
       {HoldKind::kGuardrail}},
      {"a guardrail must be proven",
       kGood,
       open_errors,
       kTrust,
       GateVerdict::kNotEnoughData,
       false,
       {HoldKind::kProof}},
      {"a broken signal only holds",
       kGood,
       kFewErrors,
       distrust,
       GateVerdict::kAdjust,
       false,
       {HoldKind::kSignal}},
      {"a signal need not be proven",
       kGood,
       kFewErrors,
       open_trust,
       GateVerdict::kContinue,
       false,
       {}},
      {"a signal must be heard",
       kGood,
       kFewErrors,
       Nothing(200),
       GateVerdict::kNotEnoughData,
       false,
       {HoldKind::kMissingFeed}},
      {"what is known to be wrong is said before what is not known",
       between,
       open_errors,
       kTrust,
       GateVerdict::kAdjust,
       false,
       {HoldKind::kBelowTarget, HoldKind::kProof}},
      {"stop is said before adjust",
       bad,
       errors,
       distrust,
       GateVerdict::kStop,
       true,
       {HoldKind::kBelowMinimum, HoldKind::kGuardrail, HoldKind::kSignal}},
  };
  for (const auto& c : cases) {
    GateInput input = Firm(c.use, c.errors, c.trust);
    const GateFinding gate = JudgeGate(input);
    EXPECT_EQ(GateVerdictName(gate.verdict), GateVerdictName(c.verdict)) << c.name;
    EXPECT_EQ(gate.pause_wave, c.pause) << c.name;
    std::vector<HoldKind> holds = c.holds;
    holds.push_back(HoldKind::kApproval);
    EXPECT_EQ(Kinds(gate), holds) << c.name;
    EXPECT_FALSE(gate.proposal) << c.name;
    // Once who may has decided CONTINUE, only harm holds.
    input.approved = true;
    const GateFinding approved = JudgeGate(input);
    EXPECT_EQ(GateVerdictName(approved.verdict), GateVerdictName(c.verdict)) << c.name;
    const bool stop = c.verdict == GateVerdict::kStop;
    EXPECT_EQ(Kinds(approved), stop ? c.holds : std::vector<HoldKind>()) << c.name;
  }
}

// Week after week fewer of the same twelve people.
Course Slide() {
  Course course;
  course.people = 12;
  absl::CivilDay day(2026, 4, 6);
  for (const int users : {10, 10, 9, 10, 10, 11, 10, 9, 7, 6, 5, 4}) {
    course.points.push_back({day, users / 12.0});
    day += 7;
  }
  return course;
}

TEST(GateTest, ASlideMakesContinueAdjustAndOpensNothing) {
  CriterionEvidence sliding = kGood;
  sliding.courses = {Slide()};
  const GateFinding gate = JudgeGate(Firm(sliding, kFewErrors, kTrust));
  EXPECT_EQ(gate.verdict, GateVerdict::kAdjust);
  EXPECT_THAT(Kinds(gate), ElementsAre(HoldKind::kDrift, HoldKind::kApproval));
  EXPECT_EQ(gate.criteria[0].standing, Standing::kMet);
  EXPECT_EQ(gate.criteria[0].drift_day, absl::CivilDay(2026, 5, 25));
  EXPECT_FALSE(gate.pause_wave);
  // Where figures are not enough they stay so: ADJUST could be decided against.
  const GateFinding waiting = JudgeGate(Firm(sliding, kFewErrors, Nothing(200)));
  EXPECT_EQ(waiting.verdict, GateVerdict::kNotEnoughData);
  EXPECT_THAT(Kinds(waiting),
              ElementsAre(HoldKind::kDrift, HoldKind::kMissingFeed, HoldKind::kApproval));
}

TEST(GateTest, WithoutApprovalTheNextWaveIsHeldWhateverTheFiguresSay) {
  const GateFinding gate = JudgeGate(Firm(kGood, kFewErrors, kTrust));
  EXPECT_EQ(gate.verdict, GateVerdict::kContinue);
  EXPECT_THAT(Kinds(gate), ElementsAre(HoldKind::kApproval));
}

// Delight 6: in the 4/12/8 scenario, 3 answers out of 12.
TEST(GateTest, ThreeRespondentsOfTwelveAreNotEnough) {
  RecordProperty("requirement", "S1-34");
  GateInput input;
  input.criteria = {Of(CriterionKind::kCriterion, "survey", 0.3, 0.5)};
  input.evidence = {Counted(3, 3, 12)};
  input.evidence[0].team_units = {2, 1};
  input.evidence[0].arrivals = {{absl::CivilDay(2026, 4, 27), 9}};
  input.start = kStart;
  input.today = kStart + 35;
  const GateFinding gate = JudgeGate(input);
  EXPECT_EQ(gate.verdict, GateVerdict::kNotEnoughData);
  const CriterionFinding& finding = gate.criteria[0];
  EXPECT_EQ(finding.standing, Standing::kNotEnough);
  EXPECT_EQ(finding.lack, Lack::kSample);
  EXPECT_EQ(finding.units, 3);
  EXPECT_EQ(finding.missing, 9);
  EXPECT_EQ(finding.units_needed, 11);
  EXPECT_EQ(finding.day_needed, absl::CivilDay(2026, 4, 27));
  EXPECT_EQ(finding.text.en,
            "Measure survey: 3 of 12 counted. 11 are needed, on 2026-04-27 at the earliest.");
  EXPECT_EQ(finding.text.fr,
            "Mesure survey : 3 sur 12 comptés. Il en faut 11, au plus tôt le 2026-04-27.");
  EXPECT_EQ(gate.text.fr, "NOT_ENOUGH_DATA : rien ne peut encore être dit de : survey.");
  EXPECT_THAT(Kinds(gate), ElementsAre(HoldKind::kMinimumSample, HoldKind::kApproval));
}

TEST(GateTest, AMissingFeedIsNotZero) {
  RecordProperty("requirement", "S4-08");
  const GateFinding missing = JudgeGate(Firm(Nothing(200), kFewErrors, kTrust));
  EXPECT_EQ(missing.verdict, GateVerdict::kNotEnoughData);
  EXPECT_EQ(missing.criteria[0].lack, Lack::kFeed);
  EXPECT_FALSE(missing.criteria[0].figures);
  EXPECT_EQ(missing.criteria[0].missing, 200);
  EXPECT_THAT(missing.criteria[0].text.en, HasSubstr("that is not zero"));
  const GateFinding nobody = JudgeGate(Firm(Counted(0, 200, 200), kFewErrors, kTrust));
  EXPECT_EQ(nobody.verdict, GateVerdict::kStop) << "nobody of 200 is something else";
}

TEST(GateTest, FewOfThoseExpectedAreNotBelieved) {
  // 90 % of 95, but 200 should have been counted.
  const GateFinding gate = JudgeGate(Firm(Counted(86, 95, 200), kFewErrors, kTrust));
  EXPECT_EQ(gate.criteria[0].lack, Lack::kCoverage);
  EXPECT_EQ(gate.criteria[0].units_needed, 100);
  EXPECT_EQ(gate.verdict, GateVerdict::kNotEnoughData);
  EXPECT_EQ(JudgeGate(Firm(Counted(90, 100, 200), kFewErrors, kTrust)).verdict,
            GateVerdict::kContinue);
}

TEST(GateTest, WhatIsGoodIsBelievedAfterFourWeeksAndWhatIsBadAtOnce) {
  GateInput input = Firm(kGood, kFewErrors, kTrust);
  input.today = kStart + 27;
  const GateFinding early = JudgeGate(input);
  EXPECT_EQ(early.verdict, GateVerdict::kNotEnoughData);
  EXPECT_THAT(Kinds(early), ElementsAre(HoldKind::kTime, HoldKind::kTime, HoldKind::kApproval));
  EXPECT_EQ(early.holds[0].until, kStart + 28);
  EXPECT_EQ(early.holds[0].text.fr, "Mesure use : pas avant le 2026-04-06.");
  input.today = kStart + 28;
  EXPECT_EQ(JudgeGate(input).verdict, GateVerdict::kContinue);
  input.today = kStart + 7;
  input.evidence[0] = Counted(20, 200, 200);
  EXPECT_EQ(JudgeGate(input).verdict, GateVerdict::kStop);
}

TEST(GateTest, HarmIsNotWaitedFor) {
  GateInput input = Firm(Nothing(24), Counted(7, 7, 24), Nothing(24));
  input.today = kStart + 2;
  const GateFinding gate = JudgeGate(input);
  EXPECT_EQ(gate.criteria[1].standing, Standing::kBelowMinimum) << "7 of 7, below the sample of 8";
  EXPECT_TRUE(gate.pause_wave);
  EXPECT_EQ(gate.verdict, GateVerdict::kStop);
}

TEST(GateTest, ATargetReachedByTheEstimateOnlyIsMarked) {
  GateInput input = Firm(Counted(65, 100, 100), kFewErrors, kTrust);
  EXPECT_EQ(JudgeGate(input).verdict, GateVerdict::kNotEnoughData);
  input.criteria[0].target_rule = TargetRule::kEstimated;
  const GateFinding gate = JudgeGate(input);
  EXPECT_EQ(gate.verdict, GateVerdict::kContinue);
  EXPECT_TRUE(gate.criteria[0].by_estimate);
  EXPECT_THAT(gate.criteria[0].text.fr, HasSubstr("atteint par l'estimation seule"));
  input.evidence[0] = kGood;
  EXPECT_FALSE(JudgeGate(input).criteria[0].by_estimate) << "proven";
}

TEST(GateTest, AfterTwoMonthsWithoutAnAnswerAPersonDecides) {
  GateInput input = Firm(Counted(25, 40, 40), kFewErrors, kTrust);
  input.today = absl::CivilDay(2026, 5, 8);
  EXPECT_FALSE(JudgeGate(input).proposal);
  input.today = absl::CivilDay(2026, 5, 9);
  const GateFinding gate = JudgeGate(input);
  EXPECT_EQ(gate.verdict, GateVerdict::kNotEnoughData) << "it never becomes CONTINUE by waiting";
  EXPECT_EQ(gate.proposal, GateVerdict::kAdjust);
  EXPECT_THAT(Kinds(gate), ElementsAre(HoldKind::kProof, HoldKind::kReview, HoldKind::kApproval));
}

TEST(GateTest, FiguresOfFewPeopleDecideAndAreNotTold) {
  GateInput input = Firm(Counted(10, 12, 12), kFewErrors, kTrust);
  input.evidence[0].hidden = true;
  const GateFinding open = JudgeGate(input);
  EXPECT_EQ(open.criteria[0].lack, Lack::kProof);
  EXPECT_FALSE(open.criteria[0].figures);
  EXPECT_FALSE(open.criteria[0].units_needed) << "it would tell the estimate";
  EXPECT_THAT(open.criteria[0].text.en, Not(HasSubstr("%")));
  input.evidence[0] = kGood;
  input.evidence[0].hidden = true;
  const GateFinding met = JudgeGate(input);
  EXPECT_EQ(met.verdict, GateVerdict::kContinue);
  EXPECT_EQ(met.criteria[0].text.en, "Measure use: 200 counted; the target of 60% is kept.");
}

TEST(GateTest, SentencesInBothLanguages) {
  const GateFinding gate = JudgeGate(Firm(kGood, kFewErrors, Counted(40, 200, 200)));
  EXPECT_THAT(gate.criteria[0].text.en, HasSubstr("Measure use: 90% of 200, between "));
  EXPECT_THAT(gate.criteria[0].text.fr, HasSubstr("Mesure use : 90 % de 200, entre "));
  EXPECT_THAT(gate.criteria[1].text.en, HasSubstr("2% of 200"));
  EXPECT_THAT(gate.criteria[1].text.en, HasSubstr("the maximum of 20% is kept"));
  EXPECT_THAT(gate.criteria[2].text.en, HasSubstr("worse than the minimum of 50%"));
  EXPECT_EQ(gate.criteria[2].would_change.en,
            "This would change: the upper end no worse than the minimum of 50%.");
  EXPECT_EQ(gate.criteria[1].would_change.fr,
            "Changerait cela : la borne haute moins bonne que le maximum de 20 %.");
}

}  // namespace
}  // namespace palier::rollout
