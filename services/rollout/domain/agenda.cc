// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/agenda.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "rollout/domain/day_text.h"

namespace palier::rollout {
namespace {

const WaveSpan* CurrentOf(const std::vector<WaveSpan>& waves) {
  for (const WaveSpan& wave : waves) {
    if (wave.running) return &wave;
  }
  for (const WaveSpan& wave : waves) {
    if (!wave.over) return &wave;
  }
  return waves.empty() ? nullptr : &waves.back();
}

status::Text WaveText(const WaveSpan& wave, const Position& position, absl::CivilDay today) {
  status::Text text = {absl::StrCat("wave ", wave.number, " of ", position.wave_count),
                       absl::StrCat("vague ", wave.number, " sur ", position.wave_count)};
  if (wave.running) {
    text.en += absl::StrCat(", day ", position.day, " of ", position.day_count);
    text.fr += absl::StrCat(", jour ", position.day, " sur ", position.day_count);
  } else if (wave.over) {
    text.en += ", over";
    text.fr += ", terminée";
  } else {
    const status::Text day = DayText(wave.start);
    text.en += absl::StrCat(", planned for ", day.en, wave.start < today ? " (late)" : "");
    text.fr += absl::StrCat(", prévue le ", day.fr, wave.start < today ? " (en retard)" : "");
  }
  return text;
}

void AddNext(const AgendaEntry& next, status::Text& text) {
  const status::Text what = TextOf(next), day = DayText(next.day);
  text.en += absl::StrCat(next.overdue ? "; overdue: " : "; next: ", what.en, ", ", day.en);
  text.fr +=
      absl::StrCat(next.overdue ? " ; en retard : " : " ; ensuite : ", what.fr, ", ", day.fr);
}

}  // namespace

status::Text TextOf(const AgendaEntry& entry) {
  const std::string wave = absl::StrCat(entry.wave_number);
  switch (entry.kind) {
    case AgendaKind::kCheckIn:
      return {absl::StrCat("Check-in of week ", entry.week, " with ", entry.team_label, ", wave ",
                           wave),
              absl::StrCat("Point de la semaine ", entry.week, " avec ", entry.team_label,
                           ", vague ", wave)};
    case AgendaKind::kMonthlyReview:
      return {"Monthly review: go on or adjust", "Revue mensuelle : continuer ou ajuster"};
    case AgendaKind::kQuarterlySurvey:
      return {"Quarterly survey of satisfaction", "Enquête de satisfaction du trimestre"};
    case AgendaKind::kQuarterlyRoi:
      return {"Quarterly measure of the return", "Mesure du ROI du trimestre"};
    case AgendaKind::kGate:
      return {absl::StrCat("Decision after wave ", wave),
              absl::StrCat("Décision après la vague ", wave)};
    case AgendaKind::kWaveStart:
      return {absl::StrCat("Wave ", wave, " starts: ", entry.people, " people"),
              absl::StrCat("La vague ", wave, " commence : ", entry.people, " personnes")};
    case AgendaKind::kTrainingSession:
      return {absl::StrCat("Training of ", entry.team_label, ": ", entry.people, " people, wave ",
                           wave),
              absl::StrCat("Formation de ", entry.team_label, " : ", entry.people,
                           " personnes, vague ", wave)};
    case AgendaKind::kMilestone:
      break;
  }
  return {absl::StrCat("Milestone: ", entry.milestone_label),
          absl::StrCat("Jalon mesurable : ", entry.milestone_label)};
}

void SortAgenda(std::vector<AgendaEntry>& entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const AgendaEntry& a, const AgendaEntry& b) {
    return std::tie(a.day, a.kind, a.name) < std::tie(b.day, b.kind, b.name);
  });
}

Position PositionOf(const std::vector<WaveSpan>& waves, const std::vector<AgendaEntry>& entries,
                    absl::CivilDay today) {
  Position position;
  position.wave_count = static_cast<int>(waves.size());
  for (const AgendaEntry& entry : entries) {
    position.overdue_count += entry.overdue;
    const bool open = !entry.done && (entry.overdue || entry.day >= today);
    if (open && !position.next) position.next = entry;
  }
  const WaveSpan* wave = CurrentOf(waves);
  if (wave == nullptr) return position;
  position.wave = wave->number;
  if (wave->running) {
    position.day = static_cast<int>(today - wave->actual_start) + 1;
    position.day_count = static_cast<int>(wave->end - wave->start) + 1;
  }
  position.text = WaveText(*wave, position, today);
  if (position.next) AddNext(*position.next, position.text);
  return position;
}

}  // namespace palier::rollout
