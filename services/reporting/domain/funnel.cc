// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/funnel.h"

#include <algorithm>
#include <map>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "common/stats/permille.h"

namespace palier::reporting {
namespace {

using P = registry::v1::Project;

bool IsPastPoc(Stage stage) {
  return stage == P::POST_POC || stage == P::LIMITED || stage == P::INDUSTRIALISATION ||
         stage == P::ROLLOUT || stage == P::RUN || stage == P::RETIRED;
}

// LIMITED production is framed and ends by a new decision, so it is no arrival.
bool IsProduction(Stage stage) {
  return stage == P::ROLLOUT || stage == P::RUN || stage == P::RETIRED;
}

Stage KnownStage(Stage stage) {
  return P::Stage_IsValid(stage) && stage != P::STAGE_UNSPECIFIED ? stage : P::STAGE_UNKNOWN;
}

std::optional<int> LowerMedian(std::vector<int>& ages) {
  if (ages.empty()) return std::nullopt;
  const auto middle = ages.begin() + static_cast<std::ptrdiff_t>((ages.size() - 1) / 2);
  std::nth_element(ages.begin(), middle, ages.end());
  return *middle;
}

}  // namespace

std::vector<FunnelRow> MakeFunnel(absl::Span<const ProjectFacts> projects, absl::CivilDay as_of) {
  std::map<Stage, int> counts;
  std::map<Stage, std::vector<int>> ages;
  for (const ProjectFacts& project : projects) {
    const Stage stage = KnownStage(project.stage);
    ++counts[stage];
    if (project.stage_since.has_value() && *project.stage_since <= as_of) {
      ages[stage].push_back(static_cast<int>(as_of - *project.stage_since));
    }
  }
  std::vector<FunnelRow> funnel;
  for (int i = P::STAGE_UNSPECIFIED + 1; i <= P::Stage_MAX; ++i) {
    const auto stage = static_cast<Stage>(i);
    const int count = counts[stage];
    funnel.push_back({stage, count, stats::Permille(count, static_cast<int64_t>(projects.size())),
                      LowerMedian(ages[stage]), static_cast<int>(ages[stage].size())});
  }
  return funnel;
}

ConversionFigures MakeConversion(absl::Span<const FunnelRow> funnel) {
  ConversionFigures figures;
  for (const FunnelRow& row : funnel) {
    if (IsPastPoc(row.stage)) figures.post_poc_or_later += row.count;
    if (IsProduction(row.stage)) figures.production += row.count;
    if (row.stage == P::STOPPED) figures.stopped += row.count;
  }
  if (figures.post_poc_or_later > 0) {
    figures.rate_permille = stats::Permille(figures.production, figures.post_poc_or_later);
  }
  return figures;
}

int CountDepartments(absl::Span<const ProjectFacts> projects) {
  absl::flat_hash_set<absl::string_view> departments;
  for (const ProjectFacts& project : projects) {
    if (!project.department.empty()) departments.insert(project.department);
  }
  return static_cast<int>(departments.size());
}

}  // namespace palier::reporting
