// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "kpi/api/admission.h"
#include "kpi/api/context.h"
#include "kpi/storage/quarantine_table.h"
#include "palier/kpi/v1/ingestion_service.pb.h"

namespace palier::kpi {
namespace {

constexpr char kDefaultSource[] = "api";
constexpr size_t kMaxSource = 128;
// A stream may live for hours; one batch of it may not wait longer than this for the store.
constexpr absl::Duration kBatchDeadline = absl::Seconds(30);

using IngestStream =
    rpc::Stream<v1::IngestMeasurementStreamRequest, v1::IngestMeasurementStreamResponse>;

absl::StatusOr<Delivery> DeliveryOf(Context& context, const rpc::Call& call,
                                    const std::string& parent, const std::string& source) {
  Delivery delivery;
  ASSIGN_OR_RETURN(delivery.project, ParseProject(parent));
  delivery.source = source.empty() ? kDefaultSource : source;
  if (delivery.source.size() > kMaxSource || delivery.source.find('\0') != std::string::npos) {
    return status::InvalidField(
        "source", {"At most 128 bytes, and no zero byte.", "128 octets au plus, sans octet nul."});
  }
  delivery.actor = resource::Actor::Of(call);
  delivery.deadline = call.deadline;
  ASSIGN_OR_RETURN(delivery.zone,
                   context.registry.ZoneOf(delivery.project.organization, call.deadline));
  return delivery;
}

// Counts, fates and refusals of a batch, for either response.
template <typename Response>
void Report(absl::Span<const Judgement> judgements, rpc::Language language, Response& response) {
  *response.mutable_counts() = CountsOf(judgements);
  for (size_t i = 0; i < judgements.size(); ++i) {
    response.add_fates(judgements[i].fate);
    if (judgements[i].fate != v1::QUARANTINED) continue;
    v1::IngestRefusal& refusal = *response.add_refusals();
    refusal.set_index(static_cast<int32_t>(i));
    refusal.set_reason(error::v1::ErrorReason_Name(status::ReasonOf(judgements[i].why)));
    refusal.set_message(rpc::In(language, ExplanationOf(judgements[i].why)));
  }
}

absl::StatusOr<v1::IngestMeasurementsResponse> IngestMeasurements(
    Context& context, const rpc::Call& call, const v1::IngestMeasurementsRequest& request) {
  ASSIGN_OR_RETURN(const Delivery delivery,
                   DeliveryOf(context, call, request.parent(), request.source()));
  RETURN_IF_ERROR(
      context.quota.TakeNow(delivery.project.organization, request.measurements_size()));
  ASSIGN_OR_RETURN(const auto judgements, TakeIn(context, delivery, request.measurements()));
  v1::IngestMeasurementsResponse response;
  Report(judgements, call.language, response);
  return response;
}

constexpr int kMaxBatch = 5000;

absl::Status CheckBatch(const v1::IngestMeasurementStreamRequest& request,
                        const v1::IngestMeasurementStreamRequest& first) {
  if (request.measurements_size() > kMaxBatch) {
    return status::LimitExceeded(
        {"At most {limit} measurements in a batch.", "Au plus {limit} mesures par lot."},
        "measurements", kMaxBatch);
  }
  const bool moved = !request.parent().empty() && request.parent() != first.parent();
  const bool changed = !request.source().empty() && request.source() != first.source();
  if (!moved && !changed) return absl::OkStatus();
  return status::InvalidField(moved ? "parent" : "source",
                              {"Only the first message of a stream says this.",
                               "Seul le premier message d'un flux l'indique."});
}

absl::Status TakeBatch(Context& context, const rpc::Call& call, Delivery& delivery,
                       const v1::IngestMeasurementStreamRequest& request, IngestStream& stream) {
  if (request.measurements().empty()) return absl::OkStatus();
  RETURN_IF_ERROR(context.quota.Await(delivery.project.organization, request.measurements_size(),
                                      call.deadline, [&stream] { return stream.over(); }));
  delivery.deadline = std::min(call.deadline, absl::Now() + kBatchDeadline);
  ASSIGN_OR_RETURN(const auto judgements, TakeIn(context, delivery, request.measurements()));
  v1::IngestMeasurementStreamResponse response;
  response.set_sequence(request.sequence());
  Report(judgements, call.language, response);
  return stream.Write(response) ? absl::OkStatus() : absl::CancelledError();
}

absl::Status IngestMeasurementStream(Context& context, const rpc::Call& call,
                                     const v1::IngestMeasurementStreamRequest& first,
                                     IngestStream& stream) {
  ASSIGN_OR_RETURN(Delivery delivery, DeliveryOf(context, call, first.parent(), first.source()));
  RETURN_IF_ERROR(TakeBatch(context, call, delivery, first, stream));
  while (!stream.over()) {
    v1::IngestMeasurementStreamRequest request;
    ASSIGN_OR_RETURN(const bool more, stream.Read(&request));
    if (!more) break;
    RETURN_IF_ERROR(CheckBatch(request, first));
    RETURN_IF_ERROR(TakeBatch(context, call, delivery, request, stream));
  }
  return absl::OkStatus();
}

}  // namespace

void AddIngestion(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::IngestMeasurementsRequest, v1::IngestMeasurementsResponse>(
      "IngestMeasurements", [&context](const rpc::Call& call, const auto& request) {
        return IngestMeasurements(context, call, request);
      });
  table.Streaming<v1::IngestMeasurementStreamRequest, v1::IngestMeasurementStreamResponse>(
      "IngestMeasurementStream",
      [&context](const rpc::Call& call, const auto& first, IngestStream& stream) {
        return IngestMeasurementStream(context, call, first, stream);
      });
}

}  // namespace palier::kpi
