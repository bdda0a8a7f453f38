// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/definition_history.h"

#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"

namespace palier::kpi {
namespace {

constexpr int kPage = 1000;
constexpr int64_t kMaxChanges = 100'000;

absl::Status TooMany() {
  return status::LimitExceeded(
      {"The past can be told of KPIs with at most {limit} changes.",
       "Le passé ne peut être dit que des KPI d'au plus {limit} changements."},
      "changes", kMaxChanges);
}

}  // namespace

absl::StatusOr<std::optional<v1::Kpi>> KpiAt(const resource::Store& store, const KpiKey& kpi,
                                             absl::Time time, absl::Time deadline) {
  const std::string name = NameOf(kpi.project, kpi.kpi);
  std::optional<v1::Kpi> found;
  int64_t cursor = 0;
  for (int64_t read = 0; read < kMaxChanges; read += kPage) {
    ASSIGN_OR_RETURN(const auto changes,
                     store.Changes(kpi.project.organization, cursor, kPage, name, deadline));
    for (const api::v1::Change& change : changes) {
      cursor = change.sequence();
      if (change.resource() != name) continue;
      if (time::TimeOf(change.time()) > time) return found;
      found.reset();
      if (change.has_after() && !change.after().UnpackTo(&found.emplace())) {
        return status::Internal("a change of a KPI cannot be read");
      }
    }
    if (changes.size() < kPage) return found;
  }
  return TooMany();
}

}  // namespace palier::kpi
