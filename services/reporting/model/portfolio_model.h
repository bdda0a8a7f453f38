// SPDX-License-Identifier: Apache-2.0
// What the registry holds of an organisation's projects, and what the other services tell of them,
// as figures are computed from it. A value: read by many at once, never changed once it is shared.
#ifndef PALIER_REPORTING_MODEL_PORTFOLIO_MODEL_H_
#define PALIER_REPORTING_MODEL_PORTFOLIO_MODEL_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "palier/registry/v1/assessment.pb.h"
#include "palier/registry/v1/business_case.pb.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/evidence.pb.h"
#include "palier/registry/v1/idea_service.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "palier/registry/v1/synergy_map_service.pb.h"

namespace palier::reporting {

// A project and all that is on record about it.
struct Dossier {
  registry::v1::Project project;
  // By resource name.
  std::map<std::string, registry::v1::Entry> entries;
  std::map<std::string, registry::v1::Evidence> evidence;
  std::map<std::string, registry::v1::BusinessCase> cases;
  // What the rules make of it, without their sentences.
  std::optional<registry::v1::Assessment> assessment;
};

// See peer_facts.h, which only those include who look into them.
struct KpiFacts;
struct RolloutFacts;

// What a service told last.
template <typename Facts>
struct Heard {
  // Null: it has told nothing yet.
  std::shared_ptr<const Facts> facts;
  // Whether it answered when it was last asked, and when that was.
  bool answers = false;
  absl::Time ask_time = absl::InfinitePast();
};

struct PortfolioModel {
  // Position of registry's change log up to which everything is in it.
  int64_t cursor = 0;
  absl::TimeZone zone;
  // When it was read as a whole, and the day whose clocks its assessments show.
  absl::Time read_time;
  absl::CivilDay assessed_day;
  // By resource name of the project; those that are deleted are not in it. Shared with older
  // models.
  std::map<std::string, std::shared_ptr<const Dossier>> dossiers;
  // As somebody said; 0: nobody did.
  int64_t employee_count = 0;
  // Names of the strategic objectives that there are.
  std::set<std::string> objectives;
  registry::v1::ReportIslandsResponse islands;
  registry::v1::CountIdeasResponse ideas;
  // First day on which any standard of the house held; unset without one.
  std::optional<absl::CivilDay> first_standard_day;
  Heard<KpiFacts> kpi;
  Heard<RolloutFacts> rollout;
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_MODEL_PORTFOLIO_MODEL_H_
