// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/drift_check_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/input/date.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

std::string StateText(const Session& session, const v1::DriftCheck& check) {
  switch (check.state()) {
    case v1::Alert::OK:
      return session.Say({"no drift", "pas de dérive"});
    case v1::Alert::FIRING:
      return session.Say({"drifting", "dérive"});
    default:
      return session.Say({"cannot tell", "indéterminé"});
  }
}

// `quotation/errors/drift`
std::string PlaceOf(const std::string& rule) {
  const std::vector<std::string> parts = absl::StrSplit(rule, '/');
  return parts.size() == 8 ? absl::StrCat(parts[3], "/", parts[5], "/", parts[7]) : rule;
}

Table TableOf(const Session& session, const v1::QueryDriftChecksResponse& response) {
  Table table{{{session.Say({"due", "échéance"})},
               {""},
               {session.Say({"rule", "règle"})},
               {session.Say({"last checked", "dernier contrôle"})},
               {session.Say({"state", "état"})},
               {session.Say({"why", "pourquoi"})}},
              {}};
  for (const v1::DriftCheck& check : response.checks()) {
    const auto cell = [&](const char* field) {
      return CellOf(check, v1::DriftCheck::descriptor()->FindFieldByName(field));
    };
    table.rows.push_back({cell("due_date"),
                          check.overdue() ? session.Say({"overdue", "en retard"}) : "",
                          PlaceOf(check.rule()), cell("last_check_date"), StateText(session, check),
                          check.explanation()});
  }
  return WithoutEmptyColumns(table);
}

absl::Status Calendar(Session& session, const std::string& to) {
  v1::QueryDriftChecksRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  if (!to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to_date(), ParseDate(to));
  }
  ASSIGN_OR_RETURN(const auto response,
                   session.connection.Call<v1::QueryDriftChecksResponse>(
                       "palier.kpi.v1.DriftCheckService/QueryDriftChecks", request));
  if (session.json()) {
    session.Print(response);
    return absl::OkStatus();
  }
  session.Print(TableOf(session, response));
  for (const std::string& project : response.unwatched_projects()) {
    session.err << session.Say({"In production, and nothing watches for drift: ",
                                "En production, et rien ne guette une dérive : "})
                << ShortName(project) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddKpiDriftChecks(Command& kpi) {
  auto to = std::make_shared<std::string>();
  kpi.Sub("drift-checks", {"The calendar of what is watched for drift",
                           "Le calendrier de ce dont on guette la dérive"})
      .With({"--to",
             "DATE",
             {"Only what is due by that day", "Seulement ce qui échoit d'ici ce jour"},
             to.get()})
      .Run([to](Session& session) { return Calendar(session, *to); });
}

}  // namespace palier::ctl
