// SPDX-License-Identifier: Apache-2.0
#include "kpi/segment/key.h"

namespace palier::kpi {
namespace {

constexpr int kKeyBits = 40;

}  // namespace

uint64_t KeyOfIdentity(const Hash128& identity) {
  return identity.hi >> (64 - kKeyBits);
}

uint64_t KeyOfBusinessKey(absl::string_view kpi, absl::string_view business_key) {
  return BusinessHashOf(kpi, business_key).hi >> (64 - kKeyBits);
}

void Encode(absl::Span<const KeyEntry> entries, storage::v1::KeyBlock& block) {
  block.mutable_key()->Reserve(static_cast<int>(entries.size()));
  block.mutable_row()->Reserve(static_cast<int>(entries.size()));
  uint64_t before = 0;
  for (const KeyEntry& entry : entries) {
    block.add_key(entry.key - before);
    block.add_row(entry.row);
    before = entry.key;
  }
}

absl::Status Decode(const storage::v1::KeyBlock& block, size_t row_count,
                    std::vector<KeyEntry>& entries) {
  if (block.key_size() != block.row_size())
    return absl::DataLossError("a block of keys is damaged");
  entries.reserve(entries.size() + static_cast<size_t>(block.key_size()));
  uint64_t key = 0;
  for (int i = 0; i < block.key_size(); ++i) {
    const uint64_t before = key;
    key += block.key(i);
    if (block.row(i) >= row_count || key < before || key >> kKeyBits != 0) {
      return absl::DataLossError("a block of keys is damaged");
    }
    entries.push_back({key, block.row(i)});
  }
  return absl::OkStatus();
}

}  // namespace palier::kpi
