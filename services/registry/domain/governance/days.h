// SPDX-License-Identifier: Apache-2.0
// Days and moments of messages as values that can be compared.
#ifndef PALIER_REGISTRY_DOMAIN_GOVERNANCE_DAYS_H_
#define PALIER_REGISTRY_DOMAIN_GOVERNANCE_DAYS_H_

#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace palier::registry {

// A day that is whole; none otherwise.
std::optional<absl::CivilDay> WholeDay(const google::type::Date& date);
absl::Time Moment(const google::protobuf::Timestamp& timestamp);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_GOVERNANCE_DAYS_H_
