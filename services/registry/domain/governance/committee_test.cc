// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/committee.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::registry {
namespace {

using Member = v1::CommitteeMember;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Committee Of(const std::vector<std::pair<std::string, Member::Function>>& members) {
  v1::Committee committee;
  for (const auto& [person, function] : members) {
    Member& member = *committee.add_members();
    member.set_person(person);
    member.set_function(function);
  }
  return committee;
}

TEST(CommitteeTest, SaysWhichFunctionIsMissing) {
  RecordProperty("requirement", "S1-17");
  EXPECT_THAT(MissingFunctions(Of({})),
              ElementsAre(Member::IT, Member::LEGAL, Member::HUMAN_RESOURCES, Member::BUSINESS));
  EXPECT_THAT(MissingFunctions(Of({{"a", Member::IT}, {"b", Member::BUSINESS}, {"c", Member::IT}})),
              ElementsAre(Member::LEGAL, Member::HUMAN_RESOURCES));
  EXPECT_THAT(MissingFunctions(Of({{"a", Member::BUSINESS},
                                   {"b", Member::HUMAN_RESOURCES},
                                   {"c", Member::LEGAL},
                                   {"d", Member::IT}})),
              IsEmpty());
}

TEST(CommitteeTest, NobodySitsTwice) {
  EXPECT_TRUE(CheckMembers(Of({{"a", Member::IT}, {"b", Member::IT}})).empty());
  const auto twice =
      CheckMembers(Of({{"a", Member::IT}, {"b", Member::IT}, {"a", Member::LEGAL}})).ToStatus();
  ASSERT_EQ(status::DetailOf(twice).field_violations_size(), 1);
  EXPECT_EQ(status::DetailOf(twice).field_violations(0).subject(), "committee.members[2].person");
}

}  // namespace
}  // namespace palier::registry
