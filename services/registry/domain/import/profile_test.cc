// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/profile.h"

#include <set>
#include <string>

#include "common/mapping/text.h"
#include "common/status/error.h"
#include "gtest/gtest.h"

namespace palier::registry {
namespace {

TEST(ProfileTest, IsFoundByName) {
  for (const char* name :
       {"nl-algoritmeregister", "us-ai-inventory-2023", "us-ai-inventory-2024"}) {
    const absl::StatusOr<const Profile*> profile = ProfileNamed(name);
    ASSERT_TRUE(profile.ok()) << name;
    EXPECT_EQ((*profile)->name, name);
  }
  for (const char* name : {"", "US-AI-INVENTORY-2024", "other"}) {
    const absl::Status status = ProfileNamed(name).status();
    EXPECT_EQ(status::ReasonOf(status), error::v1::UNKNOWN_PROFILE) << name;
    EXPECT_EQ(status::DetailOf(status).metadata().at("profile"), name);
  }
}

TEST(ProfileTest, EveryTableIsSound) {
  EXPECT_EQ(UsAiInventory2024().columns.size(), 62u);
  for (const Profile& profile : Profiles()) {
    std::set<std::string> names;
    bool name = false, owner = false, stage = false;
    for (const ColumnRule& rule : profile.columns) {
      EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
      ASSERT_FALSE(rule.headers.empty()) << rule.name;
      EXPECT_EQ(rule.use == RegisterColumnUse::kText, rule.text != nullptr) << rule.name;
      EXPECT_EQ(rule.use == RegisterColumnUse::kDate, rule.date != nullptr) << rule.name;
      name = name || rule.text == &ProjectDraft::display_name;
      owner = owner || rule.text == &ProjectDraft::owner_department;
      stage = stage || rule.text == &ProjectDraft::raw_stage;
    }
    EXPECT_TRUE(name && owner && stage) << profile.name;
    std::set<std::string> spellings;
    for (const StageRule& rule : profile.stages) {
      EXPECT_TRUE(spellings.insert(mapping::Fold(rule.spelling)).second) << rule.spelling;
      EXPECT_NE(rule.stage, RegisterStage::kUnknown) << rule.spelling;
    }
  }
}

}  // namespace
}  // namespace palier::registry
