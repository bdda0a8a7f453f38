// SPDX-License-Identifier: Apache-2.0
#include "common/time/clock.h"

#include <fstream>
#include <utility>

namespace palier::time {

FileClock::FileClock(std::string path) : path_(std::move(path)), last_(absl::UnixEpoch()) {}

absl::Time FileClock::Now() const {
  absl::MutexLock lock(&mutex_);
  std::ifstream file(path_);
  std::string line;
  absl::Time read;
  std::string error;
  if (std::getline(file, line) && absl::ParseTime(absl::RFC3339_full, line, &read, &error)) {
    last_ = read;
  }
  return last_;
}

}  // namespace palier::time
