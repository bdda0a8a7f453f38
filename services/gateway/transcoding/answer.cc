// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/answer.h"

#include <google/protobuf/util/json_util.h>

#include <map>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "google/rpc/code.pb.h"
#include "google/rpc/error_details.pb.h"

namespace palier::gateway {
namespace {

using Json = nlohmann::ordered_json;

// The first detail of a type; its default when there is none.
template <typename Detail>
Detail DetailOf(const google::rpc::Status& status) {
  Detail found;
  for (const google::protobuf::Any& any : status.details()) {
    if (any.UnpackTo(&found)) return found;
  }
  return Detail();
}

Json DetailsJson(const google::rpc::Status& status) {
  Json details = Json::array();
  for (const google::protobuf::Any& any : status.details()) {
    std::string text;
    // A detail of a type that is not linked in says nothing to anybody here.
    if (!google::protobuf::util::MessageToJsonString(any, &text).ok()) continue;
    details.push_back(Json::parse(text, nullptr, /*allow_exceptions=*/false));
  }
  return details;
}

std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

absl::StatusOr<std::string> AnswerJson(const Schema& schema, const Route& route,
                                       const google::protobuf::Message& response) {
  if (route.response_body.empty()) return schema.Json(response);
  return schema.Json(response.GetReflection()->GetMessage(
      response, response.GetDescriptor()->FindFieldByName(route.response_body)));
}

int HttpStatusOf(int code) {
  switch (code) {
    case google::rpc::OK:
      return 200;
    case google::rpc::INVALID_ARGUMENT:
    case google::rpc::FAILED_PRECONDITION:
    case google::rpc::OUT_OF_RANGE:
      return 400;
    case google::rpc::UNAUTHENTICATED:
      return 401;
    case google::rpc::PERMISSION_DENIED:
      return 403;
    case google::rpc::NOT_FOUND:
      return 404;
    case google::rpc::ABORTED:
    case google::rpc::ALREADY_EXISTS:
      return 409;
    case google::rpc::RESOURCE_EXHAUSTED:
      return 429;
    case google::rpc::CANCELLED:
      return 499;
    case google::rpc::UNIMPLEMENTED:
      return 501;
    case google::rpc::UNAVAILABLE:
      return 503;
    case google::rpc::DEADLINE_EXCEEDED:
      return 504;
    default:
      return 500;
  }
}

std::string CodeName(int code) {
  return google::rpc::Code_IsValid(code)
             ? google::rpc::Code_Name(static_cast<google::rpc::Code>(code))
             : "UNKNOWN";
}

std::string ReasonOf(const google::rpc::Status& status) {
  return DetailOf<google::rpc::ErrorInfo>(status).reason();
}

std::string ErrorJson(const google::rpc::Status& status, int http_status) {
  Json error = {{"code", http_status},
                {"message", status.message()},
                {"status", CodeName(status.code())},
                {"details", DetailsJson(status)}};
  return Text(Json{{"error", std::move(error)}});
}

std::string ProblemJson(const google::rpc::Status& status, int http_status,
                        absl::string_view instance) {
  const auto info = DetailOf<google::rpc::ErrorInfo>(status);
  const auto localized = DetailOf<google::rpc::LocalizedMessage>(status);
  Json problem = {
      {"type",
       info.reason().empty() ? "about:blank" : absl::StrCat("urn:palier:error:", info.reason())},
      {"title", CodeName(status.code())},
      {"status", http_status},
      {"detail", localized.message().empty() ? status.message() : localized.message()},
      {"instance", std::string(instance)},
      {"code", CodeName(status.code())}};
  if (!info.reason().empty()) problem["reason"] = info.reason();
  if (!info.metadata().empty())
    problem["metadata"] =
        Json(std::map<std::string, std::string>(info.metadata().begin(), info.metadata().end()));
  const auto fields = DetailOf<google::rpc::BadRequest>(status);
  const auto preconditions = DetailOf<google::rpc::PreconditionFailure>(status);
  Json errors = Json::array();
  for (const auto& field : fields.field_violations())
    errors.push_back({{"field", field.field()}, {"detail", field.description()}});
  for (const auto& unmet : preconditions.violations()) {
    errors.push_back(
        {{"type", unmet.type()}, {"subject", unmet.subject()}, {"detail", unmet.description()}});
  }
  if (!errors.empty()) problem["errors"] = std::move(errors);
  return Text(problem);
}

}  // namespace palier::gateway
