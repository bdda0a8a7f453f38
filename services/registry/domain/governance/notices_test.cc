// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/notices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

namespace palier::registry {
namespace {

using Kind = v1::Notice;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::TimeZone Paris() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Paris", &zone));
  return zone;
}

absl::Time At(int day, int hour) {
  return absl::FromCivil(absl::CivilHour(2026, 3, day, hour), Paris());
}

void Set(absl::Time time, google::protobuf::Timestamp* timestamp) {
  timestamp->set_seconds(absl::ToUnixSeconds(time));
}

void Set(int day, google::type::Date* date) {
  date->set_year(2026);
  date->set_month(3);
  date->set_day(day);
}

std::vector<GovernanceNotice> Due(GovernanceFacts facts, absl::Time now) {
  facts.now = now;
  facts.zone = Paris();
  return GovernanceNotices(facts);
}

auto Is(Kind::Kind kind, absl::Time due) {
  return AllOf(Field("kind", &GovernanceNotice::kind, kind),
               Field("due", &GovernanceNotice::due, due));
}

TEST(GovernanceNoticesTest, ARequestThatNobodyAnswersIsEscalated) {
  RecordProperty("requirement", "S1-13");
  GovernanceFacts facts;
  facts.waiting_days = 10;
  v1::Waiver& waiver = facts.waivers.emplace_back();
  waiver.set_state(v1::Waiver::REQUESTED);
  Set(At(1, 23), waiver.mutable_create_time());
  Set(At(20, 0), waiver.mutable_expire_time());
  EXPECT_THAT(Due(facts, At(11, 8) - absl::Seconds(1)), IsEmpty());
  EXPECT_THAT(Due(facts, At(11, 8)), ElementsAre(Is(Kind::GOVERNANCE_WAITING, At(11, 8))));
  EXPECT_THAT(Due(facts, At(25, 8)), ElementsAre(Is(Kind::GOVERNANCE_WAITING, At(11, 8))))
      << "late, and the same";
  facts.waiting_days = 3;
  EXPECT_THAT(Due(facts, At(4, 8)), ElementsAre(Is(Kind::GOVERNANCE_WAITING, At(4, 8))));
  facts.waivers[0].set_state(v1::Waiver::APPROVED);
  EXPECT_THAT(Due(facts, At(11, 8)), IsEmpty());
  EXPECT_THAT(Due(facts, At(20, 0)), ElementsAre(Is(Kind::WAIVER_EXPIRED, At(20, 0))));
  facts.waivers[0].set_state(v1::Waiver::REVOKED);
  EXPECT_THAT(Due(facts, At(25, 0)), IsEmpty());
}

TEST(GovernanceNoticesTest, AnEventKeepsItsNameWhateverTheZoneAndTheSettings) {
  GovernanceFacts facts;
  v1::Waiver& waiver = facts.waivers.emplace_back();
  waiver.set_state(v1::Waiver::REQUESTED);
  Set(At(1, 23), waiver.mutable_create_time());
  Set(At(1, 0), facts.rules.emplace_back().mutable_expire_time());
  Set(2, facts.standards.emplace_back().mutable_next_review_date());
  Set(2, facts.audits.emplace_back().mutable_due_date());
  facts.now = At(25, 0);
  const auto events = [&] {
    std::multiset<std::pair<int, std::string>> names;
    for (const GovernanceNotice& notice : GovernanceNotices(facts))
      names.emplace(notice.kind, notice.event);
    return names;
  };
  const auto said = events();
  EXPECT_EQ(said.size(), 5u);
  EXPECT_EQ(std::set(said.begin(), said.end()).size(), 5u);
  facts.zone = absl::FixedTimeZone(-11 * 3600);
  facts.waiting_days = 4;
  EXPECT_EQ(events(), said);
  Set(3, facts.audits[0].mutable_due_date());
  EXPECT_NE(events(), said) << "another day is another event";
  Set(2, facts.audits[0].mutable_due_date());
  Set(At(2, 0), facts.waivers[0].mutable_create_time());
  EXPECT_NE(events(), said) << "another request under the same name";
}

TEST(GovernanceNoticesTest, AProvisionalRuleThatLeavesAHoleIsTold) {
  RecordProperty("requirement", "S1-13");
  GovernanceFacts facts;
  v1::AuthorisationRule& rule = facts.rules.emplace_back();
  EXPECT_THAT(Due(facts, At(25, 0)), IsEmpty());
  Set(At(10, 0), rule.mutable_expire_time());
  EXPECT_THAT(Due(facts, At(9, 23)), IsEmpty());
  EXPECT_THAT(Due(facts, At(10, 0)), ElementsAre(Is(Kind::GOVERNANCE_WAITING, At(10, 0))));
  facts.rules[0].set_then(v1::AuthorisationRule::DENIED);
  EXPECT_THAT(Due(facts, At(10, 0)), IsEmpty());
}

TEST(GovernanceNoticesTest, AuditsAndReviewsHaveTheirDay) {
  RecordProperty("requirement", "S1-62 S1-18");
  GovernanceFacts facts;
  v1::ToolAudit& audit = facts.audits.emplace_back();
  audit.set_display_name("Chatbot");
  Set(10, audit.mutable_due_date());
  v1::Standard& standard = facts.standards.emplace_back();
  standard.set_owner("organizations/acme/people/lea");
  Set(11, standard.mutable_next_review_date());
  EXPECT_THAT(Due(facts, At(10, 7)), IsEmpty());
  EXPECT_THAT(Due(facts, At(10, 8)), ElementsAre(Is(Kind::AUDIT_DUE, At(10, 8))));
  const auto later = Due(facts, At(12, 0));
  EXPECT_THAT(later,
              ElementsAre(Is(Kind::AUDIT_DUE, At(10, 8)), Is(Kind::STANDARD_REVIEW_DUE, At(11, 8)),
                          Is(Kind::AUDIT_DUE, At(11, 8))));
  EXPECT_THAT(later[2].fr, AllOf(HasSubstr("Chatbot"), HasSubstr("en retard")));
  EXPECT_EQ(later[1].recipient, "organizations/acme/people/lea");
  Set(11, facts.audits[0].mutable_done_date());
  Set(11, facts.standards[0].mutable_end_date());
  EXPECT_THAT(Due(facts, At(12, 0)), IsEmpty()) << "done, and over before its review";
}

}  // namespace
}  // namespace palier::registry
