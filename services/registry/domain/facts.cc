// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/facts.h"

#include <algorithm>
#include <utility>

namespace palier::registry {
namespace {

// Whether the KPI counts as it is defined now: a promise was made on one definition.
bool IsAsSealed(const v1::Promise& promise, const v1::Evidence& evidence) {
  for (const v1::SealedKpi& kpi : promise.kpis()) {
    if (kpi.kpi() == evidence.subject())
      return kpi.definition_version() == evidence.kpi().definition_version();
  }
  return true;
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
    if (one.has_kpi() && IsFresh(one) && (sealed_hash.empty() || IsAsSealed(promise, one)))
      kpis.push_back(&one);
  }
  return kpis;
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

std::optional<absl::CivilDay> DayOf(const google::type::Date& date) {
  if (date.year() == 0 || date.month() == 0 || date.day() == 0) return std::nullopt;
  return absl::CivilDay(date.year(), date.month(), date.day());
}

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

}  // namespace palier::registry
