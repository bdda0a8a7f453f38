// SPDX-License-Identifier: Apache-2.0
// The OpenFeature Remote Evaluation Protocol (OFREP 0.3) for one kind of flag: has this person, or
// this team, the application now? A flag's key is the id of an application of the registry, or
// `rollouts/{id}` for one roll-out alone; its value is a boolean. Pure.
#ifndef PALIER_GATEWAY_OFREP_PROTOCOL_H_
#define PALIER_GATEWAY_OFREP_PROTOCOL_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/rpc/call.h"
#include "common/status/error.h"
#include "palier/rollout/v1/access.pb.h"

namespace palier::gateway::ofrep {

// What is asked for. The organisation stands before `/ofrep` in the path, as providers take any
// base address: `/v1/organizations/acme/ofrep/v1/evaluate/flags/chatbot`.
struct Target {
  std::string organization;
  // Unset: all flags.
  std::optional<std::string> key;
};
// nullopt for any other path.
std::optional<Target> ReadTarget(absl::string_view path);

// Why a request is no question: `errorCode` of the protocol, and what to do.
struct Failure {
  std::string code;
  status::Text details;
};

// Who asks, and for which data: of the request's `context`. `team` (an id) goes before
// `targetingKey` (an access user, or `teams/{id}`); `dataClass` is a class of data.
using Context = std::variant<rollout::v1::AccessQuestion, Failure>;
Context ReadContext(const std::string& organization, absl::string_view body);

// The question about one flag.
rollout::v1::AccessQuestion QuestionAbout(const std::string& organization, const std::string& key,
                                          rollout::v1::AccessQuestion context);

// Whether there is such a flag.
bool IsFlag(const rollout::v1::AccessAnswer& answer);
// Answers as JSON: one flag, or all that are one, by key.
std::string FlagJson(const std::string& key, const rollout::v1::AccessAnswer& answer);
std::string FlagsJson(const std::vector<std::string>& keys,
                      const std::vector<rollout::v1::AccessAnswer>& answers);
// Of one flag when `key` is set, else of the whole.
std::string FailureJson(const std::optional<std::string>& key, const Failure& failure,
                        rpc::Language language);

}  // namespace palier::gateway::ofrep

#endif  // PALIER_GATEWAY_OFREP_PROTOCOL_H_
