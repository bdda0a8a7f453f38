// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/days.h"

namespace palier::registry {

std::optional<absl::CivilDay> WholeDay(const google::type::Date& date) {
  if (date.year() == 0 || date.month() == 0 || date.day() == 0) return std::nullopt;
  return absl::CivilDay(date.year(), date.month(), date.day());
}

absl::Time Moment(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

}  // namespace palier::registry
