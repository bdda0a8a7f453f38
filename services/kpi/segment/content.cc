// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/content.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace palier::kpi {
namespace {

// Where each sorted run begins, and the end of the last.
using Bounds = std::vector<size_t>;

// Merges neighbouring runs until there is one. Stable.
template <typename T, typename Less>
void MergeRuns(std::vector<T>& items, Bounds bounds, Less less) {
  const auto at = [&](size_t n) { return items.begin() + static_cast<ptrdiff_t>(n); };
  while (bounds.size() > 2) {
    Bounds left;
    for (size_t i = 0; i + 1 < bounds.size(); i += 2) {
      left.push_back(bounds[i]);
      if (i + 2 < bounds.size()) {
        std::inplace_merge(at(bounds[i]), at(bounds[i + 1]), at(bounds[i + 2]), less);
      }
    }
    left.push_back(bounds.back());
    bounds = std::move(left);
  }
}

// The texts of all contents, and what each number of each becomes; order is kept.
struct CommonTexts {
  std::shared_ptr<const Texts> texts;
  std::vector<std::vector<uint32_t>> numbers;
};

CommonTexts TextsOf(const std::vector<Content>& contents) {
  std::vector<absl::string_view> all;
  for (const Content& content : contents) {
    all.insert(all.end(), content.texts->all().begin(), content.texts->all().end());
  }
  CommonTexts common;
  common.texts = std::make_shared<const Texts>(std::move(all));
  for (const Content& content : contents) {
    std::vector<uint32_t>& numbers = common.numbers.emplace_back();
    numbers.reserve(content.texts->size());
    size_t number = 0;
    for (const absl::string_view text : content.texts->all()) {
      while ((*common.texts)[number] != text) ++number;
      numbers.push_back(static_cast<uint32_t>(number));
    }
  }
  return common;
}

void Renumber(const std::vector<uint32_t>& numbers, CellPlace& place) {
  place.kpi = numbers[place.kpi];
  place.team = numbers[place.team];
}

void Renumber(const std::vector<uint32_t>& numbers, Content& content) {
  for (Row& row : content.rows) {
    Renumber(numbers, row.cell);
    row.source = numbers[row.source];
    if (row.user > 0) row.user = numbers[row.user - 1] + 1;
  }
  for (SegmentCell& cell : content.cells) {
    Renumber(numbers, cell.place);
    for (uint32_t& user : cell.users) user = numbers[user];
  }
}

// All that makes identity and payload.
auto VersionOf(const Row& row) {
  return std::tuple(row.event_id, row.source, row.item, row.cell.kpi, row.cell.team,
                    row.business_key, row.event_time_us, row.value, row.user, row.semantics,
                    row.retraction);
}

// Which rows a newer one says too, which then rewrites what the older one did. Of two entries with
// one key the later is the newer.
std::vector<bool> Outdated(std::vector<Row>& rows, const std::vector<KeyEntry>& keys) {
  std::vector<bool> outdated(rows.size());
  absl::flat_hash_map<decltype(VersionOf(Row())), uint32_t> newest;
  for (size_t begin = 0; begin < keys.size();) {
    size_t end = begin + 1;
    while (end < keys.size() && keys[end].key == keys[begin].key) ++end;
    newest.clear();
    for (size_t i = begin; i < end && end - begin > 1; ++i) {
      const auto [entry, fresh] = newest.try_emplace(VersionOf(rows[keys[i].row]), keys[i].row);
      if (fresh || entry->second == keys[i].row) continue;
      const uint32_t older = std::exchange(entry->second, keys[i].row);
      outdated[older] = true;
      rows[keys[i].row].rewrites = rows[older].rewrites;
    }
    begin = end;
  }
  return outdated;
}

// Puts `rows[order[i]]` at i and drops the others; the keys follow.
void Arrange(const std::vector<uint32_t>& order, Content& content) {
  constexpr uint32_t kGone = UINT32_MAX;
  std::vector<uint32_t> place(content.rows.size(), kGone);
  std::vector<Row> rows;
  rows.reserve(order.size());
  for (const uint32_t row : order) {
    place[row] = static_cast<uint32_t>(rows.size());
    rows.push_back(content.rows[row]);
  }
  content.rows = std::move(rows);
  for (KeyEntry& entry : content.keys) entry.row = place[entry.row];
  std::erase_if(content.keys, [](const KeyEntry& entry) { return entry.row == kGone; });
}

void FoldEqualPlaces(std::vector<SegmentCell>& cells) {
  size_t kept = 0;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (kept > 0 && cells[kept - 1].place == cells[i].place) {
      Fold(std::move(cells[i]), cells[kept - 1]);
    } else {
      if (kept != i) cells[kept] = std::move(cells[i]);
      ++kept;
    }
  }
  cells.resize(kept);
}

