// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/ingest_counts.h"
#include "palierctl/errors.h"
#include "palierctl/input/day.h"
#include "palierctl/input/pieces.h"
#include "palierctl/input/resource_json.h"
#include "palierctl/output/progress.h"
#include "palierctl/session.h"
#include "palierctl/transfer.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

constexpr int kBatch = 1000;

struct Arguments {
  std::string file, project, source, rejects;
};

struct Tally {
  v1::IngestCounts counts;
  int64_t unreadable = 0;
};

// A line that is no measurement is told and skipped: one bad line must not hold back the others.
bool ReadMeasurement(const Session& session, const std::string& line, int64_t number,
                     absl::CivilDay today, v1::Measurement* measurement) {
  absl::StatusOr<Json> json = ParseJson(line, absl::StrCat("line ", number));
  absl::Status status = json.status();
  if (status.ok()) status = FillMessage(*std::move(json), today, measurement);
  if (!status.ok()) session.err << "  - " << number << ": " << status.message() << "\n";
  return status.ok();
}

void Print(const Session& session, const Tally& tally) {
  std::vector<Count> counts = CountsOf(tally.counts);
  counts.push_back({"unreadable", {"unreadable", "illisibles"}, tally.unreadable});
  PrintCounts(session, counts);
}

absl::Status Ingest(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const std::string project, session.Name("project", arguments.project));
  ASSIGN_OR_RETURN(Pieces pieces, Pieces::Open(arguments.file));
  Lines lines(std::move(pieces));
  std::ofstream rejects;
  if (!arguments.rejects.empty()) {
    rejects.open(arguments.rejects, std::ios::binary);
    if (!rejects)
      return FileError(arguments.rejects, {"cannot be written.", "impossible à écrire."});
  }
  const absl::CivilDay today = Today();
  const auto stream =
      session.connection.Stream("palier.kpi.v1.IngestionService/IngestMeasurementStream");
  v1::IngestMeasurementStreamRequest request;
  v1::IngestMeasurementStreamResponse response;
  Tally tally;
  int64_t sequence = 0;
  int64_t acknowledged = 0;
  Progress progress(session.err, session.interactive);
  const auto next = [&](google::protobuf::Message*) -> absl::StatusOr<bool> {
    if (sequence == 0) {
      request.set_parent(project);
      request.set_source(arguments.source);
    }
    std::string line;
    while (request.measurements_size() < kBatch) {
      ASSIGN_OR_RETURN(const bool more, lines.Next(&line));
      if (!more) break;
      if (line.find_first_not_of(" \t") == std::string::npos) continue;
      if (!ReadMeasurement(session, line, lines.number(), today, request.add_measurements())) {
        request.mutable_measurements()->RemoveLast();
        if (rejects.is_open()) rejects << line << "\n";
        ++tally.unreadable;
      }
    }
    request.set_sequence(++sequence);
    return sequence == 1 || request.measurements_size() > 0;
  };
  RETURN_IF_ERROR(Transfer(*stream, next, &request, &response, [&] {
    AddCounts(response.counts(), tally.counts);
    acknowledged += response.fates_size();
    progress.Show(acknowledged, 0);
  }));
  Print(session, tally);
  return absl::OkStatus();
}

}  // namespace

void AddIngest(Command& root) {
  auto arguments = std::make_shared<Arguments>();
  root.Sub("ingest", {"Send measurements, one JSON object per line",
                      "Envoyer des mesures, un objet JSON par ligne"})
      .With({"FILE",
             "",
             {"NDJSON, plain or gzip; - is standard input",
              "NDJSON, simple ou gzip ; - est l'entrée standard"},
             &arguments->file,
             true})
      .With({"--project", "PROJECT", {"The project", "Le projet"}, &arguments->project, true})
      .With({"--source",
             "ID",
             {"Where they come from (default api)", "D'où elles viennent (api par défaut)"},
             &arguments->source})
      .With({"--rejects",
             "FILE",
             {"Write the lines that are no measurements, to repair and send again",
              "Écrire les lignes qui ne sont pas des mesures, à réparer et renvoyer"},
             &arguments->rejects})
      .Footer(
          {R"(A line: {"kpi":"usage","event_id":"a1","event_time":"2026-07-01T08:00:00Z","number":12})",
           R"(Une ligne : {"kpi":"usage","event_id":"a1","event_time":"2026-07-01T08:00:00Z","number":12})"})
      .Run([arguments](Session& session) { return Ingest(session, *arguments); });
}

}  // namespace palier::ctl
