// SPDX-License-Identifier: Apache-2.0
// Numbers as people of a language write them: `1,234.5` and `1 234,5`. Spaces inside are such that no line breaks there.
#ifndef PALIER_REPORTING_TEXT_NUMBER_TEXT_H_
#define PALIER_REPORTING_TEXT_NUMBER_TEXT_H_

#include <google/type/money.pb.h>

#include <cstdint>
#include <string>

#include "absl/time/civil_time.h"
#include "common/rpc/call.h"

namespace palier::reporting {

std::string CountText(int64_t count, rpc::Language language);
// `25.0 %` for 250 thousandths.
std::string PercentText(int64_t permille, rpc::Language language);
// Thousandths with one decimal, rounded half away from zero: `1.5` for 1,460.
std::string TenthsText(int64_t thousandths, rpc::Language language);
// `1,234 EUR`; with cents where there are some.
std::string MoneyText(const google::type::Money& amount, rpc::Language language);
// `1 July 2026`, `1er juillet 2026`.
std::string DateText(absl::CivilDay day, rpc::Language language);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_TEXT_NUMBER_TEXT_H_
