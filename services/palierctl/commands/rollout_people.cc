// SPDX-License-Identifier: Apache-2.0
// The people of a roll-out: those of a wave, ambassadors, what to celebrate.
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "palier/rollout/v1/people_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/percent_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr char kPeople[] = "palier.rollout.v1.PeopleService/";

template <typename Findings>
void PrintFindings(Session& session, const Findings& findings) {
  for (const v1::Explanation& finding : findings) {
    session.out << "! " << ShortName(finding.subject()) << session.Say({": ", " : "})
                << finding.text() << "\n";
  }
}

bool IsProse(const Session& session) {
  return !session.json() && session.options.format != Format::kCsv;
}

Table PeopleTable(const Session& session, const v1::QueryWavePeopleResponse& people) {
  Table table{{{session.Say({"team", "équipe"})},
               {session.Say({"people", "personnes"}), true},
               {session.Say({"interviews", "entretiens"}), true},
               {session.Say({"workshops", "ateliers"}), true},
               {session.Say({"demonstrations", "démonstrations"}), true},
               {session.Say({"concerns", "craintes"}), true},
               {session.Say({"open", "ouvertes"}), true},
               {session.Say({"role changes", "évolutions"}), true},
               {session.Say({"signed", "signées"}), true}},
              {}};
  for (const v1::TeamPeople& team : people.teams()) {
    table.rows.push_back(
        {ShortName(team.team()), absl::StrCat(team.people_count()),
         absl::StrCat(team.interview_count()), absl::StrCat(team.workshop_count()),
         absl::StrCat(team.demonstration_count()), absl::StrCat(team.concern_count()),
         absl::StrCat(team.open_concern_count()), absl::StrCat(team.role_change_count()),
         absl::StrCat(team.signed_role_change_count())});
  }
  return table;
}

absl::Status People(Session& session, const std::string& target) {
  v1::QueryWavePeopleRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("wave", target));
  ASSIGN_OR_RETURN(const auto people, session.connection.Call<v1::QueryWavePeopleResponse>(
                                          absl::StrCat(kPeople, "QueryWavePeople"), request));
  if (session.json()) {
    session.Print(PlainJson(people));
    return absl::OkStatus();
  }
  session.Print(PeopleTable(session, people));
  if (!IsProse(session)) return absl::OkStatus();
  session.out << session.Say({"Involved before", "Associés avant"}) << session.Say({": ", " : "})
              << PercentText(people.involved_permille()) << "\n";
  PrintFindings(session, people.findings());
  return absl::OkStatus();
}

Table AmbassadorTable(const Session& session,
                      const google::protobuf::RepeatedPtrField<v1::Ambassador>& ambassadors) {
  Table table{{{session.Say({"champion", "référent"})},
               {session.Say({"team", "équipe"})},
               {session.Say({"certified", "certifié"})},
               {session.Say({"sessions", "sessions"}), true},
               {session.Say({"hours", "heures"}), true},
               {session.Say({"trained", "formés"}), true},
               {session.Say({"demonstrations", "démonstrations"}), true},
               {session.Say({"shown to", "public"}), true}},
              {}};
  for (const v1::Ambassador& one : ambassadors) {
    table.rows.push_back(
        {ShortName(one.champion()), ShortName(one.team()),
         one.certified() ? session.Say({"yes", "oui"}) : "", absl::StrCat(one.held_session_count()),
         absl::StrFormat("%d h %02d", one.held_minutes() / 60, one.held_minutes() % 60),
         absl::StrCat(one.trained_count()), absl::StrCat(one.demonstration_count()),
         absl::StrCat(one.demonstration_attendee_count())});
  }
  return table;
}

absl::Status Ambassadors(Session& session, const std::string& target) {
  v1::QueryAmbassadorsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", target));
  ASSIGN_OR_RETURN(const auto answer, session.connection.Call<v1::QueryAmbassadorsResponse>(
                                          absl::StrCat(kPeople, "QueryAmbassadors"), request));
  session.json() ? session.Print(PlainJson(answer))
                 : session.Print(AmbassadorTable(session, answer.ambassadors()));
  return absl::OkStatus();
}

std::string StateOf(const Session& session, v1::Success::State state) {
  switch (state) {
    case v1::Success::EXPECTED:
      return session.Say({"expected", "attendu"});
    case v1::Success::LATE:
      return session.Say({"late", "en retard"});
    case v1::Success::ACHIEVED:
      return session.Say({"achieved", "atteint"});
    case v1::Success::PUBLISHED:
      return session.Say({"told", "annoncé"});
    default:
      return "";
  }
}

