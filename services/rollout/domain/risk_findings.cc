// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/risk_findings.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

constexpr int kAll = 1000;
constexpr int kOftenCritical = 500;

// 125 thousandths are `12.5 %`, `12,5 %` in French.
status::Text Percent(int permille) {
  return {absl::StrCat(permille / 10, ".", permille % 10, " %"),
          absl::StrCat(permille / 10, ",", permille % 10, " %")};
}

status::Text Percent(double share) {
  return Percent(static_cast<int>(std::lround(share * kAll)));
}

void AddEnd(const PlanRisk& risk, std::vector<status::Text>& findings) {
  const int late = kAll - risk.on_time_permille - risk.stopped_permille;
  if (late <= risk.on_time_permille || !risk.end) return;
  const status::Text share = Percent(late);
  const std::string half = absl::FormatCivilTime(risk.end->p50);
  findings.push_back(
      {absl::StrCat("The planned end is more hope than plan: ", share.en,
                    " of the runs are later; half of those that come to the end are over by ", half,
                    "."),
       absl::StrCat("La fin prévue tient plus de l'espoir que du plan : ", share.fr,
                    " des essais finissent plus tard ; la moitié de ceux qui aboutissent finit au ",
                    half, ".")});
}

void AddTeams(const PlanRisk& risk, std::vector<status::Text>& findings) {
  for (const TeamRisk& team : risk.teams) {
    if (team.alone || team.critical_permille < kOftenCritical) continue;
    const status::Text share = Percent(team.critical_permille);
    findings.push_back({absl::StrCat(team.deployment, " decides when its wave ends in ", share.en,
                                     " of the runs."),
                        absl::StrCat(team.deployment, " décide de la fin de sa vague dans ",
                                     share.fr, " des essais.")});
  }
}

void AddGrowth(const GrowthCheck& growth, std::vector<status::Text>& findings) {
  if (growth.planned <= growth.possible) return;
  const status::Text planned = Percent(growth.planned), possible = Percent(growth.possible);
  findings.push_back(
      {absl::StrCat("The plan grows by ", planned.en, " a week; the hours of its champions allow ",
                    possible.en, " in the long run."),
       absl::StrCat("Le plan croît de ", planned.fr,
                    " par semaine ; les heures de ses référents en permettent ", possible.fr,
                    " dans la durée.")});
}

}  // namespace

std::vector<status::Text> RiskFindings(const PlanRisk& risk,
                                       const std::optional<GrowthCheck>& growth) {
  std::vector<status::Text> findings;
  AddEnd(risk, findings);
  AddTeams(risk, findings);
  if (growth) AddGrowth(*growth, findings);
  return findings;
}

}  // namespace palier::rollout