template <typename T>
void Append(std::vector<T>&& from, std::vector<T>& to) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

}  // namespace

Content Merge(std::vector<Content> contents) {
  const CommonTexts common = TextsOf(contents);
  Content merged;
  merged.texts = common.texts;
  Bounds rows{0}, keys{0}, cells{0};
  size_t row_count = 0, key_count = 0;
  for (const Content& content : contents) {
    row_count += content.rows.size();
    key_count += content.keys.size();
  }
  merged.rows.reserve(row_count);
  merged.keys.reserve(key_count);
  for (size_t i = 0; i < contents.size(); ++i) {
    Content& content = contents[i];
    Renumber(common.numbers[i], content);
    for (KeyEntry& entry : content.keys) entry.row += static_cast<uint32_t>(rows.back());
    Append(std::move(content.rows), merged.rows);
    Append(std::move(content.keys), merged.keys);
    Append(std::move(content.cells), merged.cells);
    Append(std::move(content.origins), merged.origins);
    rows.push_back(merged.rows.size());
    keys.push_back(merged.keys.size());
    cells.push_back(merged.cells.size());
    content = {};
  }
  MergeRuns(merged.keys, keys, [](const KeyEntry& a, const KeyEntry& b) { return a.key < b.key; });
  MergeRuns(merged.cells, cells,
            [](const SegmentCell& a, const SegmentCell& b) { return a.place < b.place; });
  FoldEqualPlaces(merged.cells);
  std::vector<uint32_t> order(merged.rows.size());
  std::iota(order.begin(), order.end(), 0);
  MergeRuns(order, rows, [&](uint32_t a, uint32_t b) {
    return merged.rows[a].order() < merged.rows[b].order();
  });
  const std::vector<bool> outdated = Outdated(merged.rows, merged.keys);
  std::erase_if(order, [&](uint32_t row) { return outdated[row]; });
  Arrange(order, merged);
  return merged;
}

Content WithoutKpi(Content content, absl::string_view kpi) {
  const std::optional<uint32_t> number = content.texts->Find(kpi);
  if (!number) return content;
  std::vector<uint32_t> order;
  for (size_t row = 0; row < content.rows.size(); ++row) {
    if (content.rows[row].cell.kpi != *number) order.push_back(static_cast<uint32_t>(row));
  }
  Arrange(order, content);
  std::erase_if(content.cells, [&](const SegmentCell& cell) { return cell.place.kpi == *number; });
  return content;
}

void RenameUser(absl::string_view user, absl::string_view to, Content& content) {
  const std::optional<uint32_t> old = content.texts->Find(user);
  if (!old) return;
  std::vector<absl::string_view> texts(content.texts->all().begin(), content.texts->all().end());
  texts[*old] = to;
  const auto renamed = std::make_shared<const Texts>(texts);
  std::vector<uint32_t> numbers;
  for (const absl::string_view text : texts) numbers.push_back(*renamed->Find(text));
  // All others keep their order, so that rows and cells keep theirs.
  Renumber(numbers, content);
  for (SegmentCell& cell : content.cells) std::sort(cell.users.begin(), cell.users.end());
  content.texts = renamed;
}

}  // namespace palier::kpi
