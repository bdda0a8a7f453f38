// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/quarantine_service.pb.h"
#include "palier/kpi/v1/source_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/ingest_counts.h"
#include "palierctl/input/record_pieces.h"
#include "palierctl/names.h"
#include "palierctl/output/progress.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

// Of all pieces together, as many as the server tells of one.
constexpr int kMaxRefusals = 100;
constexpr char kSources[] = "palier.kpi.v1.SourceService/";

struct Arguments {
  std::string file, source, project;
};

absl::StatusOr<v1::Source> ReadSource(const Session& session, const std::string& name) {
  v1::GetSourceRequest request;
  request.set_name(name);
  return session.connection.Call<v1::Source>(absl::StrCat(kSources, "GetSource"), request);
}

std::string MeaningOf(const Session& session, const v1::MappedRecord& record) {
  if (!record.reason().empty()) return absl::StrCat(record.reason(), ": ", record.message());
  std::string text;
  if (!record.case_id().empty()) {
    text = absl::StrCat(session.Say({"event of case ", "événement du dossier "}), record.case_id());
  }
  for (const v1::Measurement& measurement : record.measurements()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", measurement.kpi(), " = ",
                    measurement.retraction() ? "-" : measurement.decimal());
  }
  return text;
}

absl::Status Try(Session& session, const Arguments& arguments) {
  v1::DryRunSourceRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("source", arguments.source));
  ASSIGN_OR_RETURN(const v1::Source source, ReadSource(session, request.name()));
  ASSIGN_OR_RETURN(const auto pieces, RecordPieces::Open(arguments.file, source.format()));
  ASSIGN_OR_RETURN(*request.mutable_data(), pieces->Next());
  ASSIGN_OR_RETURN(const auto run, session.connection.Call<v1::DryRunSourceResponse>(
                                       absl::StrCat(kSources, "DryRunSource"), request));
  if (session.json()) {
    session.Print(run);
    return absl::OkStatus();
  }
  Table table{{{session.Say({"record", "enregistrement"}), true},
               {session.Say({"mapping", "correspondance"}), true},
               {session.Say({"project", "projet"})},
               {session.Say({"meaning", "sens"})}},
              {}};
  for (const v1::MappedRecord& record : run.records()) {
    table.rows.push_back({absl::StrCat(record.index()), absl::StrCat(record.mapping()),
                          record.project(), MeaningOf(session, record)});
  }
  session.Print(table);
  return absl::OkStatus();
}

// Why what was quarantined was, once each; the server tells of the first 100 of a piece.
void PrintReasons(const Session& session, const v1::IngestRecordsResponse& sum) {
  std::map<std::string, std::string> reasons;
  for (const v1::IngestRefusal& refusal : sum.refusals()) {
    reasons.emplace(refusal.reason(), refusal.message());
  }
  for (const auto& [reason, message] : reasons) {
    session.err << "  - " << reason << ": " << message << "\n";
  }
}

void Add(const v1::IngestRecordsResponse& from, v1::IngestRecordsResponse& to) {
  const int64_t before = to.record_count();
  to.set_record_count(before + from.record_count());
  to.set_ignored_count(to.ignored_count() + from.ignored_count());
  AddCounts(from.counts(), *to.mutable_counts());
  for (const v1::IngestRefusal& refusal : from.refusals()) {
    if (to.refusals_size() >= kMaxRefusals) break;
    *to.add_refusals() = refusal;
    to.mutable_refusals()->rbegin()->set_index(refusal.index() + static_cast<int32_t>(before));
  }
}

void Print(const Session& session, const v1::IngestRecordsResponse& sum) {
  if (session.json()) return session.Print(sum);
  std::vector<Count> counts = {{"records", {"records", "enregistrements"}, sum.record_count()},
                               {"ignored", {"without effect", "sans effet"}, sum.ignored_count()}};
  for (Count& count : CountsOf(sum.counts())) counts.push_back(std::move(count));
  PrintCounts(session, counts);
  PrintReasons(session, sum);
}

