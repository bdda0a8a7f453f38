// SPDX-License-Identifier: Apache-2.0
#include "common/aip/resource_name.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/error.h"

namespace palier::aip {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

NamePattern Pattern(absl::string_view text) {
  return *NamePattern::Compile(text);
}

constexpr char kProject[] = "organizations/{organization}/projects/{project}";

TEST(ParseNameTest, AcceptsNames) {
  for (const char* name : {
           "organizations/acme",
           "organizations/acme/projects/chatbot-2",
           "organizations/acme/settings",
           "organizations/acme/projects/p/settings",
           "organizations/acme/roleBindings/0b9c1f0e-6a1d-4a6e-9f2e-4f8ad3b1c5d7",
           "organizations/a/entries/0",
           "operations/42",
       }) {
    const absl::StatusOr<ResourceName> parsed = ParseName(name);
    ASSERT_TRUE(parsed.ok()) << name;
    EXPECT_EQ(parsed->full(), name);
  }
}

TEST(ParseNameTest, RefusesWhatIsNoName) {
  const std::string long_id = absl::StrCat("organizations/", std::string(64, 'a'));
  const std::string deep = absl::StrJoin(std::vector<std::string>(11, "a/b"), "/");
  const std::string long_name =
      absl::StrJoin(std::vector<std::string>(10, absl::StrCat("a/", std::string(63, 'b'))), "/");
  for (const std::string& name : std::vector<std::string>{"",
                                                          "/",
                                                          "organizations",
                                                          "organizations/",
                                                          "/organizations/acme",
                                                          "organizations//",
                                                          "organizations/Acme",
                                                          "organizations/acme/",
                                                          "organizations/-",
                                                          "organizations/-a",
                                                          "organizations/a-",
                                                          "organizations/a_b",
                                                          "Organizations/acme",
                                                          "organizations/é",
                                                          "role_bindings/a",
                                                          "organizations/acme/projects/p/Settings",
                                                          "organizations/a b",
                                                          std::string("organizations/a\0", 16),
                                                          "organizations/\xFF",
                                                          long_id,
                                                          deep,
                                                          long_name}) {
    const absl::Status status = ParseName(name).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << name;
    EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_NAME) << name;
    const auto detail = status::DetailOf(status);
    EXPECT_EQ(detail.metadata().count("name"), 1);
    EXPECT_EQ(detail.metadata().count("pattern"), 1);
  }
}

TEST(ParseNameTest, TakesTheWildcardOnlyWhereAsked) {
  EXPECT_FALSE(ParseName("organizations/acme/projects/-").ok());
  const auto name = ParseName("organizations/acme/projects/-", Wildcard::kAllowed);
  ASSERT_TRUE(name.ok());
  EXPECT_TRUE(name->has_wildcard());
  EXPECT_FALSE(name->Parent().has_wildcard());
}

TEST(ResourceNameTest, TellsItsParts) {
  const ResourceName name = *ParseName("organizations/acme/projects/chatbot/kpis/usage");
  EXPECT_EQ(name.organization(), "acme");
  EXPECT_EQ(name.collection(), "kpis");
  EXPECT_EQ(name.id(), "usage");
  EXPECT_EQ(name.IdIn("projects"), "chatbot");
  EXPECT_EQ(name.IdIn("waves"), "");
  EXPECT_EQ(name.Parent().full(), "organizations/acme/projects/chatbot");
  EXPECT_EQ(name.Parent().Child("kpis", "usage"), name);
  EXPECT_FALSE(name.is_singleton());
}

TEST(ResourceNameTest, KnowsSingletonsAndTheTop) {
  const ResourceName settings = *ParseName("organizations/acme/settings");
  EXPECT_TRUE(settings.is_singleton());
  EXPECT_EQ(settings.collection(), "settings");
  EXPECT_EQ(settings.id(), "");
  EXPECT_EQ(settings.Parent().full(), "organizations/acme");
  EXPECT_TRUE(settings.Parent().Parent().empty());
  EXPECT_TRUE(ResourceName().Parent().empty());
  EXPECT_EQ(ResourceName().organization(), "");
  EXPECT_EQ(ParseName("operations/1")->organization(), "");
}

