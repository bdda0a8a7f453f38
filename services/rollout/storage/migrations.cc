// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/migrations.h"

namespace palier::rollout {
namespace {

constexpr sql::Migration kMigrations[] = {{1, "news of waves for the registry", R"sql(
CREATE TABLE wave_news (
  organization TEXT NOT NULL, wave TEXT NOT NULL, project TEXT NOT NULL, revision BIGINT NOT NULL,
  as_of BIGINT NOT NULL, fact {BLOB} NOT NULL, PRIMARY KEY (organization, wave)
);
CREATE INDEX wave_news_as_of ON wave_news (as_of);
)sql"},
                                          {2, "answers about access, by who gave them", R"sql(
CREATE TABLE access_count (
  organization TEXT NOT NULL, rollout TEXT NOT NULL, day TEXT NOT NULL, reason BIGINT NOT NULL,
  writer TEXT NOT NULL, answers BIGINT NOT NULL,
  PRIMARY KEY (organization, rollout, day, reason, writer)
);
)sql"},
                                          {3, "news of roll-outs beside those of waves", R"sql(
CREATE TABLE fact_news (
  organization TEXT NOT NULL, subject TEXT NOT NULL, kind BIGINT NOT NULL, project TEXT NOT NULL,
  as_of BIGINT NOT NULL, fact {BLOB} NOT NULL, PRIMARY KEY (organization, subject)
);
INSERT INTO fact_news (organization, subject, kind, project, as_of, fact)
  SELECT organization, wave, 0, project, as_of, fact FROM wave_news;
CREATE INDEX fact_news_as_of ON fact_news (as_of);
DROP TABLE wave_news;
)sql"},
                                          {4, "news for each project of a cluster", R"sql(
CREATE TABLE project_news (
  organization TEXT NOT NULL, subject TEXT NOT NULL, project TEXT NOT NULL, kind BIGINT NOT NULL,
  as_of BIGINT NOT NULL, fact {BLOB} NOT NULL, PRIMARY KEY (organization, subject, project)
);
INSERT INTO project_news (organization, subject, project, kind, as_of, fact)
  SELECT organization, subject, project, kind, as_of, fact FROM fact_news;
CREATE INDEX project_news_as_of ON project_news (as_of);
DROP TABLE fact_news;
)sql"}};

}  // namespace

absl::Span<const sql::Migration> Migrations() {
  return kMigrations;
}

}  // namespace palier::rollout
