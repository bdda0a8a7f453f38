// SPDX-License-Identifier: Apache-2.0
// What the company's own projects took and cost, against what was promised (S1-47): shown beside
// the reference figures of the rules, never in their place, and only from kOverrunsNeeded projects.
#ifndef PALIER_REGISTRY_DOMAIN_PAST_OVERRUNS_H_
#define PALIER_REGISTRY_DOMAIN_PAST_OVERRUNS_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/status/error.h"
#include "palier/registry/v1/assessment.pb.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/production_plan.pb.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {

// With fewer projects one of them would carry a quartile alone.
inline constexpr int kOverrunsNeeded = 5;

// A project that went into production, or was stopped after it had been decided to industrialise.
struct Delivery {
  v1::Project project;
  std::optional<v1::ProductionPlan> plan;
  // Cost lines and integrations; others are ignored.
  std::vector<v1::Entry> entries;
};

// Ratios of actual to promised, 1 being as promised. Each is none when a record that it needs is
// missing or the promise is nothing.

// Days from the start of the PoC to entering RUN, by those to the last end date of the plan's steps
// (without one: to the production target date). Only of a project in RUN: how long the others took
// is not kept, or not over. `zone`: where the company counts its days.
std::optional<double> DurationRatio(const Delivery& delivery, absl::TimeZone zone);
// Cost lines by the production budget. Costs of each month, costs before the end of the PoC and
// those dated after `today` are no part of it. None when one line has another currency than the
// budget.
std::optional<double> CostRatio(const Delivery& delivery, absl::CivilDay today,
                                absl::TimeZone zone);
// Actual by estimated days, over the integrations that have both.
std::optional<double> IntegrationRatio(absl::Span<const v1::Entry> entries);

// Median and quartiles (nearest rank) of the ratios; counts alone of fewer than kOverrunsNeeded.
v1::PastOverrun OverrunOf(v1::PastOverrun::Measure measure, absl::Span<const double> ratios);
// One for each measure, in the order of the enum, without text.
std::vector<v1::PastOverrun> OverrunsOf(absl::Span<const Delivery> deliveries, absl::CivilDay today,
                                        absl::TimeZone zone);

// As a sentence that says of whom, how many and how much, or how many there are of those needed.
status::Text TextOf(const v1::PastOverrun& overrun);
// The one of that measure when it has a median; null otherwise.
const v1::PastOverrun* KnownOverrun(absl::Span<const v1::PastOverrun> overruns,
                                    v1::PastOverrun::Measure measure);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_PAST_OVERRUNS_H_
