// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/money_text.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace palier::ctl {

std::string MoneyText(const google::type::Money& amount) {
  const bool negative = amount.units() < 0 || amount.nanos() < 0;
  return absl::StrFormat("%s%d.%02d %s", negative ? "-" : "", std::abs(amount.units()),
                         std::abs(amount.nanos()) / 10'000'000, amount.currency_code());
}

std::string MoneyText(const google::protobuf::RepeatedPtrField<google::type::Money>& amounts) {
  return absl::StrJoin(amounts, " ", [](std::string* out, const google::type::Money& amount) {
    absl::StrAppend(out, MoneyText(amount));
  });
}

}  // namespace palier::ctl
