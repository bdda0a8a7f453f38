// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/milestone_findings.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "common/time/months.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using Kpi = kpi::v1::Kpi;

Kpi::Cadence CadenceOf(const Kpi& kpi) {
  if (kpi.cadence() != Kpi::CADENCE_UNSPECIFIED) return kpi.cadence();
  switch (kpi.category()) {
    case Kpi::ADOPTION:
    case Kpi::TECHNICAL:
      return Kpi::WEEKLY;
    case Kpi::SATISFACTION:
    case Kpi::ROI:
      return Kpi::QUARTERLY;
    default:
      return Kpi::MONTHLY;
  }
}

absl::CivilDay OneCadenceBefore(const Kpi& kpi, absl::CivilDay day) {
  switch (CadenceOf(kpi)) {
    case Kpi::WEEKLY:
      return day - 7;
    case Kpi::QUARTERLY:
      return time::MonthsAfter(day, -3);
    default:
      return time::MonthsAfter(day, -1);
  }
}

MeasuredFigure Missing(NoFigure reason) {
  MeasuredFigure figure;
  figure.missing = reason;
  return figure;
}

absl::StatusOr<MeasuredFigure> Ask(const Context& context, const rpc::Call& call,
                                   const v1::Milestone& milestone) {
  const absl::StatusOr<Kpi> kpi = context.kpi.Kpi(call, milestone.kpi());
  if (absl::IsNotFound(kpi.status())) return Missing(NoFigure::kKpiGone);
  RETURN_IF_ERROR(kpi.status());
  return FigureOn(context, call, *kpi, ToDay(milestone.due_date()));
}

WantedFigure WantedBy(const v1::Milestone& milestone) {
  return {static_cast<BetterWay>(milestone.direction()), milestone.value(),
          ToDay(milestone.due_date()), milestone.unit()};
}

v1::MilestoneFinding FindingOf(const v1::Milestone& milestone, const MeasuredFigure& measured) {
  const MilestoneVerdict verdict = JudgeMilestone(WantedBy(milestone), measured);
  v1::MilestoneFinding finding;
  finding.set_milestone(milestone.name());
  finding.set_display_name(milestone.display_name());
  *finding.mutable_due_date() = milestone.due_date();
  finding.set_state(static_cast<v1::Milestone::State>(verdict.state));
  finding.set_wanted_value(milestone.value());
  finding.set_direction(milestone.direction());
  finding.set_unit(milestone.unit());
  finding.set_reason(NoFigureName(verdict.reason));
  if (measured.value) *finding.mutable_actual_date() = ToDate(measured.day);
  if (verdict.reason == NoFigure::kNone) finding.set_actual_value(*measured.value);
  return finding;
}

NoFigure ReasonNamed(const std::string& name) {
  for (const NoFigure reason :
       {NoFigure::kNoMeasure, NoFigure::kNoRecentMeasure, NoFigure::kNotTold, NoFigure::kKpiGone}) {
    if (NoFigureName(reason) == name) return reason;
  }
  return NoFigure::kNone;
}

// The figure that the finding was made from.
MeasuredFigure MeasuredIn(const v1::MilestoneFinding& finding) {
  MeasuredFigure measured = Missing(ReasonNamed(finding.reason()));
  if (finding.has_actual_value()) measured.value = finding.actual_value();
  if (finding.has_actual_date()) measured.day = ToDay(finding.actual_date());
  measured.oldest = measured.day;
  return measured;
}

void WriteText(rpc::Language language, v1::MilestoneFinding& finding) {
  const WantedFigure wanted = {static_cast<BetterWay>(finding.direction()), finding.wanted_value(),
                               ToDay(finding.due_date()), finding.unit()};
  finding.set_text(rpc::In(language, JudgeMilestone(wanted, MeasuredIn(finding)).text));
}

}  // namespace

absl::StatusOr<std::vector<v1::Milestone>> ReadDueMilestones(resource::Session& session,
                                                             const Types& types,
                                                             const v1::Review& review,
                                                             absl::CivilDay today) {
  std::vector<v1::Milestone> milestones;
  RETURN_IF_ERROR(
      resource::ReadAll(session, types.milestone, resource::ParentOf(review.name()), milestones));
  const absl::CivilDay last = std::min(today, ToDay(review.due_date()));
  std::erase_if(milestones, [&](const v1::Milestone& milestone) {
    const bool judged =
        milestone.state() == v1::Milestone::MET || milestone.state() == v1::Milestone::MISSED;
    return judged || ToDay(milestone.due_date()) > last;
  });
  std::sort(milestones.begin(), milestones.end(),
            [](const v1::Milestone& a, const v1::Milestone& b) {
              return std::make_pair(ToDay(a.due_date()), a.name()) <
                     std::make_pair(ToDay(b.due_date()), b.name());
            });
  return milestones;
}

absl::StatusOr<std::vector<JudgedMilestone>> JudgeMilestones(
    const Context& context, const rpc::Call& call, const std::vector<v1::Milestone>& milestones) {
  std::vector<JudgedMilestone> judged;
  for (const v1::Milestone& milestone : milestones) {
    ASSIGN_OR_RETURN(const MeasuredFigure measured, Ask(context, call, milestone));
    judged.push_back({milestone, FindingOf(milestone, measured)});
  }
  return judged;
}

absl::StatusOr<MeasuredFigure> FigureOn(const Context& context, const rpc::Call& call,
                                        const Kpi& kpi, absl::CivilDay day) {
  const absl::StatusOr<kpi::v1::KpiStatus> status = context.kpi.StatusOn(call, kpi.name(), day);
  if (absl::IsNotFound(status.status())) return Missing(NoFigure::kKpiGone);
  // The KPI itself was read for this caller, so it is the figure that is not told.
  if (absl::IsPermissionDenied(status.status())) return Missing(NoFigure::kNotTold);
  RETURN_IF_ERROR(status.status());
  MeasuredFigure figure;
  figure.oldest = OneCadenceBefore(kpi, day);
  if (!status->has_actual_value()) return figure;
  figure.value = status->actual_value();
  figure.day = ToDay(status->actual_date());
  return figure;
}

void ShowFindings(rpc::Language language, v1::Review& review) {
  for (v1::MilestoneFinding& finding : *review.mutable_milestones()) WriteText(language, finding);
}

}  // namespace palier::rollout
