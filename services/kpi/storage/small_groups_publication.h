// SPDX-License-Identifier: Apache-2.0
// What was told of people, kept as it was told. An answer about people is made once, when its
// period has closed, and then always the same: late data, a new structure of teams or another
// cadence cannot make a second one whose difference to the first would tell of a few people.
// Periods of one subject never overlap. One object serves one transaction; not thread-safe.
#ifndef PALIER_KPI_STORAGE_SMALL_GROUPS_PUBLICATION_H_
#define PALIER_KPI_STORAGE_SMALL_GROUPS_PUBLICATION_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "kpi/storage/fact_table.h"

namespace palier::kpi {

// The tables of what people are asked and told.
absl::Span<const sql::Migration> PeopleMigrations();

enum class PublicationKind { kSurvey, kAdoption };

struct Publication {
  PublicationKind kind = PublicationKind::kSurvey;
  // Id of the survey, or of the KPI that counts the use.
  std::string subject;
  DaySpan days;
  // The answer, serialized.
  std::string document;
};

class Publications {
 public:
  Publications(sql::Transaction& transaction, const ProjectKey& key)
      : transaction_(transaction), key_(key) {}

  // Those of one subject that have one of `days`, by time.
  absl::StatusOr<std::vector<Publication>> Find(PublicationKind kind, absl::string_view subject,
                                                DaySpan days = {});
  // The days of all that have one of `days`, of any subject, by time.
  absl::StatusOr<std::vector<DaySpan>> Told(PublicationKind kind, DaySpan days);
  // The subject that was told of last.
  absl::StatusOr<std::optional<std::string>> LastSubject(PublicationKind kind);
  // INTERNAL if its subject has one on any of its days.
  absl::Status Insert(const Publication& publication);
  absl::Status Remove(PublicationKind kind, absl::string_view subject);

 private:
  sql::Transaction& transaction_;
  const ProjectKey& key_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_SMALL_GROUPS_PUBLICATION_H_
