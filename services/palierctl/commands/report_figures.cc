// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/figure_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/missing.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;

constexpr int kPageSize = 1000;

struct Arguments {
  std::string figure, topic, part;
  bool warnings = false;
};

absl::StatusOr<v1::Figure::Topic> ParseTopic(const std::string& text) {
  v1::Figure::Topic topic = v1::Figure::TOPIC_UNSPECIFIED;
  if (text.empty() || v1::Figure::Topic_Parse(absl::AsciiStrToUpper(text), &topic)) return topic;
  return Usage(
      {"--topic: expected outcomes, obstacles, money, readiness, people, strategy or use.",
       "--topic : outcomes, obstacles, money, readiness, people, strategy ou use attendu."});
}

// All figures, each in a line.
absl::Status Figures(Session& session, const Arguments& arguments) {
  v1::ListFiguresRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const v1::Figure::Topic topic, ParseTopic(arguments.topic));
  request.set_topic(topic);
  request.set_warnings_only(arguments.warnings);
  request.set_page_size(kPageSize);
  ASSIGN_OR_RETURN(const auto list, session.connection.Call<v1::ListFiguresResponse>(
                                        "palier.reporting.v1.FigureService/ListFigures", request));
  WarnOfMissing(session, list.unreachable_services());
  if (session.json()) {
    session.Print(PlainJson(list));
    return absl::OkStatus();
  }
  Table table{{{"id"},
               {session.Say({"figure", "chiffre"})},
               {session.Say({"value", "valeur"}), true},
               {session.Say({"warning", "alerte"})}},
              {}};
  for (const v1::Figure& figure : list.figures()) {
    table.rows.push_back(
        {ShortName(figure.name()), figure.title(), figure.value().text(), figure.warning()});
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::StatusOr<v1::ListFigureItemsResponse> AllItems(const Session& session,
                                                     const std::string& figure,
                                                     const std::string& part) {
  v1::ListFigureItemsRequest request;
  request.set_parent(figure);
  request.set_part(part);
  request.set_page_size(kPageSize);
  v1::ListFigureItemsResponse all;
  do {
    ASSIGN_OR_RETURN(const auto page,
                     session.connection.Call<v1::ListFigureItemsResponse>(
                         "palier.reporting.v1.FigureService/ListFigureItems", request));
    all.mutable_items()->MergeFrom(page.items());
    all.set_total_size(page.total_size());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

Table ItemTable(const Session& session, const v1::ListFigureItemsResponse& items) {
  Table table{{{session.Say({"record", "fiche"})},
               {""},
               {session.Say({"part", "part"})},
               {session.Say({"value", "valeur"}), true},
               {"note"}},
              {}};
  for (const v1::FigureItem& item : items.items()) {
    table.rows.push_back(
        {item.resource(), item.display_name(), item.part(), item.value().text(), item.note()});
  }
  return table;
}

// What a person reads of one figure before its records.
void Explain(Session& session, const v1::Figure& figure) {
  session.out << figure.title() << ": " << figure.value().text() << "\n";
  if (!figure.warning().empty()) session.out << "! " << figure.warning() << "\n";
  if (figure.parts_size() > 0) {
    Table parts{{{session.Say({"part", "part"})}, {""}, {session.Say({"value", "valeur"}), true}},
                {}};
    for (const v1::FigurePart& part : figure.parts())
      parts.rows.push_back({part.key(), part.label(), part.value().text()});
    session.out << "\n";
    session.Print(parts);
  }
  session.out << "\n" << session.Say({"How: ", "Calcul : "}) << figure.formula() << "\n";
  for (const v1::FigureInput& input : figure.inputs())
    session.out << "  " << input.label() << ": " << input.number() << "\n";
  for (const v1::ReferenceFigure& reference : figure.reference_figures()) {
    session.out << session.Say({"Elsewhere: ", "Ailleurs : "}) << reference.value() << " "
                << reference.text() << " (" << reference.source() << ")\n";
  }
  for (const std::string& note : figure.notes()) session.out << "- " << note << "\n";
}

absl::Status OneFigure(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  v1::GetFigureRequest request;
  request.set_name(absl::StrCat(organization, "/figures/", arguments.figure));
  ASSIGN_OR_RETURN(const auto figure, session.connection.Call<v1::Figure>(
                                          "palier.reporting.v1.FigureService/GetFigure", request));
  WarnOfMissing(session, figure.unreachable_services());
  ASSIGN_OR_RETURN(const auto items, AllItems(session, request.name(), arguments.part));
  if (session.json()) {
    Json json = PlainJson(figure);
    json["items"] = PlainJson(items).value("items", Json::array());
    session.Print(json);
    return absl::OkStatus();
  }
  if (session.options.format != Format::kCsv) {
    Explain(session, figure);
    if (items.items_size() == 0) return absl::OkStatus();
    session.out << "\n";
  }
  session.Print(ItemTable(session, items));
  return absl::OkStatus();
}

}  // namespace

void AddReportFigures(Command& report) {
  auto arguments = std::make_shared<Arguments>();
  report
      .Sub("figures",
           {"Figures of the organisation; of one, how it is computed and the records behind it",
            "Chiffres de l'organisation ; d'un seul, son calcul et les fiches derrière lui"})
      .With({"FIGURE", "", {"Id of one figure", "Identifiant d'un chiffre"}, &arguments->figure})
      .With({"--topic",
             "TOPIC",
             {"Only those of one topic", "Seulement ceux d'un thème"},
             &arguments->topic,
             false,
             {"outcomes", "obstacles", "money", "readiness", "people", "strategy"}})
      .With({"--warnings",
             "",
             {"Only those that somebody should look at", "Seulement ceux à regarder"},
             &arguments->warnings})
      .With({"--part",
             "PART",
             {"Of one figure, only the records of this part",
              "D'un chiffre, seulement les fiches de cette part"},
             &arguments->part})
      .Run([arguments](Session& session) {
        return arguments->figure.empty() ? Figures(session, *arguments)
                                         : OneFigure(session, *arguments);
      });
}

}  // namespace palier::ctl
