// SPDX-License-Identifier: Apache-2.0
// Prints the document of the API: what a client generated while we build is made from.
#include <iostream>

#include "gateway/openapi/document.h"
#include "gateway/transcoding/api_files.h"
#include "gateway/transcoding/route_table.h"

int main() {
  using namespace palier::gateway;
  const auto schema = Schema::Make(ApiFiles());
  if (!schema.ok()) {
    std::cerr << schema.status() << "\n";
    return 1;
  }
  const auto routes = RouteTable::Make(**schema);
  if (!routes.ok()) {
    std::cerr << routes.status() << "\n";
    return 1;
  }
  std::cout << OpenApiDocument(**schema, **routes) << "\n";
  return std::cout.flush() ? 0 : 1;
}
