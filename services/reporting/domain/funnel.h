// SPDX-License-Identifier: Apache-2.0
// How many projects are in which stage, for how long, and how many of them reach production. Pure
// functions.
#ifndef PALIER_REPORTING_DOMAIN_FUNNEL_H_
#define PALIER_REPORTING_DOMAIN_FUNNEL_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "reporting/domain/project_facts.h"

namespace palier::reporting {

struct FunnelRow {
  Stage stage = registry::v1::Project::STAGE_UNSPECIFIED;
  int count = 0;
  // Of all projects, in permille, rounded half up.
  int share_permille = 0;
  // The lower median of the known ages in days; unset when none is known.
  std::optional<int> median_age_days;
  // Projects that came into the stage on a known day not after that of the report.
  int age_known_count = 0;
};

// Every stage once, in the order of Project.Stage. A project without a stage counts as
// STAGE_UNKNOWN.
std::vector<FunnelRow> MakeFunnel(absl::Span<const ProjectFacts> projects, absl::CivilDay as_of);

struct ConversionFigures {
  // POST_POC, LIMITED, INDUSTRIALISATION, ROLLOUT, RUN and RETIRED.
  int post_poc_or_later = 0;
  // ROLLOUT, RUN and RETIRED.
  int production = 0;
  // Unset when no project is past its PoC.
  std::optional<int> rate_permille;
  int stopped = 0;
};

ConversionFigures MakeConversion(absl::Span<const FunnelRow> funnel);

// Departments that carry at least one of the projects.
int CountDepartments(absl::Span<const ProjectFacts> projects);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOMAIN_FUNNEL_H_
