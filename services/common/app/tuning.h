// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_APP_TUNING_H_
#define PALIER_COMMON_APP_TUNING_H_

namespace palier::app {

// Sets what Debian's libraries leave dear in a server that runs for long. To be called once, before
// there are threads. Tests keep the libraries' checks and do not call it.
void TuneProcess();

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_TUNING_H_
