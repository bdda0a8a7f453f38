// SPDX-License-Identifier: Apache-2.0
// What kpi and rollout tell of an organisation, beside what the registry holds. Values: read by
// many at once, never changed once they are shared.
#ifndef PALIER_REPORTING_MODEL_PEER_FACTS_H_
#define PALIER_REPORTING_MODEL_PEER_FACTS_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "palier/kpi/v1/adoption.pb.h"
#include "palier/kpi/v1/kpi_service.pb.h"
#include "palier/kpi/v1/promise_review_service.pb.h"
#include "palier/kpi/v1/returns_service.pb.h"
#include "palier/kpi/v1/saved_time_service.pb.h"
#include "palier/kpi/v1/synergy_gain_service.pb.h"
#include "palier/rollout/v1/champion.pb.h"
#include "palier/rollout/v1/communication.pb.h"
#include "palier/rollout/v1/feedback_service.pb.h"
#include "palier/rollout/v1/learning_service.pb.h"
#include "palier/rollout/v1/people_service.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/wave.pb.h"

namespace palier::reporting {

// Of one project.
struct ProjectMeasures {
  // The last twelve months that have begun. Unset without a KPI of hours.
  std::optional<kpi::v1::QuerySavedTimeResponse> saved_time;
  // Hours of these months by team (its id; empty: of no team), in hundredths.
  std::map<std::string, int64_t> team_hours_hundredths;
  // The last closed periods as everybody may see them: without groups of fewer than five. Unset
  // without a KPI that counts users.
  std::optional<kpi::v1::Adoption> adoption;
  // Cases done through the AI step, in percent of those that could be, by week and team: the KPI
  // `penetration` of the last four weeks. Unset without that KPI.
  std::optional<kpi::v1::QueryKpiResponse> penetration;
};

// What a KPI promised when the business case that counts on it was approved, and what became of it.
struct KeptPromise {
  // Resource names.
  std::string business_case;
  std::string kpi;
  // Without sentences. Unset when there is no such KPI, or was none when the case was approved.
  std::optional<kpi::v1::ReviewKpiPromiseResponse> review;
};

// What kpi measured.
struct KpiFacts {
  absl::Time read_time;
  // By project; those with a KPI of hours or of users.
  std::map<std::string, ProjectMeasures> projects;
  // The last four quarters that have begun. Unset where there are more projects than kpi adds up.
  std::optional<kpi::v1::QueryReturnsResponse> returns;
  std::optional<kpi::v1::QuerySynergyGainsResponse> gains;
  // By case, then by KPI.
  std::vector<KeptPromise> promises;
};

// One roll-out, and what was done for its people.
struct RolloutDossier {
  rollout::v1::Rollout rollout;
  // Those that have started, by number.
  std::vector<rollout::v1::Wave> started_waves;
  std::vector<rollout::v1::Communication> communications;
  // In nobody's language: without sentences.
  rollout::v1::QueryFeedbackAnswersResponse feedback;
  rollout::v1::QuerySuccessesResponse successes;
  rollout::v1::QueryLearningResponse learning;
};

// What rollout knows.
struct RolloutFacts {
  absl::Time read_time;
  // By resource name.
  std::map<std::string, RolloutDossier> rollouts;
  std::vector<rollout::v1::Champion> champions;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MODEL_PEER_FACTS_H_
