// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/events.h"

#include <grpcpp/support/byte_buffer.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/rpc/bytes.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "gateway/cloudevents/delivery.h"
#include "gateway/cloudevents/target.h"
#include "gateway/edge/error_answer.h"
#include "gateway/edge/forward.h"
#include "gateway/edge/inbound.h"
#include "gateway/edge/origin.h"
#include "gateway/edge/unary_call.h"
#include "palier/kpi/v1/source_service.pb.h"

namespace palier::gateway {
namespace {

using cloudevents::Piece;
using kpi::v1::IngestRecordsRequest;
using kpi::v1::IngestRecordsResponse;

constexpr char kIngest[] = "palier.kpi.v1.SourceService/IngestRecords";
// As one call tells them.
constexpr int kMaxRefusals = 100;
// A sender must be told when to come again, also where the service cannot know.
constexpr char kRetryLater[] = "60";

absl::Status UnknownFormat() {
  return status::Error(
      absl::StatusCode::kInvalidArgument, error::v1::INVALID_FIELDS,
      {"Expected CloudEvents 1.0: application/cloudevents+json, "
       "application/cloudevents-batch+json, or attributes in headers ce-*.",
       "Attendu : des CloudEvents 1.0, en application/cloudevents+json, en "
       "application/cloudevents-batch+json, ou avec leurs attributs dans des en-têtes ce-*."});
}

// A source reads as many events as were sent, if it reads events.
absl::Status OtherFormat() {
  return status::InvalidField(
      "source.format", {"This source does not read CloudEvents: its format is another.",
                        "Cette source ne lit pas de CloudEvents : son format est un autre."});
}

http::Response Refused(const EventsCall& call, const absl::Status& why, rpc::Language language,
                       absl::string_view trace_id, int status = 0) {
  const http::Request& request = call.exchange->request();
  http::Response response = ErrorAnswer(why, request, language, status);
  if (response.status == 429 && !response.headers.Has("Retry-After"))
    response.headers.Add("Retry-After", kRetryLater);
  AddCommonHeaders(request.headers, call.options, trace_id, response.headers);
  return response;
}

// The headers with a token of the address as a token of the header.
absl::StatusOr<http::Headers> WithToken(const http::Request& request) {
  ASSIGN_OR_RETURN(const std::string token, cloudevents::TokenOf(request.query()));
  http::Headers headers = request.headers;
  if (token.empty()) return headers;
  if (headers.Has("authorization")) {
    return status::InvalidField("access_token",
                                {"The token comes in the header or in the address, not in both.",
                                 "Le jeton vient dans l'en-tête ou dans l'adresse, pas les deux."});
  }
  headers.Add("Authorization", absl::StrCat("Bearer ", token));
  return headers;
}

void Add(const kpi::v1::IngestCounts& more, kpi::v1::IngestCounts& sum) {
  sum.set_accepted_count(sum.accepted_count() + more.accepted_count());
  sum.set_duplicate_count(sum.duplicate_count() + more.duplicate_count());
  sum.set_restated_count(sum.restated_count() + more.restated_count());
  sum.set_quarantined_count(sum.quarantined_count() + more.quarantined_count());
  sum.set_superseded_count(sum.superseded_count() + more.superseded_count());
}

// One piece after the other. When one fails the sender sends all again, and what was stored changes
// nothing. Alive as long as a call of it is under way.
class Delivery : public std::enable_shared_from_this<Delivery> {
 public:
  Delivery(EventsCall call, Inbound inbound, std::vector<Piece> pieces)
      : call_(std::move(call)),
        inbound_(std::move(inbound)),
        deadline_(absl::Now() + inbound_.timeout),
        pieces_(std::move(pieces)) {
    // Nothing to store, and the source says whether this sender may.
    if (pieces_.empty()) pieces_.push_back({"[]"});
  }

  void SendNext() {
    IngestRecordsRequest request;
    request.set_name(call_.source);
    request.set_data(std::move(pieces_[next_].lines));
    inbound_.timeout = deadline_ - absl::Now();
    CallUnary(
        call_.exchange, {call_.kpi, kIngest, "kpi"}, inbound_, request,
        [self = shared_from_this()](const absl::Status& status, const grpc::ByteBuffer& bytes) {
          self->OnStored(status, bytes);
        });
  }

