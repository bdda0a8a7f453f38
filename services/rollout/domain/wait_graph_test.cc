// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wait_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(WaitGraphTest, ACycleIsNamedInTheOrderOfWaiting) {
  RecordProperty("requirement", "S1-29");
  WaitGraph graph;
  EXPECT_THAT(graph.FindCycle(), IsEmpty());
  graph.Add("mail/sales", "quotes/sales");
  graph.Add("quotes/sales", "chat/it");
  graph.Add("mail/finance", "quotes/sales");
  EXPECT_THAT(graph.FindCycle(), IsEmpty());
  graph.Add("chat/it", "mail/sales");
  EXPECT_THAT(graph.FindCycle(), ElementsAre("chat/it", "mail/sales", "quotes/sales"));
}

TEST(WaitGraphTest, WhoWaitsForItselfIsACycle) {
  WaitGraph graph;
  graph.Add("a", "b");
  graph.Add("b", "b");
  EXPECT_THAT(graph.FindCycle(), ElementsAre("b"));
}

TEST(WaitGraphTest, ALongChainIsNone) {
  WaitGraph graph;
  constexpr int kTeams = 20'000;
  for (int i = 0; i < kTeams; ++i) graph.Add(absl::StrCat("t", i), absl::StrCat("t", i + 1));
  EXPECT_THAT(graph.FindCycle(), IsEmpty());
  graph.Add(absl::StrCat("t", kTeams), "t19990");
  EXPECT_EQ(graph.FindCycle().size(), 11u);
}

}  // namespace
}  // namespace palier::rollout
