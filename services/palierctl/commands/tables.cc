// SPDX-License-Identifier: Apache-2.0
// Tables in and out, and an organisation from its directory.
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "palier/registry/v1/table_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/input/pieces.h"
#include "palierctl/output/output_file.h"
#include "palierctl/session.h"
#include "palierctl/transfer.h"

namespace palier::ctl {
namespace {

namespace v1 = registry::v1;

struct Arguments {
  std::string kind, file, format, sheet, filter, profile, members;
  std::vector<std::string> map;
  bool validate_only = false, all_or_nothing = false, french = false;
};

const std::vector<std::string>& Kinds() {
  static const auto* kinds = new std::vector<std::string>{"projects", "teams", "entries"};
  return *kinds;
}

absl::StatusOr<v1::TableKind> KindOf(const std::string& text) {
  v1::TableKind kind = v1::TABLE_KIND_UNSPECIFIED;
  if (v1::TableKind_Parse(absl::AsciiStrToUpper(text), &kind) && kind != 0) return kind;
  return Usage(
      {absl::StrCat("There is no table of `", text, "`: projects, teams or entries."),
       absl::StrCat("Il n'y a pas de table de « ", text, " » : projects, teams ou entries.")});
}

// Of the option, else of the file's name; unspecified when neither tells.
absl::StatusOr<v1::TableFormat> FormatOf(const Arguments& arguments) {
  const std::string text = absl::AsciiStrToLower(arguments.format);
  const std::string file = absl::AsciiStrToLower(arguments.file);
  if (text == "csv" || (text.empty() && absl::EndsWith(file, ".csv"))) return v1::CSV;
  if (text == "xlsx" || (text.empty() && absl::EndsWith(file, ".xlsx"))) return v1::XLSX;
  if (text.empty()) return v1::TABLE_FORMAT_UNSPECIFIED;
  return Usage({"--format: expected csv or xlsx.", "--format : csv ou xlsx attendu."});
}

absl::Status AddMap(const std::vector<std::string>& map, v1::ImportTableRequest& request) {
  for (const std::string& entry : map) {
    const size_t equal = entry.rfind('=');
    if (equal == std::string::npos || equal == 0 || equal + 1 == entry.size()) {
      return Usage({"--map: expected HEADER=FIELD, for example \"Budget PoC=poc_budget\".",
                    "--map : EN-TÊTE=CHAMP attendu, par exemple « Budget PoC=poc_budget »."});
    }
    (*request.mutable_columns())[entry.substr(0, equal)] = entry.substr(equal + 1);
  }
  return absl::OkStatus();
}

// Sends `request` with the first piece of the file, then the other pieces.
template <typename Request>
NextMessage<google::protobuf::Message> PiecesOf(Pieces& pieces, Request& request) {
  return [&pieces, &request, head = request,
          first = true](google::protobuf::Message*) mutable -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(std::string piece, pieces.Next());
    if (piece.empty() && !first) return false;
    if (first) request = head;
    first = false;
    request.set_data(std::move(piece));
    return true;
  };
}

void PrintTable(const Session& session, const v1::ImportTableResponse& response) {
  if (session.json()) return session.Print(response);
  session.Print(
      Table{{{session.Say({"created", "créés"}), true},
             {session.Say({"updated", "modifiés"}), true},
             {session.Say({"unchanged", "inchangés"}), true},
             {session.Say({"rejected", "refusés"}), true},
             {session.Say({"encoding", "encodage"})}},
            {{absl::StrCat(response.created_count()), absl::StrCat(response.updated_count()),
              absl::StrCat(response.unchanged_count()), absl::StrCat(response.rejected_count()),
              response.encoding()}}});
  for (const std::string& column : response.unknown_columns()) {
    session.err << session.Say({"  - column not read: ", "  - colonne non lue : "}) << column
                << "\n";
  }
  for (const v1::RowError& error : response.errors()) {
    session.err << session.Say({"  - row ", "  - ligne "}) << error.row();
    if (!error.column().empty()) session.err << ", " << error.column();
    if (!error.raw().empty()) session.err << " [" << absl::CHexEscape(error.raw()) << "]";
    session.err << ": " << error.message() << "\n";
  }
}

absl::Status ImportTable(Session& session, const Arguments& arguments) {
  v1::ImportTableRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const v1::TableKind kind, KindOf(arguments.kind));
  ASSIGN_OR_RETURN(const v1::TableFormat format, FormatOf(arguments));
  request.set_kind(kind);
  request.set_format(format);
  request.set_sheet(arguments.sheet);
  request.set_validate_only(arguments.validate_only);
  request.set_all_or_nothing(arguments.all_or_nothing);
  RETURN_IF_ERROR(AddMap(arguments.map, request));
  ASSIGN_OR_RETURN(Pieces pieces, Pieces::Open(arguments.file));
  const auto stream = session.connection.Stream("palier.registry.v1.TableService/ImportTable");
  v1::ImportTableResponse response, answer;
  RETURN_IF_ERROR(Transfer(*stream, PiecesOf(pieces, request), &request, &response,
                           [&] { answer = response; }));
  PrintTable(session, answer);
  return absl::OkStatus();
}

