// SPDX-License-Identifier: Apache-2.0
// What should be known before somebody relies on the figures of a business case.
#ifndef PALIER_REPORTING_FINANCE_CASE_FINDINGS_H_
#define PALIER_REPORTING_FINANCE_CASE_FINDINGS_H_

#include <string>
#include <vector>

#include "common/status/error.h"
#include "reporting/finance/case_progress.h"
#include "reporting/finance/case_table.h"

namespace palier::reporting {

// Years that a CFO asks for (S0-18).
inline constexpr int kAskedYears = 3;

enum class CaseBasis { kDraft, kApproved, kChangedSinceApproval };

struct CaseFinding {
  // UPPER_SNAKE.
  std::string rule;
  status::Text text;
};

struct CaseFacts {
  CaseBasis basis = CaseBasis::kDraft;
  int horizon = kAskedYears;
  const CaseTable& table;
  const CaseWorth& worth;
  // Lines of a year after the horizon.
  int beyond_horizon = 0;
  // The spreads are presets: nobody said how far the amounts may move.
  bool preset_spreads = true;
  // The project has open debts with a price, which no line of the case need hold.
  bool open_debt = false;
};

// In the order in which they should be read.
std::vector<CaseFinding> FindingsOf(const CaseFacts& facts);

// Of its progress; `other_currency`: something was measured that is not in the case's currency.
std::vector<CaseFinding> FindingsOf(const CaseProgress& progress, bool other_currency);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FINANCE_CASE_FINDINGS_H_
