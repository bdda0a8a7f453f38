// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/alert_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/input/date.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

struct AlertArguments {
  std::string project, as_of;
  bool firing = false;
};

Text StateText(v1::Alert::State state) {
  switch (state) {
    case v1::Alert::OK:
      return {"fine", "normale"};
    case v1::Alert::FIRING:
      return {"firing", "déclenchée"};
    default:
      return {"no data", "sans données"};
  }
}

Text KindText(v1::AlertNotice::Kind kind) {
  switch (kind) {
    case v1::AlertNotice::RAISED:
      return {"raised", "déclenchée"};
    case v1::AlertNotice::CLEARED:
      return {"cleared", "levée"};
    default:
      return {"taken back", "annulée"};
  }
}

template <typename Message>
std::string Cell(const Message& message, const char* field) {
  return CellOf(message, Message::descriptor()->FindFieldByName(field));
}

absl::Status Alerts(Session& session, const AlertArguments& arguments) {
  v1::QueryAlertsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("project", arguments.project));
  request.set_firing(arguments.firing);
  if (!arguments.as_of.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_as_of_date(), ParseDate(arguments.as_of));
  }
  ASSIGN_OR_RETURN(const auto response, session.connection.Call<v1::QueryAlertsResponse>(
                                            "palier.kpi.v1.AlertService/QueryAlerts", request));
  if (session.json()) {
    session.Print(PlainJson(response));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"rule", "règle"})},
               {session.Say({"name", "nom"})},
               {session.Say({"state", "état"})},
               {session.Say({"since", "depuis"})},
               {session.Say({"why", "pourquoi"})}},
              {}};
  for (const v1::Alert& alert : response.alerts()) {
    table.rows.push_back({Cell(alert, "rule"), alert.display_name(),
                          session.Say(StateText(alert.state())), Cell(alert, "since_date"),
                          alert.explanation()});
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::StatusOr<v1::ListAlertNoticesResponse> AllNotices(Session& session,
                                                        const AlertArguments& arguments) {
  v1::ListAlertNoticesRequest request;
  ASSIGN_OR_RETURN(const std::string project, session.Name("project", arguments.project));
  request.set_parent(absl::StrCat(project, "/kpis/-"));
  request.set_order_by("create_time");
  request.set_page_size(1000);
  v1::ListAlertNoticesResponse all;
  do {
    ASSIGN_OR_RETURN(const auto page, session.connection.Call<v1::ListAlertNoticesResponse>(
                                          "palier.kpi.v1.AlertService/ListAlertNotices", request));
    all.mutable_alert_notices()->MergeFrom(page.alert_notices());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

absl::Status Notices(Session& session, const AlertArguments& arguments) {
  ASSIGN_OR_RETURN(const v1::ListAlertNoticesResponse all, AllNotices(session, arguments));
  if (session.json()) {
    session.Print(PlainJson(all));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"date", "date"})},
               {session.Say({"alert", "alerte"})},
               {session.Say({"rule", "règle"})},
               {session.Say({"why", "pourquoi"})}},
              {}};
  for (const v1::AlertNotice& notice : all.alert_notices()) {
    table.rows.push_back({Cell(notice, "date"), session.Say(KindText(notice.kind())),
                          notice.display_name(), notice.text()});
  }
  session.Print(table);
  return absl::OkStatus();
}

Parameter Project(AlertArguments* arguments) {
  return {"PROJECT", "", {"The project", "Le projet"}, &arguments->project, true};
}

}  // namespace

void AddKpiAlerts(Command& kpi) {
  auto alerts = std::make_shared<AlertArguments>();
  kpi.Sub("alerts", {"What the alert rules of a project say",
                     "Ce que disent les règles d'alerte d'un projet"})
      .With(Project(alerts.get()))
      .With({"--firing",
             "",
             {"Only those that fire", "Seulement celles qui sont déclenchées"},
             &alerts->firing})
      .With({"--as-of",
             "DATE",
             {"As of the end of that day (default today)",
              "À la fin de ce jour (aujourd'hui par défaut)"},
             &alerts->as_of})
      .Run([alerts](Session& session) { return Alerts(session, *alerts); });
  auto notices = std::make_shared<AlertArguments>();
  kpi.Sub("notices", {"What was told of the alerts of a project, in order",
                      "Ce qui a été annoncé des alertes d'un projet, dans l'ordre"})
      .With(Project(notices.get()))
      .Run([notices](Session& session) { return Notices(session, *notices); });
}

}  // namespace palier::ctl
