// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_KPI_MODULE_H_
#define PALIER_KPI_MODULE_H_

#include "common/app/module.h"

namespace palier::kpi {

// The kpi service, for any process that serves it. It calls the registry.
app::ModuleSpec Spec();

}  // namespace palier::kpi

#endif  // PALIER_KPI_MODULE_H_
