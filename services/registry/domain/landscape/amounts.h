// SPDX-License-Identifier: Apache-2.0
// Amounts of money as the records of the map hold and show them.
#ifndef PALIER_REGISTRY_DOMAIN_LANDSCAPE_AMOUNTS_H_
#define PALIER_REGISTRY_DOMAIN_LANDSCAPE_AMOUNTS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "common/money/money.h"
#include "common/money/sums.h"
#include "common/status/error.h"
#include "google/type/money.pb.h"

namespace palier::landscape {

// Largest amount that records of the map may hold, in units of a currency.
inline constexpr int64_t kLargestAmount = 1'000'000'000'000'000;

using money::MoneyOf;
using money::NanosOf;
using Amounts = money::Sums;

// Adds to `errors` when a set amount is none: currency of three capital letters, nanos of the sign
// of the units, from 0 to `largest` units.
void CheckAmount(absl::string_view field, const google::type::Money& amount, int64_t largest,
                 status::FieldErrors& errors);

// `1234.50 EUR`.
std::string AmountText(const google::type::Money& amount);

}  // namespace palier::landscape

#endif  // PALIER_REGISTRY_DOMAIN_LANDSCAPE_AMOUNTS_H_
