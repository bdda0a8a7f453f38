// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/survey_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "kpi/storage/saved_time_production.h"
#include "kpi/storage/small_groups_publication.h"
#include "kpi/testing/migrated_store.h"

namespace palier::kpi {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CheckedResponse Of(const std::string& id, const std::string& person, int64_t time, int score) {
  CheckedResponse response{id, person, time, "sales", {{"trust", score}}};
  return response;
}

class PeopleTablesTest : public MigratedStoreTest {
 protected:
  void SetUp() override {
    MigratedStoreTest::SetUp();
    if (HasFatalFailure() || IsSkipped()) return;
    ASSERT_EQ(sql::Migrate(*database_, "kpi_people", PeopleMigrations(), sql::MigrateMode::kAuto),
              absl::OkStatus());
  }

  std::vector<v1::Fate> Take(const std::vector<CheckedResponse>& responses, const SurveyKey& key) {
    std::vector<v1::Fate> fates;
    EXPECT_EQ(Write([&](sql::Transaction& transaction) {
                auto taken = SurveyTable(transaction, key).Take(responses);
                if (taken.ok()) fates = *taken;
                return taken.status();
              }),
              absl::OkStatus());
    return fates;
  }
  std::vector<v1::Fate> Take(const std::vector<CheckedResponse>& responses) {
    return Take(responses, key_);
  }
  // All of a survey as text.
  std::string Dump(const SurveyKey& key) {
    std::vector<std::string> lines;
    EXPECT_EQ(Write([&](sql::Transaction& transaction) -> absl::Status {
                auto people = SurveyTable(transaction, key).Read();
                for (const Respondent& person : *people) {
                  lines.push_back(
                      absl::StrCat(person.team, " ", absl::StrJoin(person.tags, ","), " ",
                                   absl::StrJoin(person.scores, ",", absl::PairFormatter("="))));
                }
                auto comments = SurveyTable(transaction, key).Comments("", "", 100);
                for (const SurveyComment& one : *comments)
                  lines.push_back(absl::StrCat(one.id, " ", one.text));
                return comments.status();
              }),
              absl::OkStatus());
    std::sort(lines.begin(), lines.end());
    return absl::StrJoin(lines, "\n");
  }

