// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/survey_table.h"

#include <algorithm>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/macros.h"
#include "kpi/storage/statement.h"

namespace palier::kpi {
namespace {

constexpr char kTeam[] = "team";
constexpr char kComment[] = "comment";
constexpr char kQuestion[] = "question/";

constexpr char kHere[] = " WHERE organization=$1 AND project=$2 AND survey=$3";

// With a space around each, so that LIKE finds whole ones.
std::string TextOf(std::vector<std::string> tags) {
  if (tags.empty()) return "";
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  return absl::StrCat(" ", absl::StrJoin(tags, " "), " ");
}

std::vector<std::string> TagsOf(absl::string_view text) {
  return absl::StrSplit(text, ' ', absl::SkipEmpty());
}

}  // namespace

std::string RespondentHash(const UserHasher& hasher, absl::string_view survey_name,
                           absl::string_view respondent) {
  return hasher.Hash(absl::StrCat(survey_name, "\n", respondent));
}

std::vector<std::pair<SurveyTable::ItemKey, SurveyTable::Item>> SurveyTable::ItemsOf(
    const CheckedResponse& response) {
  const Item stamp{response.answer_time_us, response.id};
  std::vector<std::pair<ItemKey, Item>> items;
  items.push_back({{response.respondent, kTeam}, stamp});
  items.back().second.content = response.team;
  for (const auto& [question, score] : response.scores) {
    items.push_back({{response.respondent, absl::StrCat(kQuestion, question)}, stamp});
    items.back().second.score = score;
  }
  if (!response.comment.empty() || !response.tags.empty()) {
    items.push_back({{response.respondent, kComment}, stamp});
    items.back().second.content = response.comment;
    items.back().second.tags = TextOf(response.tags);
  }
  return items;
}

absl::StatusOr<std::map<SurveyTable::ItemKey, SurveyTable::Item>> SurveyTable::Load(
    absl::Span<const CheckedResponse> responses) {
  std::set<std::string> people;
  for (const CheckedResponse& response : responses) people.insert(response.respondent);
  std::vector<std::vector<sql::Value>> keys;
  for (const std::string& person : people) keys.push_back({person});
  std::map<ItemKey, Item> items;
  RETURN_IF_ERROR(QueryIn(
      transaction_, {key_.project.organization, key_.project.project, key_.survey}, keys,
      [](const std::string& list) {
        return absl::StrCat(
            "SELECT respondent, item, answer_time, response_id, score, content, tags FROM "
            "kpi_survey_part",
            kHere, " AND respondent IN (VALUES ", list, ")");
      },
      [&](const sql::Row& row) -> absl::Status {
        items[{std::string(row.text(0)), std::string(row.text(1))}] = {
            row.int64(2), std::string(row.text(3)), row.int64(4), std::string(row.text(5)),
            std::string(row.text(6))};
        return absl::OkStatus();
      }));
  return items;
}

absl::Status SurveyTable::Save(const std::map<ItemKey, Item>& items) {
  std::vector<std::vector<sql::Value>> rows;
  for (const auto& [key, item] : items) {
    rows.push_back({key_.project.organization, key_.project.project, key_.survey, key.first,
                    key.second, item.answer_time_us, item.response_id, item.score, item.content,
                    item.tags});
  }
  return InsertRows(transaction_,
                    "INSERT INTO kpi_survey_part (organization, project, survey, respondent, item, "
                    "answer_time, response_id, score, content, tags)",
                    rows,
                    "ON CONFLICT (organization, project, survey, respondent, item) DO UPDATE SET "
                    "answer_time=excluded.answer_time, response_id=excluded.response_id, "
                    "score=excluded.score, content=excluded.content, tags=excluded.tags");
}

absl::StatusOr<std::vector<v1::Fate>> SurveyTable::Take(
    absl::Span<const CheckedResponse> responses) {
  ASSIGN_OR_RETURN(auto known, Load(responses));
  std::map<ItemKey, Item> changed;
  std::vector<v1::Fate> fates;
  for (const CheckedResponse& response : responses) {
    bool added = false, replaced = false, same = true;
    for (const auto& [key, item] : ItemsOf(response)) {
      const auto found = known.find(key);
      const bool fresh = found == known.end();
      if (!fresh && item == found->second) continue;
      same = false;
      if (!fresh && item < found->second) continue;
      (fresh ? added : replaced) = true;
      known[key] = changed[key] = item;
    }
    fates.push_back(replaced ? v1::RESTATED
                    : added  ? v1::ACCEPTED
                    : same   ? v1::DUPLICATE
                             : v1::SUPERSEDED);
  }
  RETURN_IF_ERROR(Save(changed));
  return fates;
}

absl::StatusOr<std::vector<Respondent>> SurveyTable::Read() {
  std::map<std::string, Respondent> respondents;
  RETURN_IF_ERROR(transaction_.Query(
      absl::StrCat("SELECT respondent, item, score, content, tags FROM kpi_survey_part", kHere),
      {key_.project.organization, key_.project.project, key_.survey},
      [&](const sql::Row& row) -> absl::Status {
        Respondent& respondent = respondents[std::string(row.text(0))];
        absl::string_view item = row.text(1);
        if (absl::ConsumePrefix(&item, kQuestion)) {
          respondent.scores[std::string(item)] = static_cast<int>(row.int64(2));
        } else if (item == kTeam) {
          respondent.team = std::string(row.text(3));
        } else {
          respondent.tags = TagsOf(row.text(4));
        }
        return absl::OkStatus();
      }));
  std::vector<Respondent> all;
  for (auto& [hash, respondent] : respondents) all.push_back(std::move(respondent));
  return all;
}

absl::StatusOr<std::vector<SurveyComment>> SurveyTable::Comments(const std::string& after,
                                                                 const std::string& tag,
                                                                 int limit) {
  std::vector<SurveyComment> comments;
  const std::string pattern = tag.empty() ? "%" : absl::StrCat("% ", tag, " %");
  RETURN_IF_ERROR(transaction_.Query(
      absl::StrCat("SELECT respondent, content, tags FROM kpi_survey_part", kHere,
                   " AND item='comment' AND respondent>$4 AND tags LIKE $5 ORDER BY respondent "
                   "LIMIT ",
                   limit),
      {key_.project.organization, key_.project.project, key_.survey, after, pattern},
      [&](const sql::Row& row) -> absl::Status {
        comments.push_back(
            {std::string(row.text(0)), std::string(row.text(1)), TagsOf(row.text(2))});
        return absl::OkStatus();
      }));
  return comments;
}

absl::StatusOr<bool> SurveyTable::HasAny() {
  bool any = false;
  RETURN_IF_ERROR(
      transaction_.Query(absl::StrCat("SELECT 1 FROM kpi_survey_part", kHere, " LIMIT 1"),
                         {key_.project.organization, key_.project.project, key_.survey},
                         [&](const sql::Row&) -> absl::Status {
                           any = true;
                           return absl::OkStatus();
                         }));
  return any;
}

absl::StatusOr<bool> SurveyTable::Forget(const std::string& respondent) {
  ASSIGN_OR_RETURN(const int64_t removed,
                   transaction_.Execute(
                       absl::StrCat("DELETE FROM kpi_survey_part", kHere, " AND respondent=$4"),
                       {key_.project.organization, key_.project.project, key_.survey, respondent}));
  return removed > 0;
}

absl::Status SurveyTable::Remove() {
  return transaction_
      .Execute(absl::StrCat("DELETE FROM kpi_survey_part", kHere),
               {key_.project.organization, key_.project.project, key_.survey})
      .status();
}

}  // namespace palier::kpi