absl::Status ExportTable(Session& session, const Arguments& arguments) {
  v1::ExportTableRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(const v1::TableKind kind, KindOf(arguments.kind));
  ASSIGN_OR_RETURN(v1::TableFormat format, FormatOf(arguments));
  if (format == v1::TABLE_FORMAT_UNSPECIFIED) format = v1::CSV;
  request.set_kind(kind);
  request.set_format(format);
  request.set_filter(arguments.filter);
  request.set_french(arguments.french);
  OutputFile file(arguments.file, session.out);
  RETURN_IF_ERROR(file.Check());
  const auto stream = session.connection.Stream("palier.registry.v1.TableService/ExportTable");
  stream->Write(request);
  stream->WritesDone();
  v1::ExportTableResponse piece;
  while (stream->Read(&piece)) file.stream() << piece.data();
  RETURN_IF_ERROR(stream->Finish());
  return file.Keep();
}

absl::Status ImportOrganization(Session& session, const Arguments& arguments) {
  v1::ImportOrganizationRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_profile(arguments.profile);
  request.set_validate_only(arguments.validate_only);
  request.set_part(v1::ImportOrganizationRequest::TEAMS);
  ASSIGN_OR_RETURN(Pieces teams, Pieces::Open(arguments.file));
  ASSIGN_OR_RETURN(Pieces members, Pieces::Open(arguments.members));
  const auto stream =
      session.connection.Stream("palier.registry.v1.TableService/ImportOrganization");
  v1::ImportOrganizationResponse response, answer;
  bool first = true, in_members = false;
  const v1::ImportOrganizationRequest head = request;
  const auto next = [&](google::protobuf::Message*) -> absl::StatusOr<bool> {
    if (first) request = head;
    first = false;
    ASSIGN_OR_RETURN(std::string piece, in_members ? members.Next() : teams.Next());
    if (piece.empty() && !in_members) {
      in_members = true;
      ASSIGN_OR_RETURN(piece, members.Next());
    }
    if (piece.empty()) return false;
    request.set_part(in_members ? v1::ImportOrganizationRequest::MEMBERSHIPS
                                : v1::ImportOrganizationRequest::TEAMS);
    request.set_data(std::move(piece));
    return true;
  };
  RETURN_IF_ERROR(Transfer(*stream, next, &request, &response, [&] { answer = response; }));
  if (session.json()) {
    session.Print(answer);
    return absl::OkStatus();
  }
  session.Print(
      Table{{{session.Say({"created", "créés"}), true},
             {session.Say({"updated", "modifiés"}), true},
             {session.Say({"unchanged", "inchangés"}), true},
             {session.Say({"departments", "directions"}), true},
             {session.Say({"teams", "équipes"}), true},
             {session.Say({"people", "personnes"}), true},
             {session.Say({"seats", "places"}), true},
             {session.Say({"archived", "archivées"}), true}},
            {{absl::StrCat(answer.created_count()), absl::StrCat(answer.updated_count()),
              absl::StrCat(answer.unchanged_count()), absl::StrCat(answer.department_count()),
              absl::StrCat(answer.team_count()), absl::StrCat(answer.people_count()),
              absl::StrCat(answer.seat_count()), absl::StrCat(answer.archived_count())}}});
  return absl::OkStatus();
}

