// SPDX-License-Identifier: Apache-2.0
// All services in one process: the embedded default.
#include "common/app/suite.h"
#include "gateway/module.h"
#include "kpi/module.h"
#include "registry/module.h"
#include "reporting/module.h"
#include "rollout/module.h"

int main(int argc, char** argv) {
  return palier::app::Main(argc, argv, "palierd: every service of Palier in one process.",
                           {palier::registry::Spec(), palier::kpi::Spec(), palier::rollout::Spec(),
                            palier::reporting::Spec(), palier::gateway::Spec()});
}
