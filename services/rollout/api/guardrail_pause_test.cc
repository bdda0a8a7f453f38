// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/guardrail_pause.h"

#include <gtest/gtest.h>

#include "rollout/storage/state_reason.h"

namespace palier::rollout {
namespace {

// A wave with one guardrail that is below its minimum, and a criterion that is.
JudgedWave Judged(int64_t units, double minimum, bool hidden = false) {
  JudgedWave judged;
  judged.versions.emplace_back().set_name("organizations/o/rollouts/r/criteriaVersions/version-1");
  for (const CriterionKind kind : {CriterionKind::kGuardrail, CriterionKind::kCriterion}) {
    Criterion criterion;
    criterion.id = kind == CriterionKind::kGuardrail ? "errors" : "use";
    criterion.label = {"Errors", "Erreurs"};
    criterion.kind = kind;
    criterion.minimum = criterion.target = minimum;
    criterion.minimum_sample = 1;
    CriterionEvidence evidence;
    evidence.feed_missing = false;
    evidence.hidden = hidden;
    evidence.expected = evidence.units = units;
    judged.input.criteria.push_back(criterion);
    judged.input.evidence.push_back(evidence);
  }
  judged.input.start = absl::CivilDay(2026, 3, 9);
  judged.input.today = absl::CivilDay(2026, 6, 1);
  judged.finding = JudgeGate(judged.input);
  return judged;
}

TEST(GuardrailPauseTest, TellsOfEachBrokenGuardrailAndOfNothingElse) {
  const v1::GuardrailPause pause = GuardrailPauseOf(Judged(100, 0.5));
  EXPECT_EQ(pause.criteria_version(), "organizations/o/rollouts/r/criteriaVersions/version-1");
  ASSERT_EQ(pause.guardrails_size(), 1);
  const v1::BrokenGuardrail& broken = pause.guardrails(0);
  EXPECT_EQ(broken.criterion_id(), "errors");
  EXPECT_EQ(broken.counted_count(), 100);
  EXPECT_EQ(broken.estimate(), 0);
  EXPECT_LT(broken.strict_upper(), 0.5);
  EXPECT_EQ(broken.english_text().rfind("Errors: 0% of 100, between 0% and ", 0), 0u)
      << broken.english_text();
  EXPECT_EQ(GuardrailPauseOf(Judged(100, 0)).guardrails_size(), 0);
  EXPECT_EQ(GuardrailPauseOf(Judged(0, 0.5)).guardrails_size(), 0);
}

TEST(GuardrailPauseTest, FiguresOfFewAreNotTold) {
  const v1::GuardrailPause pause = GuardrailPauseOf(Judged(100, 0.5, true));
  ASSERT_EQ(pause.guardrails_size(), 1);
  EXPECT_TRUE(pause.guardrails(0).hidden());
  EXPECT_FALSE(pause.guardrails(0).has_estimate());
  EXPECT_FALSE(pause.guardrails(0).has_strict_upper());
}

TEST(GuardrailPauseTest, NewsAreMorePeopleOrAnotherMinimumOrAnotherGuardrail) {
  const v1::GuardrailPause before = GuardrailPauseOf(Judged(100, 0.5));
  EXPECT_TRUE(IsNews(before, v1::GuardrailPause()));
  EXPECT_FALSE(IsNews(before, before));
  EXPECT_FALSE(IsNews(GuardrailPauseOf(Judged(90, 0.5)), before)) << "people who left are no news";
  EXPECT_TRUE(IsNews(GuardrailPauseOf(Judged(101, 0.5)), before));
  EXPECT_TRUE(IsNews(GuardrailPauseOf(Judged(100, 0.4)), before));
  EXPECT_FALSE(IsNews(v1::GuardrailPause(), before)) << "nothing is broken any more";
}

TEST(GuardrailPauseTest, WhatIsKnownWhenItGoesOnIsAccepted) {
  v1::GuardrailPause pause = GuardrailPauseOf(Judged(100, 0.5));
  const v1::GuardrailPause later = GuardrailPauseOf(Judged(120, 0.5));
  Accept(later, pause);
  ASSERT_EQ(pause.guardrails_size(), 1);
  EXPECT_EQ(pause.guardrails(0).counted_count(), 120);
  EXPECT_FALSE(IsNews(later, pause));
  Accept(GuardrailPauseOf(Judged(110, 0.5)), pause);
  EXPECT_EQ(pause.guardrails(0).counted_count(), 120) << "what was accepted stays accepted";
  Accept(v1::GuardrailPause(), pause);
  EXPECT_EQ(pause.guardrails_size(), 1);
}

TEST(GuardrailPauseTest, ItsReasonIsToldInBothLanguagesUntilItGoesOn) {
  v1::Wave wave;
  wave.set_state(v1::Wave::PAUSED);
  wave.set_state_reason("The supplier moves.");
  EXPECT_EQ(StateReasonOf(wave).fr, "The supplier moves.");
  *wave.mutable_guardrail_pause() = GuardrailPauseOf(Judged(100, 0.5));
  EXPECT_TRUE(IsPausedByGuardrail(wave));
  EXPECT_EQ(StateReasonOf(wave).fr.rfind("GUARDRAIL : Erreurs : 0 % de 100", 0), 0u)
      << StateReasonOf(wave).fr;
  wave.mutable_guardrail_pause()->mutable_resume_time()->set_seconds(1);
  EXPECT_FALSE(IsPausedByGuardrail(wave)) << "a person has paused it since";
}

}  // namespace
}  // namespace palier::rollout
