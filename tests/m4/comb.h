// SPDX-License-Identifier: Apache-2.0
// The reference of the M4 competition to be beaten: the mean of simple, Holt's and damped
// exponential smoothing, each with the weights of a grid that have the least squared error one step
// ahead. (The competition's own fits its weights with an optimiser.) Pure, safe from any thread.
#ifndef PALIER_TESTS_M4_COMB_H_
#define PALIER_TESTS_M4_COMB_H_

#include <vector>

#include "absl/types/span.h"

namespace palier::m4 {

std::vector<double> Comb(absl::Span<const double> values, int horizon);

}  // namespace palier::m4

#endif  // PALIER_TESTS_M4_COMB_H_
