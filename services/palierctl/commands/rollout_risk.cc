// SPDX-License-Identifier: Apache-2.0
// What may become of a plan.
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/risk_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/percent_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;

std::string Day(const v1::DateRisk& dates, const char* percentile) {
  return CellOf(dates, v1::DateRisk::descriptor()->FindFieldByName(percentile));
}

Table TableOf(const Session& session, const v1::AssessPlanRiskResponse& risk) {
  Table table{{{session.Say({"", ""})},
               {session.Say({"planned", "prévu"})},
               {session.Say({"one in ten by", "un sur dix au"})},
               {session.Say({"half by", "la moitié au"})},
               {session.Say({"nine in ten by", "neuf sur dix au"})},
               {session.Say({"as planned", "comme prévu"}), true},
               {session.Say({"decisive", "décisif"}), true}},
              {}};
  const auto planned = [](const google::protobuf::Message& message, const char* field) {
    return CellOf(message, message.GetDescriptor()->FindFieldByName(field));
  };
  for (const v1::WaveRisk& wave : risk.waves()) {
    table.rows.push_back({session.Say({"wave ", "vague "}) + absl::StrCat(wave.number()),
                          planned(wave, "planned_start_date"), Day(wave.start(), "p10"),
                          Day(wave.start(), "p50"), Day(wave.start(), "p90"),
                          PercentText(wave.on_time_permille()), ""});
  }
  for (const v1::TeamRisk& team : risk.teams()) {
    table.rows.push_back({ShortName(team.team()), "", Day(team.go_live(), "p10"),
                          Day(team.go_live(), "p50"), Day(team.go_live(), "p90"), "",
                          PercentText(team.critical_permille())});
  }
  table.rows.push_back({session.Say({"end", "fin"}), planned(risk, "planned_end_date"),
                        Day(risk.end(), "p10"), Day(risk.end(), "p50"), Day(risk.end(), "p90"),
                        PercentText(risk.on_time_permille()), ""});
  return table;
}

absl::Status Risk(Session& session, const std::string& target) {
  v1::AssessPlanRiskRequest request;
  ASSIGN_OR_RETURN(*request.mutable_name(), session.Name("rollout", target));
  ASSIGN_OR_RETURN(const auto risk, session.connection.Call<v1::AssessPlanRiskResponse>(
                                        "palier.rollout.v1.RiskService/AssessPlanRisk", request));
  if (session.json()) {
    session.Print(PlainJson(risk));
    return absl::OkStatus();
  }
  session.Print(TableOf(session, risk));
  if (session.options.format == Format::kCsv) return absl::OkStatus();
  session.out << session.Say({"stopped at a gate: ", "arrêtés à un jalon : "})
              << PercentText(risk.stopped_permille())
              << session.Say({"; weeks of use (10, 50, 90 %; planned): ",
                              " ; semaines d'usage (10, 50, 90 % ; prévu) : "})
              << absl::StrJoin({risk.use_p10(), risk.use_p50(), risk.use_p90()}, ", ") << "; "
              << risk.planned_use() << "\n";
  for (const std::string& finding : risk.findings()) session.out << "! " << finding << "\n";
  if (risk.assumed_size() > 0) {
    session.out << session.Say({"Assumed, not measured: ", "Supposé, non mesuré : "})
                << absl::StrJoin(risk.assumed(), ", ") << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddRolloutRisk(Command& rollout) {
  auto target = std::make_shared<std::string>();
  rollout
      .Sub("risk", {"How late the plan may be, and which team decides it",
                    "Quel retard le plan risque, et quelle équipe en décide"})
      .With({"ROLLOUT", "", {"The roll-out", "Le déploiement"}, target.get(), true})
      .Run([target](Session& session) { return Risk(session, *target); });
}

}  // namespace palier::ctl
