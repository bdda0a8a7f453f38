// SPDX-License-Identifier: Apache-2.0
#include "common/app/suite.h"
#include "kpi/module.h"

int main(int argc, char** argv) {
  return palier::app::Main(argc, argv, "palier-kpi: what is true.", {palier::kpi::Spec()});
}
