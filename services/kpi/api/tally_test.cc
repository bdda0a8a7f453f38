// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::map<std::string, int64_t> ByFate(const Tally& tally) {
  std::map<std::string, int64_t> by_fate;
  for (const app::Count& count : tally.counts()) {
    EXPECT_EQ(count.name, "palier_kpi_measurements_total");
    by_fate[count.labels.at("fate")] = count.value;
  }
  return by_fate;
}

TEST(TallyTest, EachFateIsCountedFromTheStart) {
  Tally tally;
  EXPECT_THAT(ByFate(tally),
              ElementsAre(Pair("accepted", 0), Pair("duplicate", 0), Pair("quarantined", 0),
                          Pair("restated", 0), Pair("superseded", 0)));
  const std::vector<Judgement> judgements = {{v1::ACCEPTED, absl::OkStatus()},
                                             {v1::DUPLICATE, absl::OkStatus()},
                                             {v1::ACCEPTED, absl::OkStatus()},
                                             {v1::QUARANTINED, absl::UnknownError("")}};
  tally.Add(judgements);
  tally.Add(judgements);
  EXPECT_THAT(ByFate(tally),
              ElementsAre(Pair("accepted", 4), Pair("duplicate", 2), Pair("quarantined", 2),
                          Pair("restated", 0), Pair("superseded", 0)));
}

}  // namespace
}  // namespace palier::kpi