absl::Status Send(Session& session, const Arguments& arguments) {
  v1::IngestRecordsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("source", arguments.source));
  ASSIGN_OR_RETURN(const v1::Source source, ReadSource(session, request.name()));
  ASSIGN_OR_RETURN(const auto pieces, RecordPieces::Open(arguments.file, source.format()));
  v1::IngestRecordsResponse sum;
  Progress progress(session.err, session.interactive);
  while (true) {
    ASSIGN_OR_RETURN(*request.mutable_data(), pieces->Next());
    if (request.data().empty()) break;
    ASSIGN_OR_RETURN(const auto sent, session.connection.Call<v1::IngestRecordsResponse>(
                                          absl::StrCat(kSources, "IngestRecords"), request));
    Add(sent, sum);
    progress.Show(sum.record_count(), 0);
  }
  Print(session, sum);
  return absl::OkStatus();
}

absl::Status Replay(Session& session, const Arguments& arguments) {
  v1::ReplayQuarantineRequest request;
  if (arguments.project.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  } else {
    ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("project", arguments.project));
  }
  request.set_source(arguments.source);
  request.set_page_size(kDeliveryRecords);
  int64_t tried = 0, released = 0;
  Progress progress(session.err, session.interactive);
  do {
    ASSIGN_OR_RETURN(const auto page,
                     session.connection.Call<v1::ReplayQuarantineResponse>(
                         "palier.kpi.v1.QuarantineService/ReplayQuarantine", request));
    tried += page.tried_count();
    released += page.released_count();
    request.set_page_token(page.next_page_token());
    progress.Show(tried, 0);
  } while (!request.page_token().empty());
  session.Print(
      Table{{{session.Say({"tried", "rejouées"}), true},
             {session.Say({"released", "sorties"}), true},
             {session.Say({"left", "restantes"}), true}},
            {{absl::StrCat(tried), absl::StrCat(released), absl::StrCat(tried - released)}}});
  return absl::OkStatus();
}

}  // namespace

void AddSources(Command& root) {
  auto arguments = std::make_shared<Arguments>();
  const Text ready = {
      "Ready sources for events of CRMs and ERPs, files of coding assistants and cost files: "
      "docs/cookbook/ready-sources.md. To declare one: palierctl create source --id ID --file FILE",
      "Des sources prêtes pour les événements de CRM et d'ERP, les fichiers d'assistants de code "
      "et "
      "les fichiers de coûts : docs/cookbook/sources-pretes.md. Pour en déclarer une : palierctl "
      "create source --id ID --file FICHIER"};
  Command& source =
      root.Sub("source", {"Records of other systems", "Enregistrements d'autres systèmes"});
  source.Footer(ready);
  const auto file = [&arguments, &ready](Command& command) -> Command& {
    return command
        .With(
            {"FILE",
             "",
             {"Records in the source's format, plain or gzip; - is standard input",
              "Enregistrements au format de la source, simples ou gzip ; - est l'entrée standard"},
             &arguments->file,
             true})
        .With({"--source", "ID", {"The source", "La source"}, &arguments->source, true})
        .Footer(ready);
  };
  file(source.Sub("try",
                  {"Say what the first records would become, and write nothing",
                   "Dire ce que deviendraient les premiers enregistrements, sans rien écrire"}))
      .Run([arguments](Session& session) { return Try(session, *arguments); });
  file(source.Sub("send", {"Send records; the same again change nothing",
                           "Envoyer des enregistrements ; les mêmes ne changent rien"}))
      .Run([arguments](Session& session) { return Send(session, *arguments); });
  root.Sub("quarantine", {"What could not be taken in", "Ce qui n'a pas pu être pris"})
      .Sub("replay", {"Try again what was kept aside", "Rejouer ce qui a été mis de côté"})
      .With({"--project",
             "PROJECT",
             {"Of one project (default: records of no project)",
              "D'un projet (par défaut : enregistrements sans projet)"},
             &arguments->project})
      .With({"--source",
             "ID",
             {"Only from this source", "Seulement de cette source"},
             &arguments->source})
      .Run([arguments](Session& session) { return Replay(session, *arguments); });
}

}  // namespace palier::ctl
