// SPDX-License-Identifier: Apache-2.0
#include "common/stats/rank_tests.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::stats {
namespace {

constexpr double kLn10 = 2.302585092994045684;
constexpr double kHalfLog2OverPi = -0.22579135264472743;  // log(2/pi)/2

absl::StatusOr<std::vector<double>> Sorted(absl::Span<const double> values,
                                           absl::string_view field) {
  if (values.empty()) {
    return status::InvalidField(field, {"The sample is empty.", "L'échantillon est vide."});
  }
  for (double value : values) {
    if (!std::isfinite(value)) {
      return status::InvalidField(field, {"The sample holds a value that is not a finite number.",
                                          "L'échantillon contient une valeur non finie."});
    }
  }
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

double Midpoint(double low, double high) {
  return low == high ? low : low / 2 + high / 2;
}

double MedianOfSorted(const std::vector<double>& sorted) {
  const size_t n = sorted.size();
  if (n % 2 == 1) return sorted[n / 2];
  return Midpoint(sorted[n / 2 - 1], sorted[n / 2]);
}

// Doubles as integers in the same order, so that a range of doubles can be halved in 64 steps.
uint64_t OrderedBits(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  return (bits >> 63) ? ~bits : bits | (uint64_t{1} << 63);
}

double FromOrderedBits(uint64_t ordered) {
  const uint64_t bits = (ordered >> 63) ? ordered & ~(uint64_t{1} << 63) : ~ordered;
  double value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

// Pairs with before - after <= limit; rounding is monotone, so the rounded differences are sorted
// like the exact ones.
int64_t CountUpTo(const std::vector<double>& before, const std::vector<double>& after,
                  double limit) {
  const int64_t m = static_cast<int64_t>(after.size());
  int64_t first = 0;
  int64_t count = 0;
  for (double b : before) {
    while (first < m && b - after[first] > limit) ++first;
    if (first == m) break;
    count += m - first;
  }
  return count;
}

// The difference of rank `rank` (from 1).
double SelectDifference(const std::vector<double>& before, const std::vector<double>& after,
                        int64_t rank) {
  uint64_t low = OrderedBits(before.front() - after.back());
  uint64_t high = OrderedBits(before.back() - after.front());
  while (low < high) {
    const uint64_t middle = low + (high - low) / 2;
    if (CountUpTo(before, after, FromOrderedBits(middle)) >= rank) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return FromOrderedBits(low) + 0.0;  // -0 becomes 0
}

// For each value of `sorted`, how many of `other` are smaller minus how many are greater: its row
// of dominance.
std::vector<int64_t> Dominance(const std::vector<double>& sorted,
                               const std::vector<double>& other) {
  std::vector<int64_t> rows;
  rows.reserve(sorted.size());
  const int64_t size = static_cast<int64_t>(other.size());
  int64_t smaller = 0;
  int64_t not_greater = 0;
  for (double value : sorted) {
    while (smaller < size && other[smaller] < value) ++smaller;
    while (not_greater < size && other[not_greater] <= value) ++not_greater;
    rows.push_back(smaller - (size - not_greater));
  }
  return rows;
}

// The sum of t^3 - t over the groups of equal values in both samples.
double TieTerm(const std::vector<double>& before, const std::vector<double>& after) {
  double term = 0;
  size_t i = 0;
  size_t j = 0;
  while (i < before.size() || j < after.size()) {
    const double value =
        j == after.size() || (i < before.size() && before[i] <= after[j]) ? before[i] : after[j];
    double group = 0;
    for (; i < before.size() && before[i] == value; ++i) ++group;
    for (; j < after.size() && after[j] == value; ++j) ++group;
    term += group * group * group - group;
  }
  return term;
}

// log10 of erfc(z / sqrt 2) for z > 30 by the asymptotic series of Mills' ratio (Abramowitz and
// Stegun 26.2.12); its third term is already below 1e-13 there.
double Log10TailFar(double z) {
  const double inverse = 1 / (z * z);
  const double series = inverse * (-1 + inverse * (3 + inverse * (-15 + inverse * 105)));
  return (kHalfLog2OverPi - z * z / 2 - std::log(z) + std::log1p(series)) / kLn10;
}

double Log10TwoSided(double z, double p) {
  return z > 30 ? Log10TailFar(z) : std::log10(p);
}

double SquaredDeviations(const std::vector<int64_t>& rows, double other, double delta) {
  double sum = 0;
  for (int64_t row : rows) {
    const double deviation = static_cast<double>(row) / other - delta;
    sum += deviation * deviation;
  }
  return sum;
}

// The squared dominances d_ij^2 count the pairs that are no ties.
double UntiedPairs(const std::vector<double>& before, const std::vector<double>& after) {
  double untied = 0;
  size_t low = 0;
  size_t high = 0;
  for (double value : before) {
    while (low < after.size() && after[low] < value) ++low;
    while (high < after.size() && after[high] <= value) ++high;
    untied += static_cast<double>(after.size() - (high - low));
  }
  return untied;
}

double DeltaStandardError(const std::vector<double>& before, const std::vector<double>& after,
                          const std::vector<int64_t>& rows, double delta) {
  const double n = static_cast<double>(before.size());
  const double m = static_cast<double>(after.size());
  if (n * m <= 1) return 0;
  const double floor = (1 - delta * delta) / (n * m - 1);
  if (n < 2 || m < 2) return std::sqrt(std::max(0.0, floor));
  const double by_row = SquaredDeviations(rows, m, delta);
  const double by_column = SquaredDeviations(Dominance(after, before), n, -delta);
  const double within = UntiedPairs(before, after) - n * m * delta * delta;
  const double variance =
      (m * m * by_row + n * n * by_column - within) / (n * m * (n - 1) * (m - 1));
  return std::sqrt(std::max({0.0, floor, variance}));
}

}  // namespace

absl::StatusOr<double> Median(absl::Span<const double> values) {
  ASSIGN_OR_RETURN(const std::vector<double> sorted, Sorted(values, "values"));
  return MedianOfSorted(sorted);
}

absl::StatusOr<double> Mean(absl::Span<const double> values) {
  ASSIGN_OR_RETURN(const std::vector<double> sorted, Sorted(values, "values"));
  double sum = 0;
  for (double value : sorted) sum += value;
  return sum / static_cast<double>(sorted.size());
}

absl::StatusOr<double> NearestRank(absl::Span<const double> values, int percent) {
  if (percent < 1 || percent > 100) {
    return status::InvalidField("percent", {"The percentile must lie between 1 and 100.",
                                            "Le centile doit être compris entre 1 et 100."});
  }
  ASSIGN_OR_RETURN(const std::vector<double> sorted, Sorted(values, "values"));
  const size_t rank = (sorted.size() * static_cast<size_t>(percent) + 99) / 100;
  return sorted[rank - 1];
}

absl::StatusOr<double> HodgesLehmann(absl::Span<const double> before,
                                     absl::Span<const double> after) {
  ASSIGN_OR_RETURN(const std::vector<double> b, Sorted(before, "before"));
  ASSIGN_OR_RETURN(const std::vector<double> a, Sorted(after, "after"));
  const int64_t pairs = static_cast<int64_t>(b.size()) * static_cast<int64_t>(a.size());
  const double upper = SelectDifference(b, a, pairs / 2 + 1);
  if (pairs % 2 == 1) return upper;
  return Midpoint(SelectDifference(b, a, pairs / 2), upper);
}

Magnitude MagnitudeOf(double cliffs_delta) {
  const double size = std::fabs(cliffs_delta);
  if (size < kNegligibleDelta) return Magnitude::kNegligible;
  if (size < kSmallDelta) return Magnitude::kSmall;
  return size < kMediumDelta ? Magnitude::kMedium : Magnitude::kLarge;
}

absl::StatusOr<RankTest> MannWhitney(absl::Span<const double> before,
                                     absl::Span<const double> after) {
  ASSIGN_OR_RETURN(const std::vector<double> b, Sorted(before, "before"));
  ASSIGN_OR_RETURN(const std::vector<double> a, Sorted(after, "after"));
  const std::vector<int64_t> rows = Dominance(b, a);
  int64_t net = 0;
  for (int64_t row : rows) net += row;
  RankTest test;
  test.n = static_cast<int64_t>(b.size());
  test.m = static_cast<int64_t>(a.size());
  const double pairs = static_cast<double>(test.n) * static_cast<double>(test.m);
  const double total = static_cast<double>(test.n + test.m);
  const double centred = static_cast<double>(net) / 2;  // U1 - nm/2
  test.u1 = pairs / 2 + centred;
  test.cliffs_delta = static_cast<double>(net) / pairs;
  test.probability_of_superiority = test.u1 / pairs;
  const double variance = pairs / 12 * (total + 1 - TieTerm(b, a) / (total * (total - 1)));
  if (net != 0 && variance > 0) test.z = centred / std::sqrt(variance);
  test.p = std::erfc(std::fabs(test.z) / std::sqrt(2.0));
  test.log10_p = Log10TwoSided(std::fabs(test.z), test.p);
  test.delta_standard_error = DeltaStandardError(b, a, rows, test.cliffs_delta);
  return test;
}

}  // namespace palier::stats
