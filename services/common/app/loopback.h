// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_APP_LOOPBACK_H_
#define PALIER_COMMON_APP_LOOPBACK_H_

#include "absl/strings/string_view.h"

namespace palier::app {

// Whether `host:port` (or `unix:PATH`, or nothing) is on this machine whatever names mean
// elsewhere: an address of loopback, or `localhost`.
bool IsLoopback(absl::string_view address);

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_LOOPBACK_H_
