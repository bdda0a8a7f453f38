// SPDX-License-Identifier: Apache-2.0
#include "gateway/ofrep/protocol.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/time/proto_time.h"
#include "gateway/transcoding/json_check.h"
#include "gateway/transcoding/percent.h"

namespace palier::gateway::ofrep {
namespace {

using Json = nlohmann::json;
using rollout::v1::AccessAnswer;
using rollout::v1::AccessQuestion;

constexpr char kOrganizations[] = "/v1/organizations/";
constexpr char kFlags[] = "/ofrep/v1/evaluate/flags";
constexpr char kTeams[] = "teams/";
constexpr char kRollouts[] = "rollouts/";
// As the fields of AccessQuestion.
constexpr size_t kMaxName = 200, kMaxDataClass = 100;

std::string TextIn(const Json& context, const char* name) {
  const auto found = context.find(name);
  return found != context.end() && found->is_string() ? found->get<std::string>() : "";
}

// Of `id`, whatever it is: an unknown one is an answer, not an error.
std::string NameOf(const std::string& organization, const char* collection, absl::string_view id) {
  return absl::StrCat("organizations/", organization, "/", collection, id);
}

// A provider that has a default of its own uses it for nothing but errors.
const char* ReasonOf(const AccessAnswer& answer) {
  switch (answer.reason()) {
    case AccessAnswer::SWITCHED_OFF:
    case AccessAnswer::PROJECT_ENDED:
      return "DISABLED";
    case AccessAnswer::UNKNOWN_USER:
    case AccessAnswer::NOT_IN_ROLLOUT:
      return "DEFAULT";
    case AccessAnswer::NOT_KNOWN:
      return "UNKNOWN";
    default:
      return "TARGETING_MATCH";
  }
}

Json FlagOf(const std::string& key, const AccessAnswer& answer) {
  const bool enabled = answer.access() == AccessAnswer::ENABLED;
  Json metadata = {{"reason", AccessAnswer::Reason_Name(answer.reason())},
                   {"explanation", answer.explanation()}};
  if (!answer.wave().empty()) metadata["wave"] = answer.wave();
  if (!answer.manual_way().empty()) metadata["manualWay"] = answer.manual_way();
  if (!answer.condition().empty()) metadata["condition"] = answer.condition();
  if (answer.has_expire_time()) {
    metadata["expireTime"] = absl::FormatTime(
        absl::RFC3339_full, time::TimeOf(answer.expire_time()), absl::UTCTimeZone());
  }
  return {{"key", key},
          {"value", enabled},
          {"reason", ReasonOf(answer)},
          {"variant", enabled ? "enabled" : "manual"},
          {"metadata", std::move(metadata)}};
}

std::string Text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::optional<Target> ReadTarget(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, kOrganizations)) return std::nullopt;
  const size_t slash = path.find('/');
  if (slash == absl::string_view::npos || slash == 0) return std::nullopt;
  Target target;
  target.organization = std::string(path.substr(0, slash));
  path.remove_prefix(slash);
  if (!absl::ConsumePrefix(&path, kFlags)) return std::nullopt;
  if (path.empty()) return target;
  if (!absl::ConsumePrefix(&path, "/") || path.empty()) return std::nullopt;
  std::optional<std::string> key = PercentDecode(path);
  if (!key.has_value()) return std::nullopt;
  target.key = *std::move(key);
  return target;
}

Context ReadContext(const std::string& organization, absl::string_view body) {
  if (!CheckJson(body).ok()) {
    return Failure{
        "PARSE_ERROR",
        {"The body is no JSON, or too deep.", "Le corps n'est pas du JSON, ou est trop profond."}};
  }
  const Json request = Json::parse(body.begin(), body.end(), nullptr, false);
  const auto context = request.is_object() ? request.find("context") : request.end();
  if (!request.is_object() || context == request.end() || !context->is_object()) {
    return Failure{"INVALID_CONTEXT",
                   {"The body must be an object with an object `context`.",
                    "Le corps doit être un objet avec un objet `context`."}};
  }
  const std::string team = TextIn(*context, "team");
  const std::string targeting_key = TextIn(*context, "targetingKey");
  const std::string data_class = TextIn(*context, "dataClass");
  if (team.empty() && targeting_key.empty()) {
    return Failure{
        "TARGETING_KEY_MISSING",
        {"The context needs `targetingKey`, an access user or `teams/{team}`, or `team`.",
         "Le contexte demande `targetingKey`, un utilisateur ou `teams/{équipe}`, ou "
         "`team`."}};
  }
  if (team.size() > kMaxName || targeting_key.size() > kMaxName ||
      data_class.size() > kMaxDataClass) {
    return Failure{"INVALID_CONTEXT",
                   {"`team`, `targetingKey` or `dataClass` is too long.",
                    "`team`, `targetingKey` ou `dataClass` est trop long."}};
  }
  AccessQuestion question;
  if (!team.empty()) {
    question.set_team(NameOf(organization, kTeams, absl::StripPrefix(team, kTeams)));
  } else if (absl::StartsWith(targeting_key, kTeams)) {
    question.set_team(NameOf(organization, "", targeting_key));
  } else {
    question.set_user(targeting_key);
  }
  question.set_data_class(data_class);
  return question;
}

AccessQuestion QuestionAbout(const std::string& organization, const std::string& key,
                             AccessQuestion context) {
  context.set_application(absl::StartsWith(key, kRollouts)
                              ? NameOf(organization, "", key)
                              : NameOf(organization, "applications/", key));
  return context;
}

bool IsFlag(const AccessAnswer& answer) {
  return answer.reason() != AccessAnswer::UNKNOWN_APPLICATION;
}

std::string FlagJson(const std::string& key, const AccessAnswer& answer) {
  return Text(FlagOf(key, answer));
}

std::string FlagsJson(const std::vector<std::string>& keys,
                      const std::vector<AccessAnswer>& answers) {
  Json flags = Json::array();
  for (size_t i = 0; i < keys.size() && i < answers.size(); ++i)
    if (IsFlag(answers[i])) flags.push_back(FlagOf(keys[i], answers[i]));
  return Text({{"flags", std::move(flags)}});
}

std::string FailureJson(const std::optional<std::string>& key, const Failure& failure,
                        rpc::Language language) {
  Json json = {{"errorCode", failure.code}, {"errorDetails", rpc::In(language, failure.details)}};
  if (key.has_value()) json["key"] = *key;
  return Text(json);
}

}  // namespace palier::gateway::ofrep
