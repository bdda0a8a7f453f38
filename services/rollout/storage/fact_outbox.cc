// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/fact_outbox.h"

#include "absl/strings/str_cat.h"

namespace palier::rollout {

absl::Status Announce(sql::Transaction& transaction, const FactNews& news) {
  return transaction
      .Execute(
          "INSERT INTO fact_news (organization, subject, kind, project, as_of, fact) VALUES "
          "($1,$2,$3,$4,$5,$6) "
          "ON CONFLICT (organization, subject) DO UPDATE SET kind=excluded.kind, "
          "project=excluded.project, as_of=excluded.as_of, fact=excluded.fact",
          {news.organization, news.subject, static_cast<int64_t>(news.kind), news.project,
           absl::ToUnixMicros(news.as_of), sql::Blob{news.fact}})
      .status();
}

absl::StatusOr<std::vector<FactNews>> PendingNews(sql::Database& database, int limit,
                                                  absl::Time deadline) {
  std::vector<FactNews> pending;
  const absl::Status status = database.Read(deadline, [&](sql::Transaction& transaction) {
    pending.clear();
    return transaction.Query(
        absl::StrCat("SELECT organization, subject, kind, project, as_of, fact FROM fact_news "
                     "ORDER BY as_of, organization, subject LIMIT ",
                     limit),
        {}, [&](const sql::Row& row) {
          pending.push_back({std::string(row.text(0)), std::string(row.text(3)),
                             std::string(row.text(1)), static_cast<FactKind>(row.int64(2)),
                             absl::FromUnixMicros(row.int64(4)), std::string(row.blob(5))});
          return absl::OkStatus();
        });
  });
  if (!status.ok()) return status;
  return pending;
}

absl::Status ForgetNews(sql::Database& database, const FactNews& news, absl::Time deadline) {
  return database.Write(deadline, [&](sql::Transaction& transaction) {
    return transaction
        .Execute(
            "DELETE FROM fact_news WHERE organization=$1 AND subject=$2 AND as_of=$3 AND fact=$4",
            {news.organization, news.subject, absl::ToUnixMicros(news.as_of), sql::Blob{news.fact}})
        .status();
  });
}

}  // namespace palier::rollout
