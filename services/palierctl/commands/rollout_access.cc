// SPDX-License-Identifier: Apache-2.0
// Who has a tool now, and the switch.
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr char kService[] = "palier.rollout.v1.AccessService/";

struct Arguments {
  std::string target, team, user, data_class, reason;
  bool check = false;
};

absl::Status Access(Session& session, const Arguments& arguments) {
  if (arguments.team.empty() == arguments.user.empty()) {
    return Usage({"Say either --team or --user.", "Indiquez --team ou bien --user."});
  }
  v1::EvaluateAccessRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  v1::AccessQuestion& question = *request.mutable_question();
  const bool registered = absl::StrContains(arguments.target, "applications/");
  ASSIGN_OR_RETURN(
      *question.mutable_application(),
      CompleteName(registered ? "organizations/*/applications/*" : "organizations/*/rollouts/*",
                   session.options.organization, arguments.target));
  if (!arguments.team.empty()) {
    ASSIGN_OR_RETURN(*question.mutable_team(), session.Name("team", arguments.team));
  } else {
    question.set_user(arguments.user);
  }
  question.set_data_class(arguments.data_class);
  // Somebody looks; nobody works with the tool.
  question.set_peek(true);
  ASSIGN_OR_RETURN(const auto answer, session.connection.Call<v1::AccessAnswer>(
                                          absl::StrCat(kService, "EvaluateAccess"), request));
  if (session.json()) {
    session.Print(PlainJson(answer));
  } else {
    session.out << v1::AccessAnswer::Access_Name(answer.access()) << ": " << answer.explanation()
                << "\n";
    if (!answer.condition().empty())
      session.out << session.Say({"Condition: ", "Condition : "}) << answer.condition() << "\n";
    if (!answer.manual_way().empty())
      session.out << session.Say({"By hand: ", "À la main : "}) << answer.manual_way() << "\n";
  }
  if (!arguments.check || answer.access() == v1::AccessAnswer::ENABLED) return absl::OkStatus();
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
                       {"It is not enabled.", "Ce n'est pas ouvert."});
}

template <typename Request>
absl::Status Switch(Session& session, const Arguments& arguments, const char* method) {
  Request request;
  ASSIGN_OR_RETURN(const std::string rollout, session.Name("rollout", arguments.target));
  request.set_name(rollout + "/accessPolicy");
  if constexpr (std::is_same_v<Request, v1::SwitchAccessOffRequest>)
    request.set_reason(arguments.reason);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto policy, session.connection.Call<v1::AccessPolicy>(
                                          absl::StrCat(kService, method), request));
  if (session.json()) {
    session.Print(PlainJson(policy));
  } else {
    session.out << (policy.has_switched_off()
                        ? session.Say({"Switched off for everybody.", "Coupé pour tous."})
                        : session.Say({"Switched on again.", "Rétabli."}))
                << "\n";
  }
  return absl::OkStatus();
}

absl::Status Counts(Session& session, const Arguments& arguments) {
  v1::QueryAccessCountsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("rollout", arguments.target));
  ASSIGN_OR_RETURN(const auto counts, session.connection.Call<v1::QueryAccessCountsResponse>(
                                          absl::StrCat(kService, "QueryAccessCounts"), request));
  if (session.json()) {
    session.Print(PlainJson(counts));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"day", "jour"})},
               {session.Say({"answer", "réponse"})},
               {session.Say({"count", "nombre"}), true}},
              {}};
  for (const v1::AccessCount& count : counts.counts()) {
    table.rows.push_back({CellOf(count, v1::AccessCount::descriptor()->FindFieldByName("date")),
                          v1::AccessAnswer::Reason_Name(count.reason()),
                          absl::StrCat(count.answers())});
  }
  session.Print(table);
  if (session.options.format != Format::kCsv) {
    session.out << session.Say({"sent to the manual way: ", "renvoyés à la main : "})
                << counts.fallbacks() << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddRolloutAccess(Command& rollout) {
  auto asked = std::make_shared<Arguments>();
  rollout
      .Sub("access", {"May a team or a user use the tool now?",
                      "Une équipe ou un utilisateur a-t-il l'outil maintenant ?"})
      .With({"ROLLOUT",
             "",
             {"The roll-out, or applications/NAME", "Le déploiement, ou applications/NOM"},
             &asked->target,
             true})
      .With({"--team", "TEAM", {"The team", "L'équipe"}, &asked->team})
      .With({"--user", "USER", {"An access user instead", "Ou un utilisateur"}, &asked->user})
      .With({"--data-class",
             "CLASS",
             {"Class of data to be processed", "Classe de données à traiter"},
             &asked->data_class})
      .With({"--check",
             "",
             {"Exit with 6 unless it is enabled", "Code de sortie 6 si ce n'est pas ouvert"},
             &asked->check})
      .Run([asked](Session& session) { return Access(session, *asked); });
  auto off = std::make_shared<Arguments>();
  rollout
      .Sub("switch-off", {"Switch the tool off for everybody, at once",
                          "Couper l'outil pour tous, immédiatement"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &off->target, true})
      .With({"--reason",
             "TEXT",
             {"What people are told", "Ce qui est dit aux gens"},
             &off->reason,
             true})
      .Run([off](Session& session) {
        return Switch<v1::SwitchAccessOffRequest>(session, *off, "SwitchAccessOff");
      });
  auto on = std::make_shared<Arguments>();
  rollout.Sub("switch-on", {"Switch it on again", "Rétablir l'outil"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &on->target, true})
      .Run([on](Session& session) {
        return Switch<v1::SwitchAccessOnRequest>(session, *on, "SwitchAccessOn");
      });
  auto counts = std::make_shared<Arguments>();
  rollout
      .Sub("answers", {"How often the tool was open, and people worked by hand",
                       "Combien de fois l'outil était ouvert, et le travail fait à la main"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &counts->target, true})
      .Run([counts](Session& session) { return Counts(session, *counts); });
}

}  // namespace palier::ctl
