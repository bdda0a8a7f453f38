// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/landscape/amounts.h"

#include <gtest/gtest.h>

#include "registry/domain/landscape/testing/house.h"

namespace palier::landscape {
namespace {

google::type::Money Of(int64_t units, int32_t nanos, const std::string& currency) {
  google::type::Money money = Euros(units, currency);
  money.set_nanos(nanos);
  return money;
}

TEST(AmountsTest, ChecksWhatIsNoAmount) {
  const std::pair<google::type::Money, bool> cases[] = {
      {Of(0, 0, "EUR"), true},
      {Of(10, 0, "EUR"), true},
      {Of(9, 999'999'999, "EUR"), true},
      {Of(10, 1, "EUR"), false},
      {Of(-1, 0, "EUR"), false},
      {Of(0, -1, "EUR"), false},
      {Of(0, 1'000'000'000, "EUR"), false},
      {Of(1, 0, "eur"), false},
      {Of(1, 0, ""), false},
      {Of(1, 0, "EURO"), false},
  };
  for (const auto& [amount, good] : cases) {
    status::FieldErrors errors;
    CheckAmount("x", amount, 10, errors);
    EXPECT_EQ(errors.empty(), good) << amount.ShortDebugString();
  }
}

}  // namespace
}  // namespace palier::landscape
