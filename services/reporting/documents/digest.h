// SPDX-License-Identifier: Apache-2.0
// What is sent at the end of a period, for each kind of reader.
#ifndef PALIER_REPORTING_DOCUMENTS_DIGEST_H_
#define PALIER_REPORTING_DOCUMENTS_DIGEST_H_

#include <string>

#include "reporting/documents/document.h"
#include "reporting/domain/report_period.h"
#include "reporting/figures/figure_book.h"
#include "reporting/staff/staff_page.h"

namespace palier::reporting {

struct DigestFacts {
  const FigureBook& book;
  // What the organisation is called.
  std::string organization;
  ReportPeriod period;
};

// What everybody may know, and nothing else. It names nobody, as it is kept: champions who want to
// be named are on the staff page, which is made each time.
Document StaffDigest(const StaffPage& page, const DigestFacts& facts, rpc::Language language);
// What needs somebody who runs projects.
Document ManagementDigest(const DigestFacts& facts, rpc::Language language);
// The main figures with what other companies have, and the decisions that are due.
Document BoardDigest(const DigestFacts& facts, rpc::Language language);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOCUMENTS_DIGEST_H_
