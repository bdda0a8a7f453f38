// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_ROLLOUT_SCHEDULE_WINDOWS_H_
#define PALIER_ROLLOUT_SCHEDULE_WINDOWS_H_

#include "rollout/schedule/model.h"

namespace palier::schedule {

// The earliest and latest starts that releases, deadlines, closed starts and arcs alone leave.
// A cycle of arcs that lengthens itself makes some earliest start pass its latest one.
struct Windows {
  Starts earliest, latest;
};
Windows WindowsOf(const Model& model);

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_WINDOWS_H_
