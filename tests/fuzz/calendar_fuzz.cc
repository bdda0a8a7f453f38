// SPDX-License-Identifier: Apache-2.0
// Whatever a calendar says, its closed days are in order, apart and inside what was asked for; the
// ends of its lines do not matter; and what is closed is not closed again.
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_replace.h"
#include "rollout/domain/closed_days.h"
#include "tests/fuzz/check.h"

using namespace palier::rollout;  // NOLINT

namespace {

const ClosedSpan kAsked = {absl::CivilDay(2024, 2, 29), absl::CivilDay(2029, 3, 2)};

void CheckSpans(const ClosedDays& days) {
  absl::CivilDay next = kAsked.first;
  for (const ClosedSpan& span : days.spans) {
    FUZZ_CHECK(span.first >= next && span.first <= span.last && span.last <= kAsked.last);
    next = span.last + 2;
  }
  FUZZ_CHECK(NotYetClosed(days.spans, days.spans).empty());
  FUZZ_CHECK(NotYetClosed(days.spans, {}) == days.spans);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto days = ReadClosedDays(text, kAsked);
  if (!days.ok()) return 0;
  CheckSpans(*days);
  int line = 0;
  for (const LineFinding& finding : days->findings) {
    FUZZ_CHECK(finding.line >= line && finding.line > 0);
    line = finding.line;
  }
  FUZZ_CHECK(days->findings.size() <= 1000);
  const auto other = ReadClosedDays(
      absl::StrReplaceAll(absl::StrReplaceAll(text, {{"\r\n", "\n"}}), {{"\n", "\r\n"}}), kAsked);
  FUZZ_CHECK(other.ok() && other->spans == days->spans);
  return 0;
}
