// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/day_table.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "common/status/macros.h"
#include "kpi/storage/version.h"

namespace palier::kpi {

// The cells of segments on their way into the days of teams.
class DayTable::Taking {
 public:
  Taking(UserNumbers& users, std::map<std::string, TeamDays>& teams)
      : users_(users), teams_(teams) {}

  absl::Status Take(const Said& said) {
    if (&said.texts != texts_) Begin(said.texts);
    const SegmentCell& cell = said.cell;
    TeamDays& team = teams_[std::string(said.texts[cell.place.team])];
    const absl::CivilDay day = DayOfNumber(cell.place.day);
    if (cell.anew) {
      team.cells.erase(day);
      team.users.erase(day);
    }
    if (cell.day.count > 0) {
      DayCell& of_day = team.cells[day];
      of_day.Fold(cell.day);
      if (said.sketch != nullptr) RETURN_IF_ERROR(of_day.sketch.MergeBytes(*said.sketch));
    }
    if (said.users == nullptr || said.users->user().empty()) return absl::OkStatus();
    return TakeUsers(*said.users, team.users[day]);
  }

 private:
  static constexpr uint32_t kUnknown = UINT32_MAX;

  void Begin(const Texts& texts) {
    texts_ = &texts;
    numbers_.assign(texts.size(), kUnknown);
  }
  absl::Status TakeUsers(const storage::v1::UserList& list, UserSet& users) {
    uint64_t user = 0;
    for (const uint32_t step : list.user()) {
      user += step;
      if (user >= numbers_.size()) return absl::DataLossError("a block of users is damaged");
      users.Add(NumberOf(static_cast<uint32_t>(user)));
    }
    return absl::OkStatus();
  }
  uint32_t NumberOf(uint32_t text) {
    uint32_t& number = numbers_[text];
    if (number == kUnknown) number = users_.Of((*texts_)[text]);
    return number;
  }

  UserNumbers& users_;
  std::map<std::string, TeamDays>& teams_;
  // Of the segment that is read: what its texts are numbered in the reading.
  const Texts* texts_ = nullptr;
  std::vector<uint32_t> numbers_;
};

absl::Status DayTable::Scan(absl::string_view kpi, const std::string* team, DaySpan days,
                            Parts parts, const CellFn& found) {
  ASSIGN_OR_RETURN(const auto segments, segments_.All());
  for (const StoredSegment& stored : segments) {
    const auto places = PlacesOf(stored.segment->texts(), kpi, team, days);
    if (!places) continue;
    const BlockSpan blocks = stored.segment->CellBlocksWith(places->from, places->to);
    for (size_t block = blocks.first; block < blocks.end; ++block) {
      ASSIGN_OR_RETURN(const auto cells, segments_.CellsOf(stored, block));
      std::shared_ptr<const storage::v1::SketchBlock> sketches;
      if (parts.sketches) {
        ASSIGN_OR_RETURN(sketches, segments_.SketchesOf(stored, block));
      }
      std::shared_ptr<const storage::v1::UserBlock> users;
      if (parts.users) {
        ASSIGN_OR_RETURN(users, segments_.UsersOf(stored, block));
      }
      const bool whole =
          (!sketches || sketches->sketches_size() == static_cast<int>(cells->size())) &&
          (!users || users->cells_size() == static_cast<int>(cells->size()));
      if (!whole) return absl::DataLossError("a block of cells is damaged");
      for (size_t i = 0; i < cells->size(); ++i) {
        const SegmentCell& cell = (*cells)[i];
        if (!places->Has(cell.place)) continue;
        const auto at = static_cast<int>(i);
        RETURN_IF_ERROR(
            found({cell, stored.segment->texts(), sketches ? &sketches->sketches(at) : nullptr,
                   users ? &users->cells(at) : nullptr}));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, TeamDays>> DayTable::Read(absl::string_view kpi,
                                                               const std::string* team,
                                                               DaySpan days, Parts parts) {
  std::map<std::string, TeamDays> teams;
  Taking taking(users_, teams);
  RETURN_IF_ERROR(
      Scan(kpi, team, days, parts, [&](const Said& said) { return taking.Take(said); }));
  std::erase_if(teams, [](const auto& entry) { return entry.second.cells.empty(); });
  return teams;
}

absl::StatusOr<int64_t> DayTable::Count(absl::string_view kpi) {
  // The texts are those of the segments, which are there as long as this.
  absl::flat_hash_map<std::pair<absl::string_view, int64_t>, int64_t> counts;
  RETURN_IF_ERROR(Scan(kpi, nullptr, {}, {false, false}, [&](const Said& said) {
    const CellPlace& place = said.cell.place;
    int64_t& count = counts[{said.texts[place.team], place.day}];
    if (said.cell.anew) count = 0;
    count += said.cell.day.count;
    return absl::OkStatus();
  }));
  int64_t all = 0;
  for (const auto& [place, count] : counts) all += count;
  return all;
}

}  // namespace palier::kpi
