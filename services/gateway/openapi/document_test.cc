// SPDX-License-Identifier: Apache-2.0
#include "gateway/openapi/document.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/match.h"
#include "gateway/openapi/path_parameters.h"
#include "gateway/testing/proto_text.h"
#include "gateway/transcoding/api_files.h"
#include "palier/api/v1/options.pb.h"

namespace palier::gateway {
namespace {

using nlohmann::json;

json DocumentOf(const Schema& schema) {
  return json::parse(OpenApiDocument(schema, **RouteTable::Make(schema)));
}

// All values of `$ref`.
void CollectRefs(const json& node, std::set<std::string>& refs) {
  if (node.is_object() && node.contains("$ref")) refs.insert(node["$ref"].get<std::string>());
  for (const auto& child : node) {
    if (child.is_structured()) CollectRefs(child, refs);
  }
}

// A method added to a proto is served and described; nothing of the gateway knew of it.
TEST(OpenApi, ShowsAnRpcThatWasAddedToAProto) {
  const auto schema = SchemaWith(R"(
// Things to try.
service TryService {
  // Turns a thing. NOT_FOUND.
  rpc TurnThing(TurnThingRequest) returns (Thing) {
    option (google.api.http) = { post: "/v1/{name=organizations/*/things/*}:turn" body: "*" };
  }
  // Lists them.
  rpc ListThings(ListThingsRequest) returns (ListThingsResponse) {
    option (google.api.http) = { get: "/v1/{parent=organizations/*}/things" };
  }
  // Changes one.
  rpc UpdateThing(UpdateThingRequest) returns (Thing) {
    option (google.api.http) = { patch: "/v1/{thing.name=organizations/*/things/*}" body: "thing" };
  }
}
message TurnThingRequest {
  string name = 1 [(google.api.field_behavior) = REQUIRED];
  // How far, in degrees.
  int32 degrees = 2 [(google.api.field_behavior) = OPTIONAL];
  string request_id = 3;
}
message ListThingsRequest { string parent = 1; int32 page_size = 2; google.type.Date day = 3; }
message ListThingsResponse { repeated Thing things = 1; }
message UpdateThingRequest { Thing thing = 1; google.protobuf.FieldMask update_mask = 2; }
// A thing.
message Thing {
  // What it is for.
  enum Kind { KIND_UNSPECIFIED = 0; TOOL = 1; /* Made to play. */ TOY = 2; }
  string name = 1 [(google.api.field_behavior) = REQUIRED];
  int64 size = 2;
  google.protobuf.Timestamp create_time = 3 [(google.api.field_behavior) = OUTPUT_ONLY];
  Kind kind = 4;
  repeated string tags = 5;
  map<string, Thing> parts = 6;
  bytes blob = 7;
  string etag = 8;
  oneof choice { string left = 9; string right = 10; }
})");
  ASSERT_TRUE(schema.ok()) << schema.status();
  const json document = DocumentOf(**schema);
  const json& turn =
      document["paths"]["/v1/organizations/{organization}/things/{thing}:turn"]["post"];
  EXPECT_EQ(turn["operationId"], "try_TryService_TurnThing");
  EXPECT_EQ(turn["summary"], "Turns a thing");
  EXPECT_EQ(turn["tags"], json::array({"try.TryService"}));
  const json& body = turn["requestBody"]["content"]["application/json"]["schema"];
  EXPECT_FALSE(body["properties"].contains("name"));
  EXPECT_EQ(body["properties"]["degrees"]["description"], "How far, in degrees.");

  const json& list = document["paths"]["/v1/organizations/{organization}/things"]["get"];
  std::vector<std::string> parameters;
  for (const json& parameter : list["parameters"]) parameters.push_back(parameter["name"]);
  EXPECT_THAT(parameters, ::testing::ElementsAre("organization", "pageSize", "day.year",
                                                 "day.month", "day.day"));

  const json& schemas = document["components"]["schemas"];
  const json& thing = schemas["try.v1.Thing"];
  EXPECT_EQ(thing["required"], json::array({"name"}));
  EXPECT_EQ(thing["description"], "A thing.\nAt most one of: `left`, `right`.");
  const json& fields = thing["properties"];
  EXPECT_EQ(fields["size"], json::parse(R"({"type": "string", "format": "int64"})"));
  EXPECT_EQ(fields["createTime"],
            json::parse(R"({"type": "string", "format": "date-time", "readOnly": true})"));
  EXPECT_EQ(fields["kind"]["$ref"], "#/components/schemas/try.v1.Thing.Kind");
  EXPECT_EQ(fields["tags"]["items"]["type"], "string");
  EXPECT_EQ(fields["parts"]["additionalProperties"]["$ref"], "#/components/schemas/try.v1.Thing");
  EXPECT_EQ(fields["blob"]["contentEncoding"], "base64");
  EXPECT_EQ(schemas["try.v1.Thing.Kind"]["enum"], json::array({"KIND_UNSPECIFIED", "TOOL", "TOY"}));
  EXPECT_FALSE(schemas["try.v1.ThingPatch"].contains("required"));
}

TEST(OpenApi, OfPalierIsWhole) {
  const auto schema = *Schema::Make(ApiFiles());
  const auto table = *RouteTable::Make(*schema);
  const json document = json::parse(OpenApiDocument(*schema, *table));
  std::set<std::string> ids;
  size_t operations = 0;
  for (const auto& [path, methods] : document["paths"].items()) {
    for (const auto& [method, operation] : methods.items()) {
      ++operations;
      EXPECT_TRUE(ids.insert(operation["operationId"]).second) << operation["operationId"];
      EXPECT_FALSE(operation["summary"].get<std::string>().empty()) << path;
    }
  }
  EXPECT_EQ(operations, table->routes().size());
  std::set<std::string> refs;
  CollectRefs(document, refs);
  for (const std::string& ref : refs)
    EXPECT_TRUE(document.contains(json::json_pointer(ref.substr(1)))) << ref;
}

TEST(OpenApi, PathParametersAreCalledAfterTheirCollections) {
  const std::pair<const char*, const char*> cases[] = {
      {"/v1/{name=organizations/*/people/*}:erase",
       "/v1/organizations/{organization}/people/{person}:erase"},
      {"/v1/{name=organizations/*/processes/*}",
       "/v1/organizations/{organization}/processes/{process}"},
      {"/v1/{name=organizations/*/synergies/*}",
       "/v1/organizations/{organization}/synergies/{synergy}"},
      {"/v1/{name=organizations/*/**}:history", "/v1/organizations/{organization}/{rest}:history"},
      {"/v1/things/*/things/*", "/v1/things/{thing}/things/{thing_}"},
  };
  for (const auto& [text, expected] : cases)
    EXPECT_EQ(OpenApiPathOf(*ParsePathTemplate(text)).text, expected);
}

// Every method that people may call is there over HTTP, but for those that take a stream.
TEST(Routes, NoPublicMethodIsForgotten) {
  const auto schema = *Schema::Make(ApiFiles());
  const auto table = *RouteTable::Make(*schema);
  std::set<const google::protobuf::MethodDescriptor*> routed;
  for (const Route& route : table->routes()) routed.insert(route.method);
  int methods = 0;
  for (const auto* service : schema->services()) {
    for (int i = 0; i < service->method_count(); ++i) {
      const auto& access = service->method(i)->options().GetExtension(api::v1::access);
      const bool for_services = access.roles_size() == 1 && access.roles(0) == api::v1::SERVICE;
      if (service->method(i)->client_streaming() || for_services) continue;
      ++methods;
      EXPECT_TRUE(routed.contains(service->method(i))) << service->method(i)->full_name();
    }
  }
  EXPECT_GT(methods, 300);
}

}  // namespace
}  // namespace palier::gateway
