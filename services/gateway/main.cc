// SPDX-License-Identifier: Apache-2.0
#include "common/app/suite.h"
#include "gateway/module.h"

int main(int argc, char** argv) {
  return palier::app::Main(argc, argv, "palier-gateway: the API of every service as HTTP and JSON.",
                           {palier::gateway::Spec()});
}
