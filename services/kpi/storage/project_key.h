// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_KPI_STORAGE_PROJECT_KEY_H_
#define PALIER_KPI_STORAGE_PROJECT_KEY_H_

#include <cstdint>
#include <string>

namespace palier::kpi {

// Ids, not resource names.
struct ProjectKey {
  std::string organization;
  std::string project;
};

// Days of the organisation's calendar, [first, last].
struct DaySpan {
  int64_t first = INT64_MIN;
  int64_t last = INT64_MAX;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_PROJECT_KEY_H_
