// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/cell.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "common/status/macros.h"

namespace palier::kpi {
namespace {

absl::Status Damaged() {
  return absl::DataLossError("a block of cells is damaged");
}

void Encode(const SegmentCell& cell, storage::v1::Cell& out) {
  out.set_kpi(cell.place.kpi);
  out.set_team(cell.place.team);
  out.set_day(cell.place.day);
  out.set_anew(cell.anew);
  const DayCell& day = cell.day;
  if (day.count > 0) {
    out.set_count(day.count);
    out.set_sum_hi(day.sum.hi());
    out.set_sum_lo(static_cast<uint64_t>(day.sum.lo()));
    out.set_minimum(day.min);
    out.set_maximum(day.max);
    out.set_last_order_key(day.last.order_key);
    out.set_last_event_time(day.last.event_time_us);
    out.set_last_id(day.last.id);
    out.set_last_value(day.last.value);
  }
}

void Encode(const std::vector<uint32_t>& users, storage::v1::UserList& list) {
  uint32_t before = 0;
  for (const uint32_t user : users) {
    list.add_user(user - before);
    before = user;
  }
}

absl::Status Decode(const storage::v1::Cell& in, size_t text_count, SegmentCell& cell) {
  if (in.kpi() >= text_count || in.team() >= text_count || in.count() < 0) return Damaged();
  cell.place = {in.kpi(), in.team(), in.day()};
  cell.anew = in.anew();
  cell.day.count = in.count();
  cell.day.sum = FixedSum::FromHalves(in.sum_hi(), static_cast<int64_t>(in.sum_lo()));
  cell.day.min = in.minimum();
  cell.day.max = in.maximum();
  cell.day.last = {in.last_order_key(), in.last_event_time(), in.last_id(), in.last_value()};
  return absl::OkStatus();
}

}  // namespace

void Fold(SegmentCell&& newer, SegmentCell& older) {
  if (newer.anew) {
    older = std::move(newer);
    return;
  }
  older.day.Fold(newer.day);
  std::vector<uint32_t> users;
  users.reserve(older.users.size() + newer.users.size());
  std::set_union(older.users.begin(), older.users.end(), newer.users.begin(), newer.users.end(),
                 std::back_inserter(users));
  older.users = std::move(users);
}

CellBlocks Encode(absl::Span<const SegmentCell> cells) {
  CellBlocks blocks;
  for (const SegmentCell& cell : cells) {
    Encode(cell, *blocks.cells.add_cells());
    blocks.sketches.add_sketches(cell.day.sketch.Serialize());
    Encode(cell.users, *blocks.users.add_cells());
  }
  return blocks;
}

absl::Status Decode(const storage::v1::CellBlock& block, size_t text_count,
                    std::vector<SegmentCell>& cells) {
  cells.reserve(cells.size() + static_cast<size_t>(block.cells_size()));
  for (const storage::v1::Cell& cell : block.cells()) {
    RETURN_IF_ERROR(Decode(cell, text_count, cells.emplace_back()));
  }
  return absl::OkStatus();
}

absl::Status AddSketches(const storage::v1::SketchBlock& block, std::vector<SegmentCell>& cells) {
  const auto count = static_cast<size_t>(block.sketches_size());
  if (count > cells.size()) return Damaged();
  for (size_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(cells[cells.size() - count + i].day.sketch,
                     stats::QuantileSketch::Parse(block.sketches(static_cast<int>(i))));
  }
  return absl::OkStatus();
}

absl::Status AddUsers(const storage::v1::UserBlock& block, size_t text_count,
                      std::vector<SegmentCell>& cells) {
  const auto count = static_cast<size_t>(block.cells_size());
  if (count > cells.size()) return Damaged();
  for (size_t i = 0; i < count; ++i) {
    const storage::v1::UserList& list = block.cells(static_cast<int>(i));
    std::vector<uint32_t>& users = cells[cells.size() - count + i].users;
    users.reserve(static_cast<size_t>(list.user_size()));
    uint64_t user = 0;
    for (const uint32_t step : list.user()) {
      user += step;
      if (user >= text_count) return Damaged();
      users.push_back(static_cast<uint32_t>(user));
    }
  }
  return absl::OkStatus();
}

}  // namespace palier::kpi
