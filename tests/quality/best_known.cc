// SPDX-License-Identifier: Apache-2.0
#include "tests/quality/best_known.h"

#include <fstream>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/status/macros.h"

namespace palier::quality {
namespace {

struct Columns {
  size_t instance, lower, upper;
};

absl::Status ReadTable(const std::string& path, const Columns& columns,
                       std::map<std::string, BestKnown>& known) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line)) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = absl::StrSplit(line, ',');
    BestKnown best;
    if (fields.size() <= std::max(columns.lower, columns.upper) ||
        !absl::SimpleAtoi(fields[columns.lower], &best.lower) ||
        !absl::SimpleAtoi(fields[columns.upper], &best.upper)) {
      return absl::InvalidArgumentError(absl::StrCat(path, ": ", line));
    }
    known[std::string(absl::StripSuffix(fields[columns.instance], ".rcp"))] = best;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::map<std::string, BestKnown>> ReadBestKnown(const std::string& folder) {
  std::map<std::string, BestKnown> known;
  RETURN_IF_ERROR(ReadTable(folder + "/best_known_and_solvers.csv", {1, 3, 4}, known));
  RETURN_IF_ERROR(ReadTable(folder + "/optimum_patterson.csv", {0, 1, 1}, known));
  return known;
}

}  // namespace palier::quality
