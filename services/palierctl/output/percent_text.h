// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_PALIERCTL_OUTPUT_PERCENT_TEXT_H_
#define PALIER_PALIERCTL_OUTPUT_PERCENT_TEXT_H_

#include <string>

#include "absl/strings/str_format.h"

namespace palier::ctl {

// `17.1 %` for 171 thousandths; not negative.
inline std::string PercentText(int permille) {
  return absl::StrFormat("%d.%d %%", permille / 10, permille % 10);
}

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_OUTPUT_PERCENT_TEXT_H_