 private:
  void OnStored(const absl::Status& status, const grpc::ByteBuffer& bytes) {
    if (!status.ok()) return Fail(status);
    IngestRecordsResponse stored;
    if (!rpc::Parse(bytes, &stored)) return Fail(absl::InternalError("no message"));
    const Piece& piece = pieces_[next_];
    if (stored.record_count() != piece.count) return Fail(OtherFormat());
    Add(stored, piece.first);
    if (++next_ < pieces_.size()) return SendNext();
    Answer();
  }

  void Add(const IngestRecordsResponse& stored, int first) {
    sum_.set_record_count(sum_.record_count() + stored.record_count());
    sum_.set_ignored_count(sum_.ignored_count() + stored.ignored_count());
    gateway::Add(stored.counts(), *sum_.mutable_counts());
    for (const kpi::v1::IngestRefusal& refusal : stored.refusals()) {
      if (sum_.refusals_size() == kMaxRefusals) return;
      kpi::v1::IngestRefusal& mine = *sum_.add_refusals() = refusal;
      mine.set_index(refusal.index() + first);
    }
  }

  void Answer() {
    const absl::StatusOr<std::string> json = call_.schema.Json(sum_);
    if (!json.ok()) return Fail(json.status());
    http::Response response{200, {{"Content-Type", "application/json"}}, *json};
    response.headers.Add("Cache-Control", "private, no-store");
    AddCommonHeaders(call_.exchange->request().headers, call_.options, inbound_.trace_id,
                     response.headers);
    call_.exchange->Answer(std::move(response));
  }

  void Fail(const absl::Status& status) {
    call_.exchange->Answer(Refused(call_, status, inbound_.language, inbound_.trace_id));
  }

  const EventsCall call_;
  Inbound inbound_;
  const absl::Time deadline_;
  std::vector<Piece> pieces_;
  size_t next_ = 0;
  IngestRecordsResponse sum_;
};

absl::StatusOr<Inbound> ReadSender(const EventsCall& call) {
  ASSIGN_OR_RETURN(const http::Headers headers, WithToken(call.exchange->request()));
  ASSIGN_OR_RETURN(Inbound inbound, ReadInbound(headers, call.options));
  if (inbound.timeout <= absl::ZeroDuration())
    return absl::DeadlineExceededError("no time was given");
  return inbound;
}

}  // namespace

void TakeEvents(EventsCall call) {
  const http::Request& request = call.exchange->request();
  const rpc::Language language = rpc::PreferredLanguage(request.headers.Get("accept-language"));
  absl::StatusOr<Inbound> inbound = ReadSender(call);
  const std::string trace_id = inbound.ok() ? inbound->trace_id : "";
  const auto& headers = request.headers.all();
  const std::optional<cloudevents::Mode> mode = cloudevents::ModeOf(headers);
  if (inbound.ok() && !mode)
    return call.exchange->Answer(Refused(call, UnknownFormat(), language, trace_id, 415));
  auto pieces = inbound.ok() ? cloudevents::ReadDelivery(*mode, headers, request.body)
                             : absl::StatusOr<std::vector<Piece>>(inbound.status());
  if (!pieces.ok())
    return call.exchange->Answer(Refused(call, pieces.status(), language, trace_id));
  std::make_shared<Delivery>(std::move(call), *std::move(inbound), *std::move(pieces))->SendNext();
}

http::Response AnswerWebhookOptions(const http::Headers& request, const EdgeOptions& options) {
  http::Response response = AnswerOptions(request, options, {"POST"});
  const absl::string_view sender = request.Get("webhook-request-origin");
  const bool is_named =
      std::any_of(options.event_senders.begin(), options.event_senders.end(),
                  [&](const std::string& name) { return absl::EqualsIgnoreCase(name, sender); });
  if (!is_named) return response;
  response.headers.Add("WebHook-Allowed-Origin", sender);
  // None of its own: who sends too much is told by 429.
  response.headers.Add("WebHook-Allowed-Rate", "*");
  return response;
}

}  // namespace palier::gateway
