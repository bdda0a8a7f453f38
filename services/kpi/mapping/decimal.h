// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_KPI_MAPPING_DECIMAL_H_
#define PALIER_KPI_MAPPING_DECIMAL_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace palier::kpi {

// The exact product of two decimal texts ([+-] digits [. digits] [e [+-] digits]), as such a text:
// 1234 times 0.001 is 1234e-3. Returns INVALID_ARGUMENT (INVALID_FIELDS) if a text is no such
// number, has more than 18 significant digits, or an exponent beyond 400 either way.
absl::StatusOr<std::string> DecimalProduct(absl::string_view a, absl::string_view b);

}  // namespace palier::kpi

#endif  // PALIER_KPI_MAPPING_DECIMAL_H_
