// SPDX-License-Identifier: Apache-2.0
// A sample of the published instances at 50,000 schedules each, the count at which algorithms are
// compared (Kolisch and Hartmann 2006). The thresholds are what was measured, with a margin.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "common/testing/temp_dir.h"
#include "tests/quality/best_known.h"
#include "tests/quality/instances.h"
#include "tests/quality/trial.h"

namespace palier::quality {
namespace {

class PsplibSampleTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::optional<std::string> data = testing::TestDataDir();
    if (!data || !std::filesystem::exists(*data + "/rcpsp")) {
      GTEST_SKIP() << "the test data has no rcpsp";
    }
    folder_ = *data + "/rcpsp";
  }

  // Every `step`-th instance; what must hold of all sets is asserted here.
  Summary RunSample(const std::string& set, size_t first, size_t step) {
    const auto instances = ReadSet(folder_, set);
    const auto known = ReadBestKnown(folder_);
    EXPECT_TRUE(instances.ok()) << instances.status();
    EXPECT_TRUE(known.ok()) << known.status();
    if (!instances.ok() || !known.ok()) return {};
    std::vector<Trial> trials;
    for (size_t i = first; i < instances->size(); i += step) {
      const auto trial = Try((*instances)[i], Budget{});
      EXPECT_TRUE(trial.ok()) << (*instances)[i].name << trial.status();
      if (trial.ok()) trials.push_back(*trial);
    }
    const Summary summary = Summarise(trials, *known);
    std::cout << absl::StreamFormat(
        "%s: %d instances, %.3f %% above best known, %.3f %% above critical path, %d as good, %d "
        "proven\n",
        set, summary.instances, summary.above_best, summary.above_critical_path, summary.as_good,
        summary.proven);
    EXPECT_EQ(summary.broken, 0);
    EXPECT_EQ(summary.below_bound, 0);
    EXPECT_EQ(summary.bound_too_high, 0);
    return summary;
  }

  std::string folder_;
};

// Of all 480 this many schedules leave three, one of them among every tenth from the first on.
TEST_F(PsplibSampleTest, J30IsOptimal) {
  const Summary summary = RunSample("j30", 4, 10);
  EXPECT_EQ(summary.instances, 48);
  EXPECT_EQ(summary.optimal, 48);
}

TEST_F(PsplibSampleTest, J60) {
  const Summary summary = RunSample("j60", 0, 10);
  EXPECT_EQ(summary.instances, 48);
  EXPECT_LT(summary.above_best, 0.35);
}

TEST_F(PsplibSampleTest, J120) {
  const Summary summary = RunSample("j120_sample", 0, 5);
  EXPECT_EQ(summary.instances, 12);
  EXPECT_LT(summary.above_best, 2.0);
}

TEST_F(PsplibSampleTest, PattersonIsOptimal) {
  const Summary summary = RunSample("patterson", 0, 1);
  EXPECT_EQ(summary.instances, 110);
  EXPECT_EQ(summary.optimal, 110);
}

TEST_F(PsplibSampleTest, MaximalLagsAreDecided) {
  const auto instances = ReadSet(folder_, "sm_j10");
  ASSERT_TRUE(instances.ok()) << instances.status();
  const LagSummary lags = TryLags(*instances, 50'000);
  EXPECT_EQ(lags.instances, 270);
  EXPECT_EQ(lags.infeasible, 83);
  EXPECT_EQ(lags.feasible, 187);
  EXPECT_EQ(lags.proven, 187);
  EXPECT_EQ(lags.broken, 0);
}

}  // namespace
}  // namespace palier::quality
