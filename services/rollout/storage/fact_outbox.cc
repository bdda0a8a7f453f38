// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/fact_outbox.h"

#include "absl/strings/str_cat.h"

namespace palier::rollout {

absl::Status Announce(sql::Transaction& transaction, const FactNews& news) {
  return transaction
      .Execute(
          "INSERT INTO project_news (organization, subject, project, kind, as_of, fact) VALUES "
          "($1,$2,$3,$4,$5,$6) "
          "ON CONFLICT (organization, subject, project) DO UPDATE SET kind=excluded.kind, "
          "as_of=excluded.as_of, fact=excluded.fact",
          {news.organization, news.subject, news.project, static_cast<int64_t>(news.kind),
           absl::ToUnixMicros(news.as_of), sql::Blob{news.fact}})
      .status();
}

absl::StatusOr<std::vector<FactNews>> PendingNews(sql::Database& database, int limit,
                                                  absl::Time deadline) {
  std::vector<FactNews> pending;
  const absl::Status status = database.Read(deadline, [&](sql::Transaction& transaction) {
    pending.clear();
    return transaction.Query(
        absl::StrCat("SELECT organization, project, subject, kind, as_of, fact FROM project_news "
                     "ORDER BY as_of, organization, subject, project LIMIT ",
                     limit),
        {}, [&](const sql::Row& row) {
          pending.push_back({std::string(row.text(0)), std::string(row.text(1)),
                             std::string(row.text(2)), static_cast<FactKind>(row.int64(3)),
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
            "DELETE FROM project_news WHERE organization=$1 AND subject=$2 AND project=$3 AND "
            "as_of=$4 AND fact=$5",
            {news.organization, news.subject, news.project, absl::ToUnixMicros(news.as_of),
             sql::Blob{news.fact}})
        .status();
  });
}

}  // namespace palier::rollout
