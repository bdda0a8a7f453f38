// SPDX-License-Identifier: Apache-2.0
// What no schedule can be worth more than, from the linear relaxation of the same rows the planner
// keeps: solved by clp (COIN-OR, Debian package coinor-clp), which only these programs use.
#ifndef PALIER_TESTS_QUALITY_LINEAR_BOUND_H_
#define PALIER_TESTS_QUALITY_LINEAR_BOUND_H_

#include <string>

#include "absl/status/statusor.h"
#include "rollout/schedule/model.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::quality {

// The relaxation over y(i, t), the share of activity i that has started by the end of t. NOT_FOUND
// without clp; INTERNAL when it does not solve it. `folder` takes the files.
absl::StatusOr<double> LinearBound(const schedule::Model& model, const schedule::Values& values,
                                   const std::string& folder);

}  // namespace palier::quality

#endif  // PALIER_TESTS_QUALITY_LINEAR_BOUND_H_
