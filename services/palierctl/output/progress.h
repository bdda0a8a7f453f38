// SPDX-License-Identifier: Apache-2.0
// A bar on standard error while a file is transferred; silent when that is no terminal.
#ifndef PALIER_PALIERCTL_OUTPUT_PROGRESS_H_
#define PALIER_PALIERCTL_OUTPUT_PROGRESS_H_

#include <cstdint>
#include <ostream>
#include <string>

namespace palier::ctl {

// `[#####-----]  50 %  1066/2133`; without a total only the count.
std::string ProgressLine(int64_t done, int64_t total);

// Not thread-safe. Its line is wiped when it goes.
class Progress {
 public:
  Progress(std::ostream& out, bool visible) : out_(out), visible_(visible) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Show(int64_t done, int64_t total);

 private:
  std::ostream& out_;
  const bool visible_;
  std::string shown_;
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_OUTPUT_PROGRESS_H_
