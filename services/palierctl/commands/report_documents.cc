// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/document_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/output/output_file.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = reporting::v1;

struct Arguments {
  std::string target, file;
};

// Told by the name of the file.
v1::DocumentFormat FormatOf(const std::string& file) {
  return absl::EndsWithIgnoreCase(file, ".html") ? v1::DOCUMENT_FORMAT_HTML
                                                 : v1::DOCUMENT_FORMAT_PDF;
}

template <typename Response, typename Request>
absl::Status Export(Session& session, Request request, const std::string& method,
                    const std::string& path) {
  OutputFile file(path, session.out);
  RETURN_IF_ERROR(file.Check());
  request.set_format(FormatOf(path));
  ASSIGN_OR_RETURN(const auto response, session.connection.Call<Response>(method, request));
  file.stream() << response.document().data();
  return file.Keep();
}

absl::Status Board(Session& session, const Arguments& arguments) {
  v1::ExportBoardPackRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Organization());
  return Export<v1::ExportBoardPackResponse>(
      session, request, "palier.reporting.v1.DocumentService/ExportBoardPack", arguments.file);
}

absl::Status Brief(Session& session, const Arguments& arguments) {
  v1::ExportSponsorBriefRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("project", arguments.target));
  return Export<v1::ExportSponsorBriefResponse>(
      session, request, "palier.reporting.v1.DocumentService/ExportSponsorBrief", arguments.file);
}

Parameter File(Arguments* arguments) {
  return {"FILE",
          "",
          {"Where to write it; .html makes a page of it, - is standard output",
           "Où l'écrire ; .html en fait une page, - est la sortie standard"},
          &arguments->file,
          true};
}

}  // namespace

void AddReportDocuments(Command& report) {
  auto board = std::make_shared<Arguments>();
  report
      .Sub("board", {"What the board should know, as PDF or page",
                     "Ce que le comité doit savoir, en PDF ou en page"})
      .With(File(board.get()))
      .Run([board](Session& session) { return Board(session, *board); });
  auto brief = std::make_shared<Arguments>();
  report
      .Sub("brief", {"One page for the sponsor who defends a project in five minutes",
                     "Une page pour le sponsor qui défend un projet en cinq minutes"})
      .With({"PROJECT", "", {"Project", "Projet"}, &brief->target, true})
      .With(File(brief.get()))
      .Run([brief](Session& session) { return Brief(session, *brief); });
}

}  // namespace palier::ctl
