// SPDX-License-Identifier: Apache-2.0
#include "common/app/suite.h"
#include "registry/module.h"

int main(int argc, char** argv) {
  return palier::app::Main(argc, argv,
                           "palier-registry: who and what there is, and what may happen next.",
                           {palier::registry::Spec()});
}
