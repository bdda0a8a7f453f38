// SPDX-License-Identifier: Apache-2.0
// Where the plans of a programme want the same at the same time.
#include <memory>
#include <nlohmann/json.hpp>

#include "common/status/macros.h"
#include "palier/rollout/v1/programme_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

absl::Status Conflicts(Session& session, const std::string& target) {
  v1::QueryConflictsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("programme", target));
  ASSIGN_OR_RETURN(const auto answer,
                   session.connection.Call<v1::QueryConflictsResponse>(
                       "palier.rollout.v1.ProgrammeService/QueryConflicts", request));
  if (session.json()) {
    session.Print(PlainJson(answer));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"from", "du"})},
               {session.Say({"to", "au"})},
               {session.Say({"subject", "objet"})},
               {session.Say({"conflict", "conflit"})}},
              {}};
  for (const v1::PlanConflict& conflict : answer.conflicts()) {
    const auto* type = v1::PlanConflict::descriptor();
    table.rows.push_back({CellOf(conflict, type->FindFieldByName("start_date")),
                          CellOf(conflict, type->FindFieldByName("end_date")),
                          ShortName(conflict.subject()), conflict.text()});
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

void AddProgrammeConflicts(Command& programme) {
  auto target = std::make_shared<std::string>();
  programme
      .Sub("conflicts",
           {"Where its plans want the same team, champion or sponsor at once",
            "Où ses plans veulent la même équipe, le même champion ou le même sponsor"})
      .With({"PROGRAMME", "", {"The programme", "Le programme"}, target.get(), true})
      .Run([target](Session& session) { return Conflicts(session, *target); });
}

}  // namespace palier::ctl
