// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/ideas.h"

#include <gtest/gtest.h>

#include "common/status/error.h"
#include "common/time/proto_time.h"

namespace palier::registry {
namespace {

v1::Idea Submitted(const std::string& time, v1::Idea::State state = v1::Idea::SUBMITTED,
                   const std::string& source = "") {
  v1::Idea idea;
  idea.set_name("organizations/firm/ideas/i");
  idea.set_display_name("Sort the post");
  idea.set_state(state);
  idea.set_source(source);
  absl::Time at;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, time, &at, nullptr));
  time::SetTime(at, idea.mutable_create_time());
  return idea;
}

TEST(Ideas, AreAnsweredOnce) {
  RecordProperty("requirement", "S4-18 S4-22");
  const IdeaAnswer answer{"Thank you.", "users/mia", absl::FromUnixSeconds(1'800'000'000)};
  for (const v1::Idea::State state :
       {v1::Idea::SUBMITTED, v1::Idea::ACCEPTED, v1::Idea::DECLINED}) {
    v1::Idea accepted = Submitted("2026-01-01T00:00:00Z", state), declined = accepted;
    const bool open = state == v1::Idea::SUBMITTED;
    EXPECT_EQ(AcceptIdea(accepted, "organizations/firm/projects/post", answer).ok(), open);
    EXPECT_EQ(DeclineIdea(declined, answer).ok(), open);
    EXPECT_EQ(accepted.project(), open ? "organizations/firm/projects/post" : "");
    EXPECT_EQ(accepted.state(), open ? v1::Idea::ACCEPTED : state);
    EXPECT_EQ(declined.state(), open ? v1::Idea::DECLINED : state);
    EXPECT_EQ(declined.answer(), open ? "Thank you." : "");
    EXPECT_EQ(declined.answerer(), open ? "users/mia" : "");
    EXPECT_EQ(declined.answer_time().seconds(), open ? 1'800'000'000 : 0);
  }
}

TEST(Ideas, AreCountedByQuarterOfTheOrganisation) {
  RecordProperty("requirement", "S4-22");
  absl::TimeZone paris;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Paris", &paris));
  IdeaCount count(paris);
  // The last second of March in Paris, and the first of April.
  count.Add(Submitted("2026-03-31T21:59:59Z"));
  count.Add(
      Submitted("2026-03-31T22:00:00Z", v1::Idea::ACCEPTED, "organizations/firm/frictions/f"));
  count.Add(Submitted("2026-06-30T12:00:00Z", v1::Idea::DECLINED));
  count.Add(Submitted("2025-12-31T12:00:00Z", v1::Idea::ACCEPTED));
  const std::vector<v1::IdeaQuarter> quarters = count.Quarters();
  ASSERT_EQ(quarters.size(), 3u);
  const v1::IdeaQuarter& spring = quarters[0];
  EXPECT_EQ(time::DayOf(spring.first_date()), absl::CivilDay(2026, 4, 1));
  EXPECT_EQ(spring.submitted_count(), 2);
  EXPECT_EQ(spring.sourced_count(), 1);
  EXPECT_EQ(spring.accepted_count(), 1);
  EXPECT_EQ(spring.declined_count(), 1);
  EXPECT_EQ(spring.open_count(), 0);
  EXPECT_EQ(time::DayOf(quarters[1].first_date()), absl::CivilDay(2026, 1, 1));
  EXPECT_EQ(quarters[1].open_count(), 1);
  EXPECT_EQ(time::DayOf(quarters[2].first_date()), absl::CivilDay(2025, 10, 1));
}

}  // namespace
}  // namespace palier::registry
