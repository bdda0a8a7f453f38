// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/packed_model.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"

namespace palier::schedule {
namespace {

constexpr int kFieldsPerWord = 4;
constexpr int kFieldBits = 16;
constexpr int64_t kMostCells = int64_t{1} << 22;
constexpr int64_t kMillion = 1'000'000;
constexpr int64_t kMostShares = 10 * kMillion;

Rows<PackedArc> ArcsOf(const Model& model, bool before) {
  std::vector<std::vector<PackedArc>> arcs(model.activities.size());
  for (const Arc& arc : model.arcs) {
    arcs[before ? arc.after : arc.before].push_back({before ? arc.before : arc.after, arc.lag});
  }
  Rows<PackedArc> rows;
  for (const std::vector<PackedArc>& some : arcs) {
    rows.all.insert(rows.all.end(), some.begin(), some.end());
    rows.Close();
  }
  return rows;
}

absl::Status FillOrder(PackedModel& packed) {
  const int n = packed.size();
  std::vector<int> open(n);
  for (int i = 0; i < n; ++i) open[i] = packed.before.Size(i);
  for (int i = 0; i < n; ++i) {
    if (open[i] == 0) packed.order.push_back(i);
  }
  for (size_t next = 0; next < packed.order.size(); ++next) {
    const int i = packed.order[next];
    for (const PackedArc* arc = packed.after.First(i); arc != packed.after.Last(i); ++arc) {
      if (--open[arc->activity] == 0) packed.order.push_back(arc->activity);
    }
  }
  if (packed.order.size() != static_cast<size_t>(n)) {
    return absl::FailedPreconditionError("no schedule exists: arcs in a circle");
  }
  packed.rank.resize(n);
  for (int r = 0; r < n; ++r) packed.rank[packed.order[r]] = r;
  return absl::OkStatus();
}

// What each activity demands of each resource it uses, by activity.
using Totals = std::vector<std::vector<std::pair<int, int64_t>>>;

Totals TotalsOf(const Model& model) {
  Totals totals(model.activities.size());
  for (size_t i = 0; i < model.activities.size(); ++i) {
    for (const Demand& demand : model.activities[i].demands) {
      if (demand.amount == 0 || demand.to == demand.from) continue;
      auto& mine = totals[i];
      const auto same = std::find_if(mine.begin(), mine.end(),
                                     [&](const auto& it) { return it.first == demand.resource; });
      if (same == mine.end()) {
        mine.emplace_back(demand.resource, demand.amount);
      } else {
        same->second += demand.amount;
      }
    }
    std::sort(totals[i].begin(), totals[i].end());
  }
  return totals;
}

// How the amounts of one resource become a field of 16 bits.
struct Field {
  int position = -1;  // word * kFieldsPerWord + field; -1 for a resource that nothing demands
  int64_t divisor = 0;
  int64_t sum = 0;

