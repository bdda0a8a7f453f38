// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "palierctl/errors.h"
#include "palierctl/testing/command_fixture.h"

namespace palier::ctl {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class IdeasCommandTest : public CommandTest {
 protected:
  void SetUp() override {
    CommandTest::SetUp();
    Expect({"create", "role_binding", "--set", "principal=users/dev", "--set", "role=MANAGER"}, "");
    for (const char* id : {"post", "cat"})
      Expect({"create", "idea", "--id", id, "--set", absl::StrCat("display_name=The ", id)}, id);
  }
  void Expect(const std::vector<std::string>& arguments, const std::string& part) {
    const Ran ran = Palierctl(arguments);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_THAT(ran.out, HasSubstr(part));
  }
};

TEST_F(IdeasCommandTest, AreAcceptedDeclinedAndCounted) {
  Expect({"idea", "accept", "post", "--id", "sorting", "--answer", "Let us try."}, "sorting");
  Expect({"get", "projects/sorting"}, "The post");
  const Ran mute = Palierctl({"idea", "decline", "cat"});
  EXPECT_EQ(mute.code, kUsage);
  Expect({"idea", "decline", "cat", "--answer", "No.", "--output", "json"}, "DECLINED");
  const Ran again = Palierctl({"idea", "accept", "cat", "--project", "sorting"});
  EXPECT_EQ(again.code, kFailed);
  EXPECT_THAT(again.err, HasSubstr("was answered already"));
  const Ran count = Palierctl({"idea", "count", "--output", "csv"});
  EXPECT_THAT(count.out, HasSubstr(",2,0,1,1,0"));
  EXPECT_THAT(Palierctl({"idea", "count", "--language", "fr"}).out,
              AllOf(HasSubstr("trimestre"), HasSubstr("sans réponse")));
}

TEST_F(IdeasCommandTest, ConflictsAreAListWithItsHeadings) {
  EXPECT_THAT(Palierctl({"conflicts", "--output", "csv"}).out,
              HasSubstr("conflict,over,projects,goes first"));
}

}  // namespace
}  // namespace palier::ctl
