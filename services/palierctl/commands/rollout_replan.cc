// SPDX-License-Identifier: Apache-2.0
// Plans that change while a roll-out runs.
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/replan_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr char kService[] = "palier.rollout.v1.ReplanService/";

struct Arguments {
  std::string rollout, revision, choice;
  int notice_days = -1;
  bool dry_run = false;
};

std::string PlaceOf(const v1::TeamPlace& place) {
  const auto day = [&](const char* field) {
    return CellOf(place, v1::TeamPlace::descriptor()->FindFieldByName(field));
  };
  return absl::StrCat(place.wave(), ": ", day("start_date"), " > ", day("go_live_date"));
}

std::string NameOf(const Session& session, v1::Replanning::Choice choice) {
  switch (choice) {
    case v1::Replanning::LEAST_CHANGE:
      return session.Say({"least change", "moindre changement"});
    case v1::Replanning::BEST_VALUE:
      return session.Say({"best value", "meilleure valeur"});
    default:
      return session.Say({"as restored", "comme rétabli"});
  }
}

// A line for each team that moves in any alternative: where it was, and where each puts it.
Table TableOf(const Session& session, const v1::Replanning& replanning) {
  Table table{
      {{session.Say({"team", "équipe"})},
       {session.Say({"people", "personnes"}), true},
       {session.Say({"before (wave: training > live)", "avant (vague : formation > en service)"})}},
      {}};
  // By team: where the row is. Teams that an alternative leaves where they were stay empty there.
  std::map<std::string, size_t> rows;
  for (const v1::PlanAlternative& alternative : replanning.alternatives()) {
    const size_t column = table.columns.size();
    table.columns.push_back({NameOf(session, alternative.choice())});
    table.columns.push_back({session.Say({"why", "pourquoi"})});
    for (const v1::TeamMove& move : alternative.moves()) {
      const auto [at, added] = rows.insert({move.team(), table.rows.size()});
      if (added) {
        table.rows.push_back({ShortName(move.team()), absl::StrCat(move.people()),
                              move.has_before() ? PlaceOf(move.before()) : ""});
      }
      std::vector<std::string>& row = table.rows[at->second];
      row.resize(column + 2);
      row[column] = move.has_after() ? PlaceOf(move.after()) : "-";
      row[column + 1] = move.reason().text();
    }
  }
  for (std::vector<std::string>& row : table.rows) row.resize(table.columns.size());
  return WithoutEmptyColumns(table);
}

void PrintSentences(Session& session, const v1::PlanRevision& revision, bool written) {
  const v1::Replanning& replanning = revision.replanning();
  session.out << session.Say(
                     {"Waves that stay as they are: ", "Vagues qui restent telles quelles : "})
              << replanning.frozen_wave_count() << "\n";
  for (const v1::PlanAlternative& alternative : replanning.alternatives()) {
    const auto cell = [&](const char* field) {
      return CellOf(alternative, v1::PlanAlternative::descriptor()->FindFieldByName(field));
    };
    session.out << NameOf(session, alternative.choice()) << session.Say({": ", " : "})
                << alternative.moved_team_count()
                << session.Say({" teams get other dates, ", " équipes changent de dates, "})
                << alternative.wave_count() << session.Say({" waves until ", " vagues jusqu'au "})
                << cell("end_date") << ", " << alternative.user_days()
                << session.Say({" days of use (planned: ", " jours d'utilisation (prévus : "})
                << alternative.previous_user_days() << ")\n";
  }
  for (const v1::Explanation& warning : revision.warnings())
    session.out << "! " << warning.text() << "\n";
  if (written) {
    session.out << session.Say({"In force: ", "En vigueur : "})
                << revision.name().substr(revision.name().rfind('/') + 1) << " ("
                << NameOf(session, replanning.choice()) << ")\n";
  } else {
    session.out << session.Say({"Nothing is written.\n", "Rien n'est écrit.\n"});
  }
}

absl::Status Show(Session& session, const v1::PlanRevision& revision, bool written) {
  if (session.json()) {
    session.Print(PlainJson(revision));
    return absl::OkStatus();
  }
  session.Print(TableOf(session, revision.replanning()));
  if (session.options.format != Format::kCsv) PrintSentences(session, revision, written);
  return absl::OkStatus();
}

absl::Status Replan(Session& session, const Arguments& arguments) {
  v1::ReplanWavesRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("rollout", arguments.rollout));
  if (arguments.notice_days >= 0) request.set_notice_days(arguments.notice_days);
  request.set_validate_only(arguments.dry_run || arguments.choice.empty());
  request.set_request_id(NewRequestId());
  if (arguments.choice == "least-change") {
    request.set_choice(v1::Replanning::LEAST_CHANGE);
  } else if (arguments.choice == "best-value") {
    request.set_choice(v1::Replanning::BEST_VALUE);
  } else if (!arguments.choice.empty()) {
    return Usage({"--choose: expected least-change or best-value.",
                  "--choose : least-change ou best-value attendu."});
  }
  ASSIGN_OR_RETURN(const auto revision, session.connection.Call<v1::PlanRevision>(
                                            absl::StrCat(kService, "ReplanWaves"), request));
  return Show(session, revision, !request.validate_only());
}

absl::Status Rollback(Session& session, const Arguments& arguments) {
  v1::RollbackPlanRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("rollout", arguments.rollout));
  request.set_revision(arguments.revision);
  request.set_validate_only(arguments.dry_run);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto revision, session.connection.Call<v1::PlanRevision>(
                                            absl::StrCat(kService, "RollbackPlan"), request));
  return Show(session, revision, !arguments.dry_run);
}

}  // namespace

void AddRolloutReplan(Command& rollout) {
  auto replan = std::make_shared<Arguments>();
  rollout
      .Sub("replan", {"Plan anew what has not started; both ways side by side",
                      "Replanifier ce qui n'a pas commencé ; les deux façons côte à côte"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &replan->rollout, true})
      .With({"--choose",
             "CHOICE",
             {"Put one in force; without it nothing is written",
              "En mettre une en vigueur ; sans cela rien n'est écrit"},
             &replan->choice,
             false,
             {"least-change", "best-value"}})
      .With({"--notice",
             "DAYS",
             {"Waves that start within so many days stay (14)",
              "Les vagues qui commencent d'ici là restent (14)"},
             &replan->notice_days})
      .With({"--dry-run",
             "",
             {"A preview; nothing is written", "Un aperçu ; rien n'est écrit"},
             &replan->dry_run})
      .Run([replan](Session& session) { return Replan(session, *replan); });
  auto rollback = std::make_shared<Arguments>();
  rollout
      .Sub("rollback", {"Go back to the plan of an earlier revision",
                        "Revenir au plan d'une révision antérieure"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, &rollback->rollout, true})
      .With({"REVISION",
             "",
             {"For example revision-1", "Par exemple revision-1"},
             &rollback->revision,
             true})
      .With({"--dry-run",
             "",
             {"A preview; nothing is written", "Un aperçu ; rien n'est écrit"},
             &rollback->dry_run})
      .Run([rollback](Session& session) { return Rollback(session, *rollback); });
}

}  // namespace palier::ctl
