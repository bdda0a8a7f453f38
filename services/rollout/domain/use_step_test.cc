// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/use_step.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using ::testing::ElementsAreArray;

struct Case {
  const char* what;
  std::optional<UseStep> last;
  UseStep step;
  bool reason;
  std::vector<std::string> wrong;
};

TEST(UseStep, LevelsAreNotPassedOverSilently) {
  RecordProperty("requirement", "S4-16");
  const absl::CivilDay day(2026, 3, 9);
  const Case cases[] = {
      {"the first level first", std::nullopt, {1, day}, false, {}},
      {"the second first", std::nullopt, {2, day}, false, {"reason"}},
      {"the second first, for a reason", std::nullopt, {2, day}, true, {}},
      {"one up, on the same day", UseStep{1, day}, {2, day}, false, {}},
      {"two up", UseStep{1, day}, {3, day + 7}, false, {"reason"}},
      {"the same again", UseStep{2, day}, {2, day + 7}, false, {"reason"}},
      {"down", UseStep{3, day}, {1, day + 7}, false, {"reason"}},
      {"down, for a reason", UseStep{3, day}, {1, day + 7}, true, {}},
      {"back in time", UseStep{1, day}, {2, day - 1}, false, {"since_date"}},
      {"back in time and down", UseStep{2, day}, {1, day - 1}, false, {"since_date", "reason"}}};
  for (const Case& one : cases) {
    status::FieldErrors errors;
    CheckUseStep(one.last, one.step, one.reason, errors);
    std::vector<std::string> wrong;
    const error::v1::ErrorDetail detail = status::DetailOf(errors.ToStatus());
    for (const auto& violation : detail.field_violations()) wrong.push_back(violation.subject());
    EXPECT_THAT(wrong, ElementsAreArray(one.wrong)) << one.what;
  }
}

TEST(UseStep, SaysWhichLevelIsPassedOver) {
  status::FieldErrors errors;
  CheckUseStep(std::nullopt, {3, absl::CivilDay(2026, 3, 9)}, false, errors);
  const error::v1::ErrorDetail detail = status::DetailOf(errors.ToStatus());
  EXPECT_EQ(detail.field_violations(0).en(), "say why level 1 is passed over");
  EXPECT_EQ(detail.field_violations(0).fr(), "dites pourquoi le niveau 1 est sauté");
}

}  // namespace
}  // namespace palier::rollout
