// SPDX-License-Identifier: Apache-2.0
// A measurement: one fact about one KPI of one team, after the mapping of its source. What is
// admitted, and which of two versions of the same fact is the truth. Pure functions, safe from any
// thread.
#ifndef PALIER_KPI_DOMAIN_MEASUREMENT_H_
#define PALIER_KPI_DOMAIN_MEASUREMENT_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "kpi/domain/fixed.h"
#include "kpi/domain/rollup.h"

namespace palier::kpi {

// What a value is. The numbers are stored, and those of the API.
enum class Semantics {
  kGauge = 1,       // a level read at an instant: open tickets
  kDelta = 2,       // an amount that adds up: hours saved
  kCumulative = 3,  // the reading of a counter (counter.h)
  kSnapshot = 4,    // a statement about a whole: users of the last 28 days
};

// Ids are 1 to kMaxIdBytes bytes long unless said otherwise.
inline constexpr size_t kMaxIdBytes = 256;

struct Measurement {
  std::string kpi_id;
  std::string team_id;  // may be empty: the whole organisation
  // The first identity of the fact, within the organisation: source, event, item of the event (from
  // 0).
  std::string source_id;
  std::string event_id;
  int32_t item = 0;
  // The second identity: the same fact under a new event id. May be empty: none.
  std::string business_key;
  // Which version of the fact is newer, as the source counts (a revision or a time).
  int64_t order_key = 0;
  int64_t event_time_us = 0;             // UTC microseconds since 1970
  Fixed value = 0;                       // at the KPI's scale
  std::optional<std::string> user_hash;  // of the person, where users are counted
  Semantics semantics = Semantics::kGauge;
  // Withdraws the fact: a version as any other, but while it stands nothing counts. Its value is 0.
  bool retraction = false;

  friend bool operator==(const Measurement&, const Measurement&) = default;
};

// What a mapping read from a line, before the KPI has had its say. A text value is read as decimal
// text.
struct Reading {
  Measurement fields;  // event_time_us and value are not read
  absl::Time event_time;
  std::variant<double, std::string> value;
};

// What a KPI asks of its values.
struct ValueRule {
  int decimals = 0;
  std::optional<Fixed> minimum;
  std::optional<Fixed> maximum;
  friend bool operator==(const ValueRule&, const ValueRule&) = default;
};

// How far ahead of the server's clock an event may be.
inline constexpr absl::Duration kFutureAllowance = absl::Hours(24);

// INVALID_TIME unless it is after 1970, and at most a day after `now`.
absl::Status CheckEventTime(absl::Time time, absl::Time now);

// Quantises and checks a reading. `rule` is nullptr if the organisation has no such KPI. The error
// is the reason of the quarantine, in English and French:
//   UNKNOWN_KPI         no such KPI
//   INVALID_TIME        not after 1970-01-01 (what a missing time reads as), or more than 24 h
//   after `now` VALUE_OUT_OF_RANGE  outside the KPI's range, too large for its scale, NaN or
//   infinite INVALID_FIELDS      an id is missing or too long, item < 0, or the value is no number
absl::StatusOr<Measurement> Admit(Reading reading, const ValueRule* rule, absl::Time now);

// The first 128 bits of a SHA-256, most significant first. The same on every machine and build.
struct Hash128 {
  uint64_t hi = 0;
  uint64_t lo = 0;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Hash128& hash) {
    return H::combine(std::move(h), hash.hi, hash.lo);
  }
};

// Of the first identity: source, event, item.
Hash128 IdentityHashOf(const Measurement& measurement);
// Of the second: KPI and business key, which is not empty.
Hash128 BusinessHashOf(absl::string_view kpi_id, absl::string_view business_key);
// Of the mapped fact: KPI, team, business key, time, value, user, semantics and whether it is a
// retraction; not its identity and not its order key.
Hash128 PayloadHashOf(const Measurement& measurement);

// Whether both speak of one fact: the same (source, event, item), or the same KPI and non-empty
// business key.
bool SameFact(const Measurement& a, const Measurement& b);

// The current truth among all versions of facts that are linked by either identity, greatest first
// by (order key, payload hash, source, event, item), so that no order of arrival decides anything:
// a version stands if no greater one that stands is the same fact. Deciding between two versions at
// a time is not enough where identities chain: event 1 key A, event 1 key B, event 2 key B: once
// the second, which beat the first, is beaten by the third, the first stands again. O(k^2) for k
// versions.
std::vector<Measurement> CurrentTruth(std::vector<Measurement> versions);

// The measurement as a day cell takes it; its id is the first identity.
LastValue AsLastValue(const Measurement& measurement);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_MEASUREMENT_H_
