// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/gate.h"

#include <algorithm>
#include <utility>

#include "rollout/domain/gate_drift.h"
#include "rollout/domain/gate_sentences.h"

namespace palier::rollout {
namespace {

constexpr const char* kVerdicts[] = {"CONTINUE", "ADJUST", "STOP", "NOT_ENOUGH_DATA"};

int64_t CoverageUnits(const Criterion& criterion, const CriterionEvidence& evidence) {
  return (evidence.expected * criterion.minimum_coverage_permille + 999) / 1000;
}

Lack LackOfUnits(const Criterion& criterion, const CriterionEvidence& evidence) {
  if (evidence.feed_missing) return Lack::kFeed;
  if (evidence.units < criterion.minimum_sample) return Lack::kSample;
  if (evidence.units < CoverageUnits(criterion, evidence)) return Lack::kCoverage;
  return Lack::kNothing;
}

void Stand(const Criterion& criterion, Proof proof, CriterionFinding& finding) {
  switch (proof) {
    case Proof::kNothing:
      finding.lack = Lack::kProof;
      return;
    case Proof::kBelowMinimum:
      finding.standing = Standing::kBelowMinimum;
      return;
    case Proof::kBelowTarget:
      finding.standing = Standing::kBetween;
      return;
    case Proof::kMet:
      finding.standing = Standing::kMet;
      return;
  }
}

// The target itself, not by the estimate only.
bool IsProven(Criterion criterion, const CriterionFigures& figures) {
  criterion.target_rule = TargetRule::kProven;
  return ProofOf(criterion, figures) == Proof::kMet;
}

// What is needed until something can be said.
void Foresee(const GateInput& input, const Criterion& criterion, const CriterionEvidence& evidence,
             CriterionFinding& finding) {
  const int64_t least = std::max(criterion.minimum_sample, CoverageUnits(criterion, evidence));
  std::optional<int64_t> needed;
  if (finding.figures && !evidence.hidden) {
    needed = UnitsUntilProof(criterion, evidence, kGateAlpha, input.criteria.size());
  } else if (finding.units < least) {
    // Nothing is known of figures before the first one; and how many it takes tells the estimate.
    needed = least;
  } else if (finding.lack == Lack::kDays) {
    needed = finding.units;
  }
  if (!needed) return;
  finding.units_needed = std::max(*needed, least);
  const std::optional<absl::CivilDay> day =
      DayOfUnits(evidence, *finding.units_needed, input.today);
  if (day) finding.day_needed = std::max(*day, input.start + criterion.hold_days);
}

CriterionFinding Judge(const GateInput& input, const Criterion& criterion,
                       const CriterionEvidence& evidence) {
  CriterionFinding finding;
  finding.id = criterion.id;
  const bool heard = !evidence.feed_missing;
  finding.units = heard ? evidence.units : 0;
  finding.missing = std::max<int64_t>(0, evidence.expected - finding.units);
  Proof proof = Proof::kNothing;
  if (finding.units > 0) {
    finding.figures = FiguresOf(criterion, evidence, kGateAlpha, input.criteria.size());
    proof = ProofOf(criterion, *finding.figures);
  }
  finding.lack = LackOfUnits(criterion, evidence);
  // Harm is not waited for.
  const bool harm = criterion.kind == CriterionKind::kGuardrail && proof == Proof::kBelowMinimum;
  if (finding.lack == Lack::kNothing || harm) {
    finding.lack = Lack::kNothing;
    Stand(criterion, proof, finding);
  }
  const bool early = input.today < input.start + criterion.hold_days;
  if (early && (finding.standing == Standing::kMet || finding.standing == Standing::kBetween)) {
    finding.standing = Standing::kNotEnough;
    finding.lack = Lack::kDays;
  }
  finding.by_estimate =
      finding.standing == Standing::kMet && !IsProven(criterion, *finding.figures);
  if (finding.standing == Standing::kNotEnough) Foresee(input, criterion, evidence, finding);
  finding.drift_day = DriftOf(criterion, evidence);
  if (evidence.hidden) finding.figures.reset();
  finding.text = StandingText(criterion, evidence, finding);
  finding.would_change = WouldChangeText(criterion, finding);
  return finding;
}

// A signal that chance may explain is no reason to wait; one that is not heard is.
bool Holds(const Criterion& criterion, const CriterionFinding& finding) {
  if (criterion.kind != CriterionKind::kSignal) return finding.standing != Standing::kMet;
  return finding.standing == Standing::kBelowMinimum || finding.lack == Lack::kFeed;
}

HoldKind KindOf(const Criterion& criterion, const CriterionFinding& finding) {
  switch (finding.standing) {
    case Standing::kBelowMinimum:
      if (criterion.kind == CriterionKind::kGuardrail) return HoldKind::kGuardrail;
      return criterion.kind == CriterionKind::kSignal ? HoldKind::kSignal : HoldKind::kBelowMinimum;
    case Standing::kBetween:
      return HoldKind::kBelowTarget;
    case Standing::kMet:
    case Standing::kNotEnough:
      break;
  }
  switch (finding.lack) {
    case Lack::kFeed:
      return HoldKind::kMissingFeed;
    case Lack::kSample:
    case Lack::kCoverage:
      return HoldKind::kMinimumSample;
    case Lack::kDays:
      return HoldKind::kTime;
    case Lack::kNothing:
    case Lack::kProof:
      break;
  }
  return HoldKind::kProof;
}

GateVerdict VerdictOf(const GateInput& input, const std::vector<CriterionFinding>& findings) {
  bool adjust = false;
  bool wait = false;
  bool drift = false;
  for (size_t i = 0; i < findings.size(); ++i) {
    const bool signal = input.criteria[i].kind == CriterionKind::kSignal;
    const bool below = findings[i].standing == Standing::kBelowMinimum;
    if (below && !signal) return GateVerdict::kStop;
    adjust = adjust || below || findings[i].standing == Standing::kBetween;
    wait = wait || Holds(input.criteria[i], findings[i]);
    drift = drift || findings[i].drift_day.has_value();
  }
  if (adjust) return GateVerdict::kAdjust;
  if (wait) return GateVerdict::kNotEnoughData;
  return drift ? GateVerdict::kAdjust : GateVerdict::kContinue;
}

absl::CivilDay SecondReview(absl::CivilDay start) {
  return absl::CivilDay(start.year(), start.month() + 2, start.day());
}

void AddHolds(const GateInput& input, GateFinding& gate) {
  // Decided by who may: only harm holds still.
  if (input.approved && gate.verdict != GateVerdict::kStop) return;
  for (size_t i = 0; i < gate.criteria.size(); ++i) {
    const Criterion& criterion = input.criteria[i];
    const CriterionFinding& finding = gate.criteria[i];
    if (finding.drift_day) {
      gate.holds.push_back({HoldKind::kDrift, criterion.id, std::nullopt,
                            HoldText(HoldKind::kDrift, criterion, finding)});
    }
    if (!Holds(criterion, finding)) continue;
    const HoldKind kind = KindOf(criterion, finding);
    std::optional<absl::CivilDay> until = finding.day_needed;
    if (kind == HoldKind::kTime) until = input.start + criterion.hold_days;
    gate.holds.push_back({kind, criterion.id, until, HoldText(kind, criterion, finding)});
  }
  if (gate.proposal) {
    gate.holds.push_back(
        {HoldKind::kReview,
         "",
         std::nullopt,
         {"Two monthly reviews have passed without an answer: a person must decide. Without a "
          "reason "
          "for anything else, ADJUST.",
          "Deux revues mensuelles ont passé sans réponse : une personne doit décider. Sans raison "
          "contraire, ADJUST."}});
  }
  if (!input.approved) {
    gate.holds.push_back({HoldKind::kApproval,
                          "",
                          std::nullopt,
                          {"Who may approve has not decided CONTINUE.",
                           "La personne habilitée n'a pas décidé CONTINUE."}});
  }
}

}  // namespace

bool IsBrokenGuardrail(const Criterion& criterion, const CriterionFinding& finding) {
  return criterion.kind == CriterionKind::kGuardrail && finding.standing == Standing::kBelowMinimum;
}

absl::string_view GateVerdictName(GateVerdict verdict) {
  return kVerdicts[static_cast<int>(verdict)];
}

GateFinding JudgeGate(const GateInput& input) {
  GateFinding gate;
  for (size_t i = 0; i < input.criteria.size(); ++i) {
    gate.criteria.push_back(Judge(input, input.criteria[i], input.evidence[i]));
    gate.pause_wave = gate.pause_wave || IsBrokenGuardrail(input.criteria[i], gate.criteria.back());
  }
  gate.verdict = VerdictOf(input, gate.criteria);
  gate.text = VerdictText(gate.verdict, input.criteria, gate.criteria);
  if (gate.verdict == GateVerdict::kNotEnoughData && input.today >= SecondReview(input.start)) {
    gate.proposal = GateVerdict::kAdjust;
  }
  AddHolds(input, gate);
  return gate;
}

}  // namespace palier::rollout
