// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/history/difference.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "palier/registry/v1/project.pb.h"

namespace palier::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::Project Parse(const std::string& text) {
  v1::Project project;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &project)) << text;
  return project;
}

// `path: before -> after`, one a difference.
std::vector<std::string> Show(const std::vector<v1::FieldDifference>& differences) {
  std::vector<std::string> lines;
  for (const v1::FieldDifference& difference : differences) {
    lines.push_back(
        absl::StrCat(difference.path(), ": ", difference.before(), " -> ", difference.after()));
  }
  return lines;
}

TEST(DifferenceTest, SaysWhichFieldWentFromWhatToWhat) {
  RecordProperty("requirement", "S4-19");
  const struct {
    const char *what, *before, *after;
    std::vector<std::string> differences;
  } cases[] = {
      {"nothing", "purpose: 'a'", "purpose: 'a'", {}},
      {"text", "purpose: 'a'", "purpose: 'b'", {R"(purpose: "a" -> "b")"}},
      {"text with quotes", "", R"(purpose: 'say "no"\n')", {R"(purpose:  -> "say \"no\"\n")"}},
      {"text that goes", "purpose: 'a'", "", {R"(purpose: "a" -> )"}},
      {"enum", "stage: IDEA", "stage: POC", {R"(stage: "IDEA" -> "POC")"}},
      {"flag", "", "sandbox: true", {"sandbox:  -> true"}},
      {"order of the message",
       "topic: 'x' purpose: 'a'",
       "topic: 'y' purpose: 'b'",
       {R"(purpose: "a" -> "b")", R"(topic: "x" -> "y")"}},
      {"bookkeeping is left out",
       "name: 'a' uid: 'u' etag: '1' update_time { seconds: 1 }",
       "name: 'b' uid: 'v' etag: '2' update_time { seconds: 2 }",
       {}},
      {"time", "", "stage_time { seconds: 86400 }", {R"(stage_time:  -> "1970-01-02T00:00:00Z")"}},
      {"money is one value",
       "poc_budget { currency_code: 'EUR' units: 5 }",
       "poc_budget { currency_code: 'EUR' units: 7 }",
       {R"(poc_budget: {"currency_code":"EUR","units":"5"} -> {"currency_code":"EUR","units":"7"})"}},
      {"field of a message",
       "run_pack { owner: 'a' accountable: 'c' }",
       "run_pack { owner: 'b' accountable: 'c' }",
       {R"(run_pack.owner: "a" -> "b")"}},
      {"message that comes", "", "run_pack { owner: 'b' }", {R"(run_pack:  -> {"owner":"b"})"}},
      {"presence",
       "exit_criteria { id: 'a' }",
       "exit_criteria { id: 'a' value: 0 }",
       {"exit_criteria[0].value:  -> 0"}},
      {"element of a list",
       "exit_criteria { id: 'a' value: 1 } exit_criteria { id: 'b' value: 92.5 }",
       "exit_criteria { id: 'a' value: 1 } exit_criteria { id: 'b' value: 95 }",
       {"exit_criteria[1].value: 92.5 -> 95"}},
      {"element that comes",
       "objectives: 'a'",
       "objectives: 'a' objectives: 'b'",
       {R"(objectives[1]:  -> "b")"}},
      {"message of a list that goes",
       "exit_criteria { id: 'a' } exit_criteria { id: 'b' }",
       "exit_criteria { id: 'a' }",
       {R"(exit_criteria[1]: {"id":"b"} -> )"}},
      {"map",
       "origin { attributes { key: 'site' value: 'x' } attributes { key: 'old' value: 'y' } }",
       "origin { attributes { key: 'site' value: 'z' } attributes { key: 'new' value: 'y' } }",
       {R"(origin.attributes["old"]: "y" -> )", R"(origin.attributes["site"]: "x" -> "z")",
        R"(origin.attributes["new"]:  -> "y")"}},
  };
  for (const auto& one : cases) {
    const v1::Project before = Parse(one.before), after = Parse(one.after);
    EXPECT_EQ(Show(DifferencesOf(&before, &after)), one.differences) << one.what;
  }
}

TEST(DifferenceTest, WhatWasCreatedCameAndWhatWasDeletedWent) {
  const v1::Project project = Parse("name: 'n' display_name: 'Bot' objectives: 'o'");
  EXPECT_THAT(Show(DifferencesOf(nullptr, &project)),
              ElementsAre(R"(display_name:  -> "Bot")", R"(objectives[0]:  -> "o")"));
  EXPECT_THAT(Show(DifferencesOf(&project, nullptr)),
              ElementsAre(R"(display_name: "Bot" -> )", R"(objectives[0]: "o" -> )"));
  EXPECT_THAT(DifferencesOf(nullptr, nullptr), IsEmpty());
}

TEST(DifferenceTest, IsBounded) {
  v1::Project before, after;
  after.set_purpose(std::string(kMaxValueBytes - 2, 'x') + "éé");  // a cut within a character
  for (int i = 0; i < 2 * kMaxDifferences; ++i) after.add_objectives(absl::StrCat("o", i));
  const auto differences = DifferencesOf(&before, &after);
  ASSERT_EQ(differences.size(), static_cast<size_t>(kMaxDifferences));
  EXPECT_TRUE(differences[0].truncated());
  EXPECT_LE(differences[0].after().size(), kMaxValueBytes + 3);
  EXPECT_EQ(differences[0].after().substr(differences[0].after().size() - 4), "x…");
  EXPECT_FALSE(differences[1].truncated());
}

TEST(DifferenceTest, DescribesAChangeOfTheLog) {
  v1::Project before = Parse("purpose: 'a'"), after = Parse("purpose: 'b'");
  api::v1::Change change;
  change.set_sequence(7);
  change.set_actor("services/kpi");
  change.set_on_behalf_of("users/mia");
  change.set_method("/x/Y");
  change.set_kind(api::v1::Change::UPDATED);
  change.mutable_time()->set_seconds(5);
  EXPECT_TRUE(DescribeChange(change).erased());
  change.mutable_before()->PackFrom(before);
  change.mutable_after()->PackFrom(after);
  const v1::RecordChange record = DescribeChange(change);
  EXPECT_EQ(record.sequence(), 7);
  EXPECT_EQ(record.actor(), "services/kpi");
  EXPECT_EQ(record.on_behalf_of(), "users/mia");
  EXPECT_EQ(record.method(), "/x/Y");
  EXPECT_EQ(record.kind(), api::v1::Change::UPDATED);
  EXPECT_EQ(record.time().seconds(), 5);
  EXPECT_FALSE(record.erased());
  ASSERT_EQ(record.differences_size(), 1);
  EXPECT_EQ(record.differences(0).path(), "purpose");
  change.mutable_after()->set_type_url("type.googleapis.com/none.Such");
  change.clear_before();
  EXPECT_EQ(DescribeChange(change).differences_size(), 0);
}

}  // namespace
}  // namespace palier::registry
