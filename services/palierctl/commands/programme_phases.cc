// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/programme_cycle_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/input/date.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

constexpr char kService[] = "palier.rollout.v1.ProgrammeCycleService/";

struct Arguments {
  std::string target, phase, on, state, complexity;
  std::vector<std::string> rollouts;
  int departments = 0, budget = -1;
  bool quick_wins = false;
};

std::string Weeks(const v1::PhaseStatus& phase) {
  if (phase.maximum_weeks() == 0) return "";
  return absl::StrCat(phase.minimum_weeks(), "-", phase.maximum_weeks());
}

Table PhaseTable(const Session& session, const v1::Programme& programme) {
  Table table{{{session.Say({"phase", "phase"})},
               {session.Say({"state", "état"})},
               {session.Say({"from", "du"})},
               {session.Say({"to", "au"})},
               {session.Say({"days", "jours"}), true},
               {session.Say({"weeks wanted", "semaines prévues"}), true}},
              {}};
  const Text states[] = {
      {"", ""}, {"to come", "à venir"}, {"running", "en cours"}, {"done", "faite"}};
  for (const v1::PhaseStatus& phase : programme.phases()) {
    const auto cell = [&](const char* field) {
      return CellOf(phase, v1::PhaseStatus::descriptor()->FindFieldByName(field));
    };
    table.rows.push_back({v1::Programme::Phase_Name(phase.phase()),
                          session.Say(states[phase.state()]), cell("start_date"), cell("end_date"),
                          phase.elapsed_days() == 0 ? "" : absl::StrCat(phase.elapsed_days()),
                          Weeks(phase)});
  }
  return table;
}

absl::Status PrintProgramme(Session& session, const v1::Programme& programme) {
  if (session.json()) {
    session.Print(PlainJson(programme));
    return absl::OkStatus();
  }
  session.Print(PhaseTable(session, programme));
  for (const v1::ProgrammeAlarm& alarm : programme.alarms()) {
    session.err << "! " << alarm.text() << "\n";
  }
  return absl::OkStatus();
}

absl::Status Show(Session& session, const Arguments& arguments) {
  v1::GetProgrammeRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("programme", arguments.target));
  ASSIGN_OR_RETURN(const auto programme, session.connection.Call<v1::Programme>(
                                             absl::StrCat(kService, "GetProgramme"), request));
  return PrintProgramme(session, programme);
}

absl::Status StartPhase(Session& session, const Arguments& arguments) {
  v1::StartPhaseRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("programme", arguments.target));
  v1::Programme::Phase phase = v1::Programme::PHASE_UNSPECIFIED;
  if (!v1::Programme::Phase_Parse(absl::AsciiStrToUpper(arguments.phase), &phase)) {
    return Usage({"PHASE: expected AUDIT, ROADMAP, DEPLOYMENT or OPTIMISATION.",
                  "PHASE : AUDIT, ROADMAP, DEPLOYMENT ou OPTIMISATION attendu."});
  }
  request.set_phase(phase);
  if (!arguments.on.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_start_date(), ParseDate(arguments.on));
  }
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto programme, session.connection.Call<v1::Programme>(
                                             absl::StrCat(kService, "StartPhase"), request));
  return PrintProgramme(session, programme);
}

absl::Status PrintCycle(Session& session, const v1::Cycle& cycle) {
  session.json() ? session.Print(PlainJson(cycle)) : session.Print(FieldsOf(cycle));
  return absl::OkStatus();
}

absl::Status BeginCycle(Session& session, const Arguments& arguments) {
  v1::CreateCycleRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Name("programme", arguments.target));
  request.mutable_cycle()->set_start_state(arguments.state);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto cycle, session.connection.Call<v1::Cycle>(
                                         absl::StrCat(kService, "CreateCycle"), request));
  return PrintCycle(session, cycle);
}

absl::Status EndCycle(Session& session, const Arguments& arguments) {
  v1::EndCycleRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("cycle", arguments.target));
  request.set_end_state(arguments.state);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto cycle,
                   session.connection.Call<v1::Cycle>(absl::StrCat(kService, "EndCycle"), request));
  return PrintCycle(session, cycle);
}

