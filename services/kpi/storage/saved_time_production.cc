// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/saved_time_production.h"

#include "common/status/macros.h"

namespace palier::kpi {

absl::StatusOr<std::optional<absl::Time>> ProductionSince(sql::Transaction& transaction,
                                                          const ProjectKey& project) {
  std::optional<absl::Time> since;
  RETURN_IF_ERROR(transaction.Query(
      "SELECT since FROM kpi_production WHERE organization=$1 AND project=$2",
      {project.organization, project.project}, [&](const sql::Row& row) -> absl::Status {
        since = absl::FromUnixMicros(row.int64(0));
        return absl::OkStatus();
      }));
  return since;
}

absl::Status SeeInProduction(sql::Transaction& transaction, const ProjectKey& project,
                             absl::Time since) {
  return transaction
      .Execute(
          "INSERT INTO kpi_production (organization, project, since) VALUES ($1,$2,$3) ON CONFLICT "
          "(organization, project) DO UPDATE SET since=excluded.since WHERE "
          "excluded.since<kpi_production.since",
          {project.organization, project.project, absl::ToUnixMicros(since)})
      .status();
}

}  // namespace palier::kpi
