// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_KPI_MAPPING_UNREADABLE_H_
#define PALIER_KPI_MAPPING_UNREADABLE_H_

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/status/error.h"

namespace palier::kpi {

// UNREADABLE_RECORD: why something is no record, as the end of a sentence in each language.
inline absl::Status Unreadable(absl::string_view en, absl::string_view fr) {
  return status::Error(absl::StatusCode::kInvalidArgument, error::v1::UNREADABLE_RECORD,
                       {absl::StrCat("The record cannot be read: ", en),
                        absl::StrCat("L'enregistrement est illisible : ", fr)})
      .With("detail", en);
}

}  // namespace palier::kpi

#endif  // PALIER_KPI_MAPPING_UNREADABLE_H_