absl::Status Successes(Session& session, const std::string& target) {
  v1::QuerySuccessesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", target));
  ASSIGN_OR_RETURN(const auto answer, session.connection.Call<v1::QuerySuccessesResponse>(
                                          absl::StrCat(kPeople, "QuerySuccesses"), request));
  if (session.json()) {
    session.Print(PlainJson(answer));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"quick win", "gain rapide"})},
               {session.Say({"state", "état"})},
               {session.Say({"by", "pour le"})},
               {session.Say({"expected", "attendu"})},
               {session.Say({"achieved", "obtenu"})}},
              {}};
  const auto* day = v1::Success::descriptor()->FindFieldByName("expected_date");
  for (const v1::Success& one : answer.quick_wins()) {
    table.rows.push_back({one.display_name(), StateOf(session, one.state()), CellOf(one, day),
                          one.expected(), one.achieved()});
  }
  session.Print(table);
  if (!IsProse(session)) return absl::OkStatus();
  PrintFindings(session, answer.findings());
  if (!answer.recognised().empty()) session.Print(AmbassadorTable(session, answer.recognised()));
  return absl::OkStatus();
}

std::string KindOf(const Session& session, v1::AcculturationEvent::Kind kind) {
  switch (kind) {
    case v1::AcculturationEvent::COMMUNICATION:
      return session.Say({"said", "communication"});
    case v1::AcculturationEvent::DEMONSTRATION:
      return session.Say({"shown", "démonstration"});
    case v1::AcculturationEvent::LEARNING_DUE:
      return session.Say({"learnt by then", "parcours à terminer"});
    case v1::AcculturationEvent::UPSKILLING_END:
      return session.Say({"plan ends", "fin de plan"});
    default:
      return "";
  }
}

absl::Status Acculturation(Session& session, const std::string& target) {
  v1::QueryAcculturationRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("rollout", target));
  ASSIGN_OR_RETURN(const auto answer, session.connection.Call<v1::QueryAcculturationResponse>(
                                          absl::StrCat(kPeople, "QueryAcculturation"), request));
  if (session.json()) {
    session.Print(PlainJson(answer));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"day", "jour"})},
               {session.Say({"kind", "type"})},
               {session.Say({"what", "quoi"})},
               {session.Say({"done", "fait"})}},
              {}};
  const auto* day = v1::AcculturationEvent::descriptor()->FindFieldByName("event_date");
  for (const v1::AcculturationEvent& event : answer.events()) {
    table.rows.push_back({CellOf(event, day), KindOf(session, event.kind()), event.display_name(),
                          event.done() ? session.Say({"yes", "oui"}) : ""});
  }
  session.Print(table);
  return absl::OkStatus();
}

absl::Status Publish(Session& session, const std::string& target) {
  v1::PublishCommunicationRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("communication", target));
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto published,
                   session.connection.Call<v1::Communication>(
                       "palier.rollout.v1.CommunicationService/PublishCommunication", request));
  if (session.json()) {
    session.Print(PlainJson(published));
    return absl::OkStatus();
  }
  session.Print(TableOf(v1::Communication::descriptor(), {&published}));
  if (IsProse(session)) PrintFindings(session, published.warnings());
  return absl::OkStatus();
}

void AddOne(Command& rollout, const char* name, Text help, const char* positional, Text what,
            absl::Status (*run)(Session&, const std::string&)) {
  auto target = std::make_shared<std::string>();
  rollout.Sub(name, std::move(help))
      .With({positional, "", std::move(what), target.get(), true})
      .Run([target, run](Session& session) { return run(session, *target); });
}

}  // namespace

void AddRolloutPeople(Command& rollout) {
  const Text one_rollout = {"The roll-out", "Le déploiement"};
  AddOne(rollout, "people",
         {"The people of a wave: involvement, concerns, changes of roles",
          "Les personnes d'une vague : implication, craintes, évolutions de métier"},
         "WAVE", {"ROLLOUT/wave-1", "DÉPLOIEMENT/wave-1"}, People);
  AddOne(rollout, "ambassadors",
         {"Champions, and what they did in a roll-out",
          "Les référents, et ce qu'ils ont fait dans un déploiement"},
         "ROLLOUT", one_rollout, Ambassadors);
  AddOne(rollout, "successes",
         {"Quick wins, and who wants to be thanked", "Les gains rapides, et qui remercier"},
         "ROLLOUT", one_rollout, Successes);
  AddOne(rollout, "acculturation",
         {"What is said, shown and learnt, day by day",
          "Ce qui est dit, montré et appris, jour par jour"},
         "ROLLOUT", one_rollout, Acculturation);
  AddOne(rollout, "publish",
         {"Say that a communication was made", "Dire qu'une communication a été faite"},
         "COMMUNICATION", {"ROLLOUT/COMMUNICATION", "DÉPLOIEMENT/COMMUNICATION"}, Publish);
}

}  // namespace palier::ctl
