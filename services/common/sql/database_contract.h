// SPDX-License-Identifier: Apache-2.0
// What every Database must do. A store's test instantiates DatabaseContract with how to open it.
#ifndef PALIER_COMMON_SQL_DATABASE_CONTRACT_H_
#define PALIER_COMMON_SQL_DATABASE_CONTRACT_H_

#include "common/sql/database_contract_sets.h"
#include "common/sql/database_contract_statements.h"
#include "common/sql/database_contract_writers.h"

#endif  // PALIER_COMMON_SQL_DATABASE_CONTRACT_H_
