// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/quarantine_service.pb.h"
#include "palier/kpi/v1/source_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/ingest_counts.h"
#include "palierctl/input/pieces.h"
#include "palierctl/names.h"
#include "palierctl/output/progress.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

constexpr char kSources[] = "palier.kpi.v1.SourceService/";
// Well below what one call takes, so that its answer comes soon.
constexpr size_t kPieceBytes = size_t{1} << 20;
constexpr int kPieceRecords = 1000;

struct Arguments {
  std::string file, source, project;
};

absl::StatusOr<v1::Source> ReadSource(const Session& session, const std::string& name) {
  v1::GetSourceRequest request;
  request.set_name(name);
  return session.connection.Call<v1::Source>(absl::StrCat(kSources, "GetSource"), request);
}

// The next lines of a file; only NDJSON can be cut anywhere between two lines.
class Deliveries {
 public:
  static absl::StatusOr<Deliveries> Open(const std::string& file, v1::Source::Format format) {
    if (format != v1::Source::NDJSON) {
      ASSIGN_OR_RETURN(std::string whole, ReadFile(file));
      return Deliveries(std::move(whole));
    }
    ASSIGN_OR_RETURN(Pieces pieces, Pieces::Open(file));
    return Deliveries(std::make_unique<Lines>(std::move(pieces)));
  }

  // Empty at the end.
  absl::StatusOr<std::string> Next() {
    std::string data = std::exchange(whole_, "");
    if (lines_ == nullptr) return data;
    data = std::exchange(held_, "");
    std::string line;
    for (int records = 0; records < kPieceRecords; ++records) {
      ASSIGN_OR_RETURN(const bool more, lines_->Next(&line));
      if (!more) break;
      line += '\n';
      if (!data.empty() && data.size() + line.size() > kPieceBytes) {
        held_ = std::move(line);
        break;
      }
      data += line;
    }
    return data;
  }

 private:
  explicit Deliveries(std::string whole) : whole_(std::move(whole)) {}
  explicit Deliveries(std::unique_ptr<Lines> lines) : lines_(std::move(lines)) {}

  std::unique_ptr<Lines> lines_;
  std::string held_;
  std::string whole_;
};

std::string MeaningOf(const v1::MappedRecord& record) {
  if (!record.reason().empty()) return absl::StrCat(record.reason(), ": ", record.message());
  std::string text;
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
  ASSIGN_OR_RETURN(Deliveries deliveries, Deliveries::Open(arguments.file, source.format()));
  ASSIGN_OR_RETURN(*request.mutable_data(), deliveries.Next());
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
                          record.project(), MeaningOf(record)});
  }
  session.Print(table);
  return absl::OkStatus();
}

void Add(const v1::IngestRecordsResponse& from, v1::IngestRecordsResponse& to) {
  to.set_record_count(to.record_count() + from.record_count());
  to.set_ignored_count(to.ignored_count() + from.ignored_count());
  AddCounts(from.counts(), *to.mutable_counts());
}

void Print(const Session& session, const v1::IngestRecordsResponse& sum) {
  if (session.json()) return session.Print(sum);
  const std::pair<std::string, int64_t> numbers[] = {
      {session.Say({"records", "enregistrements"}), sum.record_count()},
      {session.Say({"without effect", "sans effet"}), sum.ignored_count()},
      {session.Say({"accepted", "acceptées"}), sum.counts().accepted_count()},
      {session.Say({"duplicates", "doublons"}), sum.counts().duplicate_count()},
      {session.Say({"restated", "corrigées"}), sum.counts().restated_count()},
      {session.Say({"superseded", "dépassées"}), sum.counts().superseded_count()},
      {session.Say({"quarantined", "en quarantaine"}), sum.counts().quarantined_count()}};
  Table table{{}, {{}}};
  for (const auto& [name, number] : numbers) {
    table.columns.push_back({name, true});
    table.rows[0].push_back(absl::StrCat(number));
  }
  session.Print(table);
}

absl::Status Send(Session& session, const Arguments& arguments) {
  v1::IngestRecordsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("source", arguments.source));
  ASSIGN_OR_RETURN(const v1::Source source, ReadSource(session, request.name()));
  ASSIGN_OR_RETURN(Deliveries deliveries, Deliveries::Open(arguments.file, source.format()));
  v1::IngestRecordsResponse sum;
  Progress progress(session.err, session.interactive);
  while (true) {
    ASSIGN_OR_RETURN(*request.mutable_data(), deliveries.Next());
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
  request.set_page_size(kPieceRecords);
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
  Command& source =
      root.Sub("source", {"Records of other systems", "Enregistrements d'autres systèmes"});
  const auto file = [&arguments](Command& command) -> Command& {
    return command
        .With(
            {"FILE",
             "",
             {"Records in the source's format, plain or gzip; - is standard input",
              "Enregistrements au format de la source, simples ou gzip ; - est l'entrée standard"},
             &arguments->file,
             true})
        .With({"--source", "ID", {"The source", "La source"}, &arguments->source, true});
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
