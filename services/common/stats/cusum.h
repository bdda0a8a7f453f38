// SPDX-License-Identifier: Apache-2.0
// Does a series slide away from where it was, each value by so little that none stands out? The
// two-sided tabular CUSUM of Page, "Continuous inspection schemes", Biometrika 41 (1954) 100-115,
// in the form of Montgomery, "Introduction to Statistical Quality Control", chapter 9. Value types,
// not thread-safe; only IEEE basic operations, but for SelfStartingScores.
#ifndef PALIER_COMMON_STATS_CUSUM_H_
#define PALIER_COMMON_STATS_CUSUM_H_

#include <cstdint>
#include <optional>

namespace palier::stats {

// In standard deviations. With k = 0.5 on independent normal values the mean number of values to an
// alarm is, by the size of the shift (Montgomery's table; cusum_test holds the class against it):
//            0    0.25   0.5   0.75    1    1.5    2     3
//   h = 4   168   74.2  26.6   13.3  8.38  4.75  3.34  2.19
//   h = 5   465   139   38.0   17.0  10.4  5.75  4.01  2.57
struct CusumOptions {
  double k = 0.5;  // half of the shift that matters
  double h = 5;    // the limit of the sums
};

// The two sums. Feed it values less their mean, in standard deviations.
class Cusum {
 public:
  Cusum() = default;
  explicit Cusum(const CusumOptions& options) : options_(options) {}

  // A sum stays at most 2 h: after a return to the mean it is back in bounded time.
  void Add(double z);

  // Above h: the mean has moved up, or down.
  bool IsUp() const { return up_.sum > options_.h; }
  bool IsDown() const { return down_.sum > options_.h; }
  // The sum is at most h / 2.
  bool IsCalmUp() const { return up_.sum <= options_.h / 2; }
  bool IsCalmDown() const { return down_.sum <= options_.h / 2; }

  struct Side {
    double sum = 0;
    // How many values ago the sum left 0: Montgomery's estimate of when the shift began. 0 while
    // the sum is 0.
    int64_t age = 0;
  };
  const Side& up() const { return up_; }
  const Side& down() const { return down_; }

 private:
  void Add(double excess, Side& side) const;

  CusumOptions options_;
  Side up_;
  Side down_;
};

// What to feed a Cusum where neither mean nor deviation is known and there are few values: each
// value against those before it, in a scale in which independent normal values become independent
// standard normal ones (Hawkins, "Self-starting CUSUM charts for location and scale", The
// Statistician 36 (1987) 299-316; the quantile by Wallace, Annals of Mathematical Statistics 30
// (1959) 1124-1130, within 0.04 from three values before it on). No reference has to be set aside.
class SelfStartingScores {
 public:
  // Values nearer to one another than `smallest_deviation` > 0 count as if they scattered by it.
  explicit SelfStartingScores(double smallest_deviation) : smallest_(smallest_deviation) {}

  // None for the first three values: what is known before is nothing, or hardly a scatter.
  std::optional<double> Add(double value);

 private:
  const double smallest_;
  int64_t count_ = 0;
  double mean_ = 0;
  // Of squared distances from the mean.
  double squares_ = 0;
};

}  // namespace palier::stats

#endif  // PALIER_COMMON_STATS_CUSUM_H_
