// SPDX-License-Identifier: Apache-2.0
// The resource types that the reporting service owns.
#ifndef PALIER_REPORTING_STORAGE_TYPES_H_
#define PALIER_REPORTING_STORAGE_TYPES_H_

#include <vector>

#include "common/resource/type.h"

namespace palier::reporting {

// Made once; immutable.
struct Types {
  Types();
  resource::Type report_schedule;
  resource::Type report;
  resource::Type proposal;
  resource::Type figure_edition;
  resource::Type file;
  resource::Type operation;

  std::vector<const resource::Type*> all() const {
    return {&report_schedule, &report, &proposal, &figure_edition, &file, &operation};
  }
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_STORAGE_TYPES_H_
