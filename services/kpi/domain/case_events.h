// SPDX-License-Identifier: Apache-2.0
// The events of one case, in whatever order and pieces they came: a set that only grows, so that
// what is said of the case depends on nothing else.
#ifndef PALIER_KPI_DOMAIN_CASE_EVENTS_H_
#define PALIER_KPI_DOMAIN_CASE_EVENTS_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "kpi/domain/event_log.h"

namespace palier::kpi {

struct CaseEvent {
  // Of two contents under one id the one of the greater order stands, then the greater content.
  std::string id;
  int64_t order = 0;
  absl::Time time;
  // What was done; the same twice is rework.
  std::string activity;
  std::string team;  // an id; may be empty
};

// Not thread-safe.
class CaseEvents {
 public:
  // What Text gave. DATA_LOSS for anything else.
  static absl::StatusOr<CaseEvents> Parse(absl::string_view text);

  void Add(const CaseEvent& event);
  // Events, and contents that were beaten: grows with the set, and says which of two is newer.
  size_t size() const { return versions_.size(); }
  // Of at least one event; without its id. What the import of a log says of these rows, whatever
  // their order: of the first events at one instant, the smallest id counts.
  CaseRecord Record() const;
  // Of ids and activities only hashes.
  std::string Text() const;

 private:
  struct Version {
    std::string id;  // a hash
    int64_t order = 0;
    int64_t time_us = 0;
    std::string activity;  // a hash
    std::string team;
    friend auto operator<=>(const Version&, const Version&) = default;
  };

  std::set<Version> versions_;
};

// The days from the first to the last event, exact to the ninth decimal.
std::string CycleDaysText(const CaseRecord& record);

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_CASE_EVENTS_H_
