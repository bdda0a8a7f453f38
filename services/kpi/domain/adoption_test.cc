// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/adoption.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(Adoption, EachPersonCountsInOneTeam) {
  RecordProperty("requirement", "S1-48");
  const absl::CivilDay monday(2026, 3, 2);
  PeriodOfUse use;
  EXPECT_THAT(use.Teams(), IsEmpty());
  use.Add("desk", monday, "ana");
  use.Add("desk", monday, "ana");
  use.Add("claims", monday, "ana");
  use.Add("desk", monday + 1, "ana");
  use.Add("desk", monday, "bob");
  use.Add("claims", monday + 2, "bob");
  use.Add("", monday, "eve");
  EXPECT_THAT(use.Teams(), ElementsAre(Pair("", TeamUse{1, 1}), Pair("claims", TeamUse{1, 2}),
                                       Pair("desk", TeamUse{1, 2})))
      << "ana in desk by days, bob in claims by name";
  EXPECT_EQ(use.CountOf({"ana", "eve", "nobody"}), 2);
}

}  // namespace
}  // namespace palier::kpi
