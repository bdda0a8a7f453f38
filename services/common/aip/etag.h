// SPDX-License-Identifier: Apache-2.0
// Etags (AIP-154): a resource's revision in quotes.
#ifndef PALIER_COMMON_AIP_ETAG_H_
#define PALIER_COMMON_AIP_ETAG_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace palier::aip {

// MakeEtag(17) is `"17"`, quotes included.
std::string MakeEtag(int64_t revision);

// OK if `given` is empty (no condition) or equal to `current`, the stored resource's etag; else
// ABORTED with ETAG_MISMATCH about `resource`, a resource name. Weak etags (`W/"17"`) equal none.
absl::Status CheckEtag(absl::string_view given, absl::string_view current,
                       absl::string_view resource);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_ETAG_H_
