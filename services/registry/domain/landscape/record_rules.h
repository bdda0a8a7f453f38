// SPDX-License-Identifier: Apache-2.0
// What each record of the map must be by itself, whatever else exists.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_RECORD_RULES_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_RECORD_RULES_H_

#include "absl/status/status.h"
#include "palier/registry/v1/landscape.pb.h"

namespace palier::landscape {

// Each returns INVALID_ARGUMENT (INVALID_FIELDS) with all that is wrong.

// No function and no data source twice.
absl::Status CheckApplication(const registry::v1::Application& application);
// A department reads it or asks for it, once.
absl::Status CheckDataSource(const registry::v1::DataSource& source);
// An hourly cost and a yearly one that are amounts; an automated step has an application; no
// function twice.
absl::Status CheckProcess(const registry::v1::Process& process);
// Two ends; a gain that is an amount; a WORKFLOW edge joins two applications (S1-66).
absl::Status CheckSynergy(const registry::v1::Synergy& synergy);
// No citation twice.
absl::Status CheckObjective(const registry::v1::Objective& objective);
// A loss is measured: hours, cost or errors (S4-03).
absl::Status CheckFriction(const registry::v1::Friction& friction);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_RECORD_RULES_H_
