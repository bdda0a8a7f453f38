// SPDX-License-Identifier: Apache-2.0
// What documents say of one project.
#ifndef PALIER_REPORTING_DOCUMENTS_PROJECT_PAGE_H_
#define PALIER_REPORTING_DOCUMENTS_PROJECT_PAGE_H_

#include <string>

#include "palier/registry/v1/assessment.pb.h"
#include "palier/registry/v1/rule.pb.h"
#include "reporting/documents/document.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// `id` of a resource name.
std::string IdOf(const std::string& name);
// `yes`, `no`, `unknown`.
std::string VerdictText(registry::v1::RuleResult::Verdict verdict, rpc::Language language);
// `accuracy >= 92 % (invoices-2026)`.
std::string CriterionText(const registry::v1::ExitCriterion& criterion, rpc::Language language);
// `unknown` when it is not set.
std::string BudgetText(bool is_set, const google::type::Money& amount, rpc::Language language);

// The promise against what came of it: each exit criterion with its latest result.
Grid PromiseGrid(const Dossier& dossier, rpc::Language language);
// Both budgets, how long it waits and what a week of that costs.
KeyFigures ProjectFigures(const Dossier& dossier, const registry::v1::Assessment& assessment,
                          rpc::Language language);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_PROJECT_PAGE_H_