TEST(ResourceNameTest, ContainsWhatLiesBelow) {
  const ResourceName acme = *ParseName("organizations/acme");
  EXPECT_TRUE(acme.Contains(*ParseName("organizations/acme/projects/p")));
  EXPECT_TRUE(acme.Contains(acme));
  EXPECT_TRUE(ResourceName().Contains(acme));
  EXPECT_FALSE(acme.Contains(*ParseName("organizations/acme2")));
  EXPECT_FALSE(ParseName("organizations/acme/projects/p")->Contains(acme));
}

TEST(ResourceNameTest, IsAKey) {
  absl::flat_hash_set<ResourceName> names = {*ParseName("organizations/acme")};
  EXPECT_TRUE(names.contains(*ParseName("organizations/acme")));
  EXPECT_FALSE(names.contains(*ParseName("organizations/other")));
}

TEST(NamePatternTest, ParsesAndFormats) {
  const NamePattern project = Pattern(kProject);
  EXPECT_THAT(project.variables(), ElementsAre("organization", "project"));
  EXPECT_THAT(*project.Parse("organizations/acme/projects/p1"), ElementsAre("acme", "p1"));
  EXPECT_EQ(project.Format({"acme", "p1"}), "organizations/acme/projects/p1");
  EXPECT_EQ(project.Format(std::vector<std::string>{"acme", "p1"}),
            "organizations/acme/projects/p1");
  EXPECT_EQ(project.Format({"acme"}), "");
  EXPECT_EQ(project.Parent().text(), "organizations/{organization}");
  EXPECT_EQ(project.Parent().Parent().text(), "");
  EXPECT_TRUE(project.Matches("organizations/acme/projects/-", Wildcard::kAllowed));
}

TEST(NamePatternTest, HandlesSingletons) {
  const NamePattern settings = Pattern("organizations/{organization}/settings");
  EXPECT_THAT(*settings.Parse("organizations/acme/settings"), ElementsAre("acme"));
  EXPECT_EQ(settings.Format({"acme"}), "organizations/acme/settings");
  EXPECT_EQ(settings.Parent().text(), "organizations/{organization}");
  EXPECT_TRUE(settings.Matches(*ParseName("organizations/acme/settings")));
}

TEST(NamePatternTest, RefusesOtherNames) {
  const NamePattern project = Pattern(kProject);
  for (const char* name :
       {"", "organizations/acme", "organizations/acme/kpis/p", "organizations/acme/projects",
        "organizations/acme/projects/-", "organizations/acme/projects/p/kpis/k"}) {
    const absl::Status status = project.Parse(name).status();
    EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_NAME) << name;
    EXPECT_EQ(status::DetailOf(status).metadata().at("pattern"), kProject);
    EXPECT_FALSE(project.Matches(name));
  }
}

TEST(NamePatternTest, RefusesBadPatterns) {
  for (const char* text : {"", "a", "{a}/b", "a/b", "a/{}", "A/{a}", "a/{a}/"}) {
    EXPECT_EQ(NamePattern::Compile(text).status().code(), absl::StatusCode::kInternal) << text;
  }
}

TEST(ValidateIdTest, WantsALetterFirst) {
  for (const char* id : {"a", "chatbot", "chat-bot-2"}) EXPECT_TRUE(ValidateId(id).ok()) << id;
  const std::string too_long(64, 'a');
  for (const std::string& id :
       std::vector<std::string>{"", "-", "2a", "a-", "A", "é", "a_b", too_long}) {
    const absl::Status status = ValidateId(id, "project_id");
    EXPECT_EQ(status::ReasonOf(status), error::v1::INVALID_FIELDS) << id;
    EXPECT_EQ(status::DetailOf(status).field_violations(0).subject(), "project_id");
    EXPECT_THAT(status::DetailOf(status).field_violations(0).fr(), HasSubstr("identifiant"));
  }
}

TEST(MakeIdTest, MakesSlugs) {
  const struct {
    std::string text;
    std::string id;
  } kCases[] = {
      {"Chatbot RH", "chatbot-rh"},
      {"Coût d'Œuvre", "cout-d-oeuvre"},
      {"  --Qualité--  ", "qualite"},
      {"2024 : plan", "id-2024-plan"},
      {"日本", ""},
      {"", ""},
      {std::string(62, 'a') + " b", std::string(62, 'a')},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(MakeId(c.text), c.id) << c.text;
    EXPECT_EQ(ValidateId(c.id).ok(), !c.id.empty()) << c.id;
  }
}

}  // namespace
}  // namespace palier::aip
