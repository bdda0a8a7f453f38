// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/gate_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

std::string StandingOf(const Session& session, const v1::CriterionResult& result) {
  switch (result.standing()) {
    case v1::CriterionResult::MET:
      return session.Say({"met", "tenu"});
    case v1::CriterionResult::BELOW_MINIMUM:
      return session.Say({"worse than the minimum", "moins bien que le minimum"});
    case v1::CriterionResult::BETWEEN:
      return session.Say({"target not reached", "cible non atteinte"});
    default:
      return session.Say({"not enough data", "données insuffisantes"});
  }
}

// Whether it is a guardrail or a signal; nothing of the others.
std::string KindOf(const Session& session, const v1::CriterionResult& result) {
  switch (result.kind()) {
    case v1::GateCriterion::GUARDRAIL:
      return session.Say({"guardrail", "garde-fou"});
    case v1::GateCriterion::SIGNAL:
      return session.Say({"signal", "signal"});
    default:
      return "";
  }
}

Table TableOf(const Session& session, const v1::WaveGateEvaluation& evaluation) {
  Table table{{{session.Say({"criterion", "critère"})},
               {session.Say({"kind", "type"})},
               {session.Say({"standing", "état"})},
               {session.Say({"counted", "comptés"}), true},
               {session.Say({"of", "sur"}), true},
               {session.Say({"share", "part"}), true},
               {session.Say({"between", "entre"}), true},
               {session.Say({"and", "et"}), true},
               {session.Say({"needed", "il en faut"}), true},
               {session.Say({"on", "le"})}},
              {}};
  for (const v1::CriterionResult& result : evaluation.results()) {
    const auto cell = [&](const char* field) {
      return CellOf(result, v1::CriterionResult::descriptor()->FindFieldByName(field));
    };
    table.rows.push_back({result.label(), KindOf(session, result), StandingOf(session, result),
                          absl::StrCat(result.counted_count()),
                          absl::StrCat(result.expected_count()), cell("estimate"), cell("lower"),
                          cell("upper"), cell("needed_count"), cell("needed_date")});
  }
  return WithoutEmptyColumns(table);
}

void PrintSentences(Session& session, const v1::WaveGateEvaluation& evaluation) {
  for (const v1::CriterionResult& result : evaluation.results()) {
    session.out << "- " << result.explanation() << " " << result.would_change() << "\n";
  }
  for (const v1::GateHold& hold : evaluation.holds()) {
    session.out << "! " << hold.explanation() << "\n";
  }
  if (evaluation.preset()) {
    session.out << session.Say({"! Nobody chose these criteria: they are the preset.",
                                "! Personne n'a choisi ces critères : ce sont ceux par défaut."})
                << "\n";
  }
  for (const v1::LateCriteria& late : evaluation.late_criteria()) {
    session.out << "! "
                << session.Say({"Criteria changed after a wave had started, by ",
                                "Critères modifiés après le début d'une vague, par "})
                << late.author() << session.Say({": ", " : "}) << late.reason() << "\n";
    for (const std::string& change : late.changes()) session.out << "  " << change << "\n";
  }
}

absl::Status Gate(Session& session, const std::string& target) {
  v1::EvaluateWaveGateRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("wave", target));
  ASSIGN_OR_RETURN(const auto evaluation,
                   session.connection.Call<v1::WaveGateEvaluation>(
                       "palier.rollout.v1.GateService/EvaluateWaveGate", request));
  if (session.json()) {
    session.Print(PlainJson(evaluation));
    return absl::OkStatus();
  }
  const bool prose = session.options.format != Format::kCsv;
  if (prose) session.out << evaluation.explanation() << "\n";
  session.Print(TableOf(session, evaluation));
  if (prose) PrintSentences(session, evaluation);
  return absl::OkStatus();
}

}  // namespace

void AddRolloutGate(Command& rollout) {
  auto target = std::make_shared<std::string>();
  rollout
      .Sub("gate", {"Whether the figures of a wave say to go on",
                    "Si les chiffres d'une vague disent de continuer"})
      .With({"WAVE", "", {"ROLLOUT/wave-1", "DÉPLOIEMENT/wave-1"}, target.get(), true})
      .Run([target](Session& session) { return Gate(session, *target); });
}

}  // namespace palier::ctl
