// SPDX-License-Identifier: Apache-2.0
// Stored segments, damaged: they are refused, or read to the end, merged and written again.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"
#include "kpi/segment/content.h"
#include "kpi/segment/segment.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace palier::kpi;
  const auto segment = Segment::Parse(absl::string_view(reinterpret_cast<const char*>(data), size));
  if (!segment.ok()) return 0;
  for (uint64_t key : {uint64_t{0}, uint64_t{1} << 39}) (void)(*segment)->MayContain(key);
  std::vector<Content> twice;
  for (int i = 0; i < 2; ++i) {
    auto content = (*segment)->ContentOf({});
    if (!content.ok()) return 0;
    twice.push_back(*std::move(content));
  }
  const size_t rows = twice[0].rows.size();
  const Content merged = Merge(std::move(twice));
  FUZZ_CHECK(merged.rows.size() <= 2 * rows);
  const auto again = Segment::Parse(Encode(merged).head);
  FUZZ_CHECK(again.ok());
  return 0;
}
