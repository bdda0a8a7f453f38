// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/process_memory.h"

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace palier::bench {

double MiBOf(pid_t process, const std::string& field) {
  std::ifstream status(absl::StrCat("/proc/", process, "/status"));
  for (std::string line; std::getline(status, line);) {
    std::istringstream words(line);
    std::string name;
    double kib = 0;
    if (words >> name >> kib && name == field + ":") return kib / 1024;
  }
  return 0;
}

void ResetPeak(pid_t process) {
  std::ofstream(absl::StrCat("/proc/", process, "/clear_refs")) << "5";
}

}  // namespace palier::bench
