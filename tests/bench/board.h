// SPDX-License-Identifier: Apache-2.0
// What was measured, and how it compares.
#ifndef PALIER_TESTS_BENCH_BOARD_H_
#define PALIER_TESTS_BENCH_BOARD_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace palier::bench {

// One burst of one row.
struct Sample {
  double per_second = 0;
  double p50_us = 0;
  double p99_us = 0;
  // CPU time of the server process per operation; 0 where no server took part.
  double server_cpu_us = 0;
};

// What a row is held to.
struct Goal {
  enum class Of { kNone, kRatioAtLeast, kRatioAtMost, kRateAtLeast };
  Of of = Of::kNone;
  double bound = 0;
};

// A row's rate over another row's, or its p50 over a weighted sum of other rows' p50.
struct Versus {
  enum class Metric { kRate, kP50 };
  Metric metric = Metric::kRate;
  std::vector<std::pair<std::string, double>> base;
  std::string text;
};

struct Row {
  std::string name;
  Versus versus;
  Goal goal;
};

// Samples of one run, by row and round. Used by one thread.
class Board {
 public:
  void Declare(Row row) { rows_.push_back(std::move(row)); }
  void Add(const std::string& row, const Sample& sample) { samples_[row].push_back(sample); }

  // Rows without a sample.
  std::vector<std::string> Missing() const;
  // Medians over the rounds, of values and of the ratios of each round.
  std::string Table() const;
  std::string Json() const;

 private:
  struct Line {
    const Row* row;
    Sample median;
    // Median, least and greatest of the rounds.
    std::optional<double> ratio, least, greatest;
    std::optional<bool> met;
  };
  std::vector<Line> Lines() const;
  Line LineOf(const Row& row) const;

  std::vector<Row> rows_;
  std::map<std::string, std::vector<Sample>> samples_;
};

// The middle value; the mean of the two middle ones of an even number. 0 of none.
double Median(std::vector<double> values);

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_BOARD_H_
