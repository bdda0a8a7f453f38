// SPDX-License-Identifier: Apache-2.0
#include "tests/linear/chain.h"

#include "absl/strings/str_cat.h"

namespace palier::linear {
namespace {

Violation Against(Reason reason, const Operation& one, const Operation& other) {
  return {reason, absl::StrCat(Words(one), "; ", Words(other))};
}

std::string OutcomeWords(const Operation& call) {
  switch (call.outcome) {
    case Outcome::kOk:
      return absl::StrCat("version ", call.version);
    case Outcome::kFailed:
      return "refused";
    case Outcome::kUnknown:
      return "unanswered";
  }
  return "";
}

}  // namespace

std::string Words(const Operation& call) {
  const std::string end = call.answered == kNever ? "" : absl::StrCat(call.answered);
  const std::string what = call.kind == Kind::kRead ? "reads" : "replaces " + call.expected + " by";
  return absl::StrCat("client ", call.client, " [", call.invoked, "..", end, "] ", call.record, " ",
                      what, " ", call.value, ": ", OutcomeWords(call));
}

std::optional<Violation> Chain::Build(const Calls& calls) {
  if (auto wrong = TakeWrites(calls)) return wrong;
  for (const Operation* call : calls) {
    if (call->kind != Kind::kRead) continue;
    if (auto wrong = TakeRead(*call)) return wrong;
  }
  if (auto wrong = Order()) return wrong;
  AddUnread(calls);
  return std::nullopt;
}

std::optional<size_t> Chain::PlaceOf(const std::string& version) const {
  const auto place = places_.find(version);
  if (place == places_.end()) return std::nullopt;
  return place->second;
}

std::optional<Violation> Chain::TakeWrites(const Calls& calls) {
  for (const Operation* call : calls) {
    if (call->kind != Kind::kWrite) continue;
    const auto [known, added] = writes_.emplace(call->value, call);
    if (!added) return Against(Reason::kMalformed, *known->second, *call);
    if (call->outcome != Outcome::kOk) continue;
    if (auto wrong = Make(call->version, *call)) return wrong;
  }
  return std::nullopt;
}

std::optional<Violation> Chain::Make(const std::string& version, const Operation& write) {
  // Told first: versions that are counted collide when an update is lost.
  const auto [next, first] = next_.emplace(write.expected, version);
  if (!first) return Against(Reason::kFork, *makers_.at(next->second), write);
  const auto [maker, added] = makers_.emplace(version, &write);
  if (!added) return Against(Reason::kVersionMadeTwice, *maker->second, write);
  return std::nullopt;
}

std::optional<Violation> Chain::TakeRead(const Operation& read) {
  if (!makers_.contains(read.version)) {
    if (auto wrong = Adopt(read)) return wrong;
  }
  const Operation& maker = *makers_.at(read.version);
  if (maker.value == read.value) {
    reads_[read.version].push_back(&read);
    return std::nullopt;
  }
  const auto writer = writes_.find(read.value);
  if (writer == writes_.end()) return Violation{Reason::kValueNeverWritten, Words(read)};
  const bool failed = writer->second->outcome == Outcome::kFailed;
  return Against(failed ? Reason::kFailedWriteTookEffect : Reason::kWrongValue, maker, read);
}

// Nobody was told of the version that was read: it must come from a write without an answer.
std::optional<Violation> Chain::Adopt(const Operation& read) {
  const auto writer = writes_.find(read.value);
  if (writer == writes_.end()) return Violation{Reason::kValueNeverWritten, Words(read)};
  const Operation& write = *writer->second;
  if (write.outcome == Outcome::kFailed)
    return Against(Reason::kFailedWriteTookEffect, write, read);
  if (write.outcome == Outcome::kOk) return Against(Reason::kTookEffectTwice, write, read);
  const auto next = next_.find(write.expected);
  if (next != next_.end() && makers_.at(next->second) == &write)
    return Against(Reason::kTookEffectTwice, write, read);
  return Make(read.version, write);
}

std::optional<Violation> Chain::Order() {
  auto next = next_.find("");
  for (; next != next_.end(); next = next_.find(next->second)) {
    const std::string& version = next->second;
    places_[version] = links_.size();
    links_.push_back({makers_.at(version), reads_[version]});
  }
  if (links_.empty()) return Violation{Reason::kMalformed, "nobody made the record"};
  for (const auto& [version, write] : makers_) {
    if (!places_.contains(version)) return Violation{Reason::kHole, Words(*write)};
  }
  return std::nullopt;
}

// Of writes without an answer that replace the last version, one may have taken effect: after all
// that is known, so that it contradicts nothing and explains why others were refused. The first to
// begin explains the most.
void Chain::AddUnread(const Calls& calls) {
  const Operation* first = nullptr;
  for (const Operation* call : calls) {
    if (call->outcome != Outcome::kUnknown || PlaceOf(call->expected) != links_.size() - 1)
      continue;
    if (first == nullptr || call->invoked < first->invoked) first = call;
  }
  if (first != nullptr) links_.push_back({first, {}});
}

}  // namespace palier::linear
