// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/agenda_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/input/date.h"
#include "palierctl/input/pieces.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr char kService[] = "palier.rollout.v1.AgendaService/";

struct Arguments {
  std::string target, from, to, file, team;
  bool dry_run = false;
};

// The roll-out, or the organisation without one.
absl::StatusOr<std::string> ParentOf(const Session& session, const Arguments& arguments) {
  if (arguments.target.empty()) return session.Organization();
  return session.Name("rollout", arguments.target);
}

template <typename Request>
absl::Status FillDays(const Arguments& arguments, Request& request) {
  if (!arguments.from.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_from_date(), ParseDate(arguments.from));
  }
  if (!arguments.to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to_date(), ParseDate(arguments.to));
  }
  return absl::OkStatus();
}

std::string StateText(const Session& session, v1::AgendaItem::State state) {
  switch (state) {
    case v1::AgendaItem::DONE:
      return session.Say({"done", "fait"});
    case v1::AgendaItem::OVERDUE:
      return session.Say({"overdue", "en retard"});
    default:
      return "";
  }
}

Table TableOf(const Session& session, const v1::QueryAgendaResponse& agenda) {
  Table table{{{session.Say({"day", "jour"})},
               {session.Say({"roll-out", "déploiement"})},
               {session.Say({"what", "quoi"})},
               {session.Say({"state", "état"})},
               {session.Say({"name", "nom"})}},
              {}};
  for (const v1::AgendaItem& item : agenda.items()) {
    table.rows.push_back({CellOf(item, v1::AgendaItem::descriptor()->FindFieldByName("date")),
                          ShortName(item.rollout()), item.text(), StateText(session, item.state()),
                          ShortName(item.name())});
  }
  return WithoutEmptyColumns(table);
}

absl::Status Agenda(Session& session, const Arguments& arguments) {
  v1::QueryAgendaRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), ParentOf(session, arguments));
  RETURN_IF_ERROR(FillDays(arguments, request));
  request.set_overdue(arguments.from.empty());
  ASSIGN_OR_RETURN(const auto agenda, session.connection.Call<v1::QueryAgendaResponse>(
                                          absl::StrCat(kService, "QueryAgenda"), request));
  if (session.json()) {
    session.Print(PlainJson(agenda));
    return absl::OkStatus();
  }
  if (session.options.format != Format::kCsv) {
    for (const v1::RolloutPosition& position : agenda.positions()) {
      session.out << position.display_name() << session.Say({": ", " : "}) << position.text()
                  << "\n";
    }
  }
  session.Print(TableOf(session, agenda));
  return absl::OkStatus();
}

absl::Status Calendar(Session& session, const Arguments& arguments) {
  v1::ExportCalendarRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), ParentOf(session, arguments));
  RETURN_IF_ERROR(FillDays(arguments, request));
  ASSIGN_OR_RETURN(const auto calendar, session.connection.Call<v1::ExportCalendarResponse>(
                                            absl::StrCat(kService, "ExportCalendar"), request));
  session.out << calendar.content();
  return absl::OkStatus();
}

absl::Status CloseDays(Session& session, const Arguments& arguments) {
  v1::ImportCalendarRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("rollout", arguments.target));
  ASSIGN_OR_RETURN(*request.mutable_content(), ReadFile(arguments.file));
  if (!arguments.team.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_team(), session.Name("team", arguments.team));
  }
  RETURN_IF_ERROR(FillDays(arguments, request));
  request.set_request_id(NewRequestId());
  request.set_validate_only(arguments.dry_run);
  ASSIGN_OR_RETURN(const auto imported, session.connection.Call<v1::ImportCalendarResponse>(
                                            absl::StrCat(kService, "ImportCalendar"), request));
  if (session.json()) {
    session.Print(PlainJson(imported));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"closed from", "fermé du"})}, {session.Say({"to", "au"})}}, {}};
  for (const v1::DateRange& range : imported.added()) {
    const auto* type = v1::DateRange::descriptor();
    table.rows.push_back({CellOf(range, type->FindFieldByName("start_date")),
                          CellOf(range, type->FindFieldByName("end_date"))});
  }
  session.Print(table);
  for (const v1::CalendarFinding& finding : imported.findings()) {
    session.err << session.Say({"line ", "ligne "}) << finding.line() << session.Say({": ", " : "})
                << finding.text() << "\n";
  }
  return absl::OkStatus();
}

Command& WithDays(Command& command, Arguments* arguments) {
  return command
      .With(
          {"--from",
           "DAY",
           {"First day: 2026-07-01, today, today-2w", "Premier jour : 2026-07-01, today, today-2w"},
           &arguments->from})
      .With({"--to", "DAY", {"Last day", "Dernier jour"}, &arguments->to});
}

}  // namespace

void AddRolloutAgenda(Command& rollout) {
  const Text optional = {"One roll-out; all of them without", "Un déploiement ; tous sans nom"};
  auto agenda = std::make_shared<Arguments>();
  WithDays(rollout
               .Sub("agenda", {"Where roll-outs stand, what is overdue, and what comes in the next "
                               "four weeks",
                               "Où en sont les déploiements, ce qui est en retard, et ce qui vient "
                               "dans les quatre semaines"})
               .With({"ROLLOUT", "", optional, &agenda->target}),
           agenda.get())
      .Run([agenda](Session& session) { return Agenda(session, *agenda); });
  auto calendar = std::make_shared<Arguments>();
  WithDays(rollout
               .Sub("calendar", {"The same as an iCalendar file, on standard output",
                                 "La même chose en fichier iCalendar, sur la sortie standard"})
               .With({"ROLLOUT", "", optional, &calendar->target}),
           calendar.get())
      .Run([calendar](Session& session) { return Calendar(session, *calendar); });
  auto closed = std::make_shared<Arguments>();
  WithDays(
      rollout
          .Sub("close-days", {"Take closed days from an iCalendar file: its all-day events",
                              "Reprendre les jours fermés d'un fichier iCalendar : ses événements "
                              "d'une journée"})
          .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &closed->target, true})
          .With({"FILE", "", {"The .ics file", "Le fichier .ics"}, &closed->file, true})
          .With({"--team",
                 "TEAM",
                 {"Only this team's days", "Les jours de cette équipe seulement"},
                 &closed->team})
          .With({"--dry-run",
                 "",
                 {"Tell, write nothing", "Dire, sans rien écrire"},
                 &closed->dry_run}),
      closed.get())
      .Run([closed](Session& session) { return CloseDays(session, *closed); });
}

}  // namespace palier::ctl
