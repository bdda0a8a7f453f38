// SPDX-License-Identifier: Apache-2.0
#include "tests/linear/checker.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "tests/linear/chain.h"

namespace palier::linear {
namespace {

// Of calls that take effect one after the other: the one that began last among the first of them.
class LastBegun {
 public:
  void Add(const Operation& call) {
    if (call_ == nullptr || call.invoked > call_->invoked) call_ = &call;
  }
  // The call, when it began after `other` ended; else null.
  const Operation* After(const Operation& other) const {
    return call_ != nullptr && call_->invoked > other.answered ? call_ : nullptr;
  }

 private:
  const Operation* call_ = nullptr;
};

// `later` takes effect after `earlier` in the only order there is, and ended before it began.
Violation Inverted(const Operation& earlier, const Operation& later) {
  const Reason reason = earlier.kind == Kind::kRead ? Reason::kStaleRead
                        : later.kind == Kind::kRead ? Reason::kReadFromTheFuture
                                                    : Reason::kOrderInverted;
  return {reason, absl::StrCat(Words(later), " ended before ", Words(earlier))};
}

// Calls between links are ordered by their links, reads of one link by real time alone: then the
// order agrees with real time exactly when no pair contradicts it.
std::optional<Violation> AgainstTime(const Chain& chain) {
  LastBegun before;
  for (const Link& link : chain.links()) {
    if (const Operation* late = before.After(*link.write)) return Inverted(*late, *link.write);
    before.Add(*link.write);
    for (const Operation* read : link.reads) {
      if (const Operation* late = before.After(*read)) return Inverted(*late, *read);
    }
    for (const Operation* read : link.reads) before.Add(*read);
  }
  return std::nullopt;
}

// For each link, the earliest end of a call at it or after it: what begins later knows the link.
std::vector<Moment> KnownSince(const Chain& chain) {
  std::vector<Moment> known(chain.links().size());
  Moment earliest = kNever;
  for (size_t i = known.size(); i-- > 0;) {
    const Link& link = chain.links()[i];
    earliest = std::min(earliest, link.write->answered);
    for (const Operation* read : link.reads) earliest = std::min(earliest, read->answered);
    known[i] = earliest;
  }
  return known;
}

// For each link, the latest beginning of a call that takes effect before it, or of its write.
std::vector<Moment> BegunBefore(const Chain& chain) {
  std::vector<Moment> begun;
  Moment latest = 0;
  for (const Link& link : chain.links()) {
    latest = std::max(latest, link.write->invoked);
    begun.push_back(latest);
    for (const Operation* read : link.reads) latest = std::max(latest, read->invoked);
  }
  return begun;
}

// A write that fails takes effect when the record has another version than it names: after the next
// write, when the version that it names was known before it began.
std::optional<Violation> WithoutCause(const Chain& chain, const Calls& calls) {
  const std::vector<Moment> known = KnownSince(chain);
  const std::vector<Moment> begun = BegunBefore(chain);
  for (const Operation* call : calls) {
    if (call->outcome != Outcome::kFailed) continue;
    const std::optional<size_t> place = chain.PlaceOf(call->expected);
    if (!place.has_value() || known[*place] > call->invoked) continue;
    const size_t next = *place + 1;
    if (next >= begun.size() || begun[next] > call->answered)
      return Violation{Reason::kFailedWithoutCause, Words(*call)};
  }
  return std::nullopt;
}

std::optional<Violation> Malformed(const Calls& calls) {
  for (const Operation* call : calls) {
    if ((call->outcome == Outcome::kUnknown) != (call->answered == kNever) ||
        call->answered <= call->invoked ||
        (call->kind == Kind::kRead && call->outcome != Outcome::kOk))
      return Violation{Reason::kMalformed, Words(*call)};
  }
  return std::nullopt;
}

std::optional<Violation> CheckRecord(const Calls& calls) {
  if (auto wrong = Malformed(calls)) return wrong;
  Chain chain;
  if (auto wrong = chain.Build(calls)) return wrong;
  if (auto wrong = AgainstTime(chain)) return wrong;
  return WithoutCause(chain, calls);
}

}  // namespace

std::string Name(Reason reason) {
  switch (reason) {
    case Reason::kMalformed:
      return "malformed";
    case Reason::kFork:
      return "two writes replaced one version";
    case Reason::kVersionMadeTwice:
      return "two writes made one version";
    case Reason::kTookEffectTwice:
      return "a write took effect twice";
    case Reason::kHole:
      return "a write replaced a version that nobody made";
    case Reason::kValueNeverWritten:
      return "a value that nobody wrote";
    case Reason::kFailedWriteTookEffect:
      return "a failed write took effect";
    case Reason::kWrongValue:
      return "a version with the value of another";
    case Reason::kStaleRead:
      return "a stale read";
    case Reason::kReadFromTheFuture:
      return "a read from the future";
    case Reason::kOrderInverted:
      return "writes against the order of time";
    case Reason::kFailedWithoutCause:
      return "a write failed without cause";
  }
  return "";
}

std::optional<Violation> Check(const History& history) {
  std::map<std::string, Calls> records;
  for (const Operation& call : history) records[call.record].push_back(&call);
  for (const auto& [record, calls] : records) {
    if (auto wrong = CheckRecord(calls)) return wrong;
  }
  return std::nullopt;
}

}  // namespace palier::linear
