// SPDX-License-Identifier: Apache-2.0
// The two macros that absl::Status lacks.
#ifndef PALIER_COMMON_STATUS_MACROS_H_
#define PALIER_COMMON_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define PALIER_STATUS_CONCAT_INNER_(a, b) a##b
#define PALIER_STATUS_CONCAT_(a, b) PALIER_STATUS_CONCAT_INNER_(a, b)

// Returns from the function when `expr` is not OK.
#define RETURN_IF_ERROR(expr)                                         \
  do {                                                                \
    if (absl::Status palier_status_ = (expr); !palier_status_.ok()) { \
      return palier_status_;                                          \
    }                                                                 \
  } while (false)

// Returns from the function when `expr` (a StatusOr) is not OK, else assigns its value to `lhs`.
#define ASSIGN_OR_RETURN(lhs, expr) \
  PALIER_ASSIGN_OR_RETURN_(PALIER_STATUS_CONCAT_(palier_status_or_, __LINE__), lhs, expr)
#define PALIER_ASSIGN_OR_RETURN_(tmp, lhs, expr) \
  auto tmp = (expr);                             \
  if (!tmp.ok()) return std::move(tmp).status(); \
  lhs = *std::move(tmp)

#endif  // PALIER_COMMON_STATUS_MACROS_H_