template <typename Names>
std::string Short(const Names& names) {
  return absl::StrJoin(names, " ", [](std::string* out, const std::string& name) {
    absl::StrAppend(out, ShortName(name));
  });
}

Table RoadmapTable(const Session& session, const v1::QueryRoadmapResponse& roadmap) {
  Table table{{{session.Say({"step", "étape"}), true},
               {session.Say({"project", "projet"})},
               {session.Say({"rank", "rang"}), true},
               {session.Say({"score", "note"}), true},
               {session.Say({"quick win", "gain rapide"})},
               {session.Say({"needs first", "demande d'abord"})},
               {session.Say({"waits in vain for", "attend en vain"})},
               {session.Say({"roll-outs", "déploiements"})}},
              {}};
  for (const v1::RoadmapEntry& entry : roadmap.entries()) {
    const std::string rollouts =
        absl::StrJoin(entry.rollouts(), " ", [](std::string* out, const v1::RoadmapRollout& one) {
          absl::StrAppend(out, ShortName(one.rollout()));
        });
    table.rows.push_back({absl::StrCat(entry.level()), ShortName(entry.project()),
                          absl::StrCat(entry.rank()), absl::StrFormat("%.1f", entry.score()),
                          entry.quick_win() ? session.Say({"yes", "oui"}) : "",
                          Short(entry.needs()), Short(entry.lost_needs()), rollouts});
  }
  return WithoutEmptyColumns(table);
}

absl::Status Roadmap(Session& session, const Arguments& arguments) {
  v1::QueryRoadmapRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_quick_wins_only(arguments.quick_wins);
  ASSIGN_OR_RETURN(const auto roadmap, session.connection.Call<v1::QueryRoadmapResponse>(
                                           absl::StrCat(kService, "QueryRoadmap"), request));
  if (session.json()) {
    session.Print(PlainJson(roadmap));
  } else {
    session.Print(RoadmapTable(session, roadmap));
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::EstimateDurationRequest> EstimateRequest(const Session& session,
                                                            const Arguments& arguments) {
  v1::EstimateDurationRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  for (const std::string& rollout : arguments.rollouts) {
    ASSIGN_OR_RETURN(*request.add_rollouts(), session.Name("rollout", rollout));
  }
  request.set_department_count(arguments.departments);
  v1::EstimateDurationRequest::Complexity complexity =
      v1::EstimateDurationRequest::COMPLEXITY_UNSPECIFIED;
  if (!arguments.complexity.empty() &&
      !v1::EstimateDurationRequest::Complexity_Parse(absl::AsciiStrToUpper(arguments.complexity),
                                                     &complexity)) {
    return Usage({"--complexity: expected LOW, MEDIUM or HIGH.",
                  "--complexity : LOW, MEDIUM ou HIGH attendu."});
  }
  request.set_complexity(complexity);
  if (arguments.budget >= 0) {
    request.mutable_yearly_budget_per_employee()->set_currency_code("EUR");
    request.mutable_yearly_budget_per_employee()->set_units(arguments.budget);
  }
  return request;
}

absl::Status Estimate(Session& session, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const auto request, EstimateRequest(session, arguments));
  ASSIGN_OR_RETURN(const auto estimate, session.connection.Call<v1::EstimateDurationResponse>(
                                            absl::StrCat(kService, "EstimateDuration"), request));
  if (session.json()) {
    session.Print(PlainJson(estimate));
    return absl::OkStatus();
  }
  Table table{{{session.Say({"months at least", "mois au moins"}), true},
               {session.Say({"likely", "probable"}), true},
               {session.Say({"at most", "au plus"}), true}},
              {{absl::StrFormat("%.1f", estimate.low_months()),
                absl::StrFormat("%.1f", estimate.likely_months()),
                absl::StrFormat("%.1f", estimate.high_months())}}};
  session.Print(table);
  if (session.options.format == Format::kCsv) return absl::OkStatus();
  for (const std::string& text : estimate.explanations()) session.out << "- " << text << "\n";
  return absl::OkStatus();
}

Parameter ProgrammeName(Arguments* arguments) {
  return {"PROGRAMME", "", {"The programme", "Le programme"}, &arguments->target, true};
}

void AddPhases(Command& programme) {
  auto show = std::make_shared<Arguments>();
  programme
      .Sub("show", {"Where its phases stand, and what takes longer than it should",
                    "Où en sont ses phases, et ce qui dure plus que prévu"})
      .With(ProgrammeName(show.get()))
      .Run([show](Session& session) { return Show(session, *show); });
  auto start = std::make_shared<Arguments>();
  programme
      .Sub("start-phase", {"Begin the next phase; the one before ends",
                           "Commencer la phase suivante ; celle d'avant se termine"})
      .With(ProgrammeName(start.get()))
      .With({"PHASE",
             "",
             {"AUDIT, ROADMAP, DEPLOYMENT or OPTIMISATION",
              "AUDIT, ROADMAP, DEPLOYMENT ou OPTIMISATION"},
             &start->phase,
             true,
             {"AUDIT", "ROADMAP", "DEPLOYMENT", "OPTIMISATION"}})
      .With({"--on",
             "DAY",
             {"Its first day; today without", "Son premier jour ; sinon aujourd'hui"},
             &start->on})
      .Run([start](Session& session) { return StartPhase(session, *start); });
}

void AddCycles(Command& programme) {
  auto begin = std::make_shared<Arguments>();
  programme
      .Sub("begin-cycle", {"Begin the next cycle with the state that things are in",
                           "Commencer le cycle suivant avec l'état des lieux"})
      .With(ProgrammeName(begin.get()))
      .With(
          {"--state", "TEXT", {"Where things stand", "Où en sont les choses"}, &begin->state, true})
      .Run([begin](Session& session) { return BeginCycle(session, *begin); });
  auto end = std::make_shared<Arguments>();
  programme
      .Sub("end-cycle", {"End a cycle with the state that things are in",
                         "Terminer un cycle avec l'état des lieux"})
      .With({"CYCLE", "", {"PROGRAMME/cycle-1", "PROGRAMME/cycle-1"}, &end->target, true})
      .With({"--state", "TEXT", {"Where things stand", "Où en sont les choses"}, &end->state, true})
      .Run([end](Session& session) { return EndCycle(session, *end); });
}

}  // namespace