Parameter FormatOption(Arguments* arguments) {
  return {"-f,--format",
          "FORMAT",
          {"csv or xlsx; by default what the file's name says",
           "csv ou xlsx ; par défaut selon le nom du fichier"},
          &arguments->format,
          false,
          {"csv", "xlsx"}};
}

Parameter DryRun(Arguments* arguments) {
  return {"--validate-only",
          "",
          {"Tell what would happen, write nothing", "Dire ce qui arriverait, sans rien écrire"},
          &arguments->validate_only};
}

}  // namespace

void AddImportTables(Command& import) {
  auto table = std::make_shared<Arguments>();
  import.Sub("table", {"A CSV or XLSX table", "Une table CSV ou XLSX"})
      .With({"FILE", "", {"The table; - is standard input", "La table ; - est l'entrée standard"},
             &table->file, true})
      .With({"--kind", "KIND", {"What the rows are", "Ce que sont les lignes"}, &table->kind, true,
             Kinds()})
      .With(FormatOption(table.get()))
      .With({"--sheet", "NAME", {"Sheet of an XLSX file", "Feuille d'un fichier XLSX"}, &table->sheet})
      .With({"--map", "HEADER=FIELD",
             {"A column by another name, several times", "Une colonne d'un autre nom, plusieurs fois"},
             &table->map})
      .With(DryRun(table.get()))
      .With({"--all-or-nothing", "",
             {"Write nothing when one row is wrong", "Ne rien écrire si une ligne est fausse"},
             &table->all_or_nothing})
      .Run([table](Session& session) { return ImportTable(session, *table);
});
auto directory = std::make_shared<Arguments>();
  import.Sub("organization", {"Departments, teams and people from a directory",
                              "Directions, équipes et personnes d'un annuaire"})
      .With({"FILE", "", {"Its teams", "Ses équipes"}, &directory->file, true})
      .With({"--members", "FILE", {"Who is in which team", "Qui est dans quelle équipe"},
             &directory->members, true})
      .With({"--profile", "PROFILE", {"How to read it", "Comment le lire"}, &directory->profile, true,
             {"rust-teams"}})
      .With(DryRun(directory.get()))
      .Run([directory](Session& session) { return ImportOrganization(session, *directory);
  }  // namespace palier::ctl
);
}

void AddExportTables(Command& root) {
  auto arguments = std::make_shared<Arguments>();
  root.Sub("export", {"Write a table as a file", "Écrire une table dans un fichier"})
      .With({"KIND",
             "",
             {"projects, teams or entries", "projects, teams ou entries"},
             &arguments->kind,
             true,
             Kinds()})
      .With({"FILE",
             "",
             {"The file; - is standard output", "Le fichier ; - est la sortie standard"},
             &arguments->file,
             true})
      .With(FormatOption(arguments.get()))
      .With({"--french",
             "",
             {"As Excel in French reads it", "Comme Excel en français le lit"},
             &arguments->french})
      .With({"--filter",
             "FILTER",
             {"Of the list, for example stage=POC", "De la liste, par exemple stage=POC"},
             &arguments->filter})
      .Run([arguments](Session& session) { return ExportTable(session, *arguments); });
}

}  // namespace palier::ctl
