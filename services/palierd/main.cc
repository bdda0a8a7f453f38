// SPDX-License-Identifier: Apache-2.0
// All services in one process: the embedded default.
#include "common/app/suite.h"
#include "registry/module.h"

int main(int argc, char** argv) {
  return palier::app::Main(argc, argv, "palierd: every service of Palier in one process.",
                           {palier::registry::Spec()});
}
