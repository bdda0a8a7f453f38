// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/small_groups_publication.h"

#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::kpi {
namespace {

// kpi_survey_part holds what each person said last, one row per item: `team`, `comment`, and
// `question/{id}`. `respondent` is a keyed hash of the survey and the person: nobody can be
// followed from one survey to another, nor into the measurements.
constexpr char kTables[] = R"sql(
CREATE TABLE kpi_survey_part (
  organization TEXT NOT NULL, project TEXT NOT NULL, survey TEXT NOT NULL,
  respondent TEXT NOT NULL, item TEXT NOT NULL, answer_time BIGINT NOT NULL,
  response_id TEXT NOT NULL, score BIGINT NOT NULL, content TEXT NOT NULL, tags TEXT NOT NULL,
  PRIMARY KEY (organization, project, survey, respondent, item)
);
CREATE TABLE kpi_publication (
  organization TEXT NOT NULL, project TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
  first_day BIGINT NOT NULL, last_day BIGINT NOT NULL, document {BLOB} NOT NULL,
  PRIMARY KEY (organization, project, kind, subject, first_day)
);
)sql";

// Since when a project is known to be in production, in microseconds since 1970.
constexpr char kProduction[] = R"sql(
CREATE TABLE kpi_production (
  organization TEXT NOT NULL, project TEXT NOT NULL, since BIGINT NOT NULL,
  PRIMARY KEY (organization, project)
);
)sql";

constexpr sql::Migration kMigrations[] = {{1, "answers of surveys, publications", kTables},
                                          {2, "projects in production", kProduction}};

std::string TextOf(PublicationKind kind) {
  return kind == PublicationKind::kSurvey ? "survey" : "adoption";
}

}  // namespace

absl::Span<const sql::Migration> PeopleMigrations() {
  return kMigrations;
}

absl::StatusOr<std::vector<Publication>> Publications::Find(PublicationKind kind,
                                                            absl::string_view subject,
                                                            DaySpan days) {
  std::vector<Publication> found;
  RETURN_IF_ERROR(transaction_.Query(
      "SELECT first_day, last_day, document FROM kpi_publication WHERE organization=$1 AND "
      "project=$2 AND kind=$3 AND subject=$4 AND last_day>=$5 AND first_day<=$6 ORDER BY first_day",
      {key_.organization, key_.project, TextOf(kind), std::string(subject), days.first, days.last},
      [&](const sql::Row& row) -> absl::Status {
        found.push_back(
            {kind, std::string(subject), {row.int64(0), row.int64(1)}, std::string(row.blob(2))});
        return absl::OkStatus();
      }));
  return found;
}

absl::StatusOr<std::vector<DaySpan>> Publications::Told(PublicationKind kind, DaySpan days) {
  std::vector<DaySpan> told;
  RETURN_IF_ERROR(transaction_.Query(
      "SELECT first_day, last_day FROM kpi_publication WHERE organization=$1 AND project=$2 AND "
      "kind=$3 AND last_day>=$4 AND first_day<=$5 ORDER BY first_day, subject",
      {key_.organization, key_.project, TextOf(kind), days.first, days.last},
      [&](const sql::Row& row) -> absl::Status {
        told.push_back({row.int64(0), row.int64(1)});
        return absl::OkStatus();
      }));
  return told;
}

absl::StatusOr<std::optional<std::string>> Publications::LastSubject(PublicationKind kind) {
  std::optional<std::string> subject;
  RETURN_IF_ERROR(transaction_.Query(
      "SELECT subject FROM kpi_publication WHERE organization=$1 AND project=$2 AND kind=$3 ORDER "
      "BY first_day DESC, subject DESC LIMIT 1",
      {key_.organization, key_.project, TextOf(kind)}, [&](const sql::Row& row) -> absl::Status {
        subject = std::string(row.text(0));
        return absl::OkStatus();
      }));
  return subject;
}

absl::Status Publications::Insert(const Publication& publication) {
  ASSIGN_OR_RETURN(const auto known, Find(publication.kind, publication.subject, publication.days));
  if (!known.empty()) return status::Internal("a second publication of one period");
  return transaction_
      .Execute(
          "INSERT INTO kpi_publication (organization, project, kind, subject, first_day, "
          "last_day, document) VALUES ($1,$2,$3,$4,$5,$6,$7)",
          {key_.organization, key_.project, TextOf(publication.kind), publication.subject,
           publication.days.first, publication.days.last, sql::Blob{publication.document}})
      .status();
}

absl::Status Publications::Remove(PublicationKind kind, absl::string_view subject) {
  return transaction_
      .Execute(
          "DELETE FROM kpi_publication WHERE organization=$1 AND project=$2 AND kind=$3 AND "
          "subject=$4",
          {key_.organization, key_.project, TextOf(kind), std::string(subject)})
      .status();
}

}  // namespace palier::kpi
