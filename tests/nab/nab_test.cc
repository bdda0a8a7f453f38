// SPDX-License-Identifier: Apache-2.0
// The detector's defaults on the Numenta Anomaly Benchmark, scored by the scorer of the test data.
// The defaults were chosen on the even series: the odd ones are the honest figure.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/testing/child_process.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace palier::nab {
namespace {

using google::protobuf::Struct;

constexpr double kWindowedGaussian = 30.72;  // on all series of this half, at its best threshold

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

Struct ParseJson(const std::string& text) {
  Struct json;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &json).ok()) << text;
  return json;
}

class NabTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::optional<std::string> data = testing::TestDataDir();
    if (!data || !std::filesystem::exists(*data + "/nab/score.py")) {
      GTEST_SKIP() << "the test data has no nab/score.py";
    }
    data_ = *data + "/nab";
    if (Run({"/usr/bin/env", "python3", "--version"}) != 0) GTEST_SKIP() << "no python3";
    const char* bin = std::getenv("PALIER_BIN_DIR");
    ASSERT_NE(bin, nullptr);
    ASSERT_EQ(Run({absl::StrCat(bin, "/palier_nab"), "--data=" + data_, "--out=" + Scores()}), 0)
        << log_;
    const Struct labels = ParseJson(ReadFile(data_ + "/labels/combined_windows.json"));
    for (const auto& [name, windows] : labels.fields()) {
      windows_[name] = windows.list_value().values_size();
    }
  }

  // The exit status; what the program said is in log_.
  int Run(std::vector<std::string> arguments) {
    testing::ChildProcess::Options options;
    options.log = folder_.File("log");
    std::filesystem::remove(options.log);
    const auto child = testing::ChildProcess::Start(std::move(arguments), options);
    if (!child.ok()) return 127;
    const std::optional<int> exit = (*child)->Wait(absl::Minutes(2));
    log_ = ReadFile(options.log);
    return exit.value_or(-1);
  }

  // The score with the default threshold over the series whose index is `first` modulo `step`.
  double Score(const std::string& what, size_t first, size_t step) {
    std::vector<std::string> names;
    size_t index = 0;
    for (const auto& [name, count] : windows_) {
      if (index++ % step == first) names.push_back(name);
    }
    EXPECT_EQ(Run({"/usr/bin/env", "python3", data_ + "/score.py", data_, Scores(), "--thr", "0.5",
                   "--only", absl::StrJoin(names, ",")}),
              0)
        << log_;
    std::cout << "NAB, " << what << " series: " << log_;
    const double score = ParseJson(log_).fields().at("normalised").number_value();
    RecordProperty(what, absl::StrCat(score));
    return score;
  }

  std::string Scores() const { return folder_.File("scores"); }

  testing::TempDir folder_;
  std::string data_;
  std::string log_;
  std::map<std::string, int> windows_;  // how many anomalies each series has
};

TEST_F(NabTest, BeatsTheWindowedGaussianOnTheSeriesItWasNotTunedOn) {
  ASSERT_EQ(windows_.size(), 36u);
  Score("even", 0, 2);
  EXPECT_GT(Score("odd", 1, 2), 50);
  const double all = Score("all", 0, 1);
  EXPECT_GT(all, kWindowedGaussian);
  EXPECT_GT(all, 60);
}

TEST_F(NabTest, IsSilentOnSeriesWithoutAnomaly) {
  int series = 0;
  for (const auto& [name, count] : windows_) {
    if (!absl::StartsWith(name, "artificialNoAnomaly/")) continue;
    ++series;
    std::ifstream scores(Scores() + "/" + name);
    std::string line;
    std::getline(scores, line);
    int rows = 0;
    for (; std::getline(scores, line); ++rows) EXPECT_TRUE(absl::EndsWith(line, ",0")) << line;
    EXPECT_EQ(rows, 4032) << name;
  }
  EXPECT_EQ(series, 5);
}

}  // namespace
}  // namespace palier::nab
