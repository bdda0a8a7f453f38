// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/resource/type.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/quarantine_pages.h"
#include "kpi/storage/quarantine_table.h"
#include "palier/kpi/v1/quarantine_service.pb.h"

namespace palier::kpi {
namespace {

void Fill(const QuarantineRow& row, const ProjectKey& project, rpc::Language language,
          v1::QuarantinedMeasurement& out) {
  out.set_name(absl::StrCat(NameOf(project), "/quarantine/", row.id));
  out.set_reason(row.reason);
  out.set_message(rpc::In(language, row.text));
  out.set_source(row.source);
  *out.mutable_measurement() = row.measurement;
  // What cannot be read may be no text, or be cut within a character.
  out.set_raw(aip::CleanText(row.raw));
  resource::SetStandardTime(out, "receive_time", row.receive_time);
}

absl::StatusOr<v1::ListQuarantinedMeasurementsResponse> List(
    Context& context, const rpc::Call& call,
    const v1::ListQuarantinedMeasurementsRequest& request) {
  ASSIGN_OR_RETURN(const ProjectKey project, ParseQuarantineParent(request.parent()));
  QuarantinePages pages(request, call);
  ASSIGN_OR_RETURN(QuarantineTable::Page page, pages.First());
  std::vector<QuarantineRow> rows;
  std::map<std::string, int64_t> counts;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        QuarantineTable table(session.sql(), project);
        ASSIGN_OR_RETURN(rows, table.List(page));
        ASSIGN_OR_RETURN(counts, table.CountByReason());
        return absl::OkStatus();
      }));
  v1::ListQuarantinedMeasurementsResponse response;
  ASSIGN_OR_RETURN(*response.mutable_next_page_token(), pages.Next(rows));
  for (const QuarantineRow& row : rows) {
    Fill(row, project, call.language, *response.add_measurements());
  }
  response.mutable_counts_by_reason()->insert(counts.begin(), counts.end());
  return response;
}

}  // namespace

void AddQuarantine(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ListQuarantinedMeasurementsRequest, v1::ListQuarantinedMeasurementsResponse>(
      "ListQuarantinedMeasurements", [&context](const rpc::Call& call, const auto& request) {
        return List(context, call, request);
      });
}

}  // namespace palier::kpi
