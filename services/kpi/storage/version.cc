// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/version.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

auto Rank(const Version& version) {
  const Measurement& fact = version.fact;
  return std::tie(fact.order_key, version.payload, fact.source_id, fact.event_id, fact.item);
}

using BusinessKey = std::pair<absl::string_view, absl::string_view>;  // KPI, key

BusinessKey BusinessOf(const Version& version) {
  return {version.fact.kpi_id, version.fact.business_key};
}

// The version that stands there, if any.
template <typename Key>
const Version* FindIn(const absl::flat_hash_map<Key, const Version*>& standing, const Key& key) {
  const auto found = standing.find(key);
  return found == standing.end() ? nullptr : found->second;
}

}  // namespace

Version MakeVersion(Measurement fact, int scale, absl::TimeZone zone) {
  Version version;
  version.scale = scale;
  version.day = DayNumberOf(fact.event_time_us, zone);
  version.identity = IdentityHashOf(fact);
  version.payload = PayloadHashOf(fact);
  version.fact = std::move(fact);
  return version;
}

int64_t DayNumber(absl::CivilDay day) {
  return day - absl::CivilDay(1970, 1, 1);
}

absl::CivilDay DayOfNumber(int64_t number) {
  return absl::CivilDay(1970, 1, 1) + number;
}

int64_t DayNumberOf(int64_t event_time_us, absl::TimeZone zone) {
  return DayNumber(absl::ToCivilDay(absl::FromUnixMicros(event_time_us), zone));
}

void Judge(absl::Span<Version* const> versions) {
  std::vector<Version*> ranked(versions.begin(), versions.end());
  std::sort(ranked.begin(), ranked.end(),
            [](const Version* a, const Version* b) { return Rank(*a) > Rank(*b); });
  absl::flat_hash_map<Hash128, const Version*> by_identity;
  absl::flat_hash_map<BusinessKey, const Version*> by_business;
  for (Version* version : ranked) {
    const bool keyed = !version->fact.business_key.empty();
    const Version* same_identity = FindIn(by_identity, version->identity);
    const Version* same_business = keyed ? FindIn(by_business, BusinessOf(*version)) : nullptr;
    if (same_identity == nullptr && same_business == nullptr) {
      version->standing = Truth::kStands;
      by_identity[version->identity] = version;
      if (keyed) by_business[BusinessOf(*version)] = version;
      continue;
    }
    const auto repeats = [&](const Version* beater) {
      return beater != nullptr && beater->payload == version->payload;
    };
    const auto ties = [&](const Version* beater) {
      return beater != nullptr && beater->fact.order_key == version->fact.order_key;
    };
    if (repeats(same_identity) || repeats(same_business)) {
      version->standing = Truth::kRepeats;
    } else if (ties(same_identity) || ties(same_business)) {
      version->standing = Truth::kConflicts;
    } else {
      version->standing = Truth::kSuperseded;
    }
  }
}

}  // namespace palier::kpi
