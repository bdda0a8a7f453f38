// SPDX-License-Identifier: Apache-2.0
// The versions of a fact as the store keeps them, and which of them are the truth. Pure functions,
// safe from any thread.
#ifndef PALIER_KPI_STORAGE_VERSION_H_
#define PALIER_KPI_STORAGE_VERSION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "kpi/domain/measurement.h"

namespace palier::kpi {

// The numbers are stored.
enum class Truth : int64_t {
  kConflicts = 0,   // beaten by another content with the same order key: quarantined
  kStands = 1,      // the truth
  kRepeats = 2,     // beaten by the same content under another identity
  kSuperseded = 3,  // beaten by newer contents only, as an update does
};

// One content under one identity.
struct Version {
  Measurement fact;
  int scale = 0;    // decimals of fact.value
  int64_t day = 0;  // since 1970-01-01, in the organisation's calendar
  Hash128 identity;
  Hash128 payload;
  Truth standing = Truth::kStands;
  // When it came first. Known by the store; no part of the truth.
  absl::Time receive_time = absl::UnixEpoch();

  // Where fact.user_hash is nullopt, an empty text.
  std::string user() const { return fact.user_hash.value_or(""); }
  bool Counts() const { return standing == Truth::kStands && !fact.retraction; }
};

// Fills identity and payload from the fact.
Version MakeVersion(Measurement fact, int scale, absl::TimeZone zone);

int64_t DayNumber(absl::CivilDay day);
absl::CivilDay DayOfNumber(int64_t number);
// The civil day of an event in the organisation's calendar when it came in. An organisation that
// changes its zone keeps the days it has counted, as a company that moves keeps its books; hours
// would allow to count anew, at 24 times the cells, for an event that next to no organisation sees.
int64_t DayNumberOf(int64_t event_time_us, absl::TimeZone zone);

// Sets `standing` of each. `versions` must be closed: with a version, every other one of its
// identity and of its (KPI, business key). Those that stand are CurrentTruth of all, found in O(k
// log k).
void Judge(absl::Span<Version* const> versions);

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_VERSION_H_
