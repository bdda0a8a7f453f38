// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/reference_figures.h"

#include <gtest/gtest.h>

#include <set>

#include "reporting/domain/stage_labels.h"

namespace palier::reporting {
namespace {

void ExpectBoth(const status::Text& text, const std::string& of) {
  EXPECT_FALSE(text.en.empty()) << of;
  EXPECT_FALSE(text.fr.empty()) << of;
}

TEST(References, EachHasAnIdOfItsOwnAndEverythingInBothLanguages) {
  std::set<std::string> ids;
  for (const Reference& reference : References()) {
    EXPECT_TRUE(ids.insert(reference.id).second) << reference.id;
    ExpectBoth(reference.text, reference.id);
    ExpectBoth(reference.value, reference.id);
    ExpectBoth(reference.source, reference.id);
  }
  for (const char* id : {"never-in-production", "companies-with-value", "failed-for-adoption",
                         "production-to-poc-cost"}) {
    EXPECT_EQ(ids.count(id), 1u) << id;
  }
}

TEST(StageLabels, EveryStageHasItsOwn) {
  std::set<std::string> en, fr;
  for (int i = 1; i <= registry::v1::Project::Stage_MAX; ++i) {
    en.insert(StageLabel(static_cast<Stage>(i)).en);
    fr.insert(StageLabel(static_cast<Stage>(i)).fr);
  }
  EXPECT_EQ(en.size(), 11u);
  EXPECT_EQ(fr.size(), 11u);
}

}  // namespace
}  // namespace palier::reporting
