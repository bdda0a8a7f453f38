// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_PALIERCTL_OUTPUT_MONEY_TEXT_H_
#define PALIER_PALIERCTL_OUTPUT_MONEY_TEXT_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "google/type/money.pb.h"

namespace palier::ctl {

// `-0.50 EUR`.
std::string MoneyText(const google::type::Money& amount);
// Amounts of several currencies, by a space; empty for none.
std::string MoneyText(const google::protobuf::RepeatedPtrField<google::type::Money>& amounts);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_OUTPUT_MONEY_TEXT_H_
