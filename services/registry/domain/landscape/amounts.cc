// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/amounts.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/mapping/currency.h"

namespace palier::landscape {

void CheckAmount(absl::string_view field, const google::type::Money& amount, int64_t largest,
                 status::FieldErrors& errors) {
  if (!mapping::IsCurrencyCode(amount.currency_code())) {
    errors.Add(absl::StrCat(field, ".currency_code"),
               {"expected three capital letters, such as EUR",
                "trois lettres majuscules attendues, comme EUR"});
  }
  const bool whole = amount.nanos() >= 0 && amount.nanos() < money::kNanosPerUnit;
  if (!whole || amount.units() < 0 ||
      NanosOf(amount) > absl::int128(largest) * money::kNanosPerUnit) {
    errors.Add(field, {absl::StrCat("expected an amount from 0 to ", largest),
                       absl::StrCat("montant attendu : de 0 à ", largest)});
  }
}

std::string AmountText(const google::type::Money& amount) {
  const int cents = amount.nanos() / 10'000'000;
  return absl::StrFormat("%d.%02d %s", amount.units(), cents < 0 ? -cents : cents,
                         amount.currency_code());
}

}  // namespace palier::landscape
