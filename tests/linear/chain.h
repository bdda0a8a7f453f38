// SPDX-License-Identifier: Apache-2.0
// The one order in which the writes of a record can have taken effect.
#ifndef PALIER_TESTS_LINEAR_CHAIN_H_
#define PALIER_TESTS_LINEAR_CHAIN_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/linear/checker.h"
#include "tests/linear/history.h"

namespace palier::linear {

// Calls on one record, of one history that outlives them.
using Calls = std::vector<const Operation*>;

struct Link {
  const Operation* write;
  // Of the version that the write made.
  Calls reads;
};

// Writes that took effect, from the one that made the record on, each with the reads of its
// version. Used by one thread.
class Chain {
 public:
  // Puts the calls in order; the violation when they have none.
  std::optional<Violation> Build(const Calls& calls);

  const std::vector<Link>& links() const { return links_; }
  // Where the version stands among the links; nullopt when nobody made it.
  std::optional<size_t> PlaceOf(const std::string& version) const;

 private:
  std::optional<Violation> TakeWrites(const Calls& calls);
  std::optional<Violation> Make(const std::string& version, const Operation& write);
  std::optional<Violation> TakeRead(const Operation& read);
  std::optional<Violation> Adopt(const Operation& read);
  std::optional<Violation> Order();
  void AddUnread(const Calls& calls);

  // By value.
  std::map<std::string, const Operation*> writes_;
  // By the version that they made, and by the one that they replaced.
  std::map<std::string, const Operation*> makers_;
  std::map<std::string, std::string> next_;
  // By version.
  std::map<std::string, Calls> reads_;
  std::vector<Link> links_;
  std::map<std::string, size_t> places_;
};

// A call in words.
std::string Words(const Operation& call);

}  // namespace palier::linear

#endif  // PALIER_TESTS_LINEAR_CHAIN_H_
