// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/case_table.h"

#include "absl/strings/str_cat.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "kpi/storage/segments.h"
#include "kpi/storage/statement.h"

namespace palier::kpi {
namespace {

absl::Status TooManyEvents(const std::string& case_id) {
  return status::LimitExceeded(
      {"The case {subject} has more than {limit} events. Name what tells one case "
       "from another.",
       "Le dossier {subject} a plus de {limit} événements. Indiquez ce qui "
       "distingue un dossier d'un autre."},
      case_id, kMaxCaseEvents);
}

}  // namespace

absl::StatusOr<std::map<std::string, CaseEvents>> CaseTable::Merge(
    const std::map<std::string, std::vector<CaseEvent>>& events, absl::Time now) {
  RETURN_IF_ERROR(Segments(transaction_, project_).PassGate());
  std::vector<std::vector<sql::Value>> ids;
  for (const auto& [case_id, of_case] : events) ids.push_back({case_id});
  std::map<std::string, CaseEvents> cases;
  std::map<std::string, size_t> known;
  RETURN_IF_ERROR(QueryIn(
      transaction_, {project_.organization, project_.project, source_}, ids,
      [](const std::string& list) {
        return absl::StrCat(
            "SELECT case_id, events FROM kpi_case WHERE organization=$1 AND project=$2 AND "
            "source=$3 AND case_id IN (VALUES ",
            list, ")");
      },
      [&](const sql::Row& row) -> absl::Status {
        const std::string case_id(row.text(0));
        ASSIGN_OR_RETURN(CaseEvents stored, CaseEvents::Parse(row.blob(1)));
        known[case_id] = stored.size();
        cases[case_id] = std::move(stored);
        return absl::OkStatus();
      }));
  std::vector<std::vector<sql::Value>> grown;
  for (const auto& [case_id, of_case] : events) {
    CaseEvents& all = cases[case_id];
    for (const CaseEvent& event : of_case) all.Add(event);
    if (all.size() > kMaxCaseEvents) return TooManyEvents(case_id);
    if (all.size() == known[case_id]) continue;
    grown.push_back({project_.organization, project_.project, source_, case_id,
                     sql::Blob{all.Text()}, absl::ToUnixMicros(now)});
  }
  RETURN_IF_ERROR(InsertRows(transaction_,
                             "INSERT INTO kpi_case (organization, project, source, case_id, "
                             "events, update_time)",
                             grown,
                             "ON CONFLICT (organization, project, source, case_id) DO UPDATE SET "
                             "events=excluded.events, update_time=excluded.update_time"));
  RETURN_IF_ERROR(transaction_
                      .Execute("DELETE FROM kpi_case WHERE organization=$1 AND project=$2 AND "
                               "source=$3 AND update_time<$4",
                               {project_.organization, project_.project, source_,
                                absl::ToUnixMicros(now - kCaseMemory)})
                      .status());
  return cases;
}

}  // namespace palier::kpi
