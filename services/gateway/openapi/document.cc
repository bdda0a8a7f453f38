// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/document.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "gateway/openapi/comments.h"
#include "gateway/openapi/path_parameters.h"
#include "gateway/openapi/schemas.h"
#include "palier/api/v1/options.pb.h"

namespace palier::gateway {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;

constexpr char kDescription[] =
    "Takes a company's AI projects from proof of concept to production at scale.\n\n"
    "Every call is one RPC of Palier as JSON. Fields that are not set are left out of answers; "
    "64-bit integers are texts. Unknown parameters and fields are refused. Errors carry a reason, "
    "and a sentence in the language of `Accept-Language` (en, fr); with `Accept: "
    "application/problem+json` they are those of RFC 9457. `Grpc-Timeout: 5S` shortens a call's 30 "
    "seconds. Every answer has an `X-Request-Id`, the trace of `traceparent`.";

// How far into messages the parameters of a query are listed.
constexpr int kQueryDepth = 2;

OpenApiJson Reference(const std::string& part, const std::string& name) {
  return {{"$ref", absl::StrCat("#/components/", part, "/", name)}};
}

std::set<std::string> TopFields(const Route& route) {
  std::set<std::string> fields;
  for (const PathVariable& variable : route.path.variables)
    fields.insert(variable.field_path.substr(0, variable.field_path.find('.')));
  return fields;
}

// The parts of the document that grow with each route.
class Document {
 public:
  void Add(const Route& route) {
    const OpenApiPath path = OpenApiPathOf(route.path);
    OpenApiJson operation = Operation(route);
    OpenApiJson parameters = OpenApiJson::array();
    for (const std::string& name : path.parameters) {
      parameters.push_back(
          {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
      if (name == "rest")
        parameters.back()["description"] = "The rest of the name; it may hold slashes.";
    }
    AddQuery(route, parameters);
    AddHeaders(route, parameters);
    if (!parameters.empty()) operation["parameters"] = std::move(parameters);
    AddBody(route, operation);
    operation["responses"] = Responses(route);
    paths_[path.text][absl::AsciiStrToLower(route.http_method)] = std::move(operation);
  }

  std::string Text(const Schema& schema) {
    OpenApiJson tags = OpenApiJson::array();
    for (const auto* service : schema.services()) {
      OpenApiJson tag = {{"name", TagOf(*service)}};
      if (const std::string comment = CommentOf(*service); !comment.empty())
        tag["description"] = comment;
      tags.push_back(std::move(tag));
    }
    const OpenApiJson document = {
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "Palier"},
          {"version", "v1"},
          {"description", kDescription},
          {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
        {"servers", OpenApiJson::array({{{"url", "/"}}})},
        {"security", OpenApiJson::array({{{"bearer", OpenApiJson::array()}}})},
        {"tags", std::move(tags)},
        {"paths", std::move(paths_)},
        {"components", Components()}};
    return document.dump(-1, ' ', false, OpenApiJson::error_handler_t::replace);
  }

 private:
  // `rollout.OperationService`: several services have one of the same name.
  static std::string TagOf(const google::protobuf::ServiceDescriptor& service) {
    const std::vector<std::string> parts = absl::StrSplit(service.full_name(), '.');
    return parts.size() < 3 ? service.name() : absl::StrCat(parts[1], ".", service.name());
  }

  static OpenApiJson Operation(const Route& route) {
    const MethodDescriptor& method = *route.method;
    const std::string comment = CommentOf(method);
    const std::string tag = TagOf(*method.service());
    std::string id = absl::StrCat(absl::StrReplaceAll(tag, {{".", "_"}}), "_", method.name());
    if (route.binding > 0) absl::StrAppend(&id, "_", route.binding + 1);
    OpenApiJson operation = {{"operationId", id}, {"tags", OpenApiJson::array({tag})}};
    operation["summary"] = comment.empty() ? method.name() : FirstSentence(comment);
    if (!comment.empty()) operation["description"] = comment;
    const std::string& permission = method.options().GetExtension(api::v1::access).permission();
    if (!permission.empty()) operation["x-permission"] = permission;
    return operation;
  }

  void AddQuery(const Route& route, OpenApiJson& parameters) {
    if (route.body == "*") return;
    std::set<std::string> elsewhere = TopFields(route);
    if (!route.body.empty()) elsewhere.insert(route.body);
    AddQueryFields(*route.method->input_type(), "", elsewhere, kQueryDepth, parameters);
  }

  void AddQueryFields(const Descriptor& type, const std::string& prefix,
                      const std::set<std::string>& left_out, int depth, OpenApiJson& parameters) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      if (left_out.contains(field.name()) || field.is_map()) continue;
      const std::string name = prefix + field.json_name();
      if (!IsScalarInJson(field)) {
        if (!field.is_repeated() && depth > 1)
          AddQueryFields(*field.message_type(), name + ".", {}, depth - 1, parameters);
        continue;
      }
      OpenApiJson schema = schemas_.OfField(field);
      OpenApiJson parameter = {{"name", name}, {"in", "query"}};
      if (schema.contains("description")) {
        parameter["description"] = schema["description"];
        schema.erase("description");
      }
      parameter["schema"] = std::move(schema);
      parameters.push_back(std::move(parameter));
    }
  }

