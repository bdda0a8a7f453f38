// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/programme_records.h"

#include <utility>

#include "rollout/api/registry_view.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

v1::PhaseStatus StatusOf(const PhaseJourney& journey, ProgrammePhase phase, absl::CivilDay today) {
  const size_t index = static_cast<size_t>(phase) - 1;
  const PhaseBound& bound = journey.bounds[index];
  v1::PhaseStatus status;
  status.set_phase(static_cast<v1::Programme::Phase>(phase));
  status.set_minimum_weeks(bound.minimum_weeks);
  status.set_maximum_weeks(bound.maximum_weeks);
  if (bound.maximum_weeks > 0) status.set_source(bound.own ? "programme" : "preset");
  status.set_state(v1::PhaseStatus::NOT_STARTED);
  if (index >= journey.starts.size()) return status;
  *status.mutable_start_date() = ToDate(journey.starts[index]);
  status.set_elapsed_days(ElapsedDays(journey, phase, today));
  const auto end = EndOf(journey, phase);
  status.set_state(end ? v1::PhaseStatus::DONE : v1::PhaseStatus::RUNNING);
  if (end) *status.mutable_end_date() = ToDate(*end);
  return status;
}

v1::ProgrammeAlarm AlarmOf(const PhaseAlarm& from, rpc::Language language) {
  v1::ProgrammeAlarm alarm;
  alarm.set_type(from.phase ? v1::ProgrammeAlarm::PHASE_OVERRUN
                            : v1::ProgrammeAlarm::PROGRAMME_OVERRUN);
  if (from.phase) alarm.set_phase(static_cast<v1::Programme::Phase>(*from.phase));
  alarm.set_overrun_days(from.overrun_days);
  *alarm.mutable_since_date() = ToDate(from.since);
  alarm.set_text(rpc::In(language, from.text));
  return alarm;
}

}  // namespace

PhaseJourney JourneyOf(const v1::Programme& programme) {
  PhaseJourney journey;
  for (int i = 0; i < kProgrammePhases; ++i) {
    journey.bounds[i] = PresetBound(static_cast<ProgrammePhase>(i + 1));
  }
  for (const v1::PhaseBounds& bounds : programme.bounds()) {
    journey.bounds[bounds.phase() - 1] = {bounds.minimum_weeks(), bounds.maximum_weeks(), true};
  }
  for (const v1::PhaseStatus& phase : programme.phases()) {
    if (phase.has_start_date()) journey.starts.push_back(ToDay(phase.start_date()));
  }
  journey.own_maximum = programme.has_maximum_weeks();
  if (journey.own_maximum) journey.maximum_weeks = programme.maximum_weeks();
  return journey;
}

void ShowPhases(absl::Time now, rpc::Language language, v1::Programme& programme) {
  const PhaseJourney journey = JourneyOf(programme);
  // Where the organisation was when a phase started last; before that nothing counts days.
  const absl::CivilDay today = DayOf(now, ZoneNamed(programme.time_zone()));
  programme.clear_phases();
  for (int i = 1; i <= kProgrammePhases; ++i) {
    *programme.add_phases() = StatusOf(journey, static_cast<ProgrammePhase>(i), today);
  }
  programme.clear_alarms();
  for (const PhaseAlarm& alarm : AlarmsOf(journey, today)) {
    *programme.add_alarms() = AlarmOf(alarm, language);
  }
}

}  // namespace palier::rollout
