// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/fact_table.h"

#include <algorithm>
#include <memory>
#include <ranges>
#include <tuple>
#include <utility>

#include "common/status/limit.h"
#include "common/status/macros.h"

namespace palier::kpi {
namespace {

void SortOnce(auto& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

bool Counts(const Row& row) {
  return static_cast<Truth>(row.standing) == Truth::kStands && !row.retraction;
}

constexpr size_t kMostValues = 1'000'000;

absl::Status TooManyValues() {
  return status::LimitExceeded({"A period has more than {limit} measurements. Ask for less time.",
                                "Une période a plus de {limit} mesures. Demandez moins de temps."},
                               "measurements", kMostValues);
}

}  // namespace

absl::Status FactTable::Scan(absl::string_view kpi, const std::string* team, DaySpan days,
                             const RowFn& found) {
  ASSIGN_OR_RETURN(const auto segments, segments_.All());
  absl::flat_hash_set<VersionKey> rewritten;
  for (const StoredSegment& stored : std::views::reverse(segments)) {
    const Texts& texts = stored.segment->texts();
    const auto places = PlacesOf(texts, kpi, team, days);
    if (!places) continue;
    const BlockSpan blocks = stored.segment->RowBlocksWith(places->from, places->to);
    std::vector<VersionKey> rewrites;
    for (size_t block = blocks.first; block < blocks.end; ++block) {
      ASSIGN_OR_RETURN(const auto rows, segments_.RowsOf(stored, block));
      for (const Row& row : rows->rows) {
        if (!places->Has(row.cell)) continue;
        if (row.rewrites || !rewritten.empty()) {
          const Version version = VersionOf(row, texts);
          const VersionKey key(version.identity, version.payload);
          if (rewritten.contains(key)) continue;
          if (row.rewrites) rewrites.push_back(key);
        }
        if (!found(row, texts)) return absl::OkStatus();
      }
    }
    rewritten.insert(rewrites.begin(), rewrites.end());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<uint32_t>> FactTable::RowsWith(const StoredSegment& stored,
                                                          absl::Span<const uint64_t> keys) {
  std::vector<uint32_t> rows;
  for (const uint64_t key : keys) {
    if (!stored.segment->MayContain(key)) continue;
    const BlockSpan blocks = stored.segment->KeyBlocksWith(key);
    for (size_t block = blocks.first; block < blocks.end; ++block) {
      ASSIGN_OR_RETURN(const auto entries, segments_.KeysOf(stored, block));
      auto entry = std::lower_bound(entries->begin(), entries->end(), key,
                                    [](const KeyEntry& a, uint64_t b) { return a.key < b; });
      for (; entry != entries->end() && entry->key == key; ++entry) rows.push_back(entry->row);
    }
  }
  SortOnce(rows);
  return rows;
}

absl::Status FactTable::Look(std::vector<uint64_t> keys, const RowFn& may, const VersionFn& found) {
  SortOnce(keys);
  absl::flat_hash_set<VersionKey> seen;
  ASSIGN_OR_RETURN(const auto segments, segments_.All());
  for (const StoredSegment& stored : std::views::reverse(segments)) {
    const Texts& texts = stored.segment->texts();
    ASSIGN_OR_RETURN(const std::vector<uint32_t> rows, RowsWith(stored, keys));
    std::shared_ptr<const Rows> block;
    size_t loaded = SIZE_MAX;
    for (const uint32_t number : rows) {
      if (number / kRowsPerBlock != loaded) {
        loaded = number / kRowsPerBlock;
        ASSIGN_OR_RETURN(block, segments_.RowsOf(stored, loaded));
      }
      if (number % kRowsPerBlock >= block->rows.size()) {
        return absl::DataLossError("a segment of measurements is damaged");
      }
      const Row& row = block->rows[number % kRowsPerBlock];
      if (!may(row, texts)) continue;
      Version version = VersionOf(row, texts);
      if (seen.insert({version.identity, version.payload}).second) found(std::move(version));
    }
  }
  return absl::OkStatus();
}

absl::Status FactTable::FindByIdentity(absl::Span<const Hash128> identities,
                                       const VersionFn& found) {
  const absl::flat_hash_set<Hash128> wanted(identities.begin(), identities.end());
  std::vector<uint64_t> keys;
  keys.reserve(wanted.size());
  for (const Hash128& identity : wanted) keys.push_back(KeyOfIdentity(identity));
  return Look(
      std::move(keys), [](const Row&, const Texts&) { return true; },
      [&](Version version) {
        if (wanted.contains(version.identity)) found(std::move(version));
      });
}

absl::Status FactTable::FindByBusinessKey(
    absl::Span<const std::pair<std::string, std::string>> business_keys, const VersionFn& found) {
  using BusinessKey = std::pair<absl::string_view, absl::string_view>;
  absl::flat_hash_set<BusinessKey> wanted;
  std::vector<uint64_t> keys;
  for (const auto& [kpi, business_key] : business_keys) {
    wanted.insert({kpi, business_key});
    keys.push_back(KeyOfBusinessKey(kpi, business_key));
  }
  const auto may = [&](const Row& row, const Texts& texts) {
    return wanted.contains(BusinessKey{texts[row.cell.kpi], row.business_key});
  };
  return Look(std::move(keys), may, found);
}

absl::Status FactTable::Write(absl::Span<const VersionChange> versions,
                              absl::Span<const DayChange> days) {
  return versions.empty() ? absl::OkStatus() : segments_.Append(ContentOf(versions, days));
}

absl::Status FactTable::FindInCell(absl::string_view kpi, const std::string& team, int64_t day,
                                   const VersionFn& found) {
  return Scan(kpi, &team, {day, day}, [&](const Row& row, const Texts& texts) {
    found(VersionOf(row, texts));
    return true;
  });
}

absl::StatusOr<std::vector<Fixed>> FactTable::Values(absl::string_view kpi, const std::string* team,
                                                     DaySpan days) {
  // The identity decides between facts of one time.
  std::vector<std::tuple<int64_t, Hash128, Fixed>> timed;
  RETURN_IF_ERROR(Scan(kpi, team, days, [&](const Row& row, const Texts& texts) {
    if (!Counts(row)) return true;
    timed.emplace_back(row.event_time_us, VersionOf(row, texts).identity, row.value);
    return timed.size() <= kMostValues;
  }));
  if (timed.size() > kMostValues) return TooManyValues();
  std::sort(timed.begin(), timed.end());
  std::vector<Fixed> values;
  values.reserve(timed.size());
  for (const auto& [time, identity, value] : timed) values.push_back(value);
  return values;
}

absl::Status FactTable::FindReadings(absl::string_view kpi, const std::string* team, DaySpan days,
                                     const std::function<bool(const Reading&)>& found) {
  return Scan(kpi, team, days, [&](const Row& row, const Texts& texts) {
    if (!Counts(row)) return true;
    return found({texts[row.cell.team],
                  texts[row.source],
                  {row.event_time_us, row.order_key, row.value, DayOfNumber(row.cell.day)}});
  });
}

absl::Status FactTable::FindAll(absl::string_view kpi, int64_t limit, const VersionFn& found) {
  return Scan(kpi, nullptr, {}, [&](const Row& row, const Texts& texts) {
    found(VersionOf(row, texts));
    return --limit > 0;
  });
}

absl::Status FactTable::FindShared(absl::string_view kpi, const VersionFn& found) {
  absl::flat_hash_set<Hash128> own;
  std::vector<uint64_t> keys;
  RETURN_IF_ERROR(Scan(kpi, nullptr, {}, [&](const Row& row, const Texts& texts) {
    const Hash128 identity = VersionOf(row, texts).identity;
    if (own.insert(identity).second) keys.push_back(KeyOfIdentity(identity));
    return true;
  }));
  return Look(
      std::move(keys),
      [&](const Row& row, const Texts& texts) { return texts[row.cell.kpi] != kpi; },
      [&](Version version) {
        if (own.contains(version.identity)) found(std::move(version));
      });
}

absl::StatusOr<std::vector<Hash128>> FactTable::RenameUser(absl::string_view user,
                                                           absl::string_view to) {
  std::vector<Hash128> identities;
  RETURN_IF_ERROR(segments_.RenameUser(user, to, [&](const Row& row, const Texts& texts) {
    identities.push_back(VersionOf(row, texts).identity);
  }));
  return identities;
}

absl::StatusOr<bool> FactTable::HasAny(absl::string_view kpi) {
  bool any = false;
  RETURN_IF_ERROR(Scan(kpi, nullptr, {}, [&](const Row&, const Texts&) {
    any = true;
    return false;
  }));
  return any;
}

}  // namespace palier::kpi
