// SPDX-License-Identifier: Apache-2.0
// What a week without a decision costs (S0-39): the running costs that are recorded, and the people
// who are kept busy.
#ifndef PALIER_REGISTRY_DOMAIN_PRICE_H_
#define PALIER_REGISTRY_DOMAIN_PRICE_H_

#include <optional>
#include <vector>

#include "palier/registry/v1/assessment.pb.h"
#include "registry/domain/facts.h"

namespace palier::registry {

struct WeeklyPrice {
  // None: nothing is recorded to compute it from, or the inputs are in several currencies; that is
  // not a price of 0.
  std::optional<google::type::Money> amount;
  std::vector<v1::PriceInput> inputs;
};

// Monthly cost lines x 12 / 52 + staffed hours of a week x loaded rate.
WeeklyPrice WeeklyPriceOf(const Facts& facts);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_PRICE_H_
