// SPDX-License-Identifier: Apache-2.0
// The `order_by` of List methods (AIP-132): `state desc, display_name`.
#ifndef PALIER_COMMON_AIP_ORDER_BY_H_
#define PALIER_COMMON_AIP_ORDER_BY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/aip/field_table.h"

namespace palier::aip {

inline constexpr size_t kMaxOrderByBytes = 512;

struct OrderTerm {
  int column;  // Of the FieldTable. Its text in byte order is the field's order, unset first.
  bool descending;
  friend bool operator==(const OrderTerm&, const OrderTerm&) = default;
};

// Reads an order_by; empty text gives no terms. `asc` may be written. Returns INVALID_ARGUMENT with
// INVALID_ORDER_BY if it is malformed, too long, or names a field that is unknown or there twice.
absl::StatusOr<std::vector<OrderTerm>> ParseOrderBy(absl::string_view text,
                                                    const FieldTable& table);

}  // namespace palier::aip

#endif  // PALIER_COMMON_AIP_ORDER_BY_H_
