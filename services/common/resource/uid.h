// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_COMMON_RESOURCE_UID_H_
#define PALIER_COMMON_RESOURCE_UID_H_

#include <string>

namespace palier::resource {

// A random UUID, version 4 (RFC 9562). Thread-safe.
std::string MakeUid();

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_UID_H_
