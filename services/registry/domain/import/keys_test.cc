// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/import/keys.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "gtest/gtest.h"

namespace palier::registry {
namespace {

ProjectDraft Draft(int64_t record, std::string id, std::string name, std::string description,
                   std::string content) {
  ProjectDraft draft;
  draft.record = record;
  draft.external_id = std::move(id);
  draft.display_name = std::move(name);
  draft.owner_key = "owner";
  draft.description_hash = std::move(description);
  draft.content_hash = std::move(content);
  return draft;
}

std::map<std::string, std::string> KeysByContent(std::vector<ProjectDraft> drafts) {
  AssignKeys(drafts);
  std::map<std::string, std::string> keys;
  for (const ProjectDraft& draft : drafts) keys[draft.content_hash] = draft.external_id;
  return keys;
}

TEST(KeysTest, OrderOfTheFileDoesNotMatter) {
  std::vector<ProjectDraft> drafts = {
      Draft(1, "", "Chat  Bot", "d2", "c1"), Draft(2, "", "chat bot", "d1", "c2"),
      Draft(3, "", "CHAT BOT ", "d1", "c3"), Draft(4, "", "Other", "d1", "c4")};
  const auto keys = KeysByContent(drafts);
  std::set<std::string> distinct;
  for (const auto& [content, key] : keys) distinct.insert(key);
  EXPECT_EQ(distinct.size(), 4u);
  std::reverse(drafts.begin(), drafts.end());
  EXPECT_EQ(KeysByContent(drafts), keys);
  EXPECT_EQ(keys.at("c3"), keys.at("c2") + "~2");
  EXPECT_EQ(keys.at("c1"), keys.at("c2") + "~3");
}

TEST(KeysTest, ChangeOfContentKeepsKeysWhenDescriptionsDiffer) {
  const auto before = KeysByContent({Draft(1, "", "a", "d1", "c1"), Draft(2, "", "a", "d2", "c2")});
  const auto after = KeysByContent({Draft(1, "", "a", "d1", "c9"), Draft(2, "", "a", "d2", "c2")});
  EXPECT_EQ(after.at("c9"), before.at("c1"));
  EXPECT_EQ(after.at("c2"), before.at("c2"));
}

TEST(KeysTest, TellsExactDuplicatesFromLikeOnes) {
  std::vector<ProjectDraft> drafts = {Draft(1, "", "a", "d", "c1"), Draft(2, "", "a", "d", "c2"),
                                      Draft(3, "", "a", "d", "c2")};
  AssignKeys(drafts);
  EXPECT_FALSE(drafts[0].doubtful.has_value());
  ASSERT_TRUE(drafts[1].doubtful.has_value());
  EXPECT_FALSE(drafts[1].doubtful->exact);
  EXPECT_EQ(drafts[1].doubtful->record, 1);
  ASSERT_TRUE(drafts[2].doubtful.has_value());
  EXPECT_TRUE(drafts[2].doubtful->exact);
  EXPECT_EQ(drafts[2].doubtful->external_id, drafts[1].external_id);
  ASSERT_EQ(drafts[2].findings.size(), 1u);
  EXPECT_EQ(drafts[2].findings[0].code, FindingCode::kDoubtful);
}

TEST(KeysTest, RepeatedIdentifiersOfTheRegisterStayUnique) {
  std::vector<ProjectDraft> drafts = {Draft(1, "7", "a", "d", "c1"), Draft(2, "7", "b", "d", "c2"),
                                      Draft(3, "7~2", "c", "d", "c3")};
  AssignKeys(drafts);
  EXPECT_EQ(drafts[0].external_id, "7");
  EXPECT_EQ(drafts[1].external_id, "7~3");
  EXPECT_EQ(drafts[2].external_id, "7~2");
}

TEST(KeysTest, OwnerAndUnitAreInTheKey) {
  std::vector<ProjectDraft> drafts(3, Draft(1, "", "a", "d", "c"));
  drafts[1].owner_key = "another";
  drafts[2].sub_unit = "unit";
  AssignKeys(drafts);
  for (const ProjectDraft& draft : drafts) EXPECT_FALSE(draft.doubtful.has_value());
}

}  // namespace
}  // namespace palier::registry
