// SPDX-License-Identifier: Apache-2.0
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/dynamic.h"
#include "palierctl/errors.h"
#include "palierctl/names.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = registry::v1;

struct Arguments {
  std::string project, stage, reason;
  bool check = false;
};

const std::vector<std::string>& StageNames() {
  static const auto* names = new std::vector<std::string>{
      "IDEA",    "SCOPING", "POC",     "POST_POC", "LIMITED", "INDUSTRIALISATION",
      "ROLLOUT", "RUN",     "RETIRED", "STOPPED"};
  return *names;
}

// Any case, hyphens or underscores.
absl::StatusOr<v1::Project::Stage> ParseStage(const std::string& text) {
  v1::Project::Stage stage = v1::Project::STAGE_UNSPECIFIED;
  if (v1::Project::Stage_Parse(absl::AsciiStrToUpper(absl::StrReplaceAll(text, {{"-", "_"}})),
                               &stage))
    return stage;
  return Usage({absl::StrCat("There is no stage `", text, "`."),
                absl::StrCat("Il n'y a pas de stade « ", text, " ».")});
}

Table RuleTable(const Session& session, const v1::EvaluateGateResponse& gate) {
  Table table{{{session.Say({"rule", "règle"})},
               {session.Say({"requirement", "exigence"})},
               {session.Say({"severity", "gravité"})},
               {"verdict"},
               {session.Say({"explanation", "explication"})},
               {session.Say({"next action", "prochaine action"})}},
              {}};
  for (const v1::RuleResult& result : gate.results()) {
    table.rows.push_back({result.rule(), result.requirement(),
                          v1::RuleResult::Severity_Name(result.severity()),
                          v1::RuleResult::Verdict_Name(result.verdict()), result.explanation(),
                          result.next_action()});
  }
  return table;
}

absl::Status NotMet() {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
                       {"The gate is not met.", "Les conditions ne sont pas remplies."});
}

void PrintGate(const Session& session, const v1::EvaluateGateResponse& gate) {
  if (session.json()) return session.Print(gate);
  if (session.options.format == Format::kTable) {
    session.out << v1::Project::Stage_Name(gate.from_stage()) << " -> "
                << v1::Project::Stage_Name(gate.target_stage()) << ": "
                << session.Say(!gate.legal() ? Text{"not possible", "impossible"}
                               : gate.met()  ? Text{"met", "conditions remplies"}
                                             : Text{"not met", "conditions non remplies"})
                << "\n";
  }
  if (gate.results_size() > 0 || session.options.format == Format::kCsv)
    session.Print(RuleTable(session, gate));
}

absl::Status Gate(Session& session, const Arguments& arguments) {
  v1::EvaluateGateRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("project", arguments.project));
  if (!arguments.stage.empty()) {
    ASSIGN_OR_RETURN(const v1::Project::Stage stage, ParseStage(arguments.stage));
    request.set_target_stage(stage);
  }
  ASSIGN_OR_RETURN(const auto gate,
                   session.connection.Call<v1::EvaluateGateResponse>(
                       "palier.registry.v1.RegistryService/EvaluateGate", request));
  PrintGate(session, gate);
  return arguments.check && !(gate.legal() && gate.met()) ? NotMet() : absl::OkStatus();
}

template <typename Request>
absl::Status Move(Session& session, const Arguments& arguments, const char* method) {
  Request request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("project", arguments.project));
  ASSIGN_OR_RETURN(const v1::Project::Stage stage, ParseStage(arguments.stage));
  request.set_target_stage(stage);
  request.set_reason(arguments.reason);
  request.set_request_id(NewRequestId());
  ASSIGN_OR_RETURN(const auto project,
                   session.connection.Call<v1::Project>(
                       absl::StrCat("palier.registry.v1.RegistryService/", method), request));
  if (session.json()) {
    session.Print(project);
    return absl::OkStatus();
  }
  const bool asked = project.has_stage_request();
  session.Print(
      Table{{{session.Say({"project", "projet"})},
             {session.Say({"stage", "stade"})},
             {session.Say({"requested", "demandé"})},
             {session.Say({"by", "par"})}},
            {{ShortName(project.name()), v1::Project::Stage_Name(project.stage()),
              asked ? v1::Project::Stage_Name(project.stage_request().target_stage()) : "",
              project.stage_request().requester()}}});
  return absl::OkStatus();
}

Command& WithProject(Command& command, Arguments* arguments) {
  return command.With({"PROJECT", "", {"The project", "Le projet"}, &arguments->project, true});
}

Parameter Stage(Arguments* arguments, bool required) {
  return {"--to",   "STAGE",     {"Stage to go to", "Stade à atteindre"}, &arguments->stage,
          required, StageNames()};
}

Parameter Reason(Arguments* arguments) {
  return {"--reason",
          "TEXT",
          {"Why; kept in the history", "Pourquoi ; conservé dans l'historique"},
          &arguments->reason};
}

}  // namespace

void AddStages(Command& root) {
  auto gate = std::make_shared<Arguments>();
  WithProject(root.Sub("gate", {"Judge a project's gate, rule by rule",
                                "Évaluer les conditions de passage d'un projet"}),
              gate.get())
      .With(Stage(gate.get(), false))
      .With({"--check",
             "",
             {"Exit with 6 when it is not met", "Code de sortie 6 si elles ne sont pas remplies"},
             &gate->check})
      .Run([gate](Session& session) { return Gate(session, *gate); });
  auto request = std::make_shared<Arguments>();
  WithProject(
      root.Sub("request-advance", {"Ask for a project's next stage; somebody else approves",
                                   "Demander le stade suivant ; quelqu'un d'autre approuve"}),
      request.get())
      .With(Stage(request.get(), true))
      .With(Reason(request.get()))
      .Run([request](Session& session) {
        return Move<v1::RequestAdvanceRequest>(session, *request, "RequestAdvance");
      });
  auto advance = std::make_shared<Arguments>();
  WithProject(root.Sub("advance", {"Move a project through its gate, or approve a request",
                                   "Faire passer un projet, ou approuver une demande"}),
              advance.get())
      .With(Stage(advance.get(), true))
      .With(Reason(advance.get()))
      .Run([advance](Session& session) {
        return Move<v1::AdvanceProjectRequest>(session, *advance, "AdvanceProject");
      });
}

}  // namespace palier::ctl
