// SPDX-License-Identifier: Apache-2.0
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/aip/page_token.h"
#include "common/resource/type.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/storage/quarantine_table.h"
#include "palier/kpi/v1/kpi_service.pb.h"

namespace palier::kpi {
namespace {

// Where the page before ended.
struct Position {
  absl::Time time = absl::FromUnixMicros(INT64_MAX);
  std::string id;
};

absl::StatusOr<Position> PositionOf(const std::string& token, uint64_t checksum) {
  ASSIGN_OR_RETURN(const auto values, aip::ReadPageToken(token, checksum));
  Position position;
  if (values.empty()) return position;
  int64_t micros = 0;
  if (values.size() != 2 || !absl::SimpleAtoi(values[0], &micros)) {
    return absl::InternalError("page token");
  }
  return Position{absl::FromUnixMicros(micros), values[1]};
}

void Fill(const QuarantineRow& row, const ProjectKey& project, rpc::Language language,
          v1::QuarantinedMeasurement& out) {
  out.set_name(absl::StrCat(NameOf(project), "/quarantine/", row.id));
  out.set_reason(row.reason);
  out.set_message(rpc::In(language, row.text));
  out.set_source(row.source);
  *out.mutable_measurement() = row.measurement;
  out.set_raw(row.raw);
  resource::SetStandardTime(out, "receive_time", row.receive_time);
}

absl::StatusOr<v1::ListQuarantinedMeasurementsResponse> List(
    Context& context, const rpc::Call& call,
    const v1::ListQuarantinedMeasurementsRequest& request) {
  ASSIGN_OR_RETURN(const ProjectKey project, ParseProject(request.parent()));
  ASSIGN_OR_RETURN(const int page_size, aip::EffectivePageSize(request.page_size()));
  const uint64_t checksum = aip::RequestChecksum(request, call.caller.subject());
  ASSIGN_OR_RETURN(const Position position, PositionOf(request.page_token(), checksum));
  std::vector<QuarantineRow> rows;
  std::map<std::string, int64_t> counts;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        QuarantineTable table(session.sql(), project);
        ASSIGN_OR_RETURN(rows,
                         table.List(request.reason(), position.time, position.id, page_size + 1));
        ASSIGN_OR_RETURN(counts, table.CountByReason());
        return absl::OkStatus();
      }));
  v1::ListQuarantinedMeasurementsResponse response;
  if (rows.size() > static_cast<size_t>(page_size)) {
    rows.pop_back();
    const std::string time = absl::StrCat(absl::ToUnixMicros(rows.back().receive_time));
    ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                     aip::MakePageToken({time, rows.back().id}, checksum));
  }
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
