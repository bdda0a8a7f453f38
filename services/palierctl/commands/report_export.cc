// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "common/operations/outcome.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/export_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/commands/operation.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/missing.h"
#include "palierctl/output/output_file.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;
using google::longrunning::Operation;

struct Arguments {
  std::string file;
  bool records = false;
};

OperationKind ExportOperations(const Session& session) {
  return {"palier.reporting.v1.OperationService/",
          [&session](const Operation& operation) -> std::string {
            v1::ExportFiguresMetadata metadata;
            if (!operation.metadata().UnpackTo(&metadata)) return "";
            return absl::StrCat(metadata.figure_count(), "/", metadata.max_figure_count(),
                                session.Say({" figures, ", " chiffres, "}), metadata.row_count(),
                                session.Say({" rows", " lignes"}));
          },
          [](const Operation&) { return std::string(); }};
}

absl::StatusOr<v1::Export> Make(const Session& session, const Arguments& arguments) {
  v1::ExportFiguresRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_content(arguments.records ? v1::Export::RECORDS : v1::Export::FIGURES);
  request.set_format(absl::EndsWithIgnoreCase(arguments.file, ".xlsx") ? v1::Export::XLSX
                                                                       : v1::Export::CSV);
  request.set_request_id(NewRequestId());
  const Interrupt interrupt;
  ASSIGN_OR_RETURN(Operation operation,
                   session.connection.Call<Operation>(
                       "palier.reporting.v1.ExportService/ExportFigures", request));
  ASSIGN_OR_RETURN(operation, FollowOperation(session, std::move(operation), interrupt,
                                              ExportOperations(session)));
  return operations::ResultOf<v1::Export>(operation);
}

absl::StatusOr<std::string> Fetch(const Session& session, const v1::Export& file) {
  std::string bytes;
  v1::QueryExportBytesRequest request;
  request.set_name(file.name());
  while (static_cast<int64_t>(bytes.size()) < file.size_bytes()) {
    request.set_offset(static_cast<int64_t>(bytes.size()));
    ASSIGN_OR_RETURN(const auto piece,
                     session.connection.Call<v1::QueryExportBytesResponse>(
                         "palier.reporting.v1.ExportService/QueryExportBytes", request));
    if (piece.data().empty()) break;
    absl::StrAppend(&bytes, piece.data());
  }
  if (digest::Sha256Hex(bytes) == file.sha256()) return bytes;
  return absl::DataLossError(session.Say(
      {"The file arrived damaged. Try again.", "Le fichier est arrivé abîmé. Recommencez."}));
}

absl::Status Export(Session& session, const Arguments& arguments) {
  OutputFile file(arguments.file, session.out);
  RETURN_IF_ERROR(file.Check());
  ASSIGN_OR_RETURN(const v1::Export made, Make(session, arguments));
  WarnOfMissing(session, made.unreachable_services());
  ASSIGN_OR_RETURN(const std::string bytes, Fetch(session, made));
  file.stream() << bytes;
  return file.Keep();
}

}  // namespace

void AddReportExport(Command& report) {
  auto arguments = std::make_shared<Arguments>();
  report
      .Sub("export", {"All figures in a file for a spreadsheet",
                      "Tous les chiffres dans un fichier pour tableur"})
      .With({"FILE",
             "",
             {"Where to write it; .xlsx makes a workbook, anything else CSV; - is standard output",
              "Où l'écrire ; .xlsx en fait un classeur, tout autre nom du CSV ; - est la sortie "
              "standard"},
             &arguments->file,
             true})
      .With({"--records",
             "",
             {"Each record behind each figure instead",
              "À la place, chaque fiche derrière chaque chiffre"},
             &arguments->records})
      .Run([arguments](Session& session) { return Export(session, *arguments); });
}

}  // namespace palier::ctl
