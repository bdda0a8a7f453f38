// SPDX-License-Identifier: Apache-2.0
// For tests only: the canonical dump of a project's measurements. Two stores hold the same truth
// when their dumps are equal. When something came in is no part of it.
#ifndef PALIER_KPI_TESTING_STORE_DUMP_H_
#define PALIER_KPI_TESTING_STORE_DUMP_H_

#include <string>

#include "common/sql/database.h"
#include "kpi/storage/fact_table.h"

namespace palier::kpi {

// Facts with their standing, days, users and quarantine, one row a line; a text that begins with
// "error" when they cannot be read.
std::string Dump(sql::Database& database, const ProjectKey& project);

}  // namespace palier::kpi

#endif  // PALIER_KPI_TESTING_STORE_DUMP_H_
