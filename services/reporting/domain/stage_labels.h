// SPDX-License-Identifier: Apache-2.0
// What people call the stages, and what became of projects after the PoC.
#ifndef PALIER_REPORTING_DOMAIN_STAGE_LABELS_H_
#define PALIER_REPORTING_DOMAIN_STAGE_LABELS_H_

#include "common/status/error.h"
#include "reporting/domain/post_poc.h"
#include "reporting/domain/project_facts.h"

namespace palier::reporting {

// The label of STAGE_UNKNOWN for a stage that has none.
const status::Text& StageLabel(Stage stage);
status::Text PostPocLabel(PostPoc kind);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOMAIN_STAGE_LABELS_H_