  int word() const { return position / kFieldsPerWord; }
  uint64_t Shifted(int64_t amount) const {
    return static_cast<uint64_t>(amount) << (position % kFieldsPerWord * kFieldBits);
  }
};

std::vector<Field> FieldsOf(const Model& model, const Totals& totals) {
  std::vector<Field> fields(model.resources.size());
  for (const auto& mine : totals) {
    for (const auto& [resource, amount] : mine) {
      fields[resource].divisor = std::gcd(fields[resource].divisor, amount);
      fields[resource].sum += amount;
    }
  }
  int position = 0;
  for (Field& field : fields) {
    if (field.divisor > 0) field.position = position++;
  }
  return fields;
}

int64_t CapacityAt(const Resource& resource, const Field& field, int period) {
  const size_t step = std::min(static_cast<size_t>(period), resource.capacity.size() - 1);
  return std::min<int64_t>(resource.capacity[step], field.sum) / field.divisor;
}

absl::Status FillCapacities(const Model& model, const std::vector<Field>& fields,
                            PackedModel& packed) {
  packed.words = 0;
  for (const Field& field : fields) {
    if (field.position >= 0) packed.words = std::max(packed.words, field.word() + 1);
  }
  if (int64_t{packed.words} * packed.horizon > kMostCells) {
    return absl::InvalidArgumentError("too many resources for so long a horizon");
  }
  packed.capacity.assign(static_cast<size_t>(packed.words) * packed.horizon, kFieldTops);
  for (size_t k = 0; k < fields.size(); ++k) {
    const Field& field = fields[k];
    if (field.position < 0) continue;
    uint64_t* const row =
        packed.capacity.data() + static_cast<size_t>(field.word()) * packed.horizon;
    for (int t = 0; t < packed.horizon; ++t) {
      const int64_t capacity = CapacityAt(model.resources[k], field, t);
      if (capacity > kMaxPackedCapacity) {
        return absl::InvalidArgumentError(absl::StrCat("resource ", k, ": a capacity too large"));
      }
      row[t] += field.Shifted(capacity);
    }
    const auto& steps = model.resources[k].capacity;
    if (std::any_of(steps.begin(), steps.end(), [&](int c) { return c != steps.front(); })) {
      packed.reversible = false;
    }
  }
  return absl::OkStatus();
}

absl::Status FillNeeds(const Model& model, const Totals& totals, const std::vector<Field>& fields,
                       PackedModel& packed) {
  int64_t most_energy = 1;
  for (size_t i = 0; i < totals.size(); ++i) {
    int64_t share = 0;
    for (const auto& [resource, amount] : totals[i]) {
      const Field& field = fields[resource];
      const auto& steps = model.resources[resource].capacity;
      const int64_t most = *std::max_element(steps.begin(), steps.end());
      if (amount > most) {
        return absl::FailedPreconditionError(absl::StrCat(
            "no schedule exists: activity ", i, " demands ", amount, " of resource ", resource));
      }
      share += amount * kMillion / most;
      auto& all = packed.needs.all;
      if (all.size() == static_cast<size_t>(packed.needs.begin.back()) ||
          all.back().word != field.word()) {
        all.push_back({field.word(), 0});
      }
      all.back().amount += field.Shifted(amount / field.divisor);
    }
    packed.needs.Close();
    packed.share.push_back(std::min(share, kMostShares));
    most_energy = std::max(most_energy, packed.share[i] * packed.duration[i]);
  }
  for (int i = 0; i < packed.size(); ++i) {
    packed.energy.push_back(1000 * packed.share[i] * packed.duration[i] / most_energy);
  }
  return absl::OkStatus();
}

void FillTimes(const Model& model, PackedModel& packed) {
  packed.horizon = model.horizon;
  for (size_t i = 0; i < model.activities.size(); ++i) {
    const Activity& activity = model.activities[i];
    packed.duration.push_back(activity.duration);
    packed.release.push_back(activity.release);
    packed.due.push_back(std::min(activity.deadline, model.horizon));
    if (!model.closed_starts.empty()) {
      const std::vector<int>& closed = model.closed_starts[i];
      packed.closed.all.insert(packed.closed.all.end(), closed.begin(), closed.end());
    }
    packed.closed.Close();
    if (activity.release > 0 || activity.deadline < model.horizon) packed.reversible = false;
  }
  if (!packed.closed.all.empty()) packed.reversible = false;
}

}  // namespace

absl::Status CheckConstantDemands(const Model& model) {
  if (!model.growths.empty() || !model.budget.empty()) {
    return absl::InvalidArgumentError("growths and budgets are not for the makespan searches");
  }
  for (size_t i = 0; i < model.activities.size(); ++i) {
    const Activity& activity = model.activities[i];
    if (!activity.supplies.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("activity ", i, " supplies a resource"));
    }
    for (const Demand& demand : activity.demands) {
      if (demand.amount > 0 && (demand.from != 0 || demand.to != activity.duration)) {
        return absl::InvalidArgumentError(
            absl::StrCat("activity ", i, " demands a resource for a part of its duration"));
      }
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<PackedModel> Pack(const Model& model) {
  RETURN_IF_ERROR(Validate(model));
  RETURN_IF_ERROR(CheckConstantDemands(model));
  for (const Arc& arc : model.arcs) {
    if (arc.lag < 0) return absl::InvalidArgumentError("negative lags are for the lag search");
  }
  PackedModel packed;
  FillTimes(model, packed);
  packed.before = ArcsOf(model, true);
  packed.after = ArcsOf(model, false);
  for (const Arc& arc : model.arcs) packed.plain &= arc.lag >= packed.duration[arc.before];
  RETURN_IF_ERROR(FillOrder(packed));
  const Totals totals = TotalsOf(model);
  const std::vector<Field> fields = FieldsOf(model, totals);
  RETURN_IF_ERROR(FillCapacities(model, fields, packed));
  RETURN_IF_ERROR(FillNeeds(model, totals, fields, packed));
  return packed;
}

PackedModel Mirrored(const PackedModel& packed) {
  PackedModel mirrored = packed;
  std::swap(mirrored.before, mirrored.after);
  // start(after) >= start(before) + lag, told of the distances from the end of both.
  const auto turn = [&packed](Rows<PackedArc>& rows, bool first) {
    for (int i = 0; i < packed.size(); ++i) {
      for (int at = rows.begin[i]; at < rows.begin[i + 1]; ++at) {
        PackedArc& arc = rows.all[at];
        const int before = first ? arc.activity : i;
        const int after = first ? i : arc.activity;
        arc.lag += packed.duration[after] - packed.duration[before];
      }
    }
  };
  turn(mirrored.after, true);
  turn(mirrored.before, false);
  std::reverse(mirrored.order.begin(), mirrored.order.end());
  for (int& rank : mirrored.rank) rank = packed.size() - 1 - rank;
  return mirrored;
}

}  // namespace palier::schedule
