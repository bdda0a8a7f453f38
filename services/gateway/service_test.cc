// SPDX-License-Identifier: Apache-2.0
// The suite over HTTP, as a portal meets it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"
#include "gateway/http/gzip.h"
#include "gateway/testing/gateway_world.h"

namespace palier::gateway {
namespace {

using namespace nlohmann::literals;  // NOLINT: _json_pointer

using ::testing::HasSubstr;

constexpr char kProjects[] = "/v1/organizations/acme/projects";
constexpr char kProject[] = "/v1/organizations/acme/projects/assistant";

std::string ReasonIn(const Json& error) {
  return error.value("/error/details/0/reason"_json_pointer, "");
}

class Gateway : public ::testing::Test {
 protected:
  GatewayWorld world_;
};

TEST_F(Gateway, RoundTrips) {
  const Json created = world_.Ask(200, "POST", absl::StrCat(kProjects, "?projectId=assistant"),
                                  R"({"displayName": "Assistant é", "topic": "Sales"})");
  EXPECT_EQ(created["name"], "organizations/acme/projects/assistant");
  EXPECT_EQ(created["stage"], "IDEA");
  EXPECT_EQ(world_.Ask(200, "GET", kProject), created);

  const Json updated = world_.Ask(200, "PATCH", absl::StrCat(kProject, "?updateMask=displayName"),
                                  R"({"displayName": "Helper"})");
  EXPECT_EQ(updated["displayName"], "Helper");
  EXPECT_EQ(updated["topic"], "Sales");
  // What was read can be sent back as it is.
  EXPECT_EQ(world_.Ask(200, "PATCH", kProject, updated.dump())["etag"], updated["etag"]);

  const Json listed =
      world_.Ask(200, "GET", absl::StrCat(kProjects, "?page_size=5&filter=topic%3D%22Sales%22"));
  ASSERT_EQ(listed["projects"].size(), 1u);
  EXPECT_TRUE(listed["cursor"].is_string());  // a 64-bit integer

  EXPECT_TRUE(world_.Ask(200, "DELETE", kProject).contains("deleteTime"));
  EXPECT_FALSE(world_.Ask(200, "POST", absl::StrCat(kProject, ":undelete")).contains("deleteTime"));
}

TEST_F(Gateway, EachServiceIsReached) {
  world_.CreateProject("assistant");
  world_.Ask(200, "GET", absl::StrCat(kProject, "/kpis"));
  world_.Ask(200, "GET", "/v1/organizations/acme/rollouts");
  world_.Ask(200, "GET", "/v1/organizations/acme/portfolio");
  world_.Ask(200, "GET", absl::StrCat(kProject, ":evaluateGate?targetStage=SCOPING"));
}

TEST_F(Gateway, ErrorsAreInTheCallersLanguage) {
  const std::string nope = absl::StrCat(kProjects, "/nope");
  const Json english = world_.Ask(404, "GET", nope);
  EXPECT_EQ(english["error"]["code"], 404);
  EXPECT_EQ(english["error"]["status"], "NOT_FOUND");
  EXPECT_EQ(ReasonIn(english), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(english["error"]["details"][1]["locale"], "en-US");
  const http::Headers french = {{"Accept-Language", "fr-FR,fr;q=0.9"}};
  EXPECT_THAT(world_.Ask(404, "GET", nope, "", french)["error"]["details"][1]["message"],
              HasSubstr("n'existe pas"));
  const http::Response problem = world_.Call(
      "GET", nope, "", {{"Accept", "application/problem+json"}, {"Accept-Language", "fr"}});
  EXPECT_EQ(problem.headers.Get("Content-Type"), "application/problem+json");
  EXPECT_EQ(problem.headers.Get("Content-Language"), "fr");
  EXPECT_EQ(Json::parse(problem.body)["reason"], "RESOURCE_NOT_FOUND");
  EXPECT_EQ(Json::parse(problem.body)["instance"], nope);
}

TEST_F(Gateway, WhatIsUnknownIsNamed) {
  const Json error = world_.Ask(400, "GET", absl::StrCat(kProjects, "?colour=red&pageSize=x"));
  const Json& bad = error["error"]["details"][2]["fieldViolations"];
  EXPECT_EQ(bad[0]["field"], "colour");
  EXPECT_EQ(bad[1]["field"], "pageSize");
  EXPECT_EQ(ReasonIn(world_.Ask(404, "GET", "/v2/projects")), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(ReasonIn(world_.Ask(404, "GET", "/v1/organizations/%ff")), "RESOURCE_NOT_FOUND");
  world_.Ask(400, "POST", kProjects, R"({"displayName": "A", "colour": "red"})");
  world_.Ask(415, "POST", kProjects, "a=b",
             {{"Content-Type", "application/x-www-form-urlencoded"}});
}

TEST_F(Gateway, OtherMethodsAreToldApart) {
  const http::Response put = world_.Call("PUT", kProjects);
  EXPECT_EQ(put.status, 405);
  EXPECT_EQ(put.headers.Get("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(world_.Call("OPTIONS", kProjects).headers.Get("Allow"), "GET, HEAD, POST, OPTIONS");
  const http::Response head = world_.Call("HEAD", kProjects);
  EXPECT_EQ(head.status, 200);
  EXPECT_TRUE(head.body.empty());
  EXPECT_NE(head.headers.Get("Content-Length"), "0");
}

TEST_F(Gateway, EtagsAreHeaders) {
  world_.CreateProject("assistant");
  const http::Response first = world_.Call("GET", kProject);
  const std::string etag(first.headers.Get("ETag"));
  EXPECT_EQ(etag, Json::parse(first.body)["etag"]);
  EXPECT_EQ(world_.Call("GET", kProject, "", {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(world_.Call("GET", kProject, "", {{"If-None-Match", "\"x\", W/" + etag}}).status, 304);
  EXPECT_EQ(world_.Call("GET", kProject, "", {{"If-None-Match", "\"x\""}}).status, 200);

  const std::string change = R"({"displayName": "New"})";
  world_.Ask(200, "PATCH", kProject, change, {{"If-Match", etag}});
  const Json late = world_.Ask(412, "PATCH", kProject, R"({"topic": "x"})", {{"If-Match", etag}});
  EXPECT_EQ(ReasonIn(late), "ETAG_MISMATCH");
  world_.Ask(412, "DELETE", kProject, "", {{"If-Match", etag}});
  // The same in the body is a conflict: nobody asked in HTTP's terms.
  world_.Ask(409, "PATCH", kProject, Json{{"topic", "x"}, {"etag", etag}}.dump());
  world_.Ask(400, "PATCH", kProject, Json{{"topic", "x"}, {"etag", "\"9\""}}.dump(),
             {{"If-Match", etag}});
  world_.Ask(400, "POST", absl::StrCat(kProjects, ":batchDelete"), "{}", {{"If-Match", etag}});
}

TEST_F(Gateway, AnIdempotencyKeyRepeatsNothing) {
  const http::Headers key = {{"Idempotency-Key", "\"1b4e28ba-2fa1-41d2-883f-0016d3cca427\""}};
  const std::string body = R"({"displayName": "Twice"})";
  const Json first = world_.Ask(200, "POST", kProjects, body, key);
  EXPECT_EQ(world_.Ask(200, "POST", kProjects, body, key), first);
  EXPECT_EQ(world_.Ask(200, "GET", kProjects)["projects"].size(), 1u);
  const Json other = world_.Ask(422, "POST", kProjects, R"({"displayName": "Else"})", key);
  EXPECT_EQ(ReasonIn(other), "REQUEST_ID_REUSED");
  for (const char* bad : {"\"", "a,b", "\"a", "a\"b\""})
    world_.Ask(400, "POST", kProjects, body, {{"Idempotency-Key", bad}});
}

TEST_F(Gateway, CallersAreThemselves) {
  world_.CreateProject("assistant");
  const http::Headers nobody = {{"palier-principal", "users/nobody"}};
  EXPECT_EQ(ReasonIn(world_.Ask(403, "GET", kProject, "", nobody)), "PERMISSION_DENIED");
  // The gateway never speaks for anybody.
  world_.Ask(403, "GET", kProject, "",
             {{"palier-principal", "users/nobody"}, {"palier-on-behalf-of", "users/dev"}});
  for (const char* header : {"Authorization", "palier-principal", "Accept-Language"})
    world_.Ask(400, "GET", kProject, "", {{header, "caf\xe9"}});
}

TEST_F(Gateway, AnswersCarryTheTrace) {
  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  EXPECT_EQ(world_
                .Call("GET", kProjects, "",
                      {{"traceparent", absl::StrCat("00-", trace, "-b7ad6b7169203331-01")}})
                .headers.Get("X-Request-Id"),
            trace);
  EXPECT_EQ(world_.Call("GET", kProjects, "", {{"traceparent", "nonsense"}})
                .headers.Get("X-Request-Id")
                .size(),
            32u);
}

TEST_F(Gateway, DeadlinesCanBeShortened) {
  EXPECT_EQ(ReasonIn(world_.Ask(504, "GET", kProjects, "", {{"Grpc-Timeout", "0n"}})),
            "DEADLINE_EXCEEDED");
  world_.Ask(200, "GET", kProjects, "", {{"Grpc-Timeout", "20S"}});
  world_.Ask(400, "GET", kProjects, "", {{"Grpc-Timeout", "20"}});
}

TEST_F(Gateway, AbuseIsBounded) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += R"({"runPack":)";
  world_.Ask(400, "POST", kProjects, deep);
  world_.Ask(413, "POST", kProjects, std::string(5 << 20, ' '));
  world_.Ask(413, "POST", kProjects, http::Gzip(std::string(50 << 20, ' ')),
             {{"Content-Encoding", "gzip"}});
  http::Headers many;
  for (int i = 0; i < 10000; ++i) many.Add(absl::StrCat("x-", i), "y");
  world_.Ask(431, "GET", kProjects, "", many);
  world_.Ask(200, "GET", kProjects);
}

TEST_F(Gateway, AnswersAreCompressedForWhoTakesIt) {
  const http::Response packed =
      world_.Call("GET", "/openapi.json", "", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(packed.headers.Get("Content-Encoding"), "gzip");
  EXPECT_EQ(*http::Gunzip(packed.body, 10 << 20), world_.Call("GET", "/openapi.json").body);
  const std::string etag(packed.headers.Get("ETag"));
  EXPECT_EQ(world_.Call("GET", "/openapi.json", "", {{"If-None-Match", etag}}).status, 304);
}

TEST_F(Gateway, PagesOfOtherOriginsChangeNothing) {
  const http::Headers evil = {{"Origin", "https://evil.example"}};
  EXPECT_EQ(ReasonIn(world_.Ask(403, "POST", kProjects, R"({"displayName": "A"})", evil)),
            "PERMISSION_DENIED");
  const http::Response read = world_.Call("GET", kProjects, "", evil);
  EXPECT_FALSE(read.headers.Has("Access-Control-Allow-Origin"));
  EXPECT_EQ(read.headers.Get("X-Content-Type-Options"), "nosniff");
  world_.Ask(200, "POST", kProjects, R"({"displayName": "A"})", {{"Origin", "http://localhost"}});
  // A name that was made to point here.
  world_.Ask(421, "GET", kProjects, "", {{"Host", "evil.example:8080"}});
  world_.Ask(200, "GET", kProjects, "", {{"Host", "127.0.0.1:8080"}});
}

TEST(GatewayCors, AllowedOriginsAreTold) {
  app::Config config;
  config.http.cors_origins = {"https://portal.example"};
  GatewayWorld world(config);
  const http::Headers origin = {{"Origin", "https://portal.example"}};
  const http::Response read = world.Call("GET", kProjects, "", origin);
  EXPECT_EQ(read.headers.Get("Access-Control-Allow-Origin"), "https://portal.example");
  EXPECT_THAT(std::string(read.headers.Get("Access-Control-Expose-Headers")), HasSubstr("ETag"));
  EXPECT_THAT(read.headers.Joined("Vary"), HasSubstr("Origin"));
  world.Ask(200, "POST", kProjects, R"({"displayName": "A"})", origin);
  const http::Response preflight =
      world.Call("OPTIONS", kProjects, "",
                 {{"Origin", "https://portal.example"}, {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(preflight.status, 204);
  EXPECT_THAT(std::string(preflight.headers.Get("Access-Control-Allow-Methods")),
              HasSubstr("POST"));
  EXPECT_THAT(std::string(preflight.headers.Get("Access-Control-Allow-Headers")),
              HasSubstr("If-Match"));
}

TEST(GatewayTokens, TheCallersTokenIsWhatCounts) {
  testing::TempDir folder;
  app::Config config;
  config.auth = app::AuthMode::kTokens;
  config.tokens_file = folder.File("tokens");
  std::ofstream(config.tokens_file) << digest::Sha256Hex("good") << " users/lea platform_admin\n";
  GatewayWorld world(config);
  const http::Response without = world.Call("GET", kProjects);
  EXPECT_EQ(without.status, 401);
  EXPECT_EQ(without.headers.Get("WWW-Authenticate"), "Bearer");
  world.Ask(401, "GET", kProjects, "", {{"palier-principal", "users/lea"}});
  world.Ask(401, "GET", kProjects, "", {{"Authorization", "Bearer bad"}});
  const http::Headers good = {{"Authorization", "Bearer good"}};
  world.Ask(200, "POST", "/v1/organizations?organizationId=acme",
            R"({"displayName": "Acme", "timeZone": "UTC"})", good);
  world.Ask(200, "GET", kProjects, "", good);
}

}  // namespace
}  // namespace palier::gateway
