// SPDX-License-Identifier: Apache-2.0
// Has this team the tool? As an OpenFeature provider asks.
#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "gateway/testing/gateway_world.h"

namespace palier::gateway {
namespace {

using ::testing::HasSubstr;

constexpr char kAcme[] = "/v1/organizations/acme";
constexpr char kFlags[] = "/v1/organizations/acme/ofrep/v1/evaluate/flags";
constexpr char kDesk[] = R"({"context": {"targetingKey": "lea", "team": "desk"}})";

class OfrepTest : public ::testing::Test {
 protected:
  OfrepTest() {
    world_.CreateProject("assistant");
    world_.Ask(200, "POST", absl::StrCat(kAcme, "/teams?teamId=desk"),
               R"({"displayName": "Desk", "headcount": 8})");
    for (const char* id : {"chatbot", "unused"}) {
      world_.Ask(200, "POST", absl::StrCat(kAcme, "/applications?applicationId=", id),
                 R"({"displayName": "Chatbot", "state": "DEPLOYED"})");
    }
    world_.Ask(200, "POST", absl::StrCat(kAcme, "/rollouts?rolloutId=sales"),
               R"({"displayName": "Sales", "project": "organizations/acme/projects/assistant",
                   "application": "Chatbot", "startDate": {"year": 2027, "month": 1, "day": 4},
                   "teams": [{"team": "organizations/acme/teams/desk"}]})");
    world_.Ask(200, "PATCH",
               absl::StrCat(kAcme, "/rollouts/sales/accessPolicy?updateMask=application"),
               R"({"application": "organizations/acme/applications/chatbot"})");
  }

  GatewayWorld world_;
};

TEST_F(OfrepTest, AFlagIsWhetherTheTeamHasTheTool) {
  RecordProperty("requirement", "S3-06");
  const Json flag = world_.Ask(200, "POST", absl::StrCat(kFlags, "/chatbot"), kDesk);
  EXPECT_EQ(flag["key"], "chatbot");
  EXPECT_EQ(flag["value"], false);
  EXPECT_EQ(flag["reason"], "DEFAULT");
  EXPECT_EQ(flag["variant"], "manual");
  EXPECT_EQ(flag["metadata"]["reason"], "NOT_IN_ROLLOUT");
  const Json french = world_.Ask(200, "POST", absl::StrCat(kFlags, "/rollouts%2Fsales"), kDesk,
                                 {{"Accept-Language", "fr"}});
  EXPECT_EQ(french["key"], "rollouts/sales");
  EXPECT_NE(french["metadata"]["explanation"], flag["metadata"]["explanation"]);
}

TEST_F(OfrepTest, AllFlagsAreThoseOfRollOutsAndAreNotSentTwice) {
  const http::Response all = world_.Call("POST", kFlags, kDesk);
  EXPECT_EQ(all.status, 200);
  const Json flags = Json::parse(all.body);
  ASSERT_EQ(flags["flags"].size(), 1u) << all.body;
  EXPECT_EQ(flags["flags"][0]["key"], "chatbot");
  const std::string etag(all.headers.Get("ETag"));
  ASSERT_FALSE(etag.empty());
  EXPECT_EQ(world_.Call("POST", kFlags, kDesk, {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(world_.Call("POST", kFlags, kDesk, {{"If-None-Match", "\"x\""}}).status, 200);
}

TEST_F(OfrepTest, ErrorsAreThoseOfTheProtocol) {
  const Json none = world_.Ask(404, "POST", absl::StrCat(kFlags, "/unused"), kDesk);
  EXPECT_EQ(none["errorCode"], "FLAG_NOT_FOUND");
  EXPECT_EQ(none["key"], "unused");
  EXPECT_EQ(world_.Ask(400, "POST", absl::StrCat(kFlags, "/chatbot"), "{")["errorCode"],
            "PARSE_ERROR");
  const Json keyless =
      world_.Ask(400, "POST", kFlags, R"({"context": {}})", {{"Accept-Language", "fr"}});
  EXPECT_EQ(keyless["errorCode"], "TARGETING_KEY_MISSING");
  EXPECT_THAT(keyless["errorDetails"].get<std::string>(), HasSubstr("Le contexte"));
  const Json stranger = world_.Ask(403, "POST", absl::StrCat(kFlags, "/chatbot"), kDesk,
                                   {{"palier-principal", "users/nobody"}});
  EXPECT_EQ(stranger["errorCode"], "GENERAL");
  EXPECT_EQ(world_.Call("GET", kFlags).status, 405);
  EXPECT_EQ(world_.Call("OPTIONS", kFlags).headers.Get("Allow"), "POST, OPTIONS");
}

}  // namespace
}  // namespace palier::gateway
