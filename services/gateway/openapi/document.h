// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_GATEWAY_OPENAPI_DOCUMENT_H_
#define PALIER_GATEWAY_OPENAPI_DOCUMENT_H_

#include <string>

#include "gateway/transcoding/route_table.h"
#include "gateway/transcoding/schema.h"

namespace palier::gateway {

// The routes as a document of OpenAPI 3.1, with the comments of the protos: what is served, and
// nothing else. Pure.
std::string OpenApiDocument(const Schema& schema, const RouteTable& routes);

}  // namespace palier::gateway

#endif  // PALIER_GATEWAY_OPENAPI_DOCUMENT_H_
