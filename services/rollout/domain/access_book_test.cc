// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/access_book.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

constexpr char kApplication[] = "organizations/o/applications/chat";

const absl::Time kNow = absl::FromCivil(absl::CivilMinute(2026, 3, 10, 12, 0), absl::UTCTimeZone());

int64_t NoUses(const AccessRollout&, absl::Time) {
  return 0;
}

AccessRollout::Terms TermsOf(const std::string& id) {
  AccessRollout::Terms terms;
  terms.name = "organizations/o/rollouts/" + id;
  terms.application = kApplication;
  return terms;
}

// One team `t` in one wave of that state, live since the day before.
std::shared_ptr<const AccessRollout> RolloutOf(AccessRollout::Terms terms, WaveState state,
                                               absl::Time live = kNow - absl::Hours(24)) {
  const std::string wave = terms.name + "/waves/wave-1";
  return std::make_shared<const AccessRollout>(
      std::move(terms), std::vector<AccessRollout::Wave>{{wave, state, {"why", "pourquoi"}}},
      std::vector<AccessRollout::Team>{{"t", 0, live}});
}

AccessBook BookOf(const std::vector<std::shared_ptr<const AccessRollout>>& rollouts) {
  AccessBook::Rollouts all;
  for (const auto& rollout : rollouts) all[rollout->terms().name] = rollout;
  return AccessBook(std::move(all), std::make_shared<const AccessBook::Users>(), nullptr);
}

AccessReason Ask(const AccessBook& book, absl::string_view team = "t",
                 absl::string_view data_class = "") {
  return book.Judge({kApplication, team, data_class}, kNow, NoUses).reason;
}

TEST(AccessBook, AnswersByTheStateOfTheWave) {
  const std::pair<WaveState, AccessReason> cases[] = {
      {WaveState::kPlanned, AccessReason::kWaveNotStarted},
      {WaveState::kActive, AccessReason::kLive},
      {WaveState::kPaused, AccessReason::kWavePaused},
      {WaveState::kCompleted, AccessReason::kLive},
      {WaveState::kStopped, AccessReason::kWaveStopped}};
  for (const auto& [state, reason] : cases)
    EXPECT_EQ(Ask(BookOf({RolloutOf(TermsOf("r"), state)})), reason) << WaveStateName(state);
  const AccessBook book = BookOf({RolloutOf(TermsOf("r"), WaveState::kActive)});
  EXPECT_EQ(Ask(book, "other"), AccessReason::kNotInRollout);
  EXPECT_EQ(book.Judge({"organizations/o/applications/x", "t", ""}, kNow, NoUses).reason,
            AccessReason::kUnknownApplication);
  EXPECT_EQ(book.Judge({"organizations/o/rollouts/r", "t", ""}, kNow, NoUses).reason,
            AccessReason::kLive)
      << "a roll-out can be asked for by itself";
  EXPECT_EQ(book.Judge({"organizations/o/rollouts/r", "other", ""}, kNow, NoUses).reason,
            AccessReason::kNotInRollout);
}

TEST(AccessBook, ATeamIsLiveFromItsDayOn) {
  const absl::Time live = kNow + absl::Minutes(1);
  const AccessBook book = BookOf({RolloutOf(TermsOf("r"), WaveState::kActive, live)});
  const AccessFinding before = book.Judge({kApplication, "t", ""}, kNow, NoUses);
  EXPECT_EQ(before.reason, AccessReason::kNotYetLive);
  EXPECT_EQ(before.end, live);
  const AccessFinding after = book.Judge({kApplication, "t", ""}, live, NoUses);
  EXPECT_EQ(after.reason, AccessReason::kLive);
  EXPECT_EQ(after.end, absl::InfiniteFuture());
}

TEST(AccessBook, SwitchedOffBeatsAllElse) {
  AccessRollout::Terms off = TermsOf("a");
  off.switched_off = "wrong answers";
  const auto live = RolloutOf(TermsOf("b"), WaveState::kActive);
  const AccessBook book = BookOf({RolloutOf(off, WaveState::kPlanned), live});
  const AccessFinding finding = book.Judge({kApplication, "t", ""}, kNow, NoUses);
  EXPECT_EQ(finding.reason, AccessReason::kSwitchedOff);
  EXPECT_EQ(finding.rollout->terms().switched_off, "wrong answers");
}

TEST(AccessBook, OfSeveralRolloutsTheOneWhereTheTeamIsLiveDecides) {
  const auto live = RolloutOf(TermsOf("b"), WaveState::kCompleted);
  for (const WaveState other : {WaveState::kPlanned, WaveState::kPaused, WaveState::kStopped}) {
    EXPECT_EQ(Ask(BookOf({RolloutOf(TermsOf("a"), other), live})), AccessReason::kLive);
    EXPECT_EQ(Ask(BookOf({live, RolloutOf(TermsOf("c"), other)})), AccessReason::kLive);
  }
  EXPECT_EQ(Ask(BookOf({RolloutOf(TermsOf("a"), WaveState::kPlanned),
                        RolloutOf(TermsOf("c"), WaveState::kPaused)})),
            AccessReason::kWavePaused);
}

