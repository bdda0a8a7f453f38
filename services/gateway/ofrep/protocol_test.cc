// SPDX-License-Identifier: Apache-2.0
#include "gateway/ofrep/protocol.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"

namespace palier::gateway::ofrep {
namespace {

using Json = nlohmann::json;
using rollout::v1::AccessAnswer;
using rollout::v1::AccessQuestion;

constexpr char kPath[] = "/v1/organizations/acme/ofrep/v1/evaluate/flags";

TEST(Ofrep, PathsNameAnOrganisationAndPerhapsAFlag) {
  const auto all = ReadTarget(kPath);
  ASSERT_TRUE(all.has_value());
  EXPECT_EQ(all->organization, "acme");
  EXPECT_FALSE(all->key.has_value());
  EXPECT_EQ(ReadTarget(absl::StrCat(kPath, "/chatbot"))->key, "chatbot");
  EXPECT_EQ(ReadTarget(absl::StrCat(kPath, "/rollouts%2Fsales"))->key, "rollouts/sales");
  for (const char* other :
       {"/ofrep/v1/evaluate/flags", "/v1/organizations//ofrep/v1/evaluate/flags",
        "/v1/organizations/acme/ofrep/v1/evaluate/flags/",
        "/v1/organizations/acme/ofrep/v1/evaluate/flags/%zz",
        "/v1/organizations/acme/ofrep/v1/evaluate/flagsx", "/v1/organizations/acme"})
    EXPECT_FALSE(ReadTarget(other).has_value()) << other;
}

TEST(Ofrep, TheContextSaysWhoAsks) {
  const auto question = [](const std::string& body) {
    const Context context = ReadContext("acme", body);
    EXPECT_TRUE(std::holds_alternative<AccessQuestion>(context)) << body;
    return std::holds_alternative<AccessQuestion>(context) ? std::get<AccessQuestion>(context)
                                                           : AccessQuestion();
  };
  EXPECT_EQ(question(R"({"context": {"targetingKey": "lea", "x": [1]}})").user(), "lea");
  EXPECT_EQ(question(R"({"context": {"targetingKey": "teams/desk"}})").team(),
            "organizations/acme/teams/desk");
  const AccessQuestion team =
      question(R"({"context": {"targetingKey": "lea", "team": "desk", "dataClass": "Clients"}})");
  EXPECT_EQ(team.team(), "organizations/acme/teams/desk");
  EXPECT_EQ(team.data_class(), "Clients");
  EXPECT_EQ(QuestionAbout("acme", "chatbot", team).application(),
            "organizations/acme/applications/chatbot");
  EXPECT_EQ(QuestionAbout("acme", "rollouts/sales", team).application(),
            "organizations/acme/rollouts/sales");
}

TEST(Ofrep, WhatIsNoQuestionIsNamedAsTheProtocolNamesIt) {
  const std::pair<std::string, const char*> cases[] = {
      {"{", "PARSE_ERROR"},
      {"", "PARSE_ERROR"},
      {std::string(100000, '['), "PARSE_ERROR"},
      {"[]", "INVALID_CONTEXT"},
      {"{}", "INVALID_CONTEXT"},
      {R"({"context": 1})", "INVALID_CONTEXT"},
      {R"({"context": {}})", "TARGETING_KEY_MISSING"},
      {R"({"context": {"targetingKey": 5}})", "TARGETING_KEY_MISSING"},
      {absl::StrCat(R"({"context": {"targetingKey": ")", std::string(300, 'x'), R"("}})"),
       "INVALID_CONTEXT"}};
  for (const auto& [body, code] : cases) {
    const Context context = ReadContext("acme", body);
    ASSERT_TRUE(std::holds_alternative<Failure>(context)) << body.substr(0, 40);
    const Failure& failure = std::get<Failure>(context);
    EXPECT_EQ(failure.code, code) << body.substr(0, 40);
    const Json french = Json::parse(FailureJson("chatbot", failure, rpc::Language::kFrench));
    EXPECT_EQ(french["key"], "chatbot");
    EXPECT_EQ(french["errorDetails"], failure.details.fr);
    EXPECT_FALSE(
        Json::parse(FailureJson(std::nullopt, failure, rpc::Language::kEnglish)).contains("key"));
  }
}

TEST(Ofrep, AnAnswerIsABooleanWithItsReason) {
  const std::tuple<AccessAnswer::Reason, bool, const char*> cases[] = {
      {AccessAnswer::LIVE, true, "TARGETING_MATCH"},
      {AccessAnswer::WAVE_PAUSED, false, "TARGETING_MATCH"},
      {AccessAnswer::NOT_IN_ROLLOUT, false, "DEFAULT"},
      {AccessAnswer::UNKNOWN_USER, false, "DEFAULT"},
      {AccessAnswer::SWITCHED_OFF, false, "DISABLED"},
      {AccessAnswer::NOT_KNOWN, false, "UNKNOWN"}};
  for (const auto& [why, value, reason] : cases) {
    AccessAnswer answer;
    answer.set_access(value ? AccessAnswer::ENABLED : AccessAnswer::FALLBACK_MANUAL);
    answer.set_reason(why);
    answer.set_manual_way("On paper");
    const Json flag = Json::parse(FlagJson("chatbot", answer));
    EXPECT_EQ(flag["key"], "chatbot");
    EXPECT_EQ(flag["value"], value);
    EXPECT_EQ(flag["reason"], reason) << AccessAnswer::Reason_Name(why);
    EXPECT_EQ(flag["variant"], value ? "enabled" : "manual");
    EXPECT_EQ(flag["metadata"]["reason"], AccessAnswer::Reason_Name(why));
    EXPECT_EQ(flag["metadata"]["manualWay"], "On paper");
    EXPECT_FALSE(flag["metadata"].contains("condition"));
  }
}

TEST(Ofrep, AllFlagsAreThoseThatSomebodyRollsOut) {
  AccessAnswer live, none;
  live.set_access(AccessAnswer::ENABLED);
  live.set_reason(AccessAnswer::LIVE);
  none.set_reason(AccessAnswer::UNKNOWN_APPLICATION);
  const Json all = Json::parse(FlagsJson({"a", "b", "c"}, {none, live, none}));
  ASSERT_EQ(all["flags"].size(), 1u);
  EXPECT_EQ(all["flags"][0]["key"], "b");
  EXPECT_EQ(Json::parse(FlagsJson({}, {}))["flags"], Json::array());
}

}  // namespace
}  // namespace palier::gateway::ofrep