  static void AddHeaders(const Route& route, OpenApiJson& parameters) {
    const Descriptor& request = *route.method->input_type();
    if (route.method->server_streaming()) {
      if (request.FindFieldByName("cursor") != nullptr)
        parameters.push_back(Reference("parameters", "LastEventId"));
      return;
    }
    if (route.http_method == "GET") {
      if (route.method->output_type()->FindFieldByName("etag") != nullptr)
        parameters.push_back(Reference("parameters", "IfNoneMatch"));
      return;
    }
    const FieldDescriptor* resource = request.FindFieldByName(route.body);
    const Descriptor* holder = resource == nullptr ? nullptr : resource->message_type();
    const bool etag = request.FindFieldByName("etag") != nullptr ||
                      (holder != nullptr && holder->FindFieldByName("etag") != nullptr);
    if (etag && route.http_method != "POST")
      parameters.push_back(Reference("parameters", "IfMatch"));
    if (request.FindFieldByName("request_id") != nullptr)
      parameters.push_back(Reference("parameters", "IdempotencyKey"));
  }

  void AddBody(const Route& route, OpenApiJson& operation) {
    if (route.body.empty()) return;
    const Descriptor& request = *route.method->input_type();
    OpenApiJson schema;
    bool required = true;
    if (route.body == "*") {
      schema = schemas_.ObjectWithout(request, TopFields(route));
      required = schema.contains("required");
    } else {
      const Descriptor& type = *request.FindFieldByName(route.body)->message_type();
      schema = route.http_method == "PATCH" ? schemas_.PatchOf(type) : schemas_.Of(type);
    }
    operation["requestBody"] = {{"required", required},
                                {"content", {{"application/json", {{"schema", schema}}}}}};
  }

  OpenApiJson Responses(const Route& route) {
    const Descriptor* type = route.method->output_type();
    if (!route.response_body.empty())
      type = type->FindFieldByName(route.response_body)->message_type();
    const OpenApiJson media = {{"schema", schemas_.Of(*type)}};
    OpenApiJson content;
    if (route.method->server_streaming()) {
      content = {{"application/x-ndjson", media}, {"text/event-stream", media}};
    } else {
      content = {{"application/json", media}};
    }
    return {{"200",
             {{"description", route.method->server_streaming() ? "One after the other." : "Done."},
              {"content", std::move(content)}}},
            {"4XX", Reference("responses", "Error")},
            {"5XX", Reference("responses", "Error")}};
  }

  OpenApiJson Components() const {
    const auto header = [](const char* name, const char* description) -> OpenApiJson {
      return {{"name", name},
              {"in", "header"},
              {"description", description},
              {"schema", {{"type", "string"}}}};
    };
    OpenApiJson schemas = schemas_.All();
    schemas["Error"] = {
        {"type", "object"},
        {"required", OpenApiJson::array({"error"})},
        {"properties",
         {{"error",
           {{"type", "object"},
            {"required", OpenApiJson::array({"code", "message", "status"})},
            {"properties",
             {{"code", {{"type", "integer"}, {"description", "The status of HTTP."}}},
              {"message", {{"type", "string"}, {"description", "For developers, in English."}}},
              {"status", {{"type", "string"}, {"description", "Name of the google.rpc.Code."}}},
              {"details",
               {{"type", "array"},
                {"description",
                 "ErrorInfo with the reason, LocalizedMessage for people, "
                 "BadRequest, PreconditionFailure, RetryInfo of google.rpc."},
                {"items",
                 {{"type", "object"},
                  {"properties", {{"@type", {{"type", "string"}}}}},
                  {"additionalProperties", true}}}}}}}}}}}};
    schemas["Problem"] = {
        {"type", "object"},
        {"description", "RFC 9457."},
        {"properties",
         {{"type", {{"type", "string"}}},
          {"title", {{"type", "string"}}},
          {"status", {{"type", "integer"}}},
          {"detail", {{"type", "string"}, {"description", "For people, in their language."}}},
          {"instance", {{"type", "string"}}},
          {"code", {{"type", "string"}}},
          {"reason", {{"type", "string"}}},
          {"metadata", {{"type", "object"}, {"additionalProperties", {{"type", "string"}}}}},
          {"errors",
           {{"type", "array"}, {"items", {{"type", "object"}, {"additionalProperties", true}}}}}}}};
    return {
        {"securitySchemes", {{"bearer", {{"type", "http"}, {"scheme", "bearer"}}}}},
        {"parameters",
         {{"IfMatch", header("If-Match", "Only if the resource still has this etag; else 412.")},
          {"IfNoneMatch", header("If-None-Match", "304 when the resource still has this etag.")},
          {"IdempotencyKey", header("Idempotency-Key",
                                    "UUID: the same key with the same request does nothing twice, "
                                    "for 24 hours; with another request, 422.")},
          {"LastEventId", header("Last-Event-ID",
                                 "Id of the last event received: the stream goes on behind it.")}}},
        {"responses",
         {{"Error",
           {{"description", "What went wrong, and what to do."},
            {"content",
             {{"application/json", {{"schema", Reference("schemas", "Error")}}},
              {"application/problem+json", {{"schema", Reference("schemas", "Problem")}}}}}}}}},
        {"schemas", std::move(schemas)}};
  }

  Schemas schemas_;
  OpenApiJson paths_ = OpenApiJson::object();
};

}  // namespace

std::string OpenApiDocument(const Schema& schema, const RouteTable& routes) {
  Document document;
  for (const Route& route : routes.routes()) {
    if (!route.method->client_streaming()) document.Add(route);
  }
  return document.Text(schema);
}

}  // namespace palier::gateway
