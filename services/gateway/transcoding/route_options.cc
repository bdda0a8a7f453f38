// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/route_options.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/status/macros.h"
#include "google/api/annotations.pb.h"

namespace palier::gateway {
namespace {

using google::api::HttpRule;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

std::pair<std::string, std::string> PatternOf(const HttpRule& rule) {
  switch (rule.pattern_case()) {
    case HttpRule::kGet:
      return {"GET", rule.get()};
    case HttpRule::kPut:
      return {"PUT", rule.put()};
    case HttpRule::kPost:
      return {"POST", rule.post()};
    case HttpRule::kDelete:
      return {"DELETE", rule.delete_()};
    case HttpRule::kPatch:
      return {"PATCH", rule.patch()};
    case HttpRule::kCustom:
      return {rule.custom().kind(), rule.custom().path()};
    case HttpRule::PATTERN_NOT_SET:
      break;
  }
  return {};
}

bool IsSingularMessage(const Descriptor& type, const std::string& name) {
  const FieldDescriptor* field = type.FindFieldByName(name);
  return field != nullptr && !field->is_repeated() && field->message_type() != nullptr;
}

bool TakesPathText(const FieldDescriptor* field) {
  return field != nullptr && !field->is_repeated() && field->message_type() == nullptr &&
         field->type() != FieldDescriptor::TYPE_BYTES;
}

// What is wrong with a route; empty when nothing is.
std::string DefectOf(const Route& route) {
  for (const PathVariable& variable : route.path.variables) {
    if (!TakesPathText(FieldAt(*route.method->input_type(), variable.field_path)))
      return absl::StrCat("no field ", variable.field_path, " that a path can give");
  }
  if (!route.body.empty() && route.body != "*" &&
      !IsSingularMessage(*route.method->input_type(), route.body)) {
    return absl::StrCat("body: ", route.body, " is no message of the request");
  }
  if (!route.response_body.empty() &&
      !IsSingularMessage(*route.method->output_type(), route.response_body)) {
    return absl::StrCat("response_body: ", route.response_body, " is no message of the response");
  }
  return "";
}

absl::StatusOr<Route> RouteOf(const MethodDescriptor& method, const HttpRule& rule) {
  Route route;
  route.method = &method;
  std::tie(route.http_method, route.path_text) = PatternOf(rule);
  ASSIGN_OR_RETURN(route.path, ParsePathTemplate(route.path_text));
  route.body = rule.body();
  route.response_body = rule.response_body();
  const std::string defect = DefectOf(route);
  if (!defect.empty())
    return absl::InvalidArgumentError(absl::StrCat(route.path_text, ": ", defect));
  return route;
}

}  // namespace

absl::StatusOr<std::vector<Route>> RoutesOf(const MethodDescriptor& method) {
  std::vector<Route> routes;
  if (!method.options().HasExtension(google::api::http)) return routes;
  const HttpRule& main = method.options().GetExtension(google::api::http);
  ASSIGN_OR_RETURN(routes.emplace_back(), RouteOf(method, main));
  for (const HttpRule& rule : main.additional_bindings()) {
    if (rule.additional_bindings_size() > 0)
      return absl::InvalidArgumentError("additional_bindings inside additional_bindings");
    ASSIGN_OR_RETURN(Route route, RouteOf(method, rule));
    route.binding = static_cast<int>(routes.size());
    routes.push_back(std::move(route));
  }
  return routes;
}

const FieldDescriptor* FieldAt(const Descriptor& type, absl::string_view path) {
  const Descriptor* message = &type;
  const FieldDescriptor* field = nullptr;
  for (const absl::string_view part : absl::StrSplit(path, '.')) {
    if (field != nullptr) message = field->is_repeated() ? nullptr : field->message_type();
    if (message == nullptr) return nullptr;
    const std::string name(part);
    field = message->FindFieldByName(name);
    for (int i = 0; field == nullptr && i < message->field_count(); ++i) {
      if (message->field(i)->json_name() == name) field = message->field(i);
    }
    if (field == nullptr) return nullptr;
  }
  return field;
}

}  // namespace palier::gateway