  const SurveyKey key_{{"firm", "quotation"}, "spring"};
};

TEST_P(PeopleTablesTest, TheLatestAnswerOfAPersonStands) {
  EXPECT_THAT(Take({Of("r1", "ana", 10, 4), Of("r2", "bob", 10, 2)}),
              ElementsAre(v1::ACCEPTED, v1::ACCEPTED));
  EXPECT_THAT(Take({Of("r1", "ana", 10, 4)}), ElementsAre(v1::DUPLICATE));
  EXPECT_THAT(Take({Of("r3", "ana", 20, 5)}), ElementsAre(v1::RESTATED));
  EXPECT_THAT(Take({Of("r1", "ana", 10, 4)}), ElementsAre(v1::SUPERSEDED));
  EXPECT_EQ(Dump(key_), "sales  trust=2\nsales  trust=5");
  const SurveyKey other{{"firm", "quotation"}, "autumn"};
  Take({Of("r1", "ana", 10, 1)}, other);
  EXPECT_EQ(Dump(other), "sales  trust=1");
  ASSERT_EQ(
      Write([&](sql::Transaction& transaction) { return SurveyTable(transaction, key_).Remove(); }),
      absl::OkStatus());
  EXPECT_EQ(Dump(key_), "");
  EXPECT_EQ(Dump(other), "sales  trust=1");
}

TEST_P(PeopleTablesTest, AnyOrderRepetitionAndBatchingGivesTheSame) {
  std::mt19937 random(11);
  std::vector<CheckedResponse> responses;
  for (int i = 0; i < 60; ++i) {
    CheckedResponse response =
        Of(absl::StrCat("r", i), absl::StrCat("p", random() % 7), random() % 5, 1 + random() % 5);
    response.team = absl::StrCat("t", random() % 3);
    if (random() % 2 == 0) response.scores.emplace_back("recommend", random() % 11);
    if (random() % 3 == 0) response.comment = absl::StrCat("comment ", i);
    if (random() % 3 == 0) response.tags = {absl::StrCat("tag-", random() % 3), "tag-0"};
    responses.push_back(response);
  }
  Take(responses);
  const std::string expected = Dump(key_);
  for (int round = 0; round < 4; ++round) {
    const SurveyKey key{key_.project, absl::StrCat("round-", round)};
    std::vector<CheckedResponse> mixed = responses;
    mixed.insert(mixed.end(), responses.begin(), responses.begin() + 20);
    std::shuffle(mixed.begin(), mixed.end(), random);
    for (size_t begin = 0; begin < mixed.size();) {
      const size_t end = std::min(mixed.size(), begin + 1 + random() % 9);
      Take({mixed.begin() + begin, mixed.begin() + end}, key);
      begin = end;
    }
    EXPECT_EQ(Dump(key), expected);
  }
}

TEST_P(PeopleTablesTest, CommentsComeByPageAndTag) {
  std::vector<CheckedResponse> responses;
  for (const char* person : {"a", "b", "c"}) {
    responses.push_back(Of("r", person, 1, 3));
    responses.back().comment = absl::StrCat("of ", person);
    responses.back().tags = {person[0] == 'b' ? "slow" : "slow-start"};
  }
  Take(responses);
  const auto comments = [&](const std::string& after, const std::string& tag, int limit) {
    std::vector<std::string> texts;
    EXPECT_EQ(Write([&](sql::Transaction& transaction) {
                auto found = SurveyTable(transaction, key_).Comments(after, tag, limit);
                for (const SurveyComment& one : *found) texts.push_back(one.text);
                return found.status();
              }),
              absl::OkStatus());
    return texts;
  };
  EXPECT_THAT(comments("", "", 2), ElementsAre("of a", "of b"));
  EXPECT_THAT(comments("b", "", 2), ElementsAre("of c"));
  EXPECT_THAT(comments("", "slow", 9), ElementsAre("of b"));
  EXPECT_THAT(comments("", "slow-start", 9), ElementsAre("of a", "of c"));
}

TEST_P(PeopleTablesTest, PublicationsOfASubjectNeverOverlap) {
  const ProjectKey project{"firm", "quotation"};
  const auto publish = [&](const std::string& subject, int64_t first, int64_t last) {
    return Write([&](sql::Transaction& transaction) {
      return Publications(transaction, project)
          .Insert({PublicationKind::kAdoption, subject, {first, last}, absl::StrCat(first)});
    });
  };
  EXPECT_EQ(publish("users", 0, 6), absl::OkStatus());
  EXPECT_EQ(publish("users", 7, 13), absl::OkStatus());
  EXPECT_EQ(publish("other", 0, 30), absl::OkStatus());
  for (const auto& [first, last] : std::vector<std::pair<int, int>>{{0, 6}, {6, 6}, {13, 20}}) {
    EXPECT_TRUE(absl::IsInternal(publish("users", first, last))) << first;
  }
  const auto found = [&](DaySpan days) {
    std::vector<std::string> documents;
    EXPECT_EQ(
        Write([&](sql::Transaction& transaction) {
          auto all =
              Publications(transaction, project).Find(PublicationKind::kAdoption, "users", days);
          for (const Publication& one : *all) documents.push_back(one.document);
          return all.status();
        }),
        absl::OkStatus());
    return documents;
  };
  EXPECT_THAT(found({}), ElementsAre("0", "7"));
  EXPECT_THAT(found({6, 7}), ElementsAre("0", "7"));
  EXPECT_THAT(found({8, 99}), ElementsAre("7"));
  EXPECT_THAT(found({14, 99}), IsEmpty());
  ASSERT_EQ(Write([&](sql::Transaction& transaction) {
              return Publications(transaction, project).Remove(PublicationKind::kAdoption, "users");
            }),
            absl::OkStatus());
  EXPECT_THAT(found({}), IsEmpty());
}

TEST_P(PeopleTablesTest, TheEarliestProductionThatWasSeenStands) {
  const ProjectKey project{"firm", "quotation"};
  const auto since = [&]() {
    std::optional<absl::Time> found;
    EXPECT_EQ(Write([&](sql::Transaction& transaction) {
                const auto read = ProductionSince(transaction, project);
                if (read.ok()) found = *read;
                return read.status();
              }),
              absl::OkStatus());
    return found;
  };
  EXPECT_EQ(since(), std::nullopt);
  for (const int64_t seen : {20, 30, 10, 15}) {
    EXPECT_EQ(Write([&](sql::Transaction& transaction) {
                return SeeInProduction(transaction, project, absl::FromUnixMicros(seen));
              }),
              absl::OkStatus());
    EXPECT_EQ(since(), absl::FromUnixMicros(seen < 20 ? 10 : 20));
  }
}

INSTANTIATE_TEST_SUITE_P(Stores, PeopleTablesTest, BothStores(), NameOf);

}  // namespace
}  // namespace palier::kpi