TEST(AccessBook, ALimitedProductionKeepsToItsFrame) {
  ::testing::Test::RecordProperty("requirement", "S3-06");
  AccessRollout::Terms terms = TermsOf("r");
  terms.frame = AccessFrame{.teams = {"t", "u"},
                            .data_classes = {"public"},
                            .volume_cap = 10,
                            .end = kNow + absl::Hours(1)};
  const AccessBook book = BookOf({RolloutOf(terms, WaveState::kActive)});
  const AccessFinding live = book.Judge({kApplication, "t", "public"}, kNow, NoUses);
  EXPECT_EQ(live.reason, AccessReason::kLive);
  EXPECT_EQ(live.end, terms.frame->end) << "it says until when";
  EXPECT_EQ(Ask(book, "t", "health"), AccessReason::kDataClassOutsideFrame);
  EXPECT_EQ(book.Judge({kApplication, "t", ""}, terms.frame->end, NoUses).reason,
            AccessReason::kFrameEnded);
  const auto uses = [](int64_t n) { return [n](const AccessRollout&, absl::Time) { return n; }; };
  EXPECT_EQ(book.Judge({kApplication, "t", ""}, kNow, uses(9)).reason, AccessReason::kLive);
  const AccessFinding full = book.Judge({kApplication, "t", ""}, kNow, uses(10));
  EXPECT_EQ(full.reason, AccessReason::kVolumeUsedUp);
  EXPECT_EQ(full.end, terms.frame->end) << "sooner than the next month";

  terms.frame->teams = {"u"};
  terms.frame->end = kNow + absl::Hours(24 * 90);
  EXPECT_EQ(Ask(BookOf({RolloutOf(terms, WaveState::kActive)})), AccessReason::kOutsideFrame);
  terms.frame->teams = {};
  const AccessBook unbounded = BookOf({RolloutOf(terms, WaveState::kActive)});
  EXPECT_EQ(unbounded.Judge({kApplication, "t", ""}, kNow, uses(10)).end,
            absl::FromCivil(absl::CivilMonth(2026, 4), absl::UTCTimeZone()));
}

TEST(AccessBook, NothingOfAProjectThatHasEnded) {
  AccessRollout::Terms terms = TermsOf("r");
  terms.project_ended = true;
  EXPECT_EQ(Ask(BookOf({RolloutOf(terms, WaveState::kCompleted)})), AccessReason::kProjectEnded);
}

TEST(AccessBook, OnlyWhatHasChangedIsMadeAnew) {
  AccessRollout::Terms other = TermsOf("z");
  other.application = "organizations/o/applications/other";
  AccessBook::Rollouts rollouts;
  rollouts["organizations/o/rollouts/r"] = RolloutOf(TermsOf("r"), WaveState::kActive);
  rollouts["organizations/o/rollouts/z"] = RolloutOf(other, WaveState::kActive);
  const auto users = std::make_shared<const AccessBook::Users>(AccessBook::Users{{"alice", "t"}});
  const AccessBook first(rollouts, users, nullptr);
  rollouts["organizations/o/rollouts/r"] = RolloutOf(TermsOf("r"), WaveState::kPaused);
  const AccessBook second(rollouts, users, &first);
  EXPECT_EQ(Ask(first), AccessReason::kLive) << "who holds the old book is not disturbed";
  EXPECT_EQ(Ask(second), AccessReason::kWavePaused);
  EXPECT_EQ(second.Judge({other.application, "t", ""}, kNow, NoUses).reason, AccessReason::kLive);
  rollouts.erase("organizations/o/rollouts/r");
  EXPECT_EQ(Ask(AccessBook(rollouts, users, &second)), AccessReason::kUnknownApplication);
  EXPECT_EQ(second.TeamOf("alice"), "t");
  EXPECT_EQ(second.TeamOf("bob"), std::nullopt);
  EXPECT_EQ(second.size(), 3);
}

// Many teams over several roll-outs: each is found, and nobody else.
TEST(AccessBook, FindsEachOfManyTeams) {
  std::vector<std::shared_ptr<const AccessRollout>> rollouts;
  for (int r = 0; r < 7; ++r) {
    const AccessRollout::Terms terms = TermsOf(absl::StrCat("r", r));
    std::vector<AccessRollout::Team> teams;
    for (int t = r; t < 1000; t += 7) {
      teams.push_back({absl::StrCat("team-", t), t % 2, kNow});
      teams.push_back({absl::StrCat("team-", t), 1, kNow});  // a team counts once
    }
    rollouts.push_back(std::make_shared<const AccessRollout>(
        terms,
        std::vector<AccessRollout::Wave>{{terms.name + "/waves/wave-1", WaveState::kActive, {}},
                                         {terms.name + "/waves/wave-2", WaveState::kPlanned, ""}},
        teams));
  }
  const AccessBook book = BookOf(rollouts);
  EXPECT_EQ(book.size(), 1000);
  for (int t = 0; t < 1000; ++t) {
    const AccessFinding finding =
        book.Judge({kApplication, absl::StrCat("team-", t), ""}, kNow, NoUses);
    EXPECT_EQ(finding.reason, t % 2 == 0 ? AccessReason::kLive : AccessReason::kWaveNotStarted);
    ASSERT_NE(finding.rollout, nullptr);
    EXPECT_EQ(finding.rollout->terms().name, absl::StrCat("organizations/o/rollouts/r", t % 7));
  }
  for (const char* team : {"team-1000", "team-", "", "team-0x", "a", "z"})
    EXPECT_EQ(Ask(book, team), AccessReason::kNotInRollout) << team;
}

TEST(AccessBook, WhatCountsAsAFallback) {
  EXPECT_TRUE(IsFallback(AccessReason::kSwitchedOff));
  EXPECT_TRUE(IsFallback(AccessReason::kWavePaused));
  EXPECT_TRUE(IsFallback(AccessReason::kNotKnown));
  EXPECT_FALSE(IsFallback(AccessReason::kLive));
  EXPECT_FALSE(IsFallback(AccessReason::kNotYetLive));
  EXPECT_FALSE(IsFallback(AccessReason::kUnknownUser));
}

}  // namespace
}  // namespace palier::rollout
