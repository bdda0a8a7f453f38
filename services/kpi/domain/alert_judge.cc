// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/alert_judge.h"

#include "absl/numeric/int128.h"

namespace palier::kpi {
namespace {

constexpr double kEnds = 0.4;

Observation AsObservation(const AlertRule& rule, const Measure& measure) {
  return {absl::CivilSecond(measure.date) - absl::CivilSecond(1970, 1, 1),
          FixedDouble(measure.value, rule.decimals)};
}

// Few measures give an uncertain centre and scale: what is asked of a value grows by this. The
// figures in the header decided `measures`.
double FewMeasures(const AlertRule& rule, double measures) {
  return 1 + measures / rule.history;
}

AnomalyOptions ChangeOptions(const AlertRule& rule) {
  AnomalyOptions options;
  options.probation = rule.history;
  options.mean_bar *= FewMeasures(rule, 12);
  return options;
}

DriftOptions SlideOptions(const AlertRule& rule) {
  DriftOptions options;
  options.reference = rule.history;
  options.cusum.k *= FewMeasures(rule, 6);
  options.cusum.h *= FewMeasures(rule, 6);
  return options;
}

bool OnSide(AlertSide side, bool above, bool below) {
  return (above && side != AlertSide::kBelow) || (below && side != AlertSide::kAbove);
}

}  // namespace

AlertFinding ThresholdJudge::Judge(const Measure& measure) {
  absl::int128 beyond = absl::int128(measure.value) - rule_.limit;
  if (rule_.side == AlertSide::kBelow) beyond = -beyond;
  firing_ = firing_ ? beyond > -absl::int128(rule_.band) : beyond > 0;
  AlertFinding finding;
  finding.firing = firing_;
  return finding;
}

ChangeJudge::ChangeJudge(const AlertRule& rule)
    : rule_(rule), detector_(ChangeOptions(rule)), since_began_(rule.history) {}

bool ChangeJudge::IsFiring(const AnomalyVerdict& judged) {
  const bool on_side = OnSide(rule_.side, judged.upward, !judged.upward);
  if (firing_for_ > 0) return judged.score >= kEnds;
  // Not the detector's own beginning, which something on the other side may have been.
  if (!judged.anomaly || !on_side || since_began_ < rule_.history / 4) return false;
  since_began_ = 0;
  return true;
}

AlertFinding ChangeJudge::Judge(const Measure& measure) {
  const Observation seen = AsObservation(rule_, measure);
  const AnomalyVerdict judged = detector_.Observe(seen);
  AlertFinding finding;
  if (!judged.judged) {
    finding.learning = true;
    finding.learned = ++learned_;
    return finding;
  }
  finding.expected = judged.expected;
  ++since_began_;
  firing_for_ = IsFiring(judged) ? firing_for_ + 1 : 0;
  if (firing_for_ == 1) successor_.emplace(ChangeOptions(rule_));
  if (firing_for_ == 0) successor_.reset();
  if (successor_) successor_->Observe(seen);
  if (firing_for_ >= rule_.history) {
    detector_ = *std::move(successor_);
    successor_.reset();
    firing_for_ = 0;
    finding.expected = detector_.Expected(seen.seconds);
  }
  finding.firing = firing_for_ > 0;
  finding.upward = seen.value > *finding.expected;
  return finding;
}

DriftJudge::DriftJudge(const AlertRule& rule) : rule_(rule), detector_(SlideOptions(rule)) {}

AlertFinding DriftJudge::Judge(const Measure& measure) {
  const Observation seen = AsObservation(rule_, measure);
  AlertFinding finding;
  finding.learning = !detector_.ready();
  detector_.Observe(seen);
  if (finding.learning) {
    finding.learned = ++learned_;
    return finding;
  }
  const stats::Cusum& cusum = detector_.cusum();
  if (cusum.up().age == 1) up_began_ = measure.date;
  if (cusum.down().age == 1) down_began_ = measure.date;
  firing_ = firing_ ? OnSide(rule_.side, !cusum.IsCalmUp(), !cusum.IsCalmDown())
                    : OnSide(rule_.side, cusum.IsUp(), cusum.IsDown());
  finding.firing = firing_;
  finding.expected = detector_.Expected(seen.seconds);
  finding.upward = rule_.side == AlertSide::kAbove ||
                   (rule_.side == AlertSide::kEither && cusum.up().sum > cusum.down().sum);
  finding.began = finding.upward ? up_began_ : down_began_;
  return finding;
}

AlertJudge JudgeFor(const AlertRule& rule) {
  switch (rule.kind) {
    case AlertKind::kThreshold:
      return ThresholdJudge(rule);
    case AlertKind::kChange:
      return ChangeJudge(rule);
    case AlertKind::kDrift:
      return DriftJudge(rule);
    case AlertKind::kMissing:
      break;
  }
  return PresenceJudge();
}

}  // namespace palier::kpi
