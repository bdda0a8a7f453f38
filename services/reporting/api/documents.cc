// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/registry/v1/assessment_service.pb.h"
#include "palier/reporting/v1/document_service.pb.h"
#include "reporting/api/context.h"
#include "reporting/api/peer_client.h"
#include "reporting/api/portfolio_report.h"
#include "reporting/documents/board_pack.h"
#include "reporting/documents/html.h"
#include "reporting/documents/pdf.h"

namespace palier::reporting {
namespace {

// What fits in a message beside the rest of it.
constexpr size_t kMostBytes = 3 << 20;

absl::StatusOr<v1::ExportedDocument> Render(const Document& document, v1::DocumentFormat format,
                                            const std::string& file) {
  v1::ExportedDocument exported;
  if (format == v1::DOCUMENT_FORMAT_HTML) {
    exported.set_data(ToHtml(document));
    exported.set_file_name(absl::StrCat(file, ".html"));
    exported.set_media_type("text/html; charset=utf-8");
  } else {
    ASSIGN_OR_RETURN(*exported.mutable_data(), ToPdf(document));
    exported.set_file_name(absl::StrCat(file, ".pdf"));
    exported.set_media_type("application/pdf");
  }
  if (exported.data().size() <= kMostBytes) return exported;
  return status::LimitExceeded({"A document of more than {limit} bytes is not made.",
                                "Un document de plus de {limit} octets n'est pas produit."},
                               "bytes", kMostBytes);
}

// With its sentences, in the caller's language.
absl::StatusOr<registry::v1::Assessment> Assess(const Context& context, const rpc::Call& call,
                                                const std::string& project) {
  registry::v1::AssessProjectRequest request;
  request.set_name(project);
  return PeerClient(context.registry, call, PeerClient::Account::kCaller)
      .Ask<registry::v1::Assessment>("AssessProject", request);
}

absl::StatusOr<v1::ExportBoardPackResponse> ExportBoardPack(
    const Context& context, const rpc::Call& call, const v1::ExportBoardPackRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile("organizations/{organization}"));
  RETURN_IF_ERROR(pattern.Parse(request.name()).status());
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  v1::GetPortfolioRequest portfolio_request;
  portfolio_request.set_name(absl::StrCat(request.name(), "/portfolio"));
  ASSIGN_OR_RETURN(const v1::Portfolio portfolio,
                   ReportPortfolio(context, call, portfolio_request));
  BoardPackFacts facts{*book, portfolio, {}};
  for (const std::string& project : DecisionsAsked(*book)) {
    if (facts.decisions.size() == kMostDecisions) break;
    auto assessment = Assess(context, call, project);
    // Deleted a moment ago.
    if (absl::IsNotFound(assessment.status())) continue;
    RETURN_IF_ERROR(assessment.status());
    facts.decisions.push_back(*std::move(assessment));
  }
  v1::ExportBoardPackResponse response;
  ASSIGN_OR_RETURN(*response.mutable_document(),
                   Render(BoardPack(facts, call.language), request.format(), "board-pack"));
  return response;
}

absl::StatusOr<v1::ExportSponsorBriefResponse> ExportSponsorBrief(
    const Context& context, const rpc::Call& call, const v1::ExportSponsorBriefRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern,
                   aip::NamePattern::Compile("organizations/{organization}/projects/{project}"));
  ASSIGN_OR_RETURN(const auto ids, pattern.Parse(request.name()));
  ASSIGN_OR_RETURN(const auto assessment, Assess(context, call, request.name()));
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const auto dossier = book->model()->dossiers.find(request.name());
  if (dossier == book->model()->dossiers.end()) return status::NotFound(request.name());
  v1::ExportSponsorBriefResponse response;
  ASSIGN_OR_RETURN(
      *response.mutable_document(),
      Render(SponsorBrief(*dossier->second, assessment, book->model()->assessed_day, call.language),
             request.format(), absl::StrCat("brief-", ids[1])));
  return response;
}

}  // namespace

void AddDocuments(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::ExportBoardPackRequest, v1::ExportBoardPackResponse>(
      "ExportBoardPack", [&context](const rpc::Call& call, const auto& request) {
        return ExportBoardPack(context, call, request);
      });
  table.Unary<v1::ExportSponsorBriefRequest, v1::ExportSponsorBriefResponse>(
      "ExportSponsorBrief", [&context](const rpc::Call& call, const auto& request) {
        return ExportSponsorBrief(context, call, request);
      });
}

}  // namespace palier::reporting
