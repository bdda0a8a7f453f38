// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/report_service.pb.h"
#include "palier/reporting/v1/staff_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/missing.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;

struct Arguments {
  std::string schedule;
  bool html = false;
};

Table ToolTable(const Session& session, const v1::QueryStaffPageResponse& page) {
  Table table{{{session.Say({"tool", "outil"})},
               {session.Say({"stage", "stade"})},
               {session.Say({"people", "personnes"}), true},
               {session.Say({"period", "période"})},
               {session.Say({"hours saved", "heures gagnées"}), true},
               {session.Say({"whom to ask", "à qui demander"})}},
              {}};
  for (const v1::StaffTool& tool : page.tools()) {
    table.rows.push_back(
        {tool.display_name(), tool.stage_text(),
         tool.has_active_user_count() ? absl::StrCat(tool.active_user_count()) : "-",
         tool.period_label(), tool.has_saved_hours() ? absl::StrCat(tool.saved_hours()) : "-",
         absl::StrJoin(tool.contacts(), ", ")});
  }
  return table;
}

Table AnswerTable(const Session& session, const v1::QueryStaffPageResponse& page) {
  Table table{{{session.Say({"you said", "vous avez dit"})},
               {""},
               {session.Say({"we did", "nous avons fait"})}},
              {}};
  for (const v1::StaffAnswer& answer : page.answers()) {
    table.rows.push_back(
        {answer.said(), v1::StaffAnswer::State_Name(answer.state()), answer.answer()});
  }
  return table;
}

absl::Status Staff(Session& session) {
  v1::QueryStaffPageRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const auto page,
                   session.connection.Call<v1::QueryStaffPageResponse>(
                       "palier.reporting.v1.StaffService/QueryStaffPage", request));
  WarnOfMissing(session, page.unreachable_services());
  if (session.json()) {
    session.Print(PlainJson(page));
    return absl::OkStatus();
  }
  session.Print(ToolTable(session, page));
  if (session.options.format == Format::kCsv) return absl::OkStatus();
  if (page.answers_size() > 0) {
    session.out << "\n";
    session.Print(AnswerTable(session, page));
  }
  for (const v1::StaffWin& win : page.wins())
    session.out << "\n* " << win.display_name() << ": " << win.achieved();
  if (page.wins_size() > 0) session.out << "\n";
  for (const v1::StaffChampion& champion : page.champions())
    session.out << session.Say({"Thank you, ", "Merci, "}) << champion.display_name() << "\n";
  return absl::OkStatus();
}

absl::Status Digest(Session& session, const Arguments& arguments) {
  v1::PreviewReportRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("report_schedule", arguments.schedule));
  ASSIGN_OR_RETURN(const auto preview,
                   session.connection.Call<v1::PreviewReportResponse>(
                       "palier.reporting.v1.ReportService/PreviewReport", request));
  if (session.json()) {
    session.Print(PlainJson(preview));
  } else {
    session.out << (arguments.html ? preview.report().html() : preview.report().text());
  }
  return absl::OkStatus();
}

}  // namespace

void AddReportStaff(Command& report) {
  report
      .Sub("staff",
           {"The page for everybody: what was promised, what happened, what was changed",
            "La page pour tous : ce qui était promis, ce qui s'est passé, ce qui a changé"})
      .Run([](Session& session) { return Staff(session); });
  auto arguments = std::make_shared<Arguments>();
  report
      .Sub("digest",
           {"The digest of a schedule as it would be sent now; nothing is sent",
            "Le bulletin d'un calendrier tel qu'il partirait maintenant ; rien n'est envoyé"})
      .With({"SCHEDULE", "", {"Report schedule", "Calendrier"}, &arguments->schedule, true})
      .With({"--html",
             "",
             {"As a page instead of text", "En page au lieu de texte"},
             &arguments->html})
      .Run([arguments](Session& session) { return Digest(session, *arguments); });
}

}  // namespace palier::ctl
