// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/fact_outbox.h"

#include "absl/strings/str_cat.h"

namespace palier::rollout {
absl::Status Announce(sql::Transaction& transaction, const WaveNews& news) {
  return transaction
      .Execute(
          "INSERT INTO wave_news (organization, wave, project, revision, as_of, fact) VALUES "
          "($1,$2,$3,$4,$5,$6) "
          "ON CONFLICT (organization, wave) DO UPDATE SET project=excluded.project, "
          "revision=excluded.revision, "
          "as_of=excluded.as_of, fact=excluded.fact",
          {news.organization, news.wave, news.project, news.revision,
           absl::ToUnixMicros(news.as_of), sql::Blob{news.fact}})
      .status();
}

absl::StatusOr<std::vector<WaveNews>> PendingNews(sql::Database& database, int limit,
                                                  absl::Time deadline) {
  std::vector<WaveNews> pending;
  const absl::Status status = database.Read(deadline, [&](sql::Transaction& transaction) {
    pending.clear();
    return transaction.Query(
        absl::StrCat("SELECT organization, wave, project, revision, as_of, fact FROM wave_news "
                     "ORDER BY as_of, organization, wave LIMIT ",
                     limit),
        {}, [&](const sql::Row& row) {
          pending.push_back({std::string(row.text(0)), std::string(row.text(2)),
                             std::string(row.text(1)), row.int64(3),
                             absl::FromUnixMicros(row.int64(4)), std::string(row.blob(5))});
          return absl::OkStatus();
        });
  });
  if (!status.ok()) return status;
  return pending;
}

absl::Status ForgetNews(sql::Database& database, const WaveNews& news, absl::Time deadline) {
  return database.Write(deadline, [&](sql::Transaction& transaction) {
    return transaction
        .Execute("DELETE FROM wave_news WHERE organization=$1 AND wave=$2 AND revision=$3",
                 {news.organization, news.wave, news.revision})
        .status();
  });
}

}  // namespace palier::rollout
