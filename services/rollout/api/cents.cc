// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/cents.h"

namespace palier::rollout {
namespace {

constexpr int64_t kLargestAmount = 1'000'000'000;
constexpr int kNanosPerCent = 10'000'000;

}  // namespace

int64_t Cents::Of(const google::type::Money& money, const std::string& path) {
  const bool fits = money.units() >= 0 && money.nanos() >= 0 &&
                    money.nanos() % kNanosPerCent == 0 && money.units() <= kLargestAmount / 100;
  if (!fits) {
    errors_.Add(path, {"must be 0 to 10,000,000, with at most two decimals.",
                       "doit être entre 0 et 10 000 000, avec deux décimales au plus."});
    return 0;
  }
  const int64_t cents = money.units() * 100 + money.nanos() / kNanosPerCent;
  if (cents == 0) return 0;
  if (currency_.empty()) currency_ = money.currency_code();
  if (currency_ != money.currency_code()) {
    errors_.Add(path, {"all amounts must be in one currency.",
                       "tous les montants doivent être dans une seule devise."});
  }
  return cents;
}

google::type::Money Cents::Money(int64_t cents) const {
  google::type::Money money;
  money.set_currency_code(currency_);
  money.set_units(cents / 100);
  money.set_nanos(static_cast<int32_t>(cents % 100) * kNanosPerCent);
  return money;
}

}  // namespace palier::rollout
