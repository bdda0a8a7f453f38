// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/fact_content.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

namespace palier::kpi {
namespace {

// The user as a text, if there is one.
std::optional<absl::string_view> UserOf(const Version& version) {
  if (!version.fact.user_hash) return std::nullopt;
  return absl::string_view(*version.fact.user_hash);
}

class Numbers {
 public:
  Numbers(absl::Span<const VersionChange> versions, absl::Span<const DayChange> days) {
    absl::flat_hash_set<absl::string_view> all;
    for (const auto& [version, rewrites] : versions) {
      const Measurement& fact = version->fact;
      for (const auto& text : {&fact.kpi_id, &fact.team_id, &fact.source_id}) all.insert(*text);
      if (fact.user_hash) all.insert(*fact.user_hash);
    }
    for (const DayChange& day : days) {
      all.insert(day.kpi);
      all.insert(day.team);
      all.insert(day.users.begin(), day.users.end());
    }
    texts_ = std::make_shared<const Texts>(std::vector<absl::string_view>(all.begin(), all.end()));
    for (size_t i = 0; i < texts_->size(); ++i) {
      numbers_.emplace((*texts_)[i], static_cast<uint32_t>(i));
    }
  }

  uint32_t Of(absl::string_view text) const { return numbers_.at(text); }
  std::shared_ptr<const Texts> texts() const { return texts_; }

 private:
  std::shared_ptr<const Texts> texts_;
  absl::flat_hash_map<absl::string_view, uint32_t> numbers_;
};

Row RowOf(const VersionChange& change, const Numbers& numbers) {
  const Version& version = *change.version;
  const Measurement& fact = version.fact;
  Row row;
  row.cell = {numbers.Of(fact.kpi_id), numbers.Of(fact.team_id), version.day};
  row.source = numbers.Of(fact.source_id);
  if (const auto user = UserOf(version)) row.user = numbers.Of(*user) + 1;
  row.item = fact.item;
  row.scale = static_cast<uint8_t>(version.scale);
  row.semantics = static_cast<uint8_t>(fact.semantics);
  row.standing = static_cast<uint8_t>(version.standing);
  row.retraction = fact.retraction;
  row.rewrites = change.rewrites;
  row.event_time_us = fact.event_time_us;
  row.order_key = fact.order_key;
  row.value = fact.value;
  row.receive_time_us = absl::ToUnixMicros(version.receive_time);
  row.event_id = fact.event_id;
  row.business_key = fact.business_key;
  return row;
}

void AddKeys(const Version& version, size_t row, std::vector<KeyEntry>& keys) {
  keys.push_back({KeyOfIdentity(version.identity), static_cast<uint32_t>(row)});
  const Measurement& fact = version.fact;
  if (fact.business_key.empty()) return;
  keys.push_back({KeyOfBusinessKey(fact.kpi_id, fact.business_key), static_cast<uint32_t>(row)});
}

SegmentCell CellOf(const DayChange& change, const Numbers& numbers) {
  SegmentCell cell;
  cell.place = {numbers.Of(change.kpi), numbers.Of(change.team), change.day};
  cell.anew = change.anew;
  cell.day = change.cell;
  cell.users.reserve(change.users.size());
  for (const absl::string_view user : change.users) cell.users.push_back(numbers.Of(user));
  std::sort(cell.users.begin(), cell.users.end());
  cell.users.erase(std::unique(cell.users.begin(), cell.users.end()), cell.users.end());
  return cell;
}

}  // namespace

void DayChange::Add(const Version& version) {
  cell.Add(AsLastValue(version.fact));
  if (const auto user = UserOf(version)) users.push_back(*user);
}

Content ContentOf(absl::Span<const VersionChange> versions, absl::Span<const DayChange> days) {
  const Numbers numbers(versions, days);
  std::vector<std::pair<Row, const Version*>> ordered;
  ordered.reserve(versions.size());
  for (const VersionChange& change : versions) {
    ordered.emplace_back(RowOf(change, numbers), change.version);
  }
  std::sort(ordered.begin(), ordered.end(),
            [](const auto& a, const auto& b) { return a.first.order() < b.first.order(); });
  Content content;
  content.texts = numbers.texts();
  content.rows.reserve(ordered.size());
  for (const auto& [row, version] : ordered) {
    AddKeys(*version, content.rows.size(), content.keys);
    content.rows.push_back(row);
  }
  std::sort(content.keys.begin(), content.keys.end(),
            [](const KeyEntry& a, const KeyEntry& b) { return a.key < b.key; });
  content.cells.reserve(days.size());
  for (const DayChange& day : days) content.cells.push_back(CellOf(day, numbers));
  std::sort(content.cells.begin(), content.cells.end(),
            [](const SegmentCell& a, const SegmentCell& b) { return a.place < b.place; });
  return content;
}

Version VersionOf(const Row& row, const Texts& texts) {
  Measurement fact;
  const auto text = [&](uint32_t number) { return std::string(texts[number]); };
  fact.kpi_id = text(row.cell.kpi);
  fact.team_id = text(row.cell.team);
  fact.source_id = text(row.source);
  fact.event_id = std::string(row.event_id);
  fact.item = row.item;
  fact.business_key = std::string(row.business_key);
  fact.order_key = row.order_key;
  fact.event_time_us = row.event_time_us;
  fact.value = row.value;
  if (row.user > 0) fact.user_hash = text(row.user - 1);
  fact.semantics = static_cast<Semantics>(row.semantics);
  fact.retraction = row.retraction;
  Version version;
  version.identity = IdentityHashOf(fact);
  version.payload = PayloadHashOf(fact);
  version.scale = row.scale;
  version.day = row.cell.day;
  version.standing = static_cast<Truth>(row.standing);
  version.receive_time = absl::FromUnixMicros(row.receive_time_us);
  version.fact = std::move(fact);
  return version;
}

}  // namespace palier::kpi
