// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <optional>
#include <utility>

#include "common/mapping/json_text.h"
#include "common/resource/read_all.h"
#include "common/resource/read_through.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/source_delivery.h"
#include "kpi/storage/quarantine_table.h"
#include "palier/kpi/v1/source_service.pb.h"

namespace palier::kpi {
namespace {

constexpr int kMaxDryRunRecords = 1000;
constexpr size_t kMaxShownBytes = 2048;
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
  ASSIGN_OR_RETURN(const RecordReader reader, RecordReader::Compile(source));
  MappedDelivery mapped(mapping, key.source, hasher, context.store.Now());
  RETURN_IF_ERROR(reader.ForEach(request.data(), kMaxRecords, [&](const SourceRecord& record) {
    mapped.Take(record);
    return absl::OkStatus();
  }));
  RETURN_IF_ERROR(context.quota.TakeNow(key.organization, mapped.record_count()));
  ASSIGN_OR_RETURN(const Delivery delivery, DeliveryOf(context, call, key));
  v1::IngestRecordsResponse response;
  response.set_record_count(mapped.record_count());
  response.set_ignored_count(mapped.ignored_count());
  for (auto& [project, share] : mapped.shares()) {
    ASSIGN_OR_RETURN(const auto judgements, TakeShare(context, delivery, project, share));
    Report(judgements, share, call.language, response);
  }
  return response;
}

// The units of KPIs, each asked for once.
class KpiUnits {
 public:
  KpiUnits(Context& context, std::string organization, absl::Time deadline)
      : context_(context), organization_(std::move(organization)), deadline_(deadline) {}

  // FORMAT_CHANGED if a measurement is in another unit than its KPI, which need not exist yet.
  absl::Status Check(const MappedRecord& mapped, const std::string& source) {
    for (size_t i = 0; i < mapped.units.size(); ++i) {
      if (mapped.units[i].path.empty()) continue;
      const std::string name =
          NameOf(ProjectKey{organization_, mapped.project}, mapped.measurements[i].kpi());
      ASSIGN_OR_RETURN(const std::optional<std::string> unit, Of(name));
      if (unit && *unit != mapped.units[i].text) {
        return UnitChanged(mapped.units[i], *unit, source);
      }
    }
    return absl::OkStatus();
  }

 private:
  absl::StatusOr<std::optional<std::string>> Of(const std::string& kpi) {
    const auto known = units_.find(kpi);
    if (known != units_.end()) return known->second;
    std::optional<std::string>& unit = units_[kpi];
    const auto entry =
        resource::ReadThrough(context_.store, context_.cache, context_.types.kpi, kpi, deadline_);
    if (absl::IsNotFound(entry.status())) return unit;
    if (!entry.ok()) return entry.status();
    v1::Kpi read;
    RETURN_IF_ERROR(resource::ReadStored(context_.types.kpi, entry->bytes, read));
    return unit = read.unit();
  }

  Context& context_;
  const std::string organization_;
  const absl::Time deadline_;
  std::map<std::string, std::optional<std::string>> units_;
};

// A record and what it means, or why it means nothing.
absl::Status Show(const SourceMapping& mapping, const SourceRecord& record,
                  const std::string& source, KpiUnits& units, v1::MappedRecord& shown) {
  shown.set_index(record.index);
  shown.set_mapping(-1);
  if (!record.node) return record.why;
  shown.set_mapping(mapping.Choose(*record.node));
  std::string text = mapping::JsonText(*record.node);
  if (text.size() <= kMaxShownBytes) shown.set_record(std::move(text));
  ASSIGN_OR_RETURN(const MappedRecord mapped, mapping.Map(shown.mapping(), *record.node));
  RETURN_IF_ERROR(units.Check(mapped, source));
  shown.set_project(mapped.project);
  if (mapped.event) shown.set_case_id(mapped.event->case_id);
  shown.mutable_measurements()->Add(mapped.measurements.begin(), mapped.measurements.end());
  return absl::OkStatus();
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
  ASSIGN_OR_RETURN(const RecordReader reader, RecordReader::Compile(source));
  KpiUnits units(context, key.organization, call.deadline);
  v1::DryRunSourceResponse response;
  RETURN_IF_ERROR(
      reader.ForEach(request.data(), kMaxDryRunRecords, [&](const SourceRecord& record) {
        v1::MappedRecord& shown = *response.add_records();
        const absl::Status why = Show(mapping, record, request.name(), units, shown);
        if (why.ok()) return why;
        // Anything but a reason of the quarantine is of the call.
        if (!absl::IsInvalidArgument(why)) return why;
        shown.set_reason(error::v1::ErrorReason_Name(status::ReasonOf(why)));
        shown.set_message(rpc::In(call.language, ExplanationOf(why)));
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
