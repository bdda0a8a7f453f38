// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/champion_bookings.h"

#include <vector>

#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/wave_records.h"
#include "rollout/domain/support.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;

void Add(const v1::Wave& wave, int session_minutes, ChampionBookings& bookings) {
  for (const v1::WaveTeam& team : wave.teams()) {
    for (const v1::TrainingSession& training : team.sessions()) {
      if (training.champion().empty()) continue;
      bookings[training.champion()][MondayOf(ToDay(training.date()))] += session_minutes;
    }
  }
}

bool IsOver(const v1::Wave& wave) {
  return wave.state() == v1::Wave::COMPLETED || wave.state() == v1::Wave::STOPPED;
}

absl::Status Contention(const std::string& champion) {
  return status::Error(absl::StatusCode::kAborted, error::v1::CONTENTION,
                       {"Another plan has just taken hours of {champion}. Nothing was written: "
                        "plan again.",
                        "Un autre plan vient de prendre des heures de {champion}. Rien n'a été "
                        "écrit : replanifiez."})
      .With("champion", champion);
}

}  // namespace

absl::StatusOr<ChampionBookings> BookedElsewhere(Session& session, const Types& types,
                                                 const std::string& rollout) {
  std::vector<v1::Rollout> rollouts;
  RETURN_IF_ERROR(
      resource::ReadAll(session, types.rollout, resource::ParentOf(rollout), rollouts));
  ChampionBookings bookings;
  for (const v1::Rollout& other : rollouts) {
    if (other.name() == rollout || !IsUnderWay(other)) continue;
    ASSIGN_OR_RETURN(const std::vector<v1::Wave> waves, ReadWaves(session, types, other.name()));
    for (const v1::Wave& wave : waves) {
      if (!IsOver(wave)) Add(wave, LimitsOf(other.limits()).session_minutes, bookings);
    }
  }
  return bookings;
}

absl::Status CheckStillFree(Session& session, const Types& types, const PlanInputs& inputs,
                            const v1::PlanRevision& revision, int frozen) {
  ChampionBookings needed;
  const int minutes = LimitsOf(inputs.rollout.limits()).session_minutes;
  for (const v1::Wave& wave : revision.waves()) {
    if (wave.number() > frozen) Add(wave, minutes, needed);
  }
  if (needed.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const ChampionBookings booked,
                   BookedElsewhere(session, types, inputs.rollout.name()));
  if (booked == inputs.booked) return absl::OkStatus();
  for (const v1::Champion& champion : inputs.champions) {
    const auto own = needed.find(champion.name());
    const auto others = booked.find(champion.name());
    if (own == needed.end() || others == booked.end()) continue;
    for (const auto& [monday, wanted] : own->second) {
      const auto taken = others->second.find(monday);
      if (taken == others->second.end()) continue;
      if (wanted + taken->second > champion.hours_per_week() * 60) {
        return Contention(champion.name());
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace palier::rollout
