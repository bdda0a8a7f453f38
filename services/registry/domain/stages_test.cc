// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/stages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "common/status/error.h"

namespace palier::registry {
namespace {

using P = v1::Project;

std::vector<Stage> AllStages() {
  std::vector<Stage> stages;
  for (int i = P::Stage_MIN; i <= P::Stage_MAX; ++i) {
    if (P::Stage_IsValid(i)) stages.push_back(static_cast<Stage>(i));
  }
  return stages;
}

// requirements.md, "Stages"; back from SCOPING to IDEA, as long as nothing has begun.
const std::map<Stage, std::set<Stage>> kPossible = {
    {P::IDEA, {P::SCOPING, P::STOPPED}},
    {P::SCOPING, {P::IDEA, P::POC, P::STOPPED}},
    {P::POC, {P::POST_POC, P::STOPPED}},
    {P::POST_POC, {P::STOPPED, P::LIMITED, P::INDUSTRIALISATION}},
    {P::LIMITED, {P::STOPPED, P::LIMITED, P::INDUSTRIALISATION}},
    {P::INDUSTRIALISATION, {P::ROLLOUT, P::STOPPED}},
    {P::ROLLOUT, {P::RUN, P::STOPPED}},
    {P::RUN, {P::RETIRED, P::STOPPED}},
    {P::RETIRED, {}},
    {P::STOPPED, {}},
    {P::STAGE_UNKNOWN,
     {P::IDEA, P::SCOPING, P::POC, P::POST_POC, P::LIMITED, P::INDUSTRIALISATION, P::ROLLOUT,
      P::RUN, P::RETIRED, P::STOPPED}},
    {P::STAGE_UNSPECIFIED, {}},
};

TEST(StagesTest, TheWholeMatrix) {
  ASSERT_EQ(kPossible.size(), AllStages().size());
  for (const Stage from : AllStages()) {
    for (const Stage to : AllStages()) {
      EXPECT_EQ(IsLegal(from, to), kPossible.at(from).contains(to))
          << StageName(from) << " -> " << StageName(to);
    }
  }
}

TEST(StagesTest, TheNextStageIsALegalOne) {
  const std::map<Stage, Stage> next = {{P::IDEA, P::SCOPING},
                                       {P::SCOPING, P::POC},
                                       {P::POC, P::POST_POC},
                                       {P::LIMITED, P::INDUSTRIALISATION},
                                       {P::INDUSTRIALISATION, P::ROLLOUT},
                                       {P::ROLLOUT, P::RUN},
                                       {P::RUN, P::RETIRED}};
  for (const Stage from : AllStages()) {
    const auto expected = next.find(from);
    if (expected == next.end()) {
      EXPECT_EQ(NextStage(from), P::STAGE_UNSPECIFIED) << StageName(from);
    } else {
      EXPECT_EQ(NextStage(from), expected->second) << StageName(from);
      EXPECT_TRUE(IsLegal(from, expected->second));
    }
  }
}

TEST(StagesTest, OnlyTheFirstStepsNeedNoSecondPerson) {
  for (const auto& [from, targets] : kPossible) {
    for (const Stage to : targets) {
      const bool alone =
          (from == P::IDEA && to == P::SCOPING) || (from == P::SCOPING && to == P::IDEA);
      EXPECT_EQ(NeedsRequest(from, to), !alone) << StageName(from) << " -> " << StageName(to);
    }
  }
}

TEST(StagesTest, ARefusalNamesWhatIsPossible) {
  const struct {
    Stage from;
    Stage to;
    const char* possible;
  } cases[] = {{P::POST_POC, P::RUN, "LIMITED, INDUSTRIALISATION, STOPPED"},
               {P::IDEA, P::POC, "SCOPING, STOPPED"},
               {P::RETIRED, P::RUN, "-"}};
  for (const auto& [from, to, possible] : cases) {
    const absl::Status status = IllegalTransition("organizations/a/projects/p", from, to);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    const error::v1::ErrorDetail detail = status::DetailOf(status);
    EXPECT_EQ(detail.reason(), error::v1::ILLEGAL_TRANSITION);
    EXPECT_EQ(detail.metadata().at("state"), StageName(from));
    EXPECT_EQ(detail.metadata().at("resource"), "organizations/a/projects/p");
    EXPECT_EQ(detail.metadata().at("possible"), possible);
    EXPECT_EQ(std::string(status.message()).find('{'), std::string::npos);
    EXPECT_THAT(detail.fr(), ::testing::HasSubstr(possible));
  }
}

}  // namespace
}  // namespace palier::registry
