// SPDX-License-Identifier: Apache-2.0
// What is known of one project when it is judged.
#ifndef PALIER_REGISTRY_DOMAIN_FACTS_H_
#define PALIER_REGISTRY_DOMAIN_FACTS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/time/proto_time.h"
#include "palier/registry/v1/assessment.pb.h"
#include "palier/registry/v1/business_case.pb.h"
#include "palier/registry/v1/decision.pb.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/evidence.pb.h"
#include "palier/registry/v1/landscape.pb.h"
#include "palier/registry/v1/person.pb.h"
#include "palier/registry/v1/production_plan.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/promise.pb.h"
#include "palier/registry/v1/standard.pb.h"

namespace palier::registry {

// Plain values, gathered in one transaction; nothing here reads a clock or a store.
struct Facts {
  v1::Project project;
  // What gates judge against: the promise in force once the PoC has begun, before that what the
  // project says now.
  v1::Promise promise;
  // Hash of the seal in force; empty before the PoC.
  std::string sealed_hash;
  // The sponsor's record; absent when there is none or the person is gone.
  std::optional<v1::Person> sponsor;
  // The dossier, in name order.
  std::vector<v1::Entry> entries;
  std::vector<v1::Evidence> evidence;
  // The newest decision on the project's direction that is not rejected.
  std::optional<v1::Decision> direction;
  // The newest adopted decision to limit: the frame in force, whatever is put forward since.
  std::optional<v1::Decision> limit;
  std::optional<v1::ProductionPlan> plan;
  // The newest approved case, else the newest.
  std::optional<v1::BusinessCase> business_case;
  // In force today.
  std::vector<v1::Standard> standards;
  // Those that the project makes or changes.
  std::vector<v1::Application> applications;
  // Waivers that hold for the project now, by rule.
  std::map<std::string, std::string> waivers;
  // What the company's own projects took and cost (OverrunsOf); empty when that was not looked at.
  // Words of a finding only: no verdict depends on it.
  std::vector<v1::PastOverrun> past_overruns;
  // Classes of data that must not go to a cloud.
  std::vector<std::string> sensitive_classes;
  // Evidence before this time is UNKNOWN (EvaluateGateRequest.min_as_of_time).
  absl::Time min_as_of = absl::InfinitePast();
  absl::Time now;
  // In which the organisation counts its days.
  absl::TimeZone zone = absl::UTCTimeZone();

  // Entries of one kind, in name order.
  std::vector<const v1::Entry*> Of(v1::Entry::DetailCase kind) const;
  // The newest entry of one kind that `counts` takes; null when there is none.
  template <typename Fn>
  const v1::Entry* NewestOf(v1::Entry::DetailCase kind, const Fn& counts) const;
  // Valid at `now` and no older than `min_as_of`.
  bool IsFresh(const v1::Evidence& evidence) const;
  // Fresh evidence about KPIs: of the definition that was sealed, and of KPIs made since.
  std::vector<const v1::Evidence*> FreshKpis() const;
  // What was promised is judged by: of these, once there is a seal, those that it names.
  std::vector<const v1::Evidence*> PromisedKpis() const;
  // Fresh evidence of a sealed KPI under another definition than the sealed one; null: none.
  const v1::Evidence* RedefinedKpi() const;
  // A register knows it and Palier does not: what is not recorded is unknown, not missing.
  bool IsImported() const { return project.has_origin(); }
  absl::CivilDay Today() const { return absl::ToCivilDay(now, zone); }
};

// By the day it is about, then by when it was written.
bool IsOlder(const v1::Entry& a, const v1::Entry& b);
// The newest of them; not of none.
const v1::Entry* Newest(const std::vector<const v1::Entry*>& entries);

template <typename Fn>
const v1::Entry* Facts::NewestOf(v1::Entry::DetailCase kind, const Fn& counts) const {
  const v1::Entry* newest = nullptr;
  for (const v1::Entry& entry : entries) {
    if (entry.detail_case() != kind || !counts(entry)) continue;
    if (newest == nullptr || !IsOlder(entry, *newest)) newest = &entry;
  }
  return newest;
}

// How rules read days and moments.
using time::DayOf;
using time::TimeOf;

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_FACTS_H_
