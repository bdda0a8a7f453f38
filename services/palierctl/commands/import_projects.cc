// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/errors.h"
#include "palierctl/input/pieces.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/progress.h"
#include "palierctl/session.h"
#include "palierctl/transfer.h"

namespace palier::ctl {
namespace {

namespace v1 = registry::v1;

struct Arguments {
  std::string file, profile, report;
  bool dry_run = false;
};

// What comes back while the file goes out.
struct Outcome {
  v1::ImportSummary summary;
  Table report{{{"record", true},
                {"line", true},
                {"outcome"},
                {"doubtful"},
                {"project"},
                {"display_name"},
                {"column"},
                {"code"},
                {"raw"},
                {"message"}},
               {}};
};

// One row per finding; a record without any has one row all the same.
void AddRows(const v1::ImportedRecord& record, Table& table) {
  const std::vector<std::string> head = {absl::StrCat(record.record_number()),
                                         absl::StrCat(record.line_number()),
                                         v1::ImportedRecord::Outcome_Name(record.outcome()),
                                         record.doubtful() ? "true" : "false",
                                         ShortName(record.project()),
                                         record.display_name()};
  const auto add = [&](std::vector<std::string> tail) {
    table.rows.push_back(head);
    table.rows.back().insert(table.rows.back().end(), tail.begin(), tail.end());
  };
  for (const v1::ImportFinding& finding : record.findings()) {
    add({finding.column(), finding.code(), finding.raw(), finding.message()});
  }
  if (record.findings_size() == 0) add({"", "", "", ""});
}

Json Contract(const v1::ImportSummary& summary) {
  Json findings = Json::array();
  for (const v1::ImportFinding& finding : summary.file_findings()) {
    findings.push_back({{"column", finding.column()},
                        {"code", finding.code()},
                        {"raw", finding.raw()},
                        {"message", finding.message()}});
  }
  return {{"created", summary.created_count()},     {"updated", summary.updated_count()},
          {"unchanged", summary.unchanged_count()}, {"doubtful", summary.doubtful_count()},
          {"rejected", summary.rejected_count()},   {"records", summary.record_count()},
          {"findings", summary.finding_count()},    {"departments", summary.department_count()},
          {"encoding", summary.encoding()},         {"file_findings", std::move(findings)}};
}

void PrintSummary(const Session& session, const v1::ImportSummary& summary) {
  const Json contract = Contract(summary);
  if (session.json()) return session.Print(contract);
  Table table;
  table.rows.emplace_back();
  for (const auto& [key, value] : contract.items()) {
    if (key == "file_findings") continue;
    table.columns.push_back({key, value.is_number()});
    table.rows[0].push_back(value.is_string() ? value.get<std::string>() : value.dump());
  }
  session.Print(table);
  for (const v1::ImportFinding& finding : summary.file_findings()) {
    session.err << "  - " << finding.code() << ": " << finding.column() << " " << finding.message()
                << "\n";
  }
}

absl::Status Run(Session& session, const Arguments& arguments, Outcome& outcome) {
  ASSIGN_OR_RETURN(const std::string organization, session.Organization());
  ASSIGN_OR_RETURN(Pieces pieces, Pieces::Open(arguments.file));
  const auto stream =
      session.connection.Stream("palier.registry.v1.RegistryService/ImportProjects");
  Progress progress(session.err, session.interactive);
  v1::ImportProjectsRequest request;
  v1::ImportProjectsResponse response;
  bool first = true;
  const auto next = [&](google::protobuf::Message*) -> absl::StatusOr<bool> {
    ASSIGN_OR_RETURN(std::string piece, pieces.Next());
    if (piece.empty() && !first) return false;
    if (first) {
      request.set_parent(organization);
      request.set_profile(arguments.profile);
      request.set_validate_only(arguments.dry_run);
    }
    first = false;
    request.set_data(std::move(piece));
    return true;
  };
  return Transfer(*stream, next, &request, &response, [&] {
    for (const v1::ImportedRecord& record : response.records()) AddRows(record, outcome.report);
    if (response.has_summary()) outcome.summary = response.summary();
    progress.Show(response.processed_count(), response.total_count());
  });
}

absl::Status Import(Session& session, const Arguments& arguments) {
  std::ofstream report;
  if (!arguments.report.empty()) {
    // Before the import: a report that cannot be written should not be found out after it.
    report.open(arguments.report, std::ios::binary);
    if (!report) return FileError(arguments.report, {"cannot be written.", "impossible à écrire."});
  }
  Outcome outcome;
  RETURN_IF_ERROR(Run(session, arguments, outcome));
  if (report.is_open()) {
    report << RenderCsv(outcome.report) << std::flush;
    if (!report) return FileError(arguments.report, {"cannot be written.", "impossible à écrire."});
  }
  PrintSummary(session, outcome.summary);
  return absl::OkStatus();
}

}  // namespace

void AddImportProjects(Command& import) {
  auto arguments = std::make_shared<Arguments>();
  import.Sub("projects", {"A register of AI projects", "Un registre de projets d'IA"})
      .With({"FILE", "", {"The register; - is standard input", "Le registre ; - est l'entrée standard"},
             &arguments->file, true})
      .With({"--profile", "PROFILE", {"How to read it", "Comment le lire"}, &arguments->profile, true,
             {"us-ai-inventory-2024", "us-ai-inventory-2023", "nl-algoritmeregister"}})
      .With({"--dry-run", "", {"Report what would happen, write nothing", "Dire ce qui arriverait, sans rien écrire"},
             &arguments->dry_run})
      .With({"--report", "FILE.csv", {"Write what became of each record", "Écrire le sort de chaque ligne"},
             &arguments->report})
      .Run([arguments](Session& session) { return Import(session, *arguments);
});
}  // namespace palier::ctl

}  // namespace palier::ctl
