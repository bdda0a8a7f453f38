// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/alert_watch.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include "kpi/domain/alert_text.h"

namespace palier::kpi {
namespace {

AlertState StateOf(const AlertFinding& finding) {
  if (finding.learning) return AlertState::kNoData;
  return finding.firing ? AlertState::kFiring : AlertState::kOk;
}

AlertState LateState(const AlertRule& rule) {
  return rule.kind == AlertKind::kMissing ? AlertState::kFiring : AlertState::kNoData;
}

AlertState FirstState(const AlertRule& rule) {
  return rule.kind == AlertKind::kMissing ? AlertState::kOk : AlertState::kNoData;
}

}  // namespace

AlertWatch::AlertWatch(const AlertRule& rule)
    : rule_(rule),
      judge_(JudgeFor(rule)),
      closed_(rule.first_day - 1),
      late_(FirstLateDay(rule, rule.first_day)) {
  standing_.state = FirstState(rule);
  standing_.since = rule.first_day;
  standing_.text = WaitingText(rule, late_);
}

// The text is renewed with every measure; only a new state is a change.
void AlertWatch::Enter(AlertState state, absl::CivilDay day) {
  if (state == standing_.state) return;
  const AlertState from = std::exchange(standing_.state, state);
  standing_.since = day;
  changes_.push_back({from, standing_});
}

void AlertWatch::NoticeLateness(absl::CivilDay day) {
  if (day < late_) return;
  standing_.text = LateText(rule_, standing_.measure, late_);
  Enter(LateState(rule_), late_);
}

std::vector<AlertTransition> AlertWatch::Take() {
  return std::exchange(changes_, {});
}

std::vector<AlertTransition> AlertWatch::Observe(const Measure& measure) {
  if (measure.date <= closed_) return {};
  NoticeLateness(measure.date - 1);
  closed_ = measure.date;
  late_ = FirstLateDay(rule_, measure.date);
  const AlertFinding finding =
      std::visit([&](auto& judge) { return judge.Judge(measure); }, judge_);
  standing_.measure = measure;
  standing_.text = FindingText(rule_, measure, finding);
  Enter(StateOf(finding), measure.date);
  return Take();
}

std::vector<AlertTransition> AlertWatch::CloseDay(absl::CivilDay day) {
  closed_ = std::max(closed_, day);
  NoticeLateness(closed_);
  return Take();
}

AlertStory Evaluate(const AlertRule& rule, absl::Span<const Measure> series, absl::CivilDay as_of) {
  AlertWatch watch(rule);
  AlertStory story;
  const auto add = [&](std::vector<AlertTransition> changes) {
    std::move(changes.begin(), changes.end(), std::back_inserter(story.changes));
  };
  for (const Measure& measure : series) {
    if (measure.date <= as_of) add(watch.Observe(measure));
  }
  add(watch.CloseDay(as_of));
  story.now = watch.standing();
  return story;
}

}  // namespace palier::kpi
