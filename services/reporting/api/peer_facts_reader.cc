// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/peer_facts_reader.h"

#include <cmath>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/adoption_service.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/rollout/v1/communication_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "reporting/api/report_day.h"

namespace palier::reporting {
namespace {

constexpr int kPageSize = 1000;
constexpr double kHundredths = 100;
// What an import of an event log calls the share of cases through the AI step (S0-37).
constexpr char kPenetration[] = "/kpis/penetration";
constexpr int kPenetrationDays = 28;

std::string AllBelow(const std::string& organization, const char* collection) {
  return absl::StrCat(organization, "/", collection, "/-");
}

// The name of what a record lies below.
std::string ParentOf(const std::string& name, const char* collection) {
  return name.substr(0, name.rfind(collection));
}

// What a service refuses because there is too much is left out; every other error is one.
template <typename Response>
absl::Status KeepUnlessTooMuch(absl::StatusOr<Response> response, std::optional<Response>& place) {
  if (status::ReasonOf(response.status()) == error::v1::LIMIT_EXCEEDED) return absl::OkStatus();
  RETURN_IF_ERROR(response.status());
  place = *std::move(response);
  return absl::OkStatus();
}

// Projects with a KPI of hours, with one that counts users, with one of penetration.
struct MeasuredProjects {
  std::set<std::string> with_hours, with_users, with_penetration;
};

absl::StatusOr<MeasuredProjects> FindMeasuredProjects(const PeerClient& kpi,
                                                      const std::string& organization) {
  kpi::v1::ListKpisRequest request;
  request.set_parent(AllBelow(organization, "projects"));
  MeasuredProjects found;
  RETURN_IF_ERROR(kpi.ForEachPage<kpi::v1::ListKpisResponse>(
      "ListKpis", request, kPageSize, [&](const kpi::v1::ListKpisResponse& page) -> absl::Status {
        for (const kpi::v1::Kpi& each : page.kpis()) {
          const std::string project = ParentOf(each.name(), "/kpis/");
          if (each.category() == kpi::v1::Kpi::EFFICIENCY) found.with_hours.insert(project);
          if (each.category() == kpi::v1::Kpi::ADOPTION) found.with_users.insert(project);
          if (each.name() == project + kPenetration) found.with_penetration.insert(project);
        }
        return absl::OkStatus();
      }));
  return found;
}

// Adds what a KPI of hours says of each team in the months of `saved`.
absl::Status AddTeamHours(const PeerClient& kpi, const std::string& name,
                          const kpi::v1::QuerySavedTimeResponse& saved, absl::CivilDay today,
                          std::map<std::string, int64_t>& hundredths) {
  kpi::v1::QueryKpiRequest request;
  request.set_name(name);
  request.set_unit(kpi::v1::MONTH);
  request.set_by_team(true);
  *request.mutable_from_date() = saved.months(0).first_date();
  *request.mutable_to_date() = ToDate(today);
  ASSIGN_OR_RETURN(const auto told, kpi.Ask<kpi::v1::QueryKpiResponse>("QueryKpi", request));
  for (const kpi::v1::KpiSeries& series : told.series())
    for (const kpi::v1::KpiPoint& point : series.points())
      hundredths[series.team()] += std::llround(kHundredths * point.value());
  return absl::OkStatus();
}

absl::Status ReadHours(const PeerClient& kpi, const std::string& project, absl::CivilDay today,
                       ProjectMeasures& measures) {
  kpi::v1::QuerySavedTimeRequest request;
  request.set_parent(project);
  ASSIGN_OR_RETURN(auto saved, kpi.Ask<kpi::v1::QuerySavedTimeResponse>("QuerySavedTime", request));
  if (saved.kpis().empty() || saved.months().empty()) return absl::OkStatus();
  for (const std::string& name : saved.kpis()) {
    RETURN_IF_ERROR(AddTeamHours(kpi, name, saved, today, measures.team_hours_hundredths));
  }
  measures.saved_time = std::move(saved);
  return absl::OkStatus();
}

absl::Status ReadPenetration(const PeerClient& kpi, const std::string& project,
                             absl::CivilDay today, ProjectMeasures& measures) {
  kpi::v1::QueryKpiRequest request;
  request.set_name(project + kPenetration);
  request.set_unit(kpi::v1::WEEK);
  request.set_by_team(true);
  *request.mutable_from_date() = ToDate(today - kPenetrationDays);
  *request.mutable_to_date() = ToDate(today);
  ASSIGN_OR_RETURN(measures.penetration, kpi.Ask<kpi::v1::QueryKpiResponse>("QueryKpi", request));
  return absl::OkStatus();
}

absl::Status ReadAdoption(const PeerClient& kpi, const std::string& project,
                          ProjectMeasures& measures) {
  kpi::v1::QueryAdoptionRequest request;
  request.set_parent(project);
  auto adoption = kpi.Ask<kpi::v1::Adoption>("QueryAdoption", request);
  // No KPI of it counts users.
  if (absl::IsNotFound(adoption.status())) return absl::OkStatus();
  RETURN_IF_ERROR(adoption.status());
  measures.adoption = *std::move(adoption);
  return absl::OkStatus();
}

// The KPIs that an approved case counts on, each once.
absl::Status ReadPromises(const PeerClient& kpi, const PortfolioModel& model,
                          std::vector<KeptPromise>& promises) {
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [case_name, business_case] : dossier->cases) {
      if (!business_case.has_approval()) continue;
      std::set<std::string> kpis;
      for (const registry::v1::CaseGain& gain : business_case.gains()) kpis.insert(gain.kpi());
      for (const std::string& each : kpis) {
        KeptPromise promise{case_name, each, {}};
        kpi::v1::ReviewKpiPromiseRequest request;
        request.set_name(each);
        *request.mutable_promise_time() = business_case.approval().approve_time();
        auto review = kpi.Ask<kpi::v1::ReviewKpiPromiseResponse>("ReviewKpiPromise", request);
        // A gain may name any words; and the KPI may be younger than the approval.
        const bool is_none =
            absl::IsNotFound(review.status()) || absl::IsInvalidArgument(review.status());
        if (!is_none) {
          RETURN_IF_ERROR(KeepUnlessTooMuch(std::move(review), promise.review));
        }
        if (promise.review.has_value()) promise.review->clear_explanation();
        promises.push_back(std::move(promise));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status ReadRollouts(const PeerClient& rollout, const std::string& organization,
                          RolloutFacts& facts) {
  rollout::v1::ListRolloutsRequest request;
  request.set_parent(organization);
  return rollout.ForEachPage<rollout::v1::ListRolloutsResponse>(
      "ListRollouts", request, kPageSize,
      [&](rollout::v1::ListRolloutsResponse& page) -> absl::Status {
        for (rollout::v1::Rollout& each : *page.mutable_rollouts()) {
          RolloutDossier& dossier = facts.rollouts[each.name()];
          dossier.rollout = std::move(each);
        }
        return absl::OkStatus();
      });
}

absl::Status ReadWavesAndCommunications(const PeerClient& rollout, const std::string& organization,
                                        RolloutFacts& facts) {
  const auto dossier_of = [&facts](const std::string& name, const char* collection) {
    const auto found = facts.rollouts.find(ParentOf(name, collection));
    return found == facts.rollouts.end() ? nullptr : &found->second;
  };
  rollout::v1::ListWavesRequest waves;
  waves.set_parent(AllBelow(organization, "rollouts"));
  RETURN_IF_ERROR(rollout.ForEachPage<rollout::v1::ListWavesResponse>(
      "ListWaves", waves, kPageSize, [&](rollout::v1::ListWavesResponse& page) -> absl::Status {
        for (rollout::v1::Wave& wave : *page.mutable_waves()) {
          RolloutDossier* const dossier = dossier_of(wave.name(), "/waves/");
          if (dossier != nullptr && wave.has_actual_start_time())
            dossier->started_waves.push_back(std::move(wave));
        }
        return absl::OkStatus();
      }));
  rollout::v1::ListCommunicationsRequest communications;
  communications.set_parent(waves.parent());
  return rollout.ForEachPage<rollout::v1::ListCommunicationsResponse>(
      "ListCommunications", communications, kPageSize,
      [&](rollout::v1::ListCommunicationsResponse& page) -> absl::Status {
        for (rollout::v1::Communication& each : *page.mutable_communications()) {
          each.clear_warnings();
          RolloutDossier* const dossier = dossier_of(each.name(), "/communications/");
          if (dossier != nullptr) dossier->communications.push_back(std::move(each));
        }
        return absl::OkStatus();
      });
}

// What was done for the people of one roll-out.
absl::Status ReadPeople(const PeerClient& rollout, const std::string& name,
                        RolloutDossier& dossier) {
  rollout::v1::QueryFeedbackAnswersRequest feedback;
  feedback.set_parent(name);
  ASSIGN_OR_RETURN(dossier.feedback, rollout.Ask<rollout::v1::QueryFeedbackAnswersResponse>(
                                         "QueryFeedbackAnswers", feedback));
  dossier.feedback.clear_explanation();
  rollout::v1::QuerySuccessesRequest successes;
  successes.set_parent(name);
  ASSIGN_OR_RETURN(dossier.successes,
                   rollout.Ask<rollout::v1::QuerySuccessesResponse>("QuerySuccesses", successes));
  dossier.successes.clear_findings();
  rollout::v1::QueryLearningRequest learning;
  learning.set_parent(name);
  ASSIGN_OR_RETURN(dossier.learning,
                   rollout.Ask<rollout::v1::QueryLearningResponse>("QueryLearning", learning));
  dossier.learning.clear_explanation();
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::shared_ptr<const KpiFacts>> ReadKpiFacts(const PeerClient& kpi,
                                                             const std::string& organization,
                                                             absl::Time now,
                                                             const PortfolioModel& model) {
  auto facts = std::make_shared<KpiFacts>();
  facts->read_time = now;
  ASSIGN_OR_RETURN(const MeasuredProjects measured, FindMeasuredProjects(kpi, organization));
  const absl::CivilDay today = absl::ToCivilDay(now, model.zone);
  for (const std::string& project : measured.with_hours) {
    RETURN_IF_ERROR(ReadHours(kpi, project, today, facts->projects[project]));
  }
  for (const std::string& project : measured.with_users) {
    RETURN_IF_ERROR(ReadAdoption(kpi, project, facts->projects[project]));
  }
  for (const std::string& project : measured.with_penetration) {
    RETURN_IF_ERROR(ReadPenetration(kpi, project, today, facts->projects[project]));
  }
  kpi::v1::QueryReturnsRequest returns;
  returns.set_parent(organization);
  RETURN_IF_ERROR(KeepUnlessTooMuch(kpi.Ask<kpi::v1::QueryReturnsResponse>("QueryReturns", returns),
                                    facts->returns));
  kpi::v1::QuerySynergyGainsRequest gains;
  gains.set_parent(organization);
  RETURN_IF_ERROR(KeepUnlessTooMuch(
      kpi.Ask<kpi::v1::QuerySynergyGainsResponse>("QuerySynergyGains", gains), facts->gains));
  if (facts->gains.has_value()) {
    for (kpi::v1::SynergyGain& gain : *facts->gains->mutable_gains()) gain.clear_explanation();
  }
  RETURN_IF_ERROR(ReadPromises(kpi, model, facts->promises));
  return facts;
}

absl::StatusOr<std::shared_ptr<const RolloutFacts>> ReadRolloutFacts(
    const PeerClient& rollout, const std::string& organization, absl::Time now) {
  auto facts = std::make_shared<RolloutFacts>();
  facts->read_time = now;
  RETURN_IF_ERROR(ReadRollouts(rollout, organization, *facts));
  RETURN_IF_ERROR(ReadWavesAndCommunications(rollout, organization, *facts));
  for (auto& [name, dossier] : facts->rollouts) {
    RETURN_IF_ERROR(ReadPeople(rollout, name, dossier));
  }
  rollout::v1::ListChampionsRequest champions;
  champions.set_parent(organization);
  RETURN_IF_ERROR(rollout.ForEachPage<rollout::v1::ListChampionsResponse>(
      "ListChampions", champions, kPageSize,
      [&](rollout::v1::ListChampionsResponse& page) -> absl::Status {
        for (rollout::v1::Champion& each : *page.mutable_champions())
          facts->champions.push_back(std::move(each));
        return absl::OkStatus();
      }));
  return facts;
}

}  // namespace palier::reporting
