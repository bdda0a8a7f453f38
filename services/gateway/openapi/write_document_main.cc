// SPDX-License-Identifier: Apache-2.0
// Prints the document that the gateway serves at /openapi.json, for linters and generators.
#include <cstdio>

#include "gateway/openapi/document.h"
#include "gateway/transcoding/api_files.h"

int main() {
  using namespace palier::gateway;  // NOLINT
  const auto schema = Schema::Make(ApiFiles());
  if (!schema.ok()) return 1;
  const auto routes = RouteTable::Make(**schema);
  if (!routes.ok()) {
    std::fprintf(stderr, "%s\n", std::string(routes.status().message()).c_str());
    return 1;
  }
  std::puts(OpenApiDocument(**schema, **routes).c_str());
  return 0;
}
