// SPDX-License-Identifier: Apache-2.0
// Whether a history of compare-and-set records is linearizable (M. Herlihy, J. Wing,
// "Linearizability: A Correctness Condition for Concurrent Objects", 1990): whether each call can
// have taken effect at one moment between its beginning and its end.
//
// Linearizability is local, so each record is judged by itself. A general search (J. Wing, C. Gong
// 1993; G. Lowe 2017) is exponential at worst and is not needed here: each write names the version
// that it replaces and the one that it makes, so the writes of a right history form one chain, and
// the only order that can be right is known (P. Gibbons, E. Korach 1997 on why that makes it
// cheap). What is left is whether that order agrees with real time, in O(n log n).
//
// A write of unknown outcome counts as done when somebody read what it wrote. No right history is
// refused. No wrong one is accepted when each client names versions that it has learnt from an
// answer: a failed write that names a version before anybody was told of it is not judged.
#ifndef PALIER_TESTS_LINEAR_CHECKER_H_
#define PALIER_TESTS_LINEAR_CHECKER_H_

#include <optional>
#include <string>

#include "tests/linear/history.h"

namespace palier::linear {

enum class Reason {
  // The history itself cannot be: an end before its beginning, two writes of one value, no write
  // that made the record.
  kMalformed,
  // Two writes replaced one version: the first of them is lost.
  kFork,
  // Two writes made one version.
  kVersionMadeTwice,
  // One write made two versions.
  kTookEffectTwice,
  // A write replaced a version that nobody made.
  kHole,
  kValueNeverWritten,
  kFailedWriteTookEffect,
  // A version was read with the value of another one.
  kWrongValue,
  // A read, after the end of a call that wrote or read a later version.
  kStaleRead,
  // A read that ended before the write of what it read began.
  kReadFromTheFuture,
  // A write ended before the one whose version it builds on began.
  kOrderInverted,
  // A write was refused while the record had the version that it names.
  kFailedWithoutCause,
};

struct Violation {
  Reason reason;
  // The calls that cannot be, for people.
  std::string text;
};

// The first violation of the first wrong record, by name; nullopt when the history is linearizable.
std::optional<Violation> Check(const History& history);

std::string Name(Reason reason);

}  // namespace palier::linear

#endif  // PALIER_TESTS_LINEAR_CHECKER_H_
