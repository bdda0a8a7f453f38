// SPDX-License-Identifier: Apache-2.0
// The answers to surveys: for each person what they said last, by the time of answering and then by
// the response's id, whatever order the responses came in. One object serves one transaction; not
// thread-safe.
#ifndef PALIER_KPI_STORAGE_SURVEY_TABLE_H_
#define PALIER_KPI_STORAGE_SURVEY_TABLE_H_

#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"
#include "kpi/storage/project_key.h"
#include "kpi/storage/secret.h"
#include "palier/kpi/v1/measurement.pb.h"

namespace palier::kpi {

struct SurveyKey {
  ProjectKey project;
  std::string survey;
};

// One response of one person, checked.
struct CheckedResponse {
  std::string id;
  // Keyed hash of the survey and the person.
  std::string respondent;
  int64_t answer_time_us = 0;
  // Id of the team; empty for none.
  std::string team;
  std::vector<std::pair<std::string, int>> scores;  // by question
  std::string comment;
  std::vector<std::string> tags;
};

// As a response keeps who gave it: nobody can be followed from one survey to another.
std::string RespondentHash(const UserHasher& hasher, absl::string_view survey_name,
                           absl::string_view respondent);

// What a person said last.
struct Respondent {
  std::string team;
  std::map<std::string, int> scores;  // by question
  std::vector<std::string> tags;
};

struct SurveyComment {
  // Says nothing of who wrote it.
  std::string id;
  std::string text;
  std::vector<std::string> tags;
};

class SurveyTable {
 public:
  SurveyTable(sql::Transaction& transaction, const SurveyKey& key)
      : transaction_(transaction), key_(key) {}

  // Takes responses in; what became of each.
  absl::StatusOr<std::vector<v1::Fate>> Take(absl::Span<const CheckedResponse> responses);
  // Everybody who answered, in no order.
  absl::StatusOr<std::vector<Respondent>> Read();
  // At most `limit` comments behind the one of id `after`, by id; with `tag` only those that have
  // it.
  absl::StatusOr<std::vector<SurveyComment>> Comments(const std::string& after,
                                                      const std::string& tag, int limit);
  absl::StatusOr<bool> HasAny();
  // Deletes what a person said. Returns whether there was anything.
  absl::StatusOr<bool> Forget(const std::string& respondent);
  absl::Status Remove();

 private:
  // By (respondent, item).
  using ItemKey = std::pair<std::string, std::string>;
  // The greatest stands.
  struct Item {
    int64_t answer_time_us = 0;
    std::string response_id;
    int64_t score = 0;
    std::string content;
    std::string tags;
    friend auto operator<=>(const Item&, const Item&) = default;
  };
  static std::vector<std::pair<ItemKey, Item>> ItemsOf(const CheckedResponse& response);
  absl::StatusOr<std::map<ItemKey, Item>> Load(absl::Span<const CheckedResponse> responses);
  absl::Status Save(const std::map<ItemKey, Item>& items);

  sql::Transaction& transaction_;
  const SurveyKey& key_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_SURVEY_TABLE_H_
