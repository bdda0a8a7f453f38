// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_MONEY_SUMS_H_
#define PALIER_COMMON_MONEY_SUMS_H_

#include <google/type/money.pb.h>

#include <map>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"

namespace palier::money {

// Sums of several currencies side by side. A value; not thread-safe.
class Sums {
 public:
  // Nothing for an amount without currency: it was not given.
  void Add(const google::type::Money& amount);
  void Add(const Sums& others);
  absl::int128 nanos(absl::string_view currency) const;
  bool empty() const { return nanos_.empty(); }
  // One for each currency that was added, by currency.
  std::vector<google::type::Money> all() const;

 private:
  std::map<std::string, absl::int128> nanos_;
};

}  // namespace palier::money

#endif  // PALIER_COMMON_MONEY_SUMS_H_