void AddProgrammePhases(Command& programme) {
  AddPhases(programme);
  AddCycles(programme);
  auto roadmap = std::make_shared<Arguments>();
  programme
      .Sub("roadmap", {"What comes first, by dependency and score, and where the quick wins are",
                       "Quoi d'abord, par dépendance et note, et où sont les gains rapides"})
      .With({"--quick-wins",
             "",
             {"Only quick wins", "Seulement les gains rapides"},
             &roadmap->quick_wins})
      .Run([roadmap](Session& session) { return Roadmap(session, *roadmap); });
  auto estimate = std::make_shared<Arguments>();
  programme
      .Sub("estimate",
           {"How many months it takes, as a range", "Combien de mois il faut, en fourchette"})
      .With({"ROLLOUT",
             "",
             {"Roll-outs whose departments count", "Déploiements dont les départements comptent"},
             &estimate->rollouts})
      .With({"--departments",
             "N",
             {"Departments, instead of those of roll-outs",
              "Départements, au lieu de ceux de déploiements"},
             &estimate->departments})
      .With({"--complexity",
             "LEVEL",
             {"Of the integration: LOW, MEDIUM or HIGH", "De l'intégration : LOW, MEDIUM ou HIGH"},
             &estimate->complexity,
             false,
             {"LOW", "MEDIUM", "HIGH"}})
      .With({"--budget",
             "EUR",
             {"A year and employee, for tools, training and support",
              "Par an et par salarié, pour outils, formation et support"},
             &estimate->budget})
      .Run([estimate](Session& session) { return Estimate(session, *estimate); });
}

}  // namespace palier::ctl
