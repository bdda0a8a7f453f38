// SPDX-License-Identifier: Apache-2.0
#include "gateway/cloudevents/delivery.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/mapping/json_text.h"
#include "common/mapping/json_value.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "gateway/cloudevents/attributes.h"
#include "gateway/transcoding/json_check.h"

namespace palier::gateway::cloudevents {
namespace {

using mapping::JsonDocument;
using mapping::JsonNode;

constexpr char kBatchType[] = "application/cloudevents-batch";
constexpr char kEventType[] = "application/cloudevents";
// What one call of the service takes.
constexpr size_t kPieceBytes = size_t{2} << 20;

absl::string_view ContentTypeOf(HeaderFields headers) {
  for (const auto& [name, value] : headers)
    if (absl::EqualsIgnoreCase(name, "content-type")) return value;
  return "";
}

absl::Status TooLarge(absl::string_view path, status::Text text, int64_t limit) {
  return status::Error(absl::StatusCode::kResourceExhausted, error::v1::REQUEST_TOO_LARGE,
                       std::move(text))
      .With("subject", path)
      .With("limit", limit);
}

absl::Status NoJson() {
  return status::InvalidField(
      "events", {"The body is no JSON in UTF-8.", "Le corps n'est pas du JSON en UTF-8."});
}

absl::StatusOr<JsonDocument> Parsed(absl::string_view body, int depth) {
  mapping::JsonLimits limits;
  limits.max_bytes = size_t{16} << 20;  // the server's own bound is lower
  limits.max_depth = depth;
  limits.max_nodes = size_t{1} << 19;
  absl::StatusOr<JsonDocument> document = JsonDocument::Parse(body, limits);
  if (document.ok()) return document;
  if (!absl::IsResourceExhausted(document.status())) return NoJson();
  return TooLarge("values",
                  {"The body has more than {limit} values, or objects too deep in one another.",
                   "Le corps a plus de {limit} valeurs, ou des objets trop imbriqués."},
                  static_cast<int64_t>(limits.max_nodes));
}

class Pieces {
 public:
  void Add(absl::string_view event) {
    if (all_.empty() || all_.back().lines.size() + event.size() >= kPieceBytes)
      all_.push_back({"", count_, 0});
    absl::StrAppend(&all_.back().lines, event, "\n");
    ++all_.back().count;
    ++count_;
  }
  std::vector<Piece> Take() { return std::move(all_); }

 private:
  std::vector<Piece> all_;
  int count_ = 0;
};

absl::StatusOr<std::vector<Piece>> ReadOne(absl::string_view text) {
  ASSIGN_OR_RETURN(const JsonDocument document, Parsed(text, kMaxJsonDepth));
  Faults faults;
  CheckEvent(document.root(), "", faults);
  RETURN_IF_ERROR(faults.ToStatus());
  const std::string event = mapping::JsonText(document.root());
  if (event.size() > kMaxEventBytes) {
    return TooLarge("event",
                    {"An event may have {limit} bytes as JSON.",
                     "Un événement peut faire {limit} octets en JSON."},
                    kMaxEventBytes);
  }
  Pieces pieces;
  pieces.Add(event);
  return pieces.Take();
}

absl::StatusOr<std::vector<Piece>> ReadBatch(absl::string_view body) {
  ASSIGN_OR_RETURN(const JsonDocument document, Parsed(body, kMaxJsonDepth + 1));
  const JsonNode batch = document.root();
  if (batch.type() != mapping::JsonType::kArray) {
    return status::InvalidField("events", {"A batch is a JSON array of events.",
                                           "Un lot est un tableau JSON d'événements."});
  }
  if (batch.size() > kMaxEvents) {
    return TooLarge("events",
                    {"A batch may have {limit} events. Split it.",
                     "Un lot peut avoir {limit} événements. Scindez-le."},
                    kMaxEvents);
  }
  Faults faults;
  for (size_t i = 0; i < batch.size(); ++i)
    CheckEvent(batch[i], absl::StrCat("events[", i, "]."), faults);
  RETURN_IF_ERROR(faults.ToStatus());
  Pieces pieces;
  for (size_t i = 0; i < batch.size(); ++i) {
    const std::string event = mapping::JsonText(batch[i]);
    if (event.size() > kMaxEventBytes) {
      return TooLarge(absl::StrCat("events[", i, "]"),
                      {"{subject}: an event may have {limit} bytes as JSON.",
                       "{subject} : un événement peut faire {limit} octets en JSON."},
                      kMaxEventBytes);
    }
    pieces.Add(event);
  }
  return pieces.Take();
}

}  // namespace

std::optional<Mode> ModeOf(HeaderFields headers) {
  const std::string type = MediaTypeOf(ContentTypeOf(headers));
  if (absl::StartsWith(type, kBatchType))
    return type == absl::StrCat(kBatchType, "+json") ? std::optional(Mode::kBatch) : std::nullopt;
  if (absl::StartsWith(type, kEventType)) {
    return type == absl::StrCat(kEventType, "+json") ? std::optional(Mode::kStructured)
                                                     : std::nullopt;
  }
  return HasAttributes(headers) ? std::optional(Mode::kBinary) : std::nullopt;
}

absl::StatusOr<std::vector<Piece>> ReadDelivery(Mode mode, HeaderFields headers,
                                                absl::string_view body) {
  if (mode == Mode::kBatch) return ReadBatch(body);
  if (mode == Mode::kStructured) return ReadOne(body);
  ASSIGN_OR_RETURN(const std::string event, EventOfHeaders(headers, body));
  return ReadOne(event);
}

}  // namespace palier::gateway::cloudevents
