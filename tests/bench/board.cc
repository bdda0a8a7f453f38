// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/board.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace palier::bench {
namespace {

double MedianOf(const std::vector<Sample>& samples, double Sample::*field) {
  std::vector<double> values;
  for (const Sample& sample : samples) values.push_back(sample.*field);
  return Median(std::move(values));
}

std::string GoalText(const Goal& goal) {
  switch (goal.of) {
    case Goal::Of::kNone:
      return "";
    case Goal::Of::kRatioAtLeast:
      return absl::StrFormat(">= %.2f", goal.bound);
    case Goal::Of::kRatioAtMost:
      return absl::StrFormat("<= %.2f", goal.bound);
    case Goal::Of::kRateAtLeast:
      return absl::StrFormat(">= %.0f/s", goal.bound);
  }
  return "";
}

std::string Optional(const std::optional<double>& value) {
  return value.has_value() ? absl::StrFormat("%.2f", *value) : "";
}

std::string MetText(const std::optional<bool>& met) {
  if (!met.has_value()) return "";
  return *met ? "met" : "NOT MET";
}

}  // namespace

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

std::vector<std::string> Board::Missing() const {
  std::vector<std::string> missing;
  for (const Row& row : rows_) {
    if (!samples_.contains(row.name)) missing.push_back(row.name);
  }
  return missing;
}

Board::Line Board::LineOf(const Row& row) const {
  Line line{&row};
  const auto own = samples_.find(row.name);
  if (own == samples_.end()) return line;
  line.median = {MedianOf(own->second, &Sample::per_second), MedianOf(own->second, &Sample::p50_us),
                 MedianOf(own->second, &Sample::p99_us),
                 MedianOf(own->second, &Sample::server_cpu_us)};
  const auto field =
      row.versus.metric == Versus::Metric::kRate ? &Sample::per_second : &Sample::p50_us;
  std::vector<double> ratios;
  for (size_t round = 0; round < own->second.size(); ++round) {
    double base = 0;
    for (const auto& [name, factor] : row.versus.base) {
      const auto other = samples_.find(name);
      if (other != samples_.end() && round < other->second.size()) {
        base += factor * (other->second[round].*field);
      }
    }
    if (base > 0) ratios.push_back(own->second[round].*field / base);
  }
  if (!ratios.empty()) {
    line.ratio = Median(ratios);
    line.least = *std::min_element(ratios.begin(), ratios.end());
    line.greatest = *std::max_element(ratios.begin(), ratios.end());
  }
  const bool rate = row.goal.of == Goal::Of::kRateAtLeast;
  if (rate) line.met = line.median.per_second >= row.goal.bound;
  if (!line.ratio.has_value()) return line;
  if (row.goal.of == Goal::Of::kRatioAtLeast) line.met = *line.ratio >= row.goal.bound;
  if (row.goal.of == Goal::Of::kRatioAtMost) line.met = *line.ratio <= row.goal.bound;
  return line;
}

std::vector<Board::Line> Board::Lines() const {
  std::vector<Line> lines;
  for (const Row& row : rows_) {
    if (samples_.contains(row.name)) lines.push_back(LineOf(row));
  }
  return lines;
}

std::string Board::Table() const {
  std::string out =
      absl::StrFormat("%-44s %10s %9s %9s %8s %6s %13s  %-12s %-8s %s\n", "", "per s", "p50 us",
                      "p99 us", "CPU us", "ratio", "(min..max)", "goal", "", "ratio of");
  for (const Line& line : Lines()) {
    const std::string span =
        line.ratio.has_value() ? absl::StrFormat("(%.2f..%.2f)", *line.least, *line.greatest) : "";
    absl::StrAppendFormat(&out, "%-44s %10.0f %9.0f %9.0f %8.1f %6s %13s  %-12s %-8s %s\n",
                          line.row->name, line.median.per_second, line.median.p50_us,
                          line.median.p99_us, line.median.server_cpu_us, Optional(line.ratio), span,
                          GoalText(line.row->goal), MetText(line.met), line.row->versus.text);
  }
  return out;
}

std::string Board::Json() const {
  std::vector<std::string> rows;
  for (const Line& line : Lines()) {
    std::string row = absl::StrFormat(
        R"({"name":"%s","per_second":%.1f,"p50_us":%.1f,"p99_us":%.1f,"server_cpu_us":%.2f)",
        line.row->name, line.median.per_second, line.median.p50_us, line.median.p99_us,
        line.median.server_cpu_us);
    if (line.ratio.has_value()) {
      absl::StrAppendFormat(&row,
                            R"(,"ratio":%.3f,"ratio_min":%.3f,"ratio_max":%.3f,"ratio_of":"%s")",
                            *line.ratio, *line.least, *line.greatest, line.row->versus.text);
    }
    if (line.met.has_value()) {
      absl::StrAppendFormat(&row, R"(,"goal":"%s","met":%s)", GoalText(line.row->goal),
                            *line.met ? "true" : "false");
    }
    rows.push_back(row + "}");
  }
  return absl::StrCat("{\"rows\":[\n", absl::StrJoin(rows, ",\n"), "\n]}\n");
}

}  // namespace palier::bench
