// SPDX-License-Identifier: Apache-2.0
// Rules of authorisation, and the answer to "may I?".
#include "absl/strings/str_cat.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "registry/api/governance.h"
#include "registry/api/references.h"
#include "registry/domain/governance/authorisation.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using resource::Session;
using Request = v1::CheckAuthorisationRequest;
using Response = v1::CheckAuthorisationResponse;

absl::Status CheckRoom(const Types& types, Session& session, const std::string& name) {
  ASSIGN_OR_RETURN(
      const int64_t rules,
      resource::CountBelow(session, types.authorisation_rule, resource::ParentOf(name)));
  if (rules < kMaxAuthorisationRules) return absl::OkStatus();
  return status::LimitExceeded({"There are {limit} {subject} already. Join or delete some.",
                                "Il y a déjà {limit} {subject}. Réunissez-en ou supprimez-en."},
                               "authorisationRules", kMaxAuthorisationRules);
}

absl::Status CheckNames(const Types& types, Session& session, const v1::AuthorisationRule& rule) {
  RETURN_IF_ERROR(CheckReference(session, {&types.application}, "authorisation_rule.application",
                                 rule.application(), rule.name()));
  for (int i = 0; i < rule.populations_size(); ++i) {
    const std::string path = absl::StrCat("authorisation_rule.populations[", i, "]");
    // An empty name would read as everybody.
    if (rule.populations(i).empty())
      return status::InvalidField(path, {"names nobody", "ne désigne personne"});
    RETURN_IF_ERROR(CheckReference(session, {&types.team, &types.department}, path,
                                   rule.populations(i), rule.name()));
  }
  return absl::OkStatus();
}

AuthorisationQuestion QuestionOf(const Request& request) {
  return {request.application(), request.data_class(), request.population()};
}

void Answer(const rpc::Call& call, const AuthorisationQuestion& question,
            const Authorisation& answer, Response& response) {
  response.set_effect(answer.effect);
  const status::Text explanation = Explain(question, answer);
  response.set_explanation(rpc::In(call.language, explanation));
  if (answer.rule != nullptr) {
    response.set_rule(answer.rule->name);
    response.set_rule_version(answer.rule->version);
    if (answer.effect == v1::AuthorisationRule::CONDITIONAL)
      response.set_condition(answer.rule->condition);
  }
  if (answer.waiver != nullptr) {
    response.set_waiver(answer.waiver->name);
    if (response.condition().empty()) response.set_condition(response.explanation());
  }
  if (answer.end != absl::InfiniteFuture())
    resource::SetStandardTime(response, "expire_time", answer.end);
}

void Deny(const rpc::Call& call, const status::Text& why, Response& response) {
  response.set_effect(v1::AuthorisationRule::DENIED);
  response.set_explanation(rpc::In(call.language, why));
}

void AnswerUnknown(const rpc::Call& call, Response& response) {
  Deny(call,
       {"The rules cannot be read now, and what was last read of them is too old to be believed. "
        "Ask again in a moment.",
        "Les règles ne peuvent être lues en ce moment, et ce qui en a été lu est trop ancien pour "
        "être cru. Redemandez dans un instant."},
       response);
}

// Whoever asks: nothing is allowed, and nothing is told of the rules.
void AnswerWithoutRights(const rpc::Call& call, Response& response) {
  Deny(
      call,
      {"Whether you may ask cannot be looked up now, so nothing is allowed. Ask again in a moment.",
       "On ne peut vérifier en ce moment si vous pouvez demander ; rien n'est donc permis. "
       "Redemandez dans un instant."},
      response);
}

// A name of another shape is a mistake of the caller's; one that does not exist is an answer.
absl::Status CheckShape(const Types& types, const Request& request) {
  status::FieldErrors errors;
  if (!types.application.pattern().Matches(request.application())) {
    errors.Add("application", {"expected organizations/*/applications/*",
                               "attendu : organizations/*/applications/*"});
  }
  const bool population = request.population().empty() ||
                          types.team.pattern().Matches(request.population()) ||
                          types.department.pattern().Matches(request.population());
  if (!population) {
    errors.Add("population",
               {"expected organizations/*/teams/* or organizations/*/departments/*",
                "attendu : organizations/*/teams/* ou organizations/*/departments/*"});
  }
  return errors.ToStatus();
}

void AddCheck(rpc::ServiceTable& table, Context& context) {
  table.AddUnaryOrReady(
      "CheckAuthorisation",
      [&context](const rpc::Call& call, const Message& message, Message* out) -> absl::Status {
        const auto& request = static_cast<const Request&>(message);
        RETURN_IF_ERROR(CheckShape(context.types, request));
        const AuthorisationStore::Book book = context.authorisations.Look(call.organization);
        auto& response = static_cast<Response&>(*out);
        if (book == nullptr) {
          AnswerUnknown(call, response);
        } else {
          const AuthorisationQuestion question = QuestionOf(request);
          Answer(call, question, book->Judge(question, context.store.Now()), response);
        }
        return absl::OkStatus();
      },
      [&context](const rpc::Call& call, const Message& message, Message* out) {
        const auto& request = static_cast<const Request&>(message);
        const auto book = context.authorisations.Known(call.organization);
        if (!book.has_value()) return false;
        auto& response = static_cast<Response&>(*out);
        if (*book == nullptr) {
          AnswerUnknown(call, response);
          return true;
        }
        const AuthorisationQuestion question = QuestionOf(request);
        const Authorisation answer = (*book)->Judge(question, context.store.Now());
        // The handler sees whether such a name can be.
        if (answer.IsAboutUnknown()) return false;
        Answer(call, question, answer, response);
        return true;
      },
      [&context](const rpc::Call& call, const Message& message, Message* out) -> absl::Status {
        RETURN_IF_ERROR(CheckShape(context.types, static_cast<const Request&>(message)));
        AnswerWithoutRights(call, static_cast<Response&>(*out));
        return absl::OkStatus();
      });
}

}  // namespace

void AddAuthorisations(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [&context](Session& session, const rpc::Call&, const Message* before,
                              Message& after) -> absl::Status {
    const auto& rule = static_cast<v1::AuthorisationRule&>(after);
    RETURN_IF_ERROR(CheckRule(rule).ToStatus());
    RETURN_IF_ERROR(CheckNames(context.types, session, rule));
    return before == nullptr ? CheckRoom(context.types, session, rule.name()) : absl::OkStatus();
  };
  hooks.on_read = [&context](const rpc::Call&, Message& message) {
    auto& rule = static_cast<v1::AuthorisationRule&>(message);
    rule.set_current_effect(EffectInTime(rule).At(context.store.Now()));
  };
  resource::AddStandardMethods(table, context.store, context.cache,
                               context.types.authorisation_rule, "AuthorisationRules",
                               resource::MethodSet::All(), hooks);
  AddCheck(table, context);
}

}  // namespace palier::registry
