// SPDX-License-Identifier: Apache-2.0
#include "palierctl/commands/ingest_counts.h"

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"

namespace palier::ctl {

void AddCounts(const kpi::v1::IngestCounts& counts, kpi::v1::IngestCounts& all) {
  all.set_accepted_count(all.accepted_count() + counts.accepted_count());
  all.set_duplicate_count(all.duplicate_count() + counts.duplicate_count());
  all.set_restated_count(all.restated_count() + counts.restated_count());
  all.set_superseded_count(all.superseded_count() + counts.superseded_count());
  all.set_quarantined_count(all.quarantined_count() + counts.quarantined_count());
}

std::vector<Count> CountsOf(const kpi::v1::IngestCounts& counts) {
  return {{"accepted", {"accepted", "acceptées"}, counts.accepted_count()},
          {"duplicates", {"duplicates", "doublons"}, counts.duplicate_count()},
          {"restated", {"restated", "corrigées"}, counts.restated_count()},
          {"superseded", {"superseded", "dépassées"}, counts.superseded_count()},
          {"quarantined", {"quarantined", "en quarantaine"}, counts.quarantined_count()}};
}

void PrintCounts(const Session& session, const std::vector<Count>& counts) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  Table table{{}, {{}}};
  for (const Count& count : counts) {
    json[count.key] = count.number;
    table.columns.push_back({session.Say(count.heading), true});
    table.rows[0].push_back(absl::StrCat(count.number));
  }
  session.json() ? session.Print(json) : session.Print(table);
}

}  // namespace palier::ctl
