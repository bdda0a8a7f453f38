// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/price.h"

#include "common/money/money.h"

namespace palier::registry {
namespace {

v1::PriceInput Input(const std::string& source, const google::type::Money& weekly) {
  v1::PriceInput input;
  input.set_source(source);
  *input.mutable_weekly() = weekly;
  return input;
}

}  // namespace

WeeklyPrice WeeklyPriceOf(const Facts& facts) {
  WeeklyPrice price;
  for (const v1::Entry* entry : facts.Of(v1::Entry::kCostLine)) {
    if (!entry->cost_line().monthly()) continue;
    price.inputs.push_back(
        Input(entry->name(), money::Scaled(entry->cost_line().amount(), 12, 52)));
  }
  const v1::StaffedHours& hours = facts.project.staffed_hours();
  if (hours.weekly_hundredths() > 0) {
    price.inputs.push_back(Input(
        facts.project.name(), money::Scaled(hours.loaded_rate(), hours.weekly_hundredths(), 100)));
  }
  for (const v1::PriceInput& input : price.inputs) {
    if (!price.amount.has_value()) {
      price.amount = input.weekly();
    } else if (money::SameCurrency(*price.amount, input.weekly())) {
      money::Add(*price.amount, input.weekly());
    } else {
      price.amount.reset();
      break;
    }
  }
  return price;
}

}  // namespace palier::registry
