// SPDX-License-Identifier: Apache-2.0
// Money that is added up, each currency for itself.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_AMOUNTS_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_AMOUNTS_H_

#include <map>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"
#include "common/money/money.h"
#include "common/status/error.h"
#include "google/type/money.pb.h"

namespace palier::landscape {

// Largest amount that records of the map may hold, in units of a currency.
inline constexpr int64_t kLargestAmount = 1'000'000'000'000'000;

using money::MoneyOf;
using money::NanosOf;

// Adds to `errors` when a set amount is none: currency of three capital letters, nanos of the sign
// of the units, from 0 to `largest` units.
void CheckAmount(absl::string_view field, const google::type::Money& amount, int64_t largest,
                 status::FieldErrors& errors);

// `1234.50 EUR`.
std::string AmountText(const google::type::Money& amount);

// Sums of several currencies side by side. A value; not thread-safe.
class Amounts {
 public:
  // Nothing for an amount without currency: it was not given.
  void Add(const google::type::Money& amount);
  void Add(const Amounts& others);
  absl::int128 nanos(absl::string_view currency) const;
  // One for each currency that was added, by currency.
  std::vector<google::type::Money> all() const;

 private:
  std::map<std::string, absl::int128> nanos_;
};

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_AMOUNTS_H_
