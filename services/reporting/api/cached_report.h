// SPDX-License-Identifier: Apache-2.0
// A report is made once for each state of the registry that it shows.
#ifndef PALIER_REPORTING_API_CACHED_REPORT_H_
#define PALIER_REPORTING_API_CACHED_REPORT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/cache/cache.h"

namespace palier::reporting {

// The report `kind` of the organisation (its id) for that day and that position of its change log,
// from the cache or else by `make`, a function that returns absl::StatusOr<Report>. What is cached
// must not depend on the caller. Returns the errors of `make`.
template <typename Report, typename Make>
absl::StatusOr<Report> CachedReport(cache::Cache& cache, absl::string_view organization,
                                    absl::string_view kind, absl::CivilDay day, int64_t cursor,
                                    const Make& make) {
  bool made_here = false;
  const std::string key =
      absl::StrCat("reporting/", kind, "/", absl::FormatCivilTime(day), "/", cursor);
  const absl::StatusOr<cache::Entry> entry =
      cache.Get(organization, key, [&]() -> absl::StatusOr<cache::Entry> {
        made_here = true;
        const absl::StatusOr<Report> report = make();
        if (!report.ok()) return report.status();
        return cache::Entry{report->SerializeAsString(), cursor};
      });
  Report report;
  if (entry.ok() && report.ParseFromString(entry->bytes)) return report;
  // Another caller failed to make it, perhaps for want of time: that says nothing of this one.
  if (entry.ok() || !made_here) return make();
  return entry.status();
}

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_CACHED_REPORT_H_
