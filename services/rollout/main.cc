// SPDX-License-Identifier: Apache-2.0
#include "common/app/suite.h"
#include "rollout/module.h"

int main(int argc, char** argv) {
  return palier::app::Main(argc, argv, "palier-rollout: who gets it when.",
                           {palier::rollout::Spec()});
}
