// SPDX-License-Identifier: Apache-2.0
// Pages over the quarantine, for whatever goes through it.
#ifndef PALIER_KPI_API_QUARANTINE_PAGES_H_
#define PALIER_KPI_API_QUARANTINE_PAGES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/aip/page_token.h"
#include "common/rpc/call.h"
#include "common/status/macros.h"
#include "kpi/storage/quarantine_table.h"

namespace palier::kpi {

// `Request` has reason, source, page_size and page_token.
template <typename Request>
class QuarantinePages {
 public:
  QuarantinePages(const Request& request, const rpc::Call& call)
      : request_(request), checksum_(aip::RequestChecksum(request, call.caller.subject())) {}

  // What the request asks for, and one row more. INVALID_ARGUMENT (INVALID_PAGE_TOKEN).
  absl::StatusOr<QuarantineTable::Page> First() {
    ASSIGN_OR_RETURN(size_, aip::EffectivePageSize(request_.page_size()));
    ASSIGN_OR_RETURN(const auto values, aip::ReadPageToken(request_.page_token(), checksum_));
    QuarantineTable::Page page{.reason = request_.reason(), .source = request_.source()};
    page.limit = size_ + 1;
    if (values.empty()) return page;
    int64_t micros = 0;
    if (values.size() != 2 || !absl::SimpleAtoi(values[0], &micros)) {
      return absl::InternalError("page token");
    }
    page.before = absl::FromUnixMicros(micros);
    page.before_id = values[1];
    return page;
  }

  // Takes the row more away and returns the token of the next page; empty if there is none.
  absl::StatusOr<std::string> Next(std::vector<QuarantineRow>& rows) const {
    if (rows.size() <= static_cast<size_t>(size_)) return std::string();
    rows.pop_back();
    const std::string time = absl::StrCat(absl::ToUnixMicros(rows.back().receive_time));
    return aip::MakePageToken({time, rows.back().id}, checksum_);
  }

 private:
  const Request& request_;
  const uint64_t checksum_;
  int size_ = 0;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_QUARANTINE_PAGES_H_
