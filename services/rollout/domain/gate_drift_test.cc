// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/gate_drift.h"

#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

constexpr absl::CivilDay kMonday(2026, 4, 6);

// So many of twelve people, week after week.
Course Weeks(const std::vector<int>& users) {
  Course course;
  course.people = 12;
  for (size_t i = 0; i < users.size(); ++i) {
    course.points.push_back({kMonday + 7 * static_cast<int>(i), users[i] / 12.0});
  }
  return course;
}

std::optional<absl::CivilDay> Drift(const std::vector<Course>& courses,
                                    Better better = Better::kHigher) {
  Criterion criterion;
  criterion.better = better;
  CriterionEvidence evidence;
  evidence.courses = courses;
  return DriftOf(criterion, evidence);
}

TEST(GateDriftTest, WhatStaysIsNoDrift) {
  EXPECT_EQ(Drift({}), std::nullopt);
  EXPECT_EQ(Drift({Weeks({})}), std::nullopt);
  EXPECT_EQ(Drift({Weeks({10, 10, 10, 10, 10, 10, 10, 10})}), std::nullopt);
  EXPECT_EQ(Drift({Weeks({10, 9, 10, 11, 10, 9, 11, 10, 9, 10, 10, 11})}), std::nullopt);
  // One bad week, for example of holidays.
  EXPECT_EQ(Drift({Weeks({10, 9, 10, 11, 10, 9, 3, 10, 9, 10})}), std::nullopt);
}

TEST(GateDriftTest, ASlideIsSeenAndItsBeginningIsKnown) {
  const Course slide = Weeks({10, 10, 9, 10, 10, 11, 10, 9, 7, 6, 5, 4});
  EXPECT_EQ(Drift({slide}), kMonday + 7 * 7);
  // Where less is better it is none, and the other way round.
  EXPECT_EQ(Drift({slide}, Better::kLower), std::nullopt);
  EXPECT_EQ(Drift({Weeks({2, 2, 3, 2, 2, 1, 2, 3, 5, 6, 7, 8})}, Better::kLower), kMonday + 7 * 7);
}

TEST(GateDriftTest, TheFirstOfSeveralSlidesIsTold) {
  const Course early = Weeks({10, 10, 9, 10, 10, 11, 10, 9, 7, 6, 5, 4});
  Course late = early;
  for (CoursePoint& point : late.points) point.day += 28;
  EXPECT_EQ(Drift({late, Weeks({10, 10, 10, 10, 10}), early}), kMonday + 7 * 7);
}

TEST(GateDriftTest, TooFewPeriodsSayNothing) {
  EXPECT_EQ(Drift({Weeks({12, 12, 0, 0})}), std::nullopt);
  EXPECT_EQ(Drift({Weeks({12, 12, 12, 0})}), std::nullopt);
}

}  // namespace
}  // namespace palier::rollout
