// SPDX-License-Identifier: Apache-2.0
#include "common/app/suite.h"
#include "reporting/module.h"

int main(int argc, char** argv) {
  return palier::app::Main(argc, argv,
                           "palier-reporting: what the facts of the other services mean.",
                           {palier::reporting::Spec()});
}
