// SPDX-License-Identifier: Apache-2.0
// Decimal fixed-point numbers. The value of a measurement is quantised exactly once, to the scale
// its KPI declares, and from then on only integers are added: the same facts in any order give the
// same sum. Pure functions, safe from any thread.
#ifndef PALIER_KPI_DOMAIN_FIXED_H_
#define PALIER_KPI_DOMAIN_FIXED_H_

#include <cstdint>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::kpi {

// A value at a scale known from its KPI: the real value times 10^decimals. Its range is
// [-kMaxFixed, kMaxFixed].
using Fixed = int64_t;
inline constexpr Fixed kMaxFixed = INT64_MAX;
inline constexpr int kMaxDecimals = 9;

// Reads decimal text: [+-] digits [. digits] [e [+-] digits], at most 400 characters, no spaces,
// '.' as the separator. Rounds half away from zero, once, on the exact decimal value. Returns
// INVALID_ARGUMENT with INVALID_FIELDS if the text is no such number, with VALUE_OUT_OF_RANGE if it
// does not fit, and INVALID_FIELDS if decimals lies outside [0, kMaxDecimals].
absl::StatusOr<Fixed> QuantiseText(absl::string_view text, int decimals);

// As QuantiseText on the shortest decimal text that reads back as `value`: the fact 2.675 is the
// same number whether it arrived as text or as a double (whose exact binary value lies a little
// below). A NaN or an infinity is VALUE_OUT_OF_RANGE.
absl::StatusOr<Fixed> Quantise(double value, int decimals);

// The decimal text with exactly `decimals` digits after the point: 1234 at 2 is "12.34".
std::string FixedText(absl::int128 value, int decimals);

// The nearest double, for statistics and display only; never to be summed into the truth.
double FixedDouble(absl::int128 value, int decimals);

// numerator / denominator rounded half away from zero. `denominator` must be positive.
absl::int128 DivideRounded(absl::int128 numerator, absl::int128 denominator);

// A sum of fixed values; cannot overflow below 2^63 terms. A value type.
class FixedSum {
 public:
  FixedSum() = default;
  explicit FixedSum(absl::int128 total) : total_(total) {}
  // From the two halves that hi() and lo() gave.
  static FixedSum FromHalves(int64_t hi, int64_t lo);

  FixedSum& operator+=(Fixed value) { return total_ += value, *this; }
  FixedSum& operator+=(const FixedSum& other) { return total_ += other.total_, *this; }
  FixedSum& operator-=(const FixedSum& other) { return total_ -= other.total_, *this; }
  friend bool operator==(const FixedSum& a, const FixedSum& b) { return a.total_ == b.total_; }
  friend bool operator!=(const FixedSum& a, const FixedSum& b) { return !(a == b); }

  absl::int128 total() const { return total_; }
  // Two's complement, most significant half first, so that a store keeps a sum in two integer
  // columns.
  int64_t hi() const { return absl::Int128High64(total_); }
  int64_t lo() const { return static_cast<int64_t>(absl::Int128Low64(total_)); }
  std::string Text(int decimals) const { return FixedText(total_, decimals); }

 private:
  absl::int128 total_ = 0;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_FIXED_H_
