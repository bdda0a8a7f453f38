// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/figure_edition_service.pb.h"
#include "reporting/api/context.h"
#include "reporting/api/figure_messages.h"
#include "reporting/editions/edition.h"
#include "reporting/editions/figure_changes.h"

namespace palier::reporting {
namespace {

using resource::Session;
using v1::FigureEdition;
using v1::QueryFigureChangesRequest;
using v1::QueryFigureChangesResponse;

// Ids are months: their order is that of time.
absl::Status CheckOrder(const Context& context, const QueryFigureChangesRequest& request) {
  const aip::NamePattern& pattern = context.types.figure_edition.pattern();
  ASSIGN_OR_RETURN(const auto from, pattern.Parse(request.from_edition()));
  if (request.to_edition().empty()) return absl::OkStatus();
  const auto to = pattern.Parse(request.to_edition());
  if (!to.ok() || (*to)[0] != from[0]) {
    return status::InvalidField(
        "to_edition", {"expected organizations/*/figureEditions/* of the same organisation",
                       "attendu : organizations/*/figureEditions/* de la même organisation"});
  }
  if ((*to)[1] > from[1]) return absl::OkStatus();
  return status::InvalidField("to_edition", {"must be a later month than from_edition",
                                             "doit être un mois postérieur à from_edition"});
}

absl::StatusOr<FigureEdition> ReadEdition(const Context& context, const std::string& name,
                                          absl::Time deadline) {
  FigureEdition edition;
  RETURN_IF_ERROR(context.store.Read(deadline, [&](Session& session) -> absl::Status {
    return session.Get(context.types.figure_edition, name, &edition);
  }));
  return edition;
}

absl::StatusOr<QueryFigureChangesResponse> QueryFigureChanges(
    const Context& context, const rpc::Call& call, const QueryFigureChangesRequest& request) {
  RETURN_IF_ERROR(CheckOrder(context, request));
  ASSIGN_OR_RETURN(const FigureEdition before,
                   ReadEdition(context, request.from_edition(), call.deadline));
  // Parts are called as they are called today, whichever editions are compared.
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  FigureEdition after = MakeEdition(*book);
  if (!request.to_edition().empty()) {
    ASSIGN_OR_RETURN(after, ReadEdition(context, request.to_edition(), call.deadline));
  }
  QueryFigureChangesResponse response;
  for (const FigureChange& change : FigureChangesBetween(before, after)) {
    const bool is_asked = request.topic() == v1::Figure::TOPIC_UNSPECIFIED ||
                          request.topic() == static_cast<int>(change.definition->topic);
    if (!is_asked || (request.changed_only() && !IsChanged(change))) continue;
    *response.add_changes() =
        FigureChangeMessage(change, book->Of(*change.definition),
                            absl::StrCat("organizations/", call.organization), call.language);
  }
  std::set<std::string> silent(before.unreachable_services().begin(),
                               before.unreachable_services().end());
  silent.insert(after.unreachable_services().begin(), after.unreachable_services().end());
  response.mutable_unreachable_services()->Assign(silent.begin(), silent.end());
  return response;
}

}  // namespace

void AddFigureEditions(rpc::ServiceTable& table, const Context& context) {
  resource::MethodSet reading;
  reading.get = reading.list = true;
  resource::AddStandardMethods(table, context.store, context.cache, context.types.figure_edition,
                               "FigureEditions", reading);
  table.Unary<QueryFigureChangesRequest, QueryFigureChangesResponse>(
      "QueryFigureChanges", [&context](const rpc::Call& call, const auto& request) {
        return QueryFigureChanges(context, call, request);
      });
}

}  // namespace palier::reporting
