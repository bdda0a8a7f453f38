// SPDX-License-Identifier: Apache-2.0
#include "palierctl/output/progress.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_format.h"

namespace palier::ctl {

constexpr int kBar = 30;

std::string ProgressLine(int64_t done, int64_t total) {
  if (total <= 0) return absl::StrFormat("%d", done);
  const double share = std::clamp(static_cast<double>(done) / static_cast<double>(total), 0.0, 1.0);
  const int filled = static_cast<int>(share * kBar);
  return absl::StrFormat("[%s%s] %3d %%  %d/%d", std::string(filled, '#'),
                         std::string(kBar - filled, '-'), static_cast<int>(share * 100), done,
                         total);
}

StatusLine::~StatusLine() {
  if (terminal_ && !shown_.empty()) out_ << "\r\033[K" << std::flush;
}

void StatusLine::Show(std::string line) {
  if (line == shown_) return;
  if (terminal_) {
    out_ << "\r\033[K" << line << std::flush;
  } else {
    out_ << line << std::endl;
  }
  shown_ = std::move(line);
}

void Progress::Show(int64_t done, int64_t total) {
  if (visible_) line_.Show(ProgressLine(done, total));
}

}  // namespace palier::ctl
