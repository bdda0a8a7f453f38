// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/status/macros.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = registry::v1;
using Rule = v1::AuthorisationRule;

constexpr char kService[] = "palier.registry.v1.AuthorisationService/";

struct Question {
  std::string application, data_class, population;
  bool check = false;
};

// `teams/inside`, `departments/sales`, or the whole name: an id alone could be either.
absl::StatusOr<std::string> PopulationName(const Session& session, const std::string& text) {
  if (text.empty()) return text;
  const bool department =
      absl::StartsWith(text, "departments/") || absl::StrContains(text, "/departments/");
  const bool team = absl::StartsWith(text, "teams/") || absl::StrContains(text, "/teams/");
  if (!department && !team) {
    return Usage(
        {absl::StrCat("Is `", text, "` a team or a department? Write teams/", text,
                      " or departments/", text, "."),
         absl::StrCat("« ", text, " » est-il une équipe ou un département ? Écrivez teams/", text,
                      " ou departments/", text, ".")});
  }
  return session.Name(department ? "department" : "team", text);
}

std::string TimeText(const google::protobuf::Timestamp& timestamp) {
  return absl::FormatTime(absl::RFC3339_sec, absl::FromUnixSeconds(timestamp.seconds()),
                          absl::UTCTimeZone());
}

void PrintAnswer(const Session& session, const v1::CheckAuthorisationResponse& answer) {
  if (session.json()) return session.Print(answer);
  session.Print(Table{
      {{session.Say({"answer", "réponse"})},
       {session.Say({"rule", "règle"})},
       {"version"},
       {session.Say({"condition", "condition"})},
       {session.Say({"waiver", "dérogation"})},
       {session.Say({"until", "jusqu'au"})},
       {session.Say({"explanation", "explication"})}},
      {{Rule::Effect_Name(answer.effect()), ShortName(answer.rule()), answer.rule_version(),
        answer.condition(), ShortName(answer.waiver()),
        answer.has_expire_time() ? TimeText(answer.expire_time()) : "", answer.explanation()}}});
}

absl::Status May(Session& session, const Question& question) {
  v1::CheckAuthorisationRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  ASSIGN_OR_RETURN(*request.mutable_application(),
                   CompleteName("organizations/*/applications/*", session.options.organization,
                                question.application));
  ASSIGN_OR_RETURN(*request.mutable_population(), PopulationName(session, question.population));
  request.set_data_class(question.data_class);
  ASSIGN_OR_RETURN(const auto answer, session.connection.Call<v1::CheckAuthorisationResponse>(
                                          absl::StrCat(kService, "CheckAuthorisation"), request));
  PrintAnswer(session, answer);
  if (!question.check || answer.effect() != Rule::DENIED) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
                       {"It is denied.", "C'est interdit."});
}

template <typename Request>
absl::Status Change(Session& session, const std::string& waiver, const char* method) {
  Request request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("waiver", waiver));
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto changed,
                   session.connection.Call<v1::Waiver>(absl::StrCat(kService, method), request));
  if (session.json()) {
    session.Print(changed);
    return absl::OkStatus();
  }
  session.Print(
      Table{{{session.Say({"waiver", "dérogation"})},
             {session.Say({"state", "état"})},
             {session.Say({"rule", "règle"})},
             {session.Say({"subject", "objet"})},
             {session.Say({"approver", "approuvée par"})},
             {session.Say({"until", "jusqu'au"})}},
            {{ShortName(changed.name()), v1::Waiver::State_Name(changed.state()), changed.rule(),
              ShortName(changed.subject()), changed.approver(), TimeText(changed.expire_time())}}});
  return absl::OkStatus();
}

void AddMay(Command& root) {
  auto question = std::make_shared<Question>();
  root.Sub("may", {"May an application process this data, for these people, now?",
                   "Une application peut-elle traiter ces données, pour ces gens, maintenant ?"})
      .With({"APPLICATION", "", {"The application", "L'application"}, &question->application, true})
      .With({"--data-class",
             "CLASS",
             {"Class of the data", "Classe des données"},
             &question->data_class,
             true})
      .With({"--population",
             "NAME",
             {"teams/NAME or departments/NAME; without it, the whole organisation",
              "teams/NOM ou departments/NOM ; sans lui, toute l'organisation"},
             &question->population})
      .With({"--check",
             "",
             {"Exit with 6 when it is denied", "Code de sortie 6 si c'est interdit"},
             &question->check})
      .Run([question](Session& session) { return May(session, *question); });
}

}  // namespace

void AddGovernance(Command& root) {
  AddMay(root);
  Command& group = root.Sub("waiver", {"Exceptions for a time", "Dérogations temporaires"});
  const auto add = [&](const char* name, const Text& help, auto run) {
    auto waiver = std::make_shared<std::string>();
    group.Sub(name, help)
        .With({"WAIVER", "", {"The waiver", "La dérogation"}, waiver.get(), true})
        .Run([waiver, run](Session& session) { return run(session, *waiver); });
  };
  add("approve",
      {"Grant an exception that somebody else asked for",
       "Accorder une dérogation demandée par quelqu'un d'autre"},
      [](Session& session, const std::string& waiver) {
        return Change<v1::ApproveWaiverRequest>(session, waiver, "ApproveWaiver");
      });
  add("revoke", {"End an exception at once", "Mettre fin à une dérogation immédiatement"},
      [](Session& session, const std::string& waiver) {
        return Change<v1::RevokeWaiverRequest>(session, waiver, "RevokeWaiver");
      });
}

}  // namespace palier::ctl
