// SPDX-License-Identifier: Apache-2.0
// The forecast on the last 13 weeks of the M4 weekly series. Its constants were chosen on the two
// blocks of 13 weeks before those (palier_m4 --before=13 and 26).
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/testing/child_process.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"

namespace palier::m4 {
namespace {

TEST(M4Test, BeatsCombOnTheWeeksHeldBack) {
  const std::optional<std::string> data = testing::TestDataDir();
  if (!data || !std::filesystem::exists(*data + "/m4-weekly/Weekly-train.csv")) {
    GTEST_SKIP() << "the test data has no m4-weekly/Weekly-train.csv";
  }
  const char* bin = std::getenv("PALIER_BIN_DIR");
  ASSERT_NE(bin, nullptr);
  testing::TempDir folder;
  testing::ChildProcess::Options options;
  options.log = folder.File("log");
  const auto child = testing::ChildProcess::Start(
      {absl::StrCat(bin, "/palier_m4"), "--data=" + *data + "/m4-weekly/Weekly-train.csv"},
      options);
  ASSERT_TRUE(child.ok()) << child.status();
  const std::optional<int> exit = (*child)->Wait(absl::Seconds(100));
  std::ifstream log(options.log);
  const std::string line((std::istreambuf_iterator<char>(log)), {});
  ASSERT_EQ(exit, 0) << line;
  std::cout << "M4 weekly: " << line;
  google::protobuf::Struct json;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(line, &json).ok()) << line;
  const auto figure = [&](const char* key) { return json.fields().at(key).number_value(); };
  EXPECT_EQ(figure("series"), 359);
  EXPECT_LT(figure("owa"), 0.85);
  EXPECT_LT(figure("owa"), figure("owa_comb"));
  EXPECT_LT(figure("owa_comb"), 1);
  EXPECT_LT(figure("msis"), 26.36) << "that of the last value in the competition";
  EXPECT_NEAR(figure("in95"), 0.95, 0.05);
  EXPECT_NEAR(figure("in80"), 0.8, 0.05);
}

}  // namespace
}  // namespace palier::m4
