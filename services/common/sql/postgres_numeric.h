// SPDX-License-Identifier: Apache-2.0
// PostgreSQL's NUMERIC, which SUM and AVG of BIGINT answer with.
#ifndef PALIER_COMMON_SQL_POSTGRES_NUMERIC_H_
#define PALIER_COMMON_SQL_POSTGRES_NUMERIC_H_

#include <string>

#include "absl/strings/string_view.h"

namespace palier::sql {

// The number in decimal, for example "-12.50"; "NaN" or "" for what is no number. `binary` is the
// wire format: counts of digits, weight, sign and scale as 16 bits each, then digits to the base
// 10000.
std::string NumericText(absl::string_view binary);

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_POSTGRES_NUMERIC_H_
