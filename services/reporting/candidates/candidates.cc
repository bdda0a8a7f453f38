// SPDX-License-Identifier: Apache-2.0
#include "reporting/candidates/candidates.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/money/money.h"
#include "reporting/model/measures.h"
#include "reporting/model/peer_facts.h"

namespace palier::reporting {
namespace {

using kpi::v1::AdoptionUnit;
using registry::v1::Integration;
using registry::v1::Project;
using registry::v1::RuleResult;

constexpr int64_t kThousandths = 1000;

std::optional<EffortRange> EffortOf(const Dossier& dossier, const TrackRecord& record) {
  double estimate = 0;
  for (const auto& [name, entry] : dossier.entries) {
    const bool is_open = entry.integration().status() != Integration::CONNECTED &&
                         entry.integration().status() != Integration::MONITORED;
    if (entry.has_integration() && is_open) estimate += entry.integration().estimated_days();
  }
  if (estimate == 0) return std::nullopt;
  if (!record.effort.has_value()) return EffortRange{estimate, estimate, {}};
  return EffortRange{estimate * record.effort->low, estimate * record.effort->middle,
                     estimate * record.effort->high};
}

// Of the last year of its table.
money::Sums GainsOfCases(const Dossier& dossier) {
  money::Sums gains;
  for (const auto& [name, business_case] : dossier.cases)
    for (const registry::v1::CaseGain& gain : business_case.gains())
      if (gain.year() == business_case.horizon_years()) gains.Add(gain.amount());
  return gains;
}

// Of the last four quarters.
money::Sums RealisedBy(const PortfolioModel& model, const std::string& project) {
  money::Sums realised;
  if (model.kpi.facts == nullptr || !model.kpi.facts->returns.has_value()) return realised;
  for (const kpi::v1::ProjectReturns& each : model.kpi.facts->returns->projects()) {
    if (each.project() != project) continue;
    for (const google::type::Money& amount : each.figures().realised_savings())
      realised.Add(amount);
  }
  return realised;
}

google::type::Money Times(const google::type::Money& amount, double factor) {
  return money::Scaled(amount, static_cast<int64_t>(factor * kThousandths + 0.5), kThousandths);
}

std::vector<BenefitRange> BenefitsOf(const PortfolioModel& model, const Dossier& dossier,
                                     const registry::v1::RankedProject& ranked,
                                     const TrackRecord& record) {
  money::Sums estimates;
  for (const google::type::Money& gain : ranked.yearly_gains()) estimates.Add(gain);
  if (estimates.empty()) estimates = GainsOfCases(dossier);
  const money::Sums realised = RealisedBy(model, ranked.project());
  std::vector<BenefitRange> benefits;
  for (const google::type::Money& estimate : estimates.all()) {
    const std::string& currency = estimate.currency_code();
    const google::type::Money floor = money::MoneyOf(realised.nanos(currency), currency);
    const auto at_least = [&](const google::type::Money& amount) {
      return money::Amount(amount) < money::Amount(floor) ? floor : amount;
    };
    BenefitRange range{floor, at_least(estimate), at_least(estimate)};
    if (record.benefit.has_value()) {
      range.low = at_least(Times(estimate, std::max(0.0, record.benefit->low)));
      range.likely = at_least(Times(estimate, std::max(0.0, record.benefit->middle)));
      range.high = at_least(Times(estimate, std::max(0.0, record.benefit->high)));
    }
    benefits.push_back(std::move(range));
  }
  return benefits;
}

void AddUse(const PortfolioModel& model, Candidate& candidate) {
  if (model.kpi.facts == nullptr) return;
  const auto found = model.kpi.facts->projects.find(candidate.ranked.project());
  if (found == model.kpi.facts->projects.end() || !found->second.adoption.has_value()) return;
  const kpi::v1::AdoptionPeriod* const period = LastPeriod(*found->second.adoption);
  if (period == nullptr) return;
  if (const AdoptionUnit* const whole = WholeOf(*period))
    candidate.users = whole->active_user_count();
  for (const AdoptionUnit& unit : period->units()) {
    if (unit.hidden() || !IsTeam(unit)) continue;
    ++candidate.told_teams;
    candidate.regular_teams += IsRegular(unit);
    candidate.champion_teams += unit.quadrant() == AdoptionUnit::CHAMPION;
  }
}

bool IsWidelyUsed(const Candidate& candidate) {
  return candidate.told_teams > 0 && 2 * candidate.regular_teams >= candidate.told_teams;
}

// Past its PoC and not yet everywhere.
bool CanGrow(const Project& project) {
  return project.stage() >= Project::POST_POC && project.stage() <= Project::ROLLOUT;
}

bool IsOf(CandidateKind kind, const Project& project, const Candidate& candidate) {
  switch (kind) {
    case CandidateKind::kScaleUp:
      return CanGrow(project);
    case CandidateKind::kReplication:
      return IsWidelyUsed(candidate) && candidate.champion_teams > 0 &&
             candidate.value_proven == RuleResult::MET &&
             !candidate.ranked.replication_departments().empty();
    case CandidateKind::kQuickWin:
      return candidate.ranked.quick_win();
  }
  return false;
}

void AddReasons(Candidate& candidate) {
  auto& reasons = candidate.reasons;
  reasons.push_back(
      {absl::StrCat("Place ", candidate.ranked.rank(), " of the registry's ranking, ",
                    candidate.ranked.best_rank(), " to ", candidate.ranked.worst_rank(),
                    " when a weight moves by 10 %."),
       absl::StrCat("Place ", candidate.ranked.rank(), " du classement du registre, de ",
                    candidate.ranked.best_rank(), " à ", candidate.ranked.worst_rank(),
                    " quand un poids bouge de 10 %.")});
  if (candidate.value_proven == RuleResult::MET)
    reasons.push_back({"Its value is proven.", "Sa valeur est prouvée."});
  if (candidate.told_teams > 0) {
    reasons.push_back(
        {absl::StrCat(candidate.regular_teams, " of ", candidate.told_teams,
                      " teams use it regularly, and ", candidate.champion_teams, " like it too."),
         absl::StrCat(candidate.regular_teams, " équipes sur ", candidate.told_teams,
                      " l'utilisent régulièrement, et ", candidate.champion_teams,
                      " l'apprécient aussi.")});
  }
  const int targets = candidate.ranked.replication_departments_size();
  if (targets > 0) {
    reasons.push_back(
        {absl::StrCat(targets, " other departments have the same function and process."),
         absl::StrCat(targets, " autres départements ont la même fonction et le même processus.")});
  }
}

}  // namespace

std::vector<Candidate> FindCandidates(CandidateKind kind, const PortfolioModel& model,
                                      const registry::v1::RankCandidatesResponse& ranking) {
  const TrackRecord record = TrackRecordOf(model);
  std::vector<Candidate> found;
  for (const registry::v1::RankedProject& ranked : ranking.projects()) {
    const auto dossier = model.dossiers.find(ranked.project());
    if (dossier == model.dossiers.end()) continue;
    Candidate candidate;
    candidate.ranked = ranked;
    candidate.display_name = dossier->second->project.display_name();
    candidate.value_proven = OutcomeOf(*dossier->second, "VALUE_PROVEN");
    AddUse(model, candidate);
    if (!IsOf(kind, dossier->second->project, candidate)) continue;
    candidate.effort = EffortOf(*dossier->second, record);
    candidate.benefits = BenefitsOf(model, *dossier->second, ranked, record);
    AddReasons(candidate);
    found.push_back(std::move(candidate));
  }
  return found;
}

}  // namespace palier::reporting
