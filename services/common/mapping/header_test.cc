// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/header.h"

#include "gtest/gtest.h"

namespace palier::mapping {
namespace {

TEST(HeaderTest, FindsByNameAndOccurrence) {
  const Header header(
      {"Use Case Name", "If Other, please explain.", "Stage", "if other please explain"});
  EXPECT_EQ(header.Find("use_case_name"), 0);
  EXPECT_EQ(header.Find("If Other, please explain."), 1);
  EXPECT_EQ(header.Find("If Other, please explain.", 2), 3);
  EXPECT_EQ(header.Find("If Other, please explain.", 3), std::nullopt);
  EXPECT_EQ(header.Find("Stage", 0), std::nullopt);
  EXPECT_EQ(header.Find("Date"), std::nullopt);
  EXPECT_EQ(header.Count("IF OTHER PLEASE EXPLAIN"), 2);
  EXPECT_EQ(header.Count("Date"), 0);
}

TEST(HeaderTest, NamesOneColumn) {
  const Header header({"a", "B"});
  EXPECT_TRUE(header.Is(1, "b"));
  EXPECT_FALSE(header.Is(0, "b"));
  EXPECT_FALSE(header.Is(2, "b"));
  EXPECT_FALSE(header.Is(-1, "b"));
}

}  // namespace
}  // namespace palier::mapping
