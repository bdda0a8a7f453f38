// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/figure_edition_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/missing.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;

struct Arguments {
  std::string from, to;
  bool all = false;
};

std::string DifferenceCell(const Session& session, const v1::FigureChange& change) {
  switch (change.state()) {
    case v1::FigureChange::COMPARED:
      return change.difference().text();
    case v1::FigureChange::DEFINITION_CHANGED:
      return session.Say({"computed otherwise", "calculé autrement"});
    case v1::FigureChange::NOT_IN_EDITION:
      return session.Say({"new figure", "chiffre nouveau"});
    default:
      return "-";
  }
}

absl::Status Changes(Session& session, const Arguments& arguments) {
  v1::QueryFigureChangesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_from_edition(), session.Name("figure_edition", arguments.from));
  if (!arguments.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to_edition(), session.Name("figure_edition", arguments.to));
  }
  request.set_changed_only(!arguments.all);
  ASSIGN_OR_RETURN(const auto told,
                   session.connection.Call<v1::QueryFigureChangesResponse>(
                       "palier.reporting.v1.FigureEditionService/QueryFigureChanges", request));
  WarnOfMissing(session, told.unreachable_services());
  if (session.json()) {
    session.Print(PlainJson(told));
    return absl::OkStatus();
  }
  Table table{{{"id"},
               {session.Say({"figure", "chiffre"})},
               {session.Say({"before", "avant"}), true},
               {session.Say({"after", "après"}), true},
               {session.Say({"difference", "écart"}), true}},
              {}};
  for (const v1::FigureChange& change : told.changes()) {
    table.rows.push_back({ShortName(change.figure()), change.title(), change.before().text(),
                          change.after().text(), DifferenceCell(session, change)});
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

void AddReportChanges(Command& report) {
  auto arguments = std::make_shared<Arguments>();
  report
      .Sub("changes",
           {"What changed in the figures since the end of a month, by now or until another month",
            "Ce qui a changé dans les chiffres depuis la fin d'un mois, à ce jour ou jusqu'à un "
            "autre"})
      .With({"--from", "MONTH", {"2026-10", "2026-10"}, &arguments->from, true})
      .With({"--to",
             "MONTH",
             {"A later month; default: now", "Un mois plus tardif ; par défaut : maintenant"},
             &arguments->to})
      .With({"--all",
             "",
             {"Also figures that stayed as they were", "Aussi les chiffres restés les mêmes"},
             &arguments->all})
      .Run([arguments](Session& session) { return Changes(session, *arguments); });
}

}  // namespace palier::ctl
