// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/day_table.h"

#include <optional>
#include <utility>
#include <vector>

#include "common/status/macros.h"
#include "kpi/storage/version.h"

namespace palier::kpi {
namespace {

// The cells of a segment on their way into the days of teams.
class Taking {
 public:
  Taking(DayTable::With with, UserNumbers& users, std::map<std::string, TeamDays>& teams)
      : with_(with), users_(users), teams_(teams) {}

  void Take(const SegmentCell& cell, const Texts& texts) {
    if (&texts != texts_) Begin(texts);
    TeamDays& team = teams_[std::string(texts[cell.place.team])];
    const absl::CivilDay day = DayOfNumber(cell.place.day);
    if (cell.anew) {
      team.cells.erase(day);
      team.users.erase(day);
    }
    if (cell.day.count > 0) team.cells[day].Fold(cell.day);
    if (cell.users.empty() || with_ == DayTable::With::kCellsOnly) return;
    UserSet& users = team.users[day];
    for (const uint32_t user : cell.users) users.Add(NumberOf(user));
  }

 private:
  static constexpr uint32_t kUnknown = UINT32_MAX;

  void Begin(const Texts& texts) {
    texts_ = &texts;
    numbers_.assign(texts.size(), kUnknown);
  }
  uint32_t NumberOf(uint32_t text) {
    uint32_t& number = numbers_[text];
    if (number == kUnknown) number = users_.Of((*texts_)[text]);
    return number;
  }

  const DayTable::With with_;
  UserNumbers& users_;
  std::map<std::string, TeamDays>& teams_;
  // Of the segment that is read: what its texts are numbered in the reading.
  const Texts* texts_ = nullptr;
  std::vector<uint32_t> numbers_;
};

}  // namespace

absl::Status DayTable::Scan(absl::string_view kpi, const std::string* team, DaySpan days,
                            const CellFn& found) {
  ASSIGN_OR_RETURN(const auto segments, segments_.All());
  for (const StoredSegment& stored : segments) {
    const auto places = PlacesOf(stored.segment->texts(), kpi, team, days);
    if (!places) continue;
    const BlockSpan blocks = stored.segment->CellBlocksWith(places->first, places->second);
    for (size_t block = blocks.first; block < blocks.end; ++block) {
      ASSIGN_OR_RETURN(const auto cells, segments_.CellsOf(stored, block));
      for (const SegmentCell& cell : *cells) {
        if (cell.place < places->first || cell.place > places->second) continue;
        if (cell.place.day < days.first || cell.place.day > days.last) continue;
        found(cell, stored.segment->texts());
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, TeamDays>> DayTable::Read(absl::string_view kpi,
                                                               const std::string* team,
                                                               DaySpan days, With with) {
  std::map<std::string, TeamDays> teams;
  Taking taking(with, users_, teams);
  RETURN_IF_ERROR(Scan(kpi, team, days, [&](const SegmentCell& cell, const Texts& texts) {
    taking.Take(cell, texts);
  }));
  std::erase_if(teams, [](const auto& entry) { return entry.second.cells.empty(); });
  return teams;
}

absl::StatusOr<int64_t> DayTable::Count(absl::string_view kpi) {
  std::map<std::pair<std::string, int64_t>, int64_t> counts;
  RETURN_IF_ERROR(Scan(kpi, nullptr, {}, [&](const SegmentCell& cell, const Texts& texts) {
    int64_t& count = counts[{std::string(texts[cell.place.team]), cell.place.day}];
    if (cell.anew) count = 0;
    count += cell.day.count;
  }));
  int64_t all = 0;
  for (const auto& [place, count] : counts) all += count;
  return all;
}

}  // namespace palier::kpi
