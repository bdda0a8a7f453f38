// SPDX-License-Identifier: Apache-2.0
// Runs the anomaly detector over the series of the Numenta Anomaly Benchmark and writes what its
// scorer reads. The probation is the benchmark's: 15 % of a series, of at most 5,000 values.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "common/status/macros.h"
#include "kpi/domain/anomaly.h"

ABSL_FLAG(std::string, data, "", "the folder of the benchmark, with data/CATEGORY/SERIES.csv");
ABSL_FLAG(std::string, out, "", "an empty folder for CATEGORY/SERIES.csv with the scores");

namespace palier::nab {
namespace {

constexpr size_t kLongestSeries = 5000;  // as far as the probation goes

struct Row {
  std::string timestamp;
  kpi::Observation seen;
};

absl::StatusOr<Row> ParseRow(absl::string_view line) {
  const std::vector<std::string> fields = absl::StrSplit(line, ',');
  Row row;
  absl::Time time;
  std::string error;
  if (fields.size() != 2 || !absl::SimpleAtod(fields[1], &row.seen.value) ||
      !absl::ParseTime("%Y-%m-%d %H:%M:%E*S", fields[0], &time, &error)) {
    return absl::InvalidArgumentError(absl::StrCat("not a timestamp and a value: ", line));
  }
  row.timestamp = fields[0];
  row.seen.seconds = absl::ToUnixSeconds(time);
  return row;
}

absl::StatusOr<std::vector<Row>> ReadSeries(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);  // the header
  while (std::getline(file, line)) {
    ASSIGN_OR_RETURN(rows.emplace_back(), ParseRow(absl::StripTrailingAsciiWhitespace(line)));
  }
  return rows;
}

// The score of a value is written where an alert begins and 0 elsewhere: one alert is one notice,
// however many values it lasts.
void WriteScores(const std::vector<Row>& rows, std::ostream& out) {
  kpi::AnomalyOptions options;
  options.probation = static_cast<int>(std::min(rows.size(), kLongestSeries) * 15 / 100);
  kpi::AnomalyDetector detector(options);
  out << "timestamp,value,anomaly_score\n";
  for (const Row& row : rows) {
    const kpi::AnomalyVerdict judged = detector.Observe(row.seen);
    out << absl::StreamFormat("%s,%.17g,%.17g\n", row.timestamp, row.seen.value,
                              judged.begins ? judged.score : 0.0);
  }
}

absl::Status Run(const std::filesystem::path& data, const std::filesystem::path& out) {
  std::error_code error;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(data / "data", error)) {
    if (entry.path().extension() != ".csv") continue;
    ASSIGN_OR_RETURN(const std::vector<Row> rows, ReadSeries(entry.path()));
    const auto target = out / std::filesystem::relative(entry.path(), data / "data");
    std::filesystem::create_directories(target.parent_path(), error);
    std::ofstream file(target);
    WriteScores(rows, file);
    if (!file.flush()) return absl::UnknownError(absl::StrCat("cannot write ", target.string()));
  }
  if (error) return absl::NotFoundError(absl::StrCat(data.string(), ": ", error.message()));
  return absl::OkStatus();
}

}  // namespace
}  // namespace palier::nab

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("palier_nab --data=FOLDER --out=FOLDER");
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = palier::nab::Run(absl::GetFlag(FLAGS_data), absl::GetFlag(FLAGS_out));
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
