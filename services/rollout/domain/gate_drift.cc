// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/gate_drift.h"

#include <algorithm>

#include "common/stats/cusum.h"

namespace palier::rollout {
namespace {

std::optional<absl::CivilDay> DriftOf(Better better, const Course& course) {
  if (course.people <= 0) return std::nullopt;
  stats::SelfStartingScores scores(1.0 / static_cast<double>(course.people));
  stats::Cusum cusum;
  for (const CoursePoint& point : course.points) {
    if (const std::optional<double> score = scores.Add(point.share)) cusum.Add(*score);
  }
  const bool higher = better == Better::kHigher;
  if (!(higher ? cusum.IsDown() : cusum.IsUp())) return std::nullopt;
  const int64_t age = (higher ? cusum.down() : cusum.up()).age;
  return course.points[course.points.size() - static_cast<size_t>(age)].day;
}

}  // namespace

std::optional<absl::CivilDay> DriftOf(const Criterion& criterion,
                                      const CriterionEvidence& evidence) {
  std::optional<absl::CivilDay> first;
  for (const Course& course : evidence.courses) {
    const std::optional<absl::CivilDay> day = DriftOf(criterion.better, course);
    if (day) first = first ? std::min(*first, *day) : *day;
  }
  return first;
}

}  // namespace palier::rollout
