// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/answer.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "gateway/testing/proto_text.h"
#include "google/rpc/code.pb.h"
#include "google/rpc/error_details.pb.h"

namespace palier::gateway {
namespace {

using Json = nlohmann::json;

google::rpc::Status Refusal() {
  google::rpc::Status status;
  status.set_code(google::rpc::FAILED_PRECONDITION);
  status.set_message("The gate is not met.");
  google::rpc::ErrorInfo info;
  info.set_reason("GATE_NOT_MET");
  info.set_domain("palier");
  (*info.mutable_metadata())["from"] = "IDEA";
  status.add_details()->PackFrom(info);
  google::rpc::LocalizedMessage localized;
  localized.set_locale("fr-FR");
  localized.set_message("La porte n'est pas franchie.");
  status.add_details()->PackFrom(localized);
  google::rpc::PreconditionFailure failure;
  auto* violation = failure.add_violations();
  violation->set_type("NO_OWNER");
  violation->set_subject("organizations/a/projects/p");
  violation->set_description("Aucun porteur.");
  status.add_details()->PackFrom(failure);
  return status;
}

TEST(Errors, AreThoseOfAip193) {
  EXPECT_EQ(Json::parse(ErrorJson(Refusal(), 400)), Json::parse(R"({"error": {
    "code": 400, "message": "The gate is not met.", "status": "FAILED_PRECONDITION", "details": [
      {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "GATE_NOT_MET", "domain": "palier",
       "metadata": {"from": "IDEA"}},
      {"@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "fr-FR",
       "message": "La porte n'est pas franchie."},
      {"@type": "type.googleapis.com/google.rpc.PreconditionFailure", "violations": [
        {"type": "NO_OWNER", "subject": "organizations/a/projects/p", "description": "Aucun porteur."}]}]}})"));
  EXPECT_EQ(ReasonOf(Refusal()), "GATE_NOT_MET");
}

TEST(Errors, AreProblemsForWhoAsks) {
  EXPECT_EQ(Json::parse(ProblemJson(Refusal(), 400, "/v1/x")), Json::parse(R"({
    "type": "urn:palier:error:GATE_NOT_MET", "title": "FAILED_PRECONDITION", "status": 400,
    "detail": "La porte n'est pas franchie.", "instance": "/v1/x", "code": "FAILED_PRECONDITION",
    "reason": "GATE_NOT_MET", "metadata": {"from": "IDEA"},
    "errors": [{"type": "NO_OWNER", "subject": "organizations/a/projects/p", "detail": "Aucun porteur."}]})"));
}

TEST(Errors, WithoutDetailsOrWithStrangeOnesAreErrorsToo) {
  google::rpc::Status status;
  status.set_code(google::rpc::UNAVAILABLE);
  status.set_message("away \xff");
  status.add_details()->set_type_url("type.googleapis.com/nobody.Knows");
  status.mutable_details(0)->set_value("x");
  EXPECT_EQ(Json::parse(ErrorJson(status, 503))["error"]["details"], Json::array());
  EXPECT_EQ(Json::parse(ProblemJson(status, 503, "/"))["type"], "about:blank");
}

TEST(HttpStatusOf, EveryCode) {
  const std::pair<int, int> cases[] = {{0, 200},  {1, 499},  {2, 500},  {3, 400},  {4, 504},
                                       {5, 404},  {6, 409},  {7, 403},  {8, 429},  {9, 400},
                                       {10, 409}, {11, 400}, {12, 501}, {13, 500}, {14, 503},
                                       {15, 500}, {16, 401}, {99, 500}};
  for (const auto& [code, http] : cases) EXPECT_EQ(HttpStatusOf(code), http) << code;
  EXPECT_EQ(CodeName(5), "NOT_FOUND");
  EXPECT_EQ(CodeName(99), "UNKNOWN");
}

TEST(Answers, AreTheResponseOrItsPart) {
  const auto schema = *SchemaWith(R"(
    message Thing { string display_name = 1; int64 size = 2; repeated string tags = 3; bool on = 4; }
    message Request {}
    message Response { Thing thing = 1; }
    service Try {
      rpc Whole(Request) returns (Response) { option (google.api.http) = { get: '/t/whole' }; }
      rpc Part(Request) returns (Response) { option (google.api.http) = { get: '/t/part' response_body: 'thing' }; }
    })");
  const auto table = *RouteTable::Make(*schema);
  const auto* type = schema->pool().FindMessageTypeByName("palier.try.v1.Response");
  const auto response = schema->New(type);
  ASSERT_TRUE(response->ParseFromString(std::string("\x0a\x06\x0a\x02hi\x10\x07", 8)));
  EXPECT_EQ(*AnswerJson(*schema, *table->Find("GET", "/t/whole").route, *response),
            R"({"thing":{"displayName":"hi","size":"7"}})");
  EXPECT_EQ(*AnswerJson(*schema, *table->Find("GET", "/t/part").route, *response),
            R"({"displayName":"hi","size":"7"})");
}

}  // namespace
}  // namespace palier::gateway
