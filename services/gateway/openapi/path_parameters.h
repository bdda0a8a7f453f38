// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_OPENAPI_PATH_PARAMETERS_H_
#define PALIER_GATEWAY_OPENAPI_PATH_PARAMETERS_H_

#include <string>
#include <vector>

#include "gateway/transcoding/path_template.h"

namespace palier::gateway {

// A path template as OpenAPI has it, where a parameter is one segment.
struct OpenApiPath {
  // `/v1/organizations/{organization}/projects/{project}:advance`.
  std::string text;
  // `organization`, `project`.
  std::vector<std::string> parameters;
};

// Parameters are called after the collection before them.
OpenApiPath OpenApiPathOf(const PathTemplate& path);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_OPENAPI_PATH_PARAMETERS_H_
