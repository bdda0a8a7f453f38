// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_API_CENTS_H_
#define PALIER_ROLLOUT_API_CENTS_H_

#include <google/type/money.pb.h>

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "common/status/error.h"

namespace palier::rollout {

// Amounts in hundredths of one currency: that of the first amount that is not zero. Not
// thread-safe.
class Cents {
 public:
  // 0 to 10^9; 0 for an amount that is out of range or in another currency, which ToStatus then
  // tells.
  int64_t Of(const google::type::Money& money, const std::string& path);
  google::type::Money Money(int64_t cents) const;
  // OK, or INVALID_ARGUMENT (INVALID_FIELDS).
  absl::Status ToStatus() const { return errors_.ToStatus(); }

 private:
  std::string currency_;
  status::FieldErrors errors_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_CENTS_H_
