// SPDX-License-Identifier: Apache-2.0
#include "gateway/edge/conditions.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The singular text field of that name; null without one.
const FieldDescriptor* TextField(const Message& message, const std::string& name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  const bool text =
      field != nullptr && !field->is_repeated() && field->type() == FieldDescriptor::TYPE_STRING;
  return text ? field : nullptr;
}

absl::Status Fill(Message& message, const FieldDescriptor* field, const char* header,
                  const std::string& value) {
  const google::protobuf::Reflection& fields = *message.GetReflection();
  const std::string said = fields.GetString(message, field);
  if (!said.empty() && said != value) {
    return status::InvalidField(header, {"The request says something else in its body or query.",
                                         "La requête dit autre chose dans son corps ou ses "
                                         "paramètres."});
  }
  fields.SetString(&message, field, value);
  return absl::OkStatus();
}

absl::Status NotTaken(const char* header) {
  return status::InvalidField(
      header, {"This method does not take the header.", "Cette méthode ne prend pas cet en-tête."});
}

absl::Status FillEtag(const http::Headers& headers, const Route& route, Message& request) {
  const std::string etag = headers.Joined("if-match");
  if (etag.empty() || etag == "*") return absl::OkStatus();
  if (absl::StrContains(etag, ',')) {
    return status::InvalidField("If-Match", {"Give one etag.", "Donnez un seul etag."});
  }
  if (const FieldDescriptor* field = TextField(request, "etag"))
    return Fill(request, field, "If-Match", etag);
  if (route.body.empty() || route.body == "*") return NotTaken("If-Match");
  Message& resource = *request.GetReflection()->MutableMessage(
      &request, request.GetDescriptor()->FindFieldByName(route.body));
  const FieldDescriptor* field = TextField(resource, "etag");
  return field == nullptr ? NotTaken("If-Match") : Fill(resource, field, "If-Match", etag);
}

absl::Status FillRequestId(const http::Headers& headers, Message& request) {
  if (!headers.Has("idempotency-key")) return absl::OkStatus();
  // A structured field in quotes, as its draft has it, or bare, as most send it.
  const std::string joined = headers.Joined("idempotency-key");
  absl::string_view key = joined;
  if (absl::ConsumePrefix(&key, "\"") && !absl::ConsumeSuffix(&key, "\"")) key = "";
  if (key.empty() || key.find_first_of("\",\\") != absl::string_view::npos) {
    return status::InvalidField("Idempotency-Key", {"Expected one UUID.", "Un UUID est attendu."});
  }
  const FieldDescriptor* field = TextField(request, "request_id");
  if (field == nullptr) return NotTaken("Idempotency-Key");
  return Fill(request, field, "Idempotency-Key", std::string(key));
}

}  // namespace

absl::Status FillConditions(const http::Headers& headers, const Route& route, Message& request) {
  if (route.http_method == "GET") return absl::OkStatus();
  RETURN_IF_ERROR(FillEtag(headers, route, request));
  return FillRequestId(headers, request);
}

std::string EtagOf(const Message& message) {
  const FieldDescriptor* field = TextField(message, "etag");
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

bool NamesEtag(absl::string_view if_none_match, absl::string_view etag) {
  if (etag.empty()) return false;
  for (absl::string_view name : absl::StrSplit(if_none_match, ',')) {
    name = absl::StripAsciiWhitespace(name);
    if (name == "*") return true;
    absl::ConsumePrefix(&name, "W/");
    if (name == etag) return true;
  }
  return false;
}

}  // namespace palier::gateway
