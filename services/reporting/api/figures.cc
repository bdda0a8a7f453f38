// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/aip/page_token.h"
#include "common/aip/resource_name.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/figure_service.pb.h"
#include "reporting/api/context.h"
#include "reporting/api/figure_messages.h"

namespace palier::reporting {
namespace {

constexpr char kPattern[] = "organizations/{organization}/figures/{figure}";

absl::Status NoPage() {
  return status::Error(
      absl::StatusCode::kInvalidArgument, error::v1::INVALID_PAGE_TOKEN,
      {"The page token was not made by this call.", "Le jeton de page ne vient pas de cet appel."});
}

absl::StatusOr<const FigureDefinition*> Find(const std::string& name) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile(kPattern));
  ASSIGN_OR_RETURN(const auto ids, pattern.Parse(name));
  const FigureDefinition* const definition = FindFigure(ids[1]);
  if (definition == nullptr) return status::NotFound(name);
  return definition;
}

absl::StatusOr<v1::Figure> GetFigure(const Context& context, const rpc::Call& call,
                                     const v1::GetFigureRequest& request) {
  ASSIGN_OR_RETURN(const FigureDefinition* definition, Find(request.name()));
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  return FigureMessage(*definition, *book, absl::StrCat("organizations/", call.organization),
                       call.language);
}

absl::StatusOr<v1::ListFiguresResponse> ListFigures(const Context& context, const rpc::Call& call,
                                                    const v1::ListFiguresRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile("organizations/{organization}"));
  RETURN_IF_ERROR(pattern.Parse(request.parent()).status());
  ASSIGN_OR_RETURN(const int page_size, aip::EffectivePageSize(request.page_size()));
  const uint64_t checksum = aip::RequestChecksum(request, call.caller.subject());
  ASSIGN_OR_RETURN(const auto position, aip::ReadPageToken(request.page_token(), checksum));
  const FigureDefinition* next = FigureDefinitions().data();
  const FigureDefinition* const end = next + FigureDefinitions().size();
  if (!position.empty()) {
    next = FindFigure(position[0]);
    if (next == nullptr) return NoPage();
  }
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const auto is_asked = [&](const FigureDefinition& definition) {
    if (request.topic() != v1::Figure::TOPIC_UNSPECIFIED &&
        request.topic() != static_cast<int>(definition.topic))
      return false;
    return !request.warnings_only() || !book->Of(definition).warning.en.empty();
  };
  v1::ListFiguresResponse response;
  for (; next != end; ++next) {
    if (!is_asked(*next)) continue;
    if (response.figures_size() == page_size) {
      ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                       aip::MakePageToken({next->id}, checksum));
      break;
    }
    *response.add_figures() = FigureMessage(*next, *book, request.parent(), call.language);
  }
  std::set<std::string> silent;
  for (const v1::Figure& figure : response.figures())
    silent.insert(figure.unreachable_services().begin(), figure.unreachable_services().end());
  response.mutable_unreachable_services()->Assign(silent.begin(), silent.end());
  return response;
}

absl::StatusOr<v1::ListFigureItemsResponse> ListFigureItems(
    const Context& context, const rpc::Call& call, const v1::ListFigureItemsRequest& request) {
  ASSIGN_OR_RETURN(const FigureDefinition* definition, Find(request.parent()));
  ASSIGN_OR_RETURN(const int page_size, aip::EffectivePageSize(request.page_size()));
  const uint64_t checksum = aip::RequestChecksum(request, call.caller.subject());
  ASSIGN_OR_RETURN(const auto position, aip::ReadPageToken(request.page_token(), checksum));
  if (!position.empty() && position.size() != 2) return NoPage();
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  v1::ListFigureItemsResponse response;
  const FigureItem* last = nullptr;
  for (const FigureItem& item : book->Of(*definition).items) {
    if (!request.part().empty() && item.part != request.part()) continue;
    response.set_total_size(response.total_size() + 1);
    const bool is_behind =
        position.empty() || std::tie(item.resource, item.part) > std::tie(position[0], position[1]);
    if (!is_behind || !response.next_page_token().empty()) continue;
    if (response.items_size() < page_size) {
      *response.add_items() = FigureItemMessage(item, call.language);
      last = &item;
    } else {
      ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                       aip::MakePageToken({last->resource, last->part}, checksum));
    }
  }
  return response;
}

}  // namespace

void AddFigures(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::GetFigureRequest, v1::Figure>(
      "GetFigure", [&context](const rpc::Call& call, const auto& request) {
        return GetFigure(context, call, request);
      });
  table.Unary<v1::ListFiguresRequest, v1::ListFiguresResponse>(
      "ListFigures", [&context](const rpc::Call& call, const auto& request) {
        return ListFigures(context, call, request);
      });
  table.Unary<v1::ListFigureItemsRequest, v1::ListFigureItemsResponse>(
      "ListFigureItems", [&context](const rpc::Call& call, const auto& request) {
        return ListFigureItems(context, call, request);
      });
}

}  // namespace palier::reporting
