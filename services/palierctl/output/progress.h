// SPDX-License-Identifier: Apache-2.0
// What standard error shows while something takes its time.
#ifndef PALIER_PALIERCTL_OUTPUT_PROGRESS_H_
#define PALIER_PALIERCTL_OUTPUT_PROGRESS_H_

#include <cstdint>
#include <ostream>
#include <string>

namespace palier::ctl {

// `[#####-----]  50 %  1066/2133`; without a total only the count.
std::string ProgressLine(int64_t done, int64_t total);

// A line that is written over on a terminal and wiped when it goes; elsewhere each is a line of its
// own. Not thread-safe.
class StatusLine {
 public:
  StatusLine(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}
  ~StatusLine();
  StatusLine(const StatusLine&) = delete;
  StatusLine& operator=(const StatusLine&) = delete;

  // Nothing when it is shown already.
  void Show(std::string line);

 private:
  std::ostream& out_;
  const bool terminal_;
  std::string shown_;
};

// A bar while a file is transferred; silent when that is no terminal. Not thread-safe.
class Progress {
 public:
  Progress(std::ostream& out, bool visible) : line_(out, true), visible_(visible) {}

  void Show(int64_t done, int64_t total);

 private:
  StatusLine line_;
  const bool visible_;
};

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_OUTPUT_PROGRESS_H_
