// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/request.h"

#include <google/protobuf/util/json_util.h>

#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/aip/text.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "gateway/transcoding/field_text.h"
#include "gateway/transcoding/json_check.h"
#include "gateway/transcoding/route_options.h"

namespace palier::gateway {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status ReadBody(const Route& route, absl::string_view body, Message& request) {
  if (absl::StripAsciiWhitespace(body).empty()) return absl::OkStatus();
  if (route.body.empty()) {
    return status::InvalidField("body", {"This method takes no body; give its fields in the query.",
                                         "Cette méthode ne prend pas de corps ; donnez ses champs "
                                         "dans la requête (?champ=valeur)."});
  }
  RETURN_IF_ERROR(CheckJson(body));
  Message* target = &request;
  if (route.body != "*") {
    target = request.GetReflection()->MutableMessage(
        &request, request.GetDescriptor()->FindFieldByName(route.body));
  }
  const auto parsed = google::protobuf::util::JsonStringToMessage(
      google::protobuf::StringPiece(body.data(), body.size()), target);
  if (parsed.ok()) return absl::OkStatus();
  const std::string why =
      aip::CleanText(std::string(parsed.message().data(), parsed.message().size()));
  const std::string& type = target->GetDescriptor()->name();
  return status::InvalidField("body",
                              {absl::StrCat("The body is no ", type, ": ", why),
                               absl::StrCat("Le corps n'est pas un message ", type, " : ", why)});
}

// Text of a field at a path that exists; empty when it is not set.
std::string TextAt(const Message& message, absl::string_view path) {
  const Message* owner = &message;
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    if (field != nullptr) owner = &owner->GetReflection()->GetMessage(*owner, field);
    field = FieldAt(*owner->GetDescriptor(), part);
  }
  if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "";
  return owner->GetReflection()->GetString(*owner, field);
}

void BindPath(const RouteMatch& match, Message& request, status::FieldErrors& errors) {
  for (const auto& [path, text] : match.bindings) {
    const std::string said = TextAt(request, path);
    if (!said.empty() && said != text) {
      errors.Add(path, {"The body names another resource than the path.",
                        "Le corps nomme une autre ressource que le chemin."});
      continue;
    }
    if (const auto problem = SetFieldText(request, path, text)) errors.Add(path, *problem);
  }
}

// Why a parameter has no place in the query although its field exists; empty texts when it has.
status::Text Misplaced(const RouteMatch& match, absl::string_view path) {
  if (match.route->body == "*") {
    return {"This method takes its fields in the body.",
            "Cette méthode prend ses champs dans le corps."};
  }
  const absl::string_view top = path.substr(0, path.find('.'));
  if (!match.route->body.empty() && top == match.route->body)
    return {"The body gives it.", "Le corps le donne."};
  for (const auto& [bound, text] : match.bindings) {
    if (path == bound) return {"The path gives it.", "Le chemin le donne."};
  }
  return {};
}

// The proto's spelling of a path, so that `pageSize` and `page_size` are one parameter.
std::string ProtoPath(const google::protobuf::Descriptor& type, absl::string_view path) {
  std::string spelled;
  const google::protobuf::Descriptor* owner = &type;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field = owner == nullptr ? nullptr : FieldAt(*owner, part);
    if (field == nullptr) return std::string(path);
    absl::StrAppend(&spelled, spelled.empty() ? "" : ".", field->name());
    owner = field->message_type();
  }
  return spelled;
}

void BindQuery(const RouteMatch& match, const QueryParameters& query, Message& request,
               status::FieldErrors& errors) {
  std::set<std::string> seen;
  for (const auto& [key, text] : query) {
    const FieldDescriptor* field = FieldAt(*request.GetDescriptor(), key);
    const std::string path = ProtoPath(*request.GetDescriptor(), key);
    const status::Text misplaced = field == nullptr ? status::Text{} : Misplaced(match, path);
    if (!misplaced.en.empty()) {
      errors.Add(aip::Excerpt(key), misplaced);
    } else if (field != nullptr && !field->is_repeated() && !seen.insert(path).second) {
      errors.Add(aip::Excerpt(key), {"It is given twice.", "Il est donné deux fois."});
    } else if (const auto problem = SetFieldText(request, path, text)) {
      errors.Add(aip::Excerpt(key), *problem);
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Message>> ReadRequest(const Schema& schema, const RouteMatch& match,
                                                     const QueryParameters& query,
                                                     absl::string_view body) {
  std::unique_ptr<Message> request = schema.New(match.route->method->input_type());
  RETURN_IF_ERROR(ReadBody(*match.route, body, *request));
  status::FieldErrors errors;
  BindPath(match, *request, errors);
  BindQuery(match, query, *request, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  return request;
}

}  // namespace palier::gateway
