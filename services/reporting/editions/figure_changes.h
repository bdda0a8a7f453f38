// SPDX-License-Identifier: Apache-2.0
// What changed between two editions. Pure.
#ifndef PALIER_REPORTING_EDITIONS_FIGURE_CHANGES_H_
#define PALIER_REPORTING_EDITIONS_FIGURE_CHANGES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "common/rpc/call.h"
#include "palier/reporting/v1/figure_edition.pb.h"
#include "reporting/figures/figure.h"

namespace palier::reporting {

struct PartChange {
  std::string key;
  // Unset where it had no such part.
  std::optional<FigureValue> before, after;
  // Unset unless both are known and alike.
  std::optional<FigureValue> difference;
};

struct FigureChange {
  // In the order of FigureChange.State.
  enum class State { kCompared = 1, kDefinitionChanged, kUnknown, kNotInEdition };
  const FigureDefinition* definition = nullptr;
  State state = State::kNotInEdition;
  FigureValue before, after;
  std::optional<FigureValue> difference;
  // Parts of either one, those of `after` first.
  std::vector<PartChange> parts;
};

// One for each figure that there is, in their order.
std::vector<FigureChange> FigureChangesBetween(const v1::FigureEdition& before,
                                               const v1::FigureEdition& after);

// False where both are the same, or unknown.
bool IsChanged(const FigureChange& change);

// Unset unless both are known, of one unit.
std::optional<FigureValue> DifferenceOf(const FigureValue& before, const FigureValue& after);

// With its sign: `+3.2 points`, `−1,200 EUR`, `+2`.
std::string DifferenceText(const FigureValue& difference, rpc::Language language);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_EDITIONS_FIGURE_CHANGES_H_
