// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/small_groups_guard.h"

#include "common/status/error.h"
#include "kpi/domain/small_groups.h"

namespace palier::kpi {

bool SeesSmallGroups(const rpc::Call& call) {
  return call.caller.is_service() && call.caller.on_behalf_of.empty();
}

bool CountsPeople(const v1::Kpi& kpi) {
  return kpi.aggregation() == v1::Kpi::DISTINCT_USERS;
}

bool CountsFew(const v1::Kpi& kpi, const std::optional<Measure>& latest) {
  if (!CountsPeople(kpi) || !latest) return false;
  return latest->value > 0 && FixedDouble(latest->value, kpi.decimals()) < kSmallestGroup;
}

absl::Status CheckTellsOfNobody(const rpc::Call& call, const v1::Kpi& kpi) {
  if (!CountsPeople(kpi) || SeesSmallGroups(call)) return absl::OkStatus();
  return status::Error(absl::StatusCode::kPermissionDenied, error::v1::PERMISSION_DENIED,
                       {"{resource} counts people: this could tell of a few of them "
                        "({permission}). QueryAdoption tells what can be told.",
                        "{resource} compte des personnes : ceci pourrait en révéler quelques-unes "
                        "({permission}). QueryAdoption dit ce qui peut être dit."})
      .With("resource", kpi.name())
      .With("permission", "kpi.adoption.queryFull");
}

}  // namespace palier::kpi
