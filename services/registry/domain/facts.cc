// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/facts.h"

#include <algorithm>
#include <utility>

namespace palier::registry {
namespace {

// The KPI as it was sealed; null when it was not.
const v1::SealedKpi* SealedAs(const v1::Promise& promise, const v1::Evidence& evidence) {
  for (const v1::SealedKpi& kpi : promise.kpis()) {
    if (kpi.kpi() == evidence.subject()) return &kpi;
  }
  return nullptr;
}

// A promise was made on one definition.
bool IsRedefined(const v1::SealedKpi* sealed, const v1::Evidence& evidence) {
  return sealed != nullptr && sealed->definition_version() != evidence.kpi().definition_version();
}

}  // namespace

std::vector<const v1::Entry*> Facts::Of(v1::Entry::DetailCase kind) const {
  std::vector<const v1::Entry*> found;
  for (const v1::Entry& entry : entries) {
    if (entry.detail_case() == kind) found.push_back(&entry);
  }
  return found;
}

bool Facts::IsFresh(const v1::Evidence& evidence) const {
  return TimeOf(evidence.valid_until_time()) > now && TimeOf(evidence.as_of_time()) >= min_as_of;
}

std::vector<const v1::Evidence*> Facts::FreshKpis() const {
  std::vector<const v1::Evidence*> kpis;
  for (const v1::Evidence& one : evidence) {
    if (!one.has_kpi() || !IsFresh(one)) continue;
    if (sealed_hash.empty() || !IsRedefined(SealedAs(promise, one), one)) kpis.push_back(&one);
  }
  return kpis;
}

std::vector<const v1::Evidence*> Facts::PromisedKpis() const {
  std::vector<const v1::Evidence*> kpis = FreshKpis();
  if (sealed_hash.empty()) return kpis;
  kpis.erase(
      std::remove_if(kpis.begin(), kpis.end(),
                     [&](const v1::Evidence* one) { return SealedAs(promise, *one) == nullptr; }),
      kpis.end());
  return kpis;
}

const v1::Evidence* Facts::RedefinedKpi() const {
  if (sealed_hash.empty()) return nullptr;
  const auto found = std::find_if(evidence.begin(), evidence.end(), [&](const v1::Evidence& one) {
    return one.has_kpi() && IsFresh(one) && IsRedefined(SealedAs(promise, one), one);
  });
  return found == evidence.end() ? nullptr : &*found;
}

bool IsOlder(const v1::Entry& a, const v1::Entry& b) {
  const auto key = [](const v1::Entry& entry) {
    return std::make_pair(DayOf(entry.event_date()), TimeOf(entry.create_time()));
  };
  return key(a) < key(b);
}

const v1::Entry* Newest(const std::vector<const v1::Entry*>& entries) {
  return *std::max_element(entries.begin(), entries.end(),
                           [](const v1::Entry* a, const v1::Entry* b) { return IsOlder(*a, *b); });
}

}  // namespace palier::registry
