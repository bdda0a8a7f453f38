// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_phases.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

constexpr PhaseBound kPresets[kProgrammePhases] = {{4, 6}, {3, 4}, {52, 78}, {0, 0}};
constexpr const char* kNames[kProgrammePhases] = {"AUDIT", "ROADMAP", "DEPLOYMENT", "OPTIMISATION"};

size_t IndexOf(ProgrammePhase phase) {
  return static_cast<size_t>(phase) - 1;
}

status::Text SourceText(bool own) {
  return own ? status::Text{"set by the programme", "fixé par le programme"}
             : status::Text{"reference figure", "chiffre de référence"};
}

std::string Counted(int number, absl::string_view one, absl::string_view many) {
  return absl::StrCat(number, " ", number == 1 ? one : many);
}

status::Text OverrunText(const status::Text& what, int days, int weeks, bool own) {
  const status::Text source = SourceText(own);
  return {absl::StrCat(what.en, " takes ", Counted(days, "day", "days"), " longer than ",
                       Counted(weeks, "week", "weeks"), " (", source.en, ")."),
          absl::StrCat(what.fr, " dure ", Counted(days, "jour", "jours"), " de plus que ",
                       Counted(weeks, "semaine", "semaines"), " (", source.fr, ").")};
}

// `elapsed` days since `start`.
std::optional<PhaseAlarm> AlarmFor(absl::CivilDay start, int elapsed, int weeks, bool own,
                                   const status::Text& what) {
  if (weeks == 0 || elapsed <= 7 * weeks) return std::nullopt;
  PhaseAlarm alarm;
  alarm.overrun_days = elapsed - 7 * weeks;
  alarm.since = start + 7 * weeks;
  alarm.text = OverrunText(what, alarm.overrun_days, weeks, own);
  return alarm;
}

}  // namespace

PhaseBound PresetBound(ProgrammePhase phase) {
  return kPresets[IndexOf(phase)];
}

std::optional<absl::CivilDay> EndOf(const PhaseJourney& journey, ProgrammePhase phase) {
  const size_t next = IndexOf(phase) + 1;
  if (next >= journey.starts.size()) return std::nullopt;
  return journey.starts[next] - 1;
}

int ElapsedDays(const PhaseJourney& journey, ProgrammePhase phase, absl::CivilDay today) {
  if (IndexOf(phase) >= journey.starts.size()) return 0;
  const absl::CivilDay last = EndOf(journey, phase).value_or(today);
  return static_cast<int>(
      std::max<absl::civil_diff_t>(0, last - journey.starts[IndexOf(phase)] + 1));
}

std::vector<PhaseAlarm> AlarmsOf(const PhaseJourney& journey, absl::CivilDay today) {
  std::vector<PhaseAlarm> alarms;
  for (size_t i = 0; i < journey.starts.size(); ++i) {
    const auto phase = static_cast<ProgrammePhase>(i + 1);
    const PhaseBound& bound = journey.bounds[i];
    auto alarm = AlarmFor(journey.starts[i], ElapsedDays(journey, phase, today),
                          bound.maximum_weeks, bound.own,
                          {absl::StrCat("The phase ", PhaseName(phase)),
                           absl::StrCat("La phase ", PhaseName(phase))});
    if (!alarm) continue;
    alarm->phase = phase;
    alarms.push_back(*std::move(alarm));
  }
  if (journey.starts.empty()) return alarms;
  const bool arrived = journey.starts.size() == kProgrammePhases;
  const absl::CivilDay last = arrived ? journey.starts.back() - 1 : today;
  const auto whole =
      AlarmFor(journey.starts[0], static_cast<int>(last - journey.starts[0] + 1),
               journey.maximum_weeks, journey.own_maximum, {"The programme", "Le programme"});
  if (whole) alarms.push_back(*whole);
  return alarms;
}

PhaseRefusal CheckPhaseStart(const PhaseJourney& journey, ProgrammePhase phase, absl::CivilDay day,
                             absl::CivilDay today) {
  if (IndexOf(phase) != journey.starts.size()) return PhaseRefusal::kNotNext;
  if (day > today) return PhaseRefusal::kAfterToday;
  if (!journey.starts.empty() && day <= journey.starts.back()) {
    return PhaseRefusal::kNotAfterPrevious;
  }
  return PhaseRefusal::kNone;
}

absl::string_view PhaseName(ProgrammePhase phase) {
  return kNames[IndexOf(phase)];
}

}  // namespace palier::rollout
