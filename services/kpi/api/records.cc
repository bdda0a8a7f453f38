// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/source_delivery.h"
#include "kpi/storage/quarantine_table.h"
#include "palier/kpi/v1/source_service.pb.h"

namespace palier::kpi {
namespace {

constexpr int kMaxDryRunRecords = 1000;
constexpr int kMaxRecords = 5000;
constexpr int kMaxRefusals = 100;

void Report(absl::Span<const Judgement> judgements, const ProjectShare& share,
            rpc::Language language, v1::IngestRecordsResponse& response) {
  AddCounts(CountsOf(judgements), *response.mutable_counts());
  const std::vector<int> records = RecordsOf(share);
  for (size_t i = 0; i < judgements.size() && response.refusals_size() < kMaxRefusals; ++i) {
    if (judgements[i].fate != v1::QUARANTINED) continue;
    v1::IngestRefusal& refusal = *response.add_refusals();
    refusal.set_index(records[i]);
    refusal.set_reason(error::v1::ErrorReason_Name(status::ReasonOf(judgements[i].why)));
    refusal.set_message(rpc::In(language, ExplanationOf(judgements[i].why)));
  }
}

absl::StatusOr<v1::IngestRecordsResponse> IngestRecords(Context& context, const rpc::Call& call,
                                                        const v1::IngestRecordsRequest& request) {
  ASSIGN_OR_RETURN(const SourceKey key, ParseSource(request.name()));
  ASSIGN_OR_RETURN(const v1::Source source, ReadSource(context, request.name(), call.deadline));
  ASSIGN_OR_RETURN(const SourceMapping mapping,
                   MappingOf(context, source, key.organization, call.deadline));
  ASSIGN_OR_RETURN(const UserHasher hasher, context.secrets.Of(key.organization, call.deadline));
  MappedDelivery mapped(mapping, key.source, hasher);
  RETURN_IF_ERROR(
      ForEachRecord(source, request.data(), kMaxRecords, [&](const SourceRecord& record) {
        mapped.Take(record);
        return absl::OkStatus();
      }));
  RETURN_IF_ERROR(context.quota.TakeNow(key.organization, mapped.record_count()));
  ASSIGN_OR_RETURN(const Delivery delivery, DeliveryOf(context, call, key));
  v1::IngestRecordsResponse response;
  response.set_record_count(mapped.record_count());
  response.set_ignored_count(mapped.ignored_count());
  for (const auto& [project, share] : mapped.shares()) {
    ASSIGN_OR_RETURN(const auto judgements, TakeShare(context, delivery, project, share));
    Report(judgements, share, call.language, response);
  }
  return response;
}

void Show(const SourceMapping& mapping, const SourceRecord& record, rpc::Language language,
          v1::MappedRecord& shown) {
  shown.set_index(record.index);
  shown.set_mapping(record.node ? mapping.Choose(*record.node) : -1);
  absl::StatusOr<MappedRecord> mapped =
      record.node ? mapping.Map(*record.node) : absl::StatusOr<MappedRecord>(record.why);
  if (!mapped.ok()) {
    shown.set_reason(error::v1::ErrorReason_Name(status::ReasonOf(mapped.status())));
    shown.set_message(rpc::In(language, ExplanationOf(mapped.status())));
    return;
  }
  shown.set_project(mapped->project);
  shown.mutable_measurements()->Add(mapped->measurements.begin(), mapped->measurements.end());
}

absl::StatusOr<v1::DryRunSourceResponse> DryRun(Context& context, const rpc::Call& call,
                                                const v1::DryRunSourceRequest& request) {
  ASSIGN_OR_RETURN(const SourceKey key, ParseSource(request.name()));
  v1::Source source = request.source();
  if (!request.has_source()) {
    ASSIGN_OR_RETURN(source, ReadSource(context, request.name(), call.deadline));
  }
  source.set_name(request.name());
  ASSIGN_OR_RETURN(const SourceMapping mapping,
                   MappingOf(context, source, key.organization, call.deadline));
  v1::DryRunSourceResponse response;
  RETURN_IF_ERROR(
      ForEachRecord(source, request.data(), kMaxDryRunRecords, [&](const SourceRecord& record) {
        Show(mapping, record, call.language, *response.add_records());
        return absl::OkStatus();
      }));
  return response;
}

}  // namespace

void AddRecords(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::IngestRecordsRequest, v1::IngestRecordsResponse>(
      "IngestRecords", [&context](const rpc::Call& call, const auto& request) {
        return IngestRecords(context, call, request);
      });
  table.Unary<v1::DryRunSourceRequest, v1::DryRunSourceResponse>(
      "DryRunSource", [&context](const rpc::Call& call, const auto& request) {
        return DryRun(context, call, request);
      });
}

}  // namespace palier::kpi
