// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/version.h"

#include <openssl/sha.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace palier::kpi {
namespace {

void AppendNumber(std::string& bytes, uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(number >> shift));
}

// Lengths first: source "a" with event "bc" is not source "ab" with event "c".
std::string IdentityOf(const Measurement& fact) {
  std::string bytes;
  for (const std::string* text : {&fact.source_id, &fact.event_id}) {
    AppendNumber(bytes, text->size());
    bytes += *text;
  }
  AppendNumber(bytes, static_cast<uint64_t>(fact.item));
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest);
  return std::string(reinterpret_cast<const char*>(digest), 16);
}

auto Rank(const Version& version) {
  const Measurement& fact = version.fact;
  return std::tie(fact.order_key, version.payload, fact.source_id, fact.event_id, fact.item);
}

using Beaters = absl::flat_hash_map<std::pair<std::string, std::string>, const Version*>;

std::pair<std::string, std::string> BusinessOf(const Version& version) {
  return {version.fact.kpi_id, version.fact.business_key};
}

const Version* FindIn(const Beaters& standing, const std::pair<std::string, std::string>& key) {
  const auto found = standing.find(key);
  return found == standing.end() ? nullptr : found->second;
}

}  // namespace

Version MakeVersion(Measurement fact, int scale, absl::TimeZone zone) {
  Version version;
  version.scale = scale;
  version.day = DayNumberOf(fact.event_time_us, zone);
  version.identity = IdentityOf(fact);
  const PayloadHash hash = PayloadHashOf(fact);
  AppendNumber(version.payload, hash.hi);
  AppendNumber(version.payload, hash.lo);
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
  Beaters by_identity;
  Beaters by_business;
  for (Version* version : ranked) {
    const bool keyed = !version->fact.business_key.empty();
    const Version* same_identity = FindIn(by_identity, {version->identity, ""});
    const Version* same_business = keyed ? FindIn(by_business, BusinessOf(*version)) : nullptr;
    if (same_identity == nullptr && same_business == nullptr) {
      version->standing = Truth::kStands;
      by_identity[{version->identity, ""}] = version;
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
