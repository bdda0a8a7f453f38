// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/feedback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace palier::rollout {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::Time Day(int day) {
  return absl::FromCivil(absl::CivilDay(2026, 4, day), absl::UTCTimeZone());
}

std::vector<std::string> NamesOfItems(const WaitingItems& waiting) {
  std::vector<std::string> names;
  for (const SaidItem& item : waiting.items) names.push_back(item.name);
  return names;
}

TEST(Feedback, WhatNobodyAnsweredWaitsAndIsOverdueFromItsDeadlineOn) {
  RecordProperty("requirement", "S4-17");
  const std::vector<SaidItem> said = {{"b", Day(3)}, {"c", Day(2)}, {"a", Day(3)}, {"d", Day(1)}};
  const WaitingItems waiting = WaitingOf(said, {"d"}, Day(2));
  EXPECT_THAT(NamesOfItems(waiting), ElementsAre("c", "a", "b"));
  EXPECT_EQ(waiting.overdue_count, 1);
  EXPECT_EQ(waiting.next_deadline, Day(2));
  EXPECT_EQ(WaitingOf(said, {"d"}, Day(2) - absl::Nanoseconds(1)).overdue_count, 0);
  const WaitingItems none = WaitingOf(said, {"a", "b", "c", "d"}, Day(9));
  EXPECT_THAT(none.items, IsEmpty());
  EXPECT_EQ(none.overdue_count, 0);
  EXPECT_FALSE(none.next_deadline.has_value());
}

TEST(Feedback, AHoldTellsNumbersOnly) {
  RecordProperty("requirement", "S1-36");
  EXPECT_THAT(NotTriaged("wave-1", 0, 0), IsEmpty());
  const Conditions one = NotTriaged("wave-1", 1, 0);
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].type, "FEEDBACK_NOT_TRIAGED");
  EXPECT_EQ(one[0].subject, "wave-1");
  EXPECT_EQ(one[0].text.en,
            "1 thing said since that wave started waits for an answer: 1 comment, 0 expectations.");
  EXPECT_EQ(one[0].text.fr,
            "1 retour exprimé depuis le début de cette vague attend une réponse : 1 commentaire, "
            "0 attente.");
  const Conditions more = NotTriaged("wave-1", 2, 3);
  EXPECT_EQ(more.at(0).text.en,
            "5 things said since that wave started wait for an answer: 2 comments, 3 "
            "expectations.");
  EXPECT_EQ(more.at(0).text.fr,
            "5 retours exprimés depuis le début de cette vague attendent une réponse : 2 "
            "commentaires, 3 attentes.");
}

TEST(Feedback, WhatIsWaitedForReadsInBothLanguages) {
  const WaitingItems waiting = WaitingOf({{"a", Day(1)}, {"b", Day(5)}}, {}, Day(2));
  EXPECT_EQ(SentenceOf(waiting, 1).en,
            "1 comment was answered; 2 wait for a reply, 1 past the deadline.");
  EXPECT_EQ(SentenceOf(waiting, 0).fr,
            "0 commentaire a reçu une réponse ; 2 l'attendent, dont 1 hors délai.");
}

}  // namespace
}  // namespace palier::rollout
