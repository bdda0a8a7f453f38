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

// Unset for what is not there (any more) and for what a service refuses because there is too much:
// neither says that the service is silent.
template <typename Response, typename Request>
absl::StatusOr<std::optional<Response>> AskFor(const PeerClient& peer, const char* method,
                                               const Request& request) {
  auto response = peer.Ask<Response>(method, request);
  if (response.ok()) return std::optional<Response>(*std::move(response));
  if (absl::IsNotFound(response.status()) ||
      status::ReasonOf(response.status()) == error::v1::LIMIT_EXCEEDED)
    return std::optional<Response>();
  return response.status();
}

// Projects with a KPI of hours, with one that counts users, with one of penetration.
struct MeasuredProjects {
  std::set<std::string> with_hours, with_users, with_penetration;
};

// Of those that the registry holds: figures look at no others.
absl::StatusOr<MeasuredProjects> FindMeasuredProjects(const PeerClient& kpi,
                                                      const std::string& organization,
                                                      const PortfolioModel& model) {
  kpi::v1::ListKpisRequest request;
  request.set_parent(AllBelow(organization, "projects"));
  MeasuredProjects found;
  RETURN_IF_ERROR(kpi.ForEachPage<kpi::v1::ListKpisResponse>(
      "ListKpis", request, kPageSize, [&](const kpi::v1::ListKpisResponse& page) -> absl::Status {
        for (const kpi::v1::Kpi& each : page.kpis()) {
          const std::string project = ParentOf(each.name(), "/kpis/");
          if (model.dossiers.count(project) == 0) continue;
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
  ASSIGN_OR_RETURN(const auto told, AskFor<kpi::v1::QueryKpiResponse>(kpi, "QueryKpi", request));
  if (!told.has_value()) return absl::OkStatus();
  for (const kpi::v1::KpiSeries& series : told->series())
    for (const kpi::v1::KpiPoint& point : series.points())
      hundredths[series.team()] += std::llround(kHundredths * point.value());
  return absl::OkStatus();
}

absl::Status ReadHours(const PeerClient& kpi, const std::string& project, absl::CivilDay today,
                       ProjectMeasures& measures) {
  kpi::v1::QuerySavedTimeRequest request;
  request.set_parent(project);
  ASSIGN_OR_RETURN(auto saved,
                   AskFor<kpi::v1::QuerySavedTimeResponse>(kpi, "QuerySavedTime", request));
  if (!saved.has_value() || saved->kpis().empty() || saved->months().empty())
    return absl::OkStatus();
  for (const std::string& name : saved->kpis()) {
    RETURN_IF_ERROR(AddTeamHours(kpi, name, *saved, today, measures.team_hours_hundredths));
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
  ASSIGN_OR_RETURN(measures.penetration,
                   AskFor<kpi::v1::QueryKpiResponse>(kpi, "QueryKpi", request));
  return absl::OkStatus();
}

absl::Status ReadAdoption(const PeerClient& kpi, const std::string& project,
                          ProjectMeasures& measures) {
  kpi::v1::QueryAdoptionRequest request;
  request.set_parent(project);
  // Nothing where no KPI of it counts users.
  ASSIGN_OR_RETURN(measures.adoption, AskFor<kpi::v1::Adoption>(kpi, "QueryAdoption", request));
  return absl::OkStatus();
}

// A KPI of the organisation's own: a gain may name any words, also those of somebody else's, which
// the service could read and nobody here may.
absl::Status ReadPromise(const PeerClient& kpi, const std::string& organization,
                         const registry::v1::BusinessCase& business_case, KeptPromise& promise) {
  if (promise.kpi.rfind(organization + "/projects/", 0) != 0) return absl::OkStatus();
  kpi::v1::ReviewKpiPromiseRequest request;
  request.set_name(promise.kpi);
  *request.mutable_promise_time() = business_case.approval().approve_time();
  auto review = AskFor<kpi::v1::ReviewKpiPromiseResponse>(kpi, "ReviewKpiPromise", request);
  // It is no name of a KPI, or the KPI is younger than the approval.
  if (absl::IsInvalidArgument(review.status())) return absl::OkStatus();
  RETURN_IF_ERROR(review.status());
  promise.review = *std::move(review);
  if (promise.review.has_value()) promise.review->clear_explanation();
  return absl::OkStatus();
}

// The KPIs that an approved case counts on, each once.
absl::Status ReadPromises(const PeerClient& kpi, const std::string& organization,
                          const PortfolioModel& model, std::vector<KeptPromise>& promises) {
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [case_name, business_case] : dossier->cases) {
      if (!business_case.has_approval()) continue;
      std::set<std::string> kpis;
      for (const registry::v1::CaseGain& gain : business_case.gains()) kpis.insert(gain.kpi());
      for (const std::string& each : kpis) {
        promises.push_back({case_name, each, {}});
        RETURN_IF_ERROR(ReadPromise(kpi, organization, business_case, promises.back()));
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

// What was done for the people of one roll-out; nothing of one that was deleted a moment ago.
absl::Status ReadPeople(const PeerClient& rollout, const std::string& name,
                        RolloutDossier& dossier) {
  rollout::v1::QueryFeedbackAnswersRequest feedback;
  feedback.set_parent(name);
  ASSIGN_OR_RETURN(auto said, AskFor<rollout::v1::QueryFeedbackAnswersResponse>(
                                  rollout, "QueryFeedbackAnswers", feedback));
  if (said.has_value()) dossier.feedback = *std::move(said);
  dossier.feedback.clear_explanation();
  rollout::v1::QuerySuccessesRequest successes;
  successes.set_parent(name);
  ASSIGN_OR_RETURN(
      auto done, AskFor<rollout::v1::QuerySuccessesResponse>(rollout, "QuerySuccesses", successes));
  if (done.has_value()) dossier.successes = *std::move(done);
  dossier.successes.clear_findings();
  rollout::v1::QueryLearningRequest learning;
  learning.set_parent(name);
  ASSIGN_OR_RETURN(auto learned,
                   AskFor<rollout::v1::QueryLearningResponse>(rollout, "QueryLearning", learning));
  if (learned.has_value()) dossier.learning = *std::move(learned);
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
  ASSIGN_OR_RETURN(const MeasuredProjects measured, FindMeasuredProjects(kpi, organization, model));
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
  ASSIGN_OR_RETURN(facts->returns,
                   AskFor<kpi::v1::QueryReturnsResponse>(kpi, "QueryReturns", returns));
  kpi::v1::QuerySynergyGainsRequest gains;
  gains.set_parent(organization);
  ASSIGN_OR_RETURN(facts->gains,
                   AskFor<kpi::v1::QuerySynergyGainsResponse>(kpi, "QuerySynergyGains", gains));
  if (facts->gains.has_value()) {
    for (kpi::v1::SynergyGain& gain : *facts->gains->mutable_gains()) gain.clear_explanation();
  }
  RETURN_IF_ERROR(ReadPromises(kpi, organization, model, facts->promises));
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
