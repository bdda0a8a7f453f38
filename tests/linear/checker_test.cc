// SPDX-License-Identifier: Apache-2.0
#include "tests/linear/checker.h"

#include <gtest/gtest.h>

namespace palier::linear {
namespace {

using Version = std::string;
using Value = std::string;

Operation Wrote(Moment from, Moment to, Version expected, Version version, Value value) {
  return {0, "r", Kind::kWrite, Outcome::kOk, from, to, expected, version, value};
}
Operation Refused(Moment from, Moment to, Version expected, Value value) {
  return {0, "r", Kind::kWrite, Outcome::kFailed, from, to, expected, "", value};
}
Operation Lost(Moment from, Version expected, Value value) {
  return {0, "r", Kind::kWrite, Outcome::kUnknown, from, kNever, expected, "", value};
}
Operation Read(Moment from, Moment to, Version version, Value value) {
  return {0, "r", Kind::kRead, Outcome::kOk, from, to, "", version, value};
}
Operation Of(std::string record, Operation operation) {
  operation.record = std::move(record);
  return operation;
}

// Each begins after this: version 1 with the value `a`.
const Operation kMade = Wrote(0, 1, "", "1", "a");

struct Case {
  std::string name;
  History rest;
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

History Whole(const History& rest) {
  History history{kMade};
  history.insert(history.end(), rest.begin(), rest.end());
  return history;
}

class Right : public ::testing::TestWithParam<Case> {};

TEST_P(Right, IsAccepted) {
  const auto wrong = Check(Whole(GetParam().rest));
  EXPECT_EQ(wrong, std::nullopt) << Name(wrong->reason) << ": " << wrong->text;
}

INSTANTIATE_TEST_SUITE_P(
    Histories, Right,
    ::testing::Values(
        Case{"OnlyMade", {}},
        Case{"OneAfterTheOther",
             {Wrote(2, 3, "1", "2", "b"), Read(4, 5, "2", "b"), Wrote(6, 7, "2", "3", "c")}},
        Case{"OldReadDuringAWrite", {Wrote(2, 9, "1", "2", "b"), Read(3, 4, "1", "a")}},
        Case{"NewReadDuringAWrite", {Wrote(2, 9, "1", "2", "b"), Read(3, 4, "2", "b")}},
        Case{"ReadsOverlapAndDisagree",
             {Wrote(2, 9, "1", "2", "b"), Read(3, 6, "2", "b"), Read(4, 7, "1", "a")}},
        Case{"WritesOverlap", {Wrote(2, 9, "1", "2", "b"), Wrote(3, 8, "2", "3", "c")}},
        Case{"RefusedAfterAnother",
             {Wrote(2, 5, "1", "2", "b"), Refused(3, 6, "1", "c"), Read(7, 8, "2", "b")}},
        Case{"RefusedBecauseOfAWriteThatEndsLater",
             {Wrote(2, 9, "1", "2", "b"), Refused(3, 4, "1", "c")}},
        Case{"LostAndNotDone",
             {Lost(2, "1", "b"), Read(3, 4, "1", "a"), Wrote(5, 6, "1", "2", "c")}},
        Case{"LostAndDone", {Lost(2, "1", "b"), Read(3, 4, "2", "b"), Wrote(5, 6, "2", "3", "c")}},
        Case{"LostAndDoneLater", {Lost(2, "1", "b"), Read(3, 4, "1", "a"), Read(5, 6, "2", "b")}},
        Case{"LostDoneAndNeverRead", {Lost(2, "1", "b"), Refused(3, 4, "1", "c")}},
        Case{"TwoLostOneDoneAndNeverRead",
             {Lost(2, "1", "b"), Refused(3, 4, "1", "c"), Lost(5, "1", "d")}},
        Case{"LostAndDoneBetweenReads",
             {Read(2, 9, "1", "a"), Lost(3, "1", "b"), Refused(4, 5, "1", "c")}},
        Case{"VersionsInAnyOrderOfNames",
             {Wrote(2, 3, "1", "z", "b"), Wrote(4, 5, "z", "c", "c"), Read(6, 7, "c", "c")}},
        Case{"RecordsApart",
             {Of("s", Wrote(2, 3, "", "1", "x")), Of("s", Wrote(4, 5, "1", "2", "y")),
              Read(6, 7, "1", "a")}}),
    [](const auto& info) { return info.param.name; });

struct Wrong {
  Case one;
  Reason reason;
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
  PrintTo(wrong.one, out);
}

class WrongHistory : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongHistory, IsCaughtForItsReason) {
  const auto wrong = Check(Whole(GetParam().one.rest));
  ASSERT_NE(wrong, std::nullopt);
  EXPECT_EQ(wrong->reason, GetParam().reason) << Name(wrong->reason) << ": " << wrong->text;
  EXPECT_NE(wrong->text, "");
}

INSTANTIATE_TEST_SUITE_P(
    Histories, WrongHistory,
    ::testing::Values(
        Wrong{{"TwoWritesReplacedOneVersion",
               {Wrote(2, 5, "1", "2", "b"), Wrote(3, 4, "1", "3", "c")}},
              Reason::kFork},
        Wrong{{"LostUpdateWithItsNumberGivenAgain",
               {Wrote(2, 3, "1", "2", "b"), Wrote(4, 5, "1", "2", "c")}},
              Reason::kFork},
        Wrong{{"LostAndDoneBesideAnother",
               {Lost(2, "1", "b"), Read(3, 4, "2", "b"), Wrote(5, 6, "1", "3", "c")}},
              Reason::kFork},
        Wrong{{"RevivedVersion", {Wrote(2, 3, "1", "2", "b"), Wrote(4, 5, "2", "1", "c")}},
              Reason::kVersionMadeTwice},
        Wrong{{"RetriedWriteDoneTwice", {Wrote(2, 3, "1", "2", "b"), Read(4, 5, "3", "b")}},
              Reason::kTookEffectTwice},
        Wrong{
            {"LostWriteDoneTwice", {Lost(2, "1", "b"), Read(3, 4, "2", "b"), Read(5, 6, "3", "b")}},
            Reason::kTookEffectTwice},
        Wrong{{"Hole", {Wrote(2, 3, "1", "2", "b"), Wrote(4, 5, "3", "4", "c")}}, Reason::kHole},
        Wrong{{"ValueNeverWritten", {Read(2, 3, "2", "z")}}, Reason::kValueNeverWritten},
        Wrong{{"OldVersionWithAValueNeverWritten", {Read(2, 3, "1", "z")}},
              Reason::kValueNeverWritten},
        Wrong{{"FailedWriteTookEffect",
               {Wrote(2, 3, "1", "2", "b"), Refused(4, 5, "1", "c"), Read(6, 7, "3", "c")}},
              Reason::kFailedWriteTookEffect},
        Wrong{{"FailedWriteLeftItsValue",
               {Wrote(2, 3, "1", "2", "b"), Refused(4, 5, "1", "c"), Read(6, 7, "2", "c")}},
              Reason::kFailedWriteTookEffect},
        Wrong{{"VersionWithTheValueOfAnother", {Wrote(2, 3, "1", "2", "b"), Read(4, 5, "2", "a")}},
              Reason::kWrongValue},
        Wrong{{"StaleRead", {Wrote(2, 3, "1", "2", "b"), Read(4, 5, "1", "a")}},
              Reason::kStaleRead},
        Wrong{{"ReadsGoBack",
               {Wrote(2, 9, "1", "2", "b"), Read(3, 4, "2", "b"), Read(5, 6, "1", "a")}},
              Reason::kStaleRead},
        Wrong{{"LostWriteUndone", {Lost(2, "1", "b"), Read(3, 4, "2", "b"), Read(5, 6, "1", "a")}},
              Reason::kStaleRead},
        Wrong{{"ReadFromTheFuture", {Read(2, 3, "2", "b"), Wrote(4, 5, "1", "2", "b")}},
              Reason::kReadFromTheFuture},
        Wrong{{"ReadOfALostWriteFromTheFuture", {Read(2, 3, "2", "b"), Lost(4, "1", "b")}},
              Reason::kReadFromTheFuture},
        Wrong{{"RealTimeInversion", {Wrote(2, 3, "2", "3", "c"), Wrote(4, 5, "1", "2", "b")}},
              Reason::kOrderInverted},
        Wrong{{"RefusedWithoutCause", {Refused(2, 3, "1", "b"), Wrote(4, 5, "1", "2", "c")}},
              Reason::kFailedWithoutCause},
        Wrong{{"RefusedAndNothingEverChanged", {Refused(2, 3, "1", "b")}},
              Reason::kFailedWithoutCause},
        Wrong{{"RefusedBeforeTheOnlyLostWriteBegan", {Refused(2, 3, "1", "b"), Lost(4, "1", "c")}},
              Reason::kFailedWithoutCause},
        Wrong{{"RefusedThenTheSameVersionIsRead",
               {Lost(2, "1", "b"), Refused(3, 4, "1", "c"), Read(5, 6, "1", "a")}},
              Reason::kFailedWithoutCause},
        Wrong{{"AnotherRecordIsWrong",
               {Of("s", Wrote(2, 3, "", "1", "x")), Of("s", Wrote(4, 5, "1", "2", "y")),
                Of("s", Read(6, 7, "1", "x"))}},
              Reason::kStaleRead},
        Wrong{{"NobodyMadeTheRecord", {Of("s", Wrote(2, 3, "1", "2", "b"))}}, Reason::kMalformed},
        Wrong{{"TwoWritesOfOneValue", {Wrote(2, 3, "1", "2", "b"), Wrote(4, 5, "2", "3", "b")}},
              Reason::kMalformed},
        Wrong{{"EndBeforeItsBeginning", {Read(5, 4, "1", "a")}}, Reason::kMalformed}),
    [](const auto& info) { return info.param.one.name; });

TEST(CheckTest, ReasonsHaveNames) {
  for (int reason = 0; reason <= static_cast<int>(Reason::kFailedWithoutCause); ++reason)
    EXPECT_NE(Name(static_cast<Reason>(reason)), "") << reason;
}

}  // namespace
}  // namespace palier::linear
