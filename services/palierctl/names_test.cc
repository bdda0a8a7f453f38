// SPDX-License-Identifier: Apache-2.0
#include "palierctl/names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "palierctl/errors.h"

namespace palier::ctl {
namespace {

constexpr char kProject[] = "organizations/*/projects/*";
constexpr char kKpi[] = "organizations/*/projects/*/kpis/*";

struct Case {
  const char* pattern;
  const char* organization;
  const char* text;
  const char* whole;  // null: refused as wrong usage
};

class CompleteNameTest : public testing::TestWithParam<Case> {};

TEST_P(CompleteNameTest, MakesNamesWhole) {
  const Case& c = GetParam();
  const absl::StatusOr<std::string> name = CompleteName(c.pattern, c.organization, c.text);
  if (c.whole == nullptr) {
    EXPECT_EQ(ExitCodeOf(name.status()), kUsage) << name.status();
  } else {
    ASSERT_TRUE(name.ok()) << name.status();
    EXPECT_EQ(*name, c.whole);
  }
}

INSTANTIATE_TEST_SUITE_P(
    Names, CompleteNameTest,
    testing::Values(
        Case{kProject, "acme", "chatbot", "organizations/acme/projects/chatbot"},
        Case{kProject, "acme", "projects/chatbot", "organizations/acme/projects/chatbot"},
        Case{kProject, "acme", "organizations/other/projects/chatbot",
             "organizations/other/projects/chatbot"},
        Case{kProject, "", "organizations/other/projects/chatbot",
             "organizations/other/projects/chatbot"},
        Case{kProject, "", "chatbot", nullptr}, Case{kProject, "acme", "teams/x", nullptr},
        Case{kProject, "acme", "", nullptr}, Case{kProject, "acme", "organizations/acme", nullptr},
        Case{kProject, "acme", "organizations/acme/projects/", nullptr},
        Case{kKpi, "acme", "chatbot/usage", "organizations/acme/projects/chatbot/kpis/usage"},
        Case{kKpi, "acme", "projects/chatbot/kpis/usage",
             "organizations/acme/projects/chatbot/kpis/usage"},
        Case{kKpi, "acme", "usage", nullptr}, Case{kKpi, "acme", "a/b/c", nullptr},
        Case{kProject, "acme", "projects/-", "organizations/acme/projects/-"},
        Case{"organizations/*", "", "acme", "organizations/acme"},
        Case{"organizations/*", "", "organizations/acme", "organizations/acme"},
        Case{"organizations/*/settings", "acme", "settings", "organizations/acme/settings"}));

TEST(ShortNameTest, LeavesTheOrganisationOut) {
  EXPECT_EQ(ShortName("organizations/acme/projects/chatbot"), "chatbot");
  EXPECT_EQ(ShortName("organizations/acme"), "acme");
  EXPECT_EQ(ShortName("organizations/acme/projects/chatbot/kpis/usage"),
            "projects/chatbot/kpis/usage");
  EXPECT_EQ(ShortName("something else"), "something else");
}

}  // namespace
}  // namespace palier::ctl
