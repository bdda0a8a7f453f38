// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/standards.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace palier::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::CivilDay kToday(2026, 3, 10);

void Set(google::type::Date& date, absl::CivilDay day) {
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
}

// In force from `from` days from today, to the day before `to` days from today; 0 for no end.
v1::Standard Standard(int from, int to, v1::Standard::Domain domain = v1::Standard::QUALITY) {
  v1::Standard standard;
  standard.set_domain(domain);
  standard.set_version("1");
  Set(*standard.mutable_effective_date(), kToday + from);
  if (to != 0) Set(*standard.mutable_end_date(), kToday + to);
  return standard;
}

TEST(StandardsTest, InForceFromItsDayToTheDayBeforeItsEnd) {
  RecordProperty("requirement", "S1-18");
  const std::tuple<int, int, bool> cases[] = {
      {0, 0, true}, {-1, 0, true}, {1, 0, false}, {-5, 1, true}, {-5, -1, false}};
  for (const auto& [from, to, in_force] : cases)
    EXPECT_EQ(InForce(Standard(from, to), kToday), in_force) << from << " " << to;
  v1::Standard ends_today = Standard(-5, 1);
  Set(*ends_today.mutable_end_date(), kToday);
  EXPECT_FALSE(InForce(ends_today, kToday));
  EXPECT_FALSE(InForce(v1::Standard(), kToday));
}

TEST(StandardsTest, ReviewsComeDue) {
  v1::Standard standard = Standard(-5, 0);
  EXPECT_FALSE(ReviewDue(standard, kToday));
  Set(*standard.mutable_next_review_date(), kToday + 1);
  EXPECT_FALSE(ReviewDue(standard, kToday));
  EXPECT_TRUE(ReviewDue(standard, kToday + 1));
  Set(*standard.mutable_end_date(), kToday);
  EXPECT_FALSE(ReviewDue(standard, kToday + 1)) << "over";
}

TEST(StandardsTest, SaysWhichDomainHasNone) {
  RecordProperty("requirement", "S1-18 S1-20");
  using S = v1::Standard;
  EXPECT_THAT(MissingDomains({}, kToday),
              ElementsAre(S::DATA_PROTECTION, S::QUALITY, S::SELECTION, S::TRAINING));
  const std::vector<S> some = {Standard(-1, 0, S::QUALITY), Standard(-9, 0, S::QUALITY),
                               Standard(1, 0, S::TRAINING), Standard(-9, -1, S::SELECTION)};
  EXPECT_THAT(MissingDomains(some, kToday),
              ElementsAre(S::DATA_PROTECTION, S::SELECTION, S::TRAINING));
  const std::vector<S> all = {Standard(-1, 0, S::QUALITY), Standard(-1, 0, S::TRAINING),
                              Standard(-1, 0, S::SELECTION), Standard(-1, 0, S::DATA_PROTECTION)};
  EXPECT_THAT(MissingDomains(all, kToday), IsEmpty());
}

TEST(StandardsTest, AnotherTextNeedsAnotherVersion) {
  RecordProperty("requirement", "S1-18");
  struct Case {
    const char* what;
    std::function<void(v1::Standard&)> change;
    bool right;
  };
  const Case cases[] = {
      {"nothing", [](v1::Standard&) {}, true},
      {"the owner", [](v1::Standard& it) { it.set_owner("organizations/a/people/p"); }, true},
      {"the text", [](v1::Standard& it) { it.set_text("other"); }, false},
      {"the document", [](v1::Standard& it) { it.set_document_uri("other"); }, false},
      {"text and version",
       [](v1::Standard& it) {
         it.set_text("other");
         it.set_version("2");
       },
       true},
  };
  for (const Case& each : cases) {
    const v1::Standard before = Standard(0, 0);
    v1::Standard after = before;
    each.change(after);
    EXPECT_EQ(CheckStandard(&before, after).empty(), each.right) << each.what;
    EXPECT_TRUE(CheckStandard(nullptr, after).empty()) << each.what;
  }
}

TEST(StandardsTest, EndsAfterItBegins) {
  EXPECT_TRUE(CheckStandard(nullptr, Standard(0, 1)).empty());
  v1::Standard same_day = Standard(0, 1);
  Set(*same_day.mutable_end_date(), kToday);
  EXPECT_FALSE(CheckStandard(nullptr, same_day).empty());
  v1::Standard year_only = Standard(0, 0);
  year_only.mutable_effective_date()->set_month(0);
  EXPECT_FALSE(CheckStandard(nullptr, year_only).empty());
}

}  // namespace
}  // namespace palier::registry
