// SPDX-License-Identifier: Apache-2.0
// Forecasts 13 weeks of each weekly series of the M4 competition from the weeks before them, and
// prints one line of JSON: the overall weighted average (OWA) of our forecast and of Comb, relative
// to Naive2, which for weekly series is the last value; the mean scaled interval score (MSIS, 95 %)
// and how many values fell into the intervals. Definitions: Makridakis, Spiliotis and
// Assimakopoulos, "The M4 competition", Int. J. Forecasting 36 (2020) 54-74.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "common/status/macros.h"
#include "kpi/domain/forecast.h"
#include "tests/m4/comb.h"

ABSL_FLAG(std::string, data, "", "Weekly-train.csv of the competition");
ABSL_FLAG(
    int, before, 0,
    "leave this many last weeks out altogether, so that a choice never sees the weeks that are "
    "reported; 0 to 52");

namespace palier::m4 {
namespace {

constexpr int kHorizon = 13;
using Values = absl::Span<const double>;

absl::StatusOr<std::vector<std::vector<double>>> ReadSeries(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::vector<std::vector<double>> all;
  while (std::getline(file, line)) {
    const std::string plain = absl::StrReplaceAll(line, {{"\"", ""}, {"\r", ""}});
    const std::vector<std::string> fields = absl::StrSplit(plain, ',', absl::SkipEmpty());
    std::vector<double>& values = all.emplace_back();
    for (size_t i = 1; i < fields.size(); ++i) {
      if (!absl::SimpleAtod(fields[i], &values.emplace_back())) {
        return absl::InvalidArgumentError(absl::StrCat("not a number: ", fields[i]));
      }
    }
  }
  return all;
}

// The mean change of one week, the scale of the competition's errors.
double ScaleOf(Values past) {
  double sum = 0;
  for (size_t i = 1; i < past.size(); ++i) sum += std::abs(past[i] - past[i - 1]);
  return sum / static_cast<double>(past.size() - 1);
}

struct Score {
  double smape = 0;
  double mase = 0;

  void Add(double forecast, double came, double scale) {
    smape += 200 * std::abs(forecast - came) / (std::abs(forecast) + std::abs(came));
    mase += std::abs(forecast - came) / scale;
  }
  double OwaAgainst(const Score& naive) const {
    return (smape / naive.smape + mase / naive.mase) / 2;
  }
};

struct Board {
  Score naive, comb, ours;
  double msis = 0;
  int in95 = 0;
  int in80 = 0;
  int values = 0;
};

bool Holds(const kpi::ForecastPoint& point, double value) {
  return value >= point.lower && value <= point.upper;
}

double IntervalScore(const kpi::ForecastPoint& point, double value) {
  const double miss = std::max({0.0, point.lower - value, value - point.upper});
  return point.upper - point.lower + 2 / 0.05 * miss;
}

absl::Status Judge(Values past, Values came, Board& board) {
  ASSIGN_OR_RETURN(const auto wide, kpi::Forecast(past, {kHorizon, 0.95}));
  ASSIGN_OR_RETURN(const auto narrow, kpi::Forecast(past, {kHorizon, 0.8}));
  const std::vector<double> comb = Comb(past, kHorizon);
  const double scale = ScaleOf(past);
  for (size_t h = 0; h < came.size(); ++h) {
    board.naive.Add(past.back(), came[h], scale);
    board.comb.Add(comb[h], came[h], scale);
    board.ours.Add(wide[h].expected, came[h], scale);
    board.msis += IntervalScore(wide[h], came[h]) / scale;
    board.in95 += Holds(wide[h], came[h]);
    board.in80 += Holds(narrow[h], came[h]);
    ++board.values;
  }
  return absl::OkStatus();
}

absl::Status Run(const std::string& data, int before) {
  ASSIGN_OR_RETURN(const auto all, ReadSeries(data));
  Board board;
  for (const std::vector<double>& values : all) {
    const size_t left_out = static_cast<size_t>(std::clamp(before, 0, 52) + kHorizon);
    if (values.size() < left_out + kpi::kMinForecastValues) continue;
    const Values past = Values(values).first(values.size() - left_out);
    RETURN_IF_ERROR(Judge(past, Values(values).subspan(past.size(), kHorizon), board));
  }
  const double n = board.values;
  absl::PrintF(
      "{\"series\": %d, \"owa\": %.4f, \"owa_comb\": %.4f, \"smape\": %.3f, \"mase\": %.3f, "
      "\"msis\": %.2f, \"in95\": %.4f, \"in80\": %.4f}\n",
      all.size(), board.ours.OwaAgainst(board.naive), board.comb.OwaAgainst(board.naive),
      board.ours.smape / n, board.ours.mase / n, board.msis / n, board.in95 / n, board.in80 / n);
  return absl::OkStatus();
}

}  // namespace
}  // namespace palier::m4

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("palier_m4 --data=FILE [--before=WEEKS]");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status =
      palier::m4::Run(absl::GetFlag(FLAGS_data), absl::GetFlag(FLAGS_before));
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
