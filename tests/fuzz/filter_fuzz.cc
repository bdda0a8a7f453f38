// SPDX-License-Identifier: Apache-2.0
// A filter that is read has a canonical form that reads the same, and a condition of bounded size.
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "aip_test.pb.h"
#include "common/aip/filter.h"
#include "tests/fuzz/check.h"

using namespace palier::aip;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const FieldTable table = *FieldTable::Make(*test::Widget::descriptor());
  static const test::Widget widget = [] {
    test::Widget made;
    made.set_display_name("Crème brûlée");
    made.set_priority(3);
    made.set_score(0.5);
    made.set_state(test::Widget::ACTIVE);
    return made;
  }();
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const absl::StatusOr<Filter> filter = ParseFilter(text);
  if (!filter.ok()) return 0;
  const std::string canonical = ToString(*filter);
  const absl::StatusOr<Filter> again = ParseFilter(canonical);
  // Quotes and operators may make it longer than a filter can be.
  if (canonical.size() <= kMaxFilterBytes) {
    FUZZ_CHECK(again.ok());
    FUZZ_CHECK(ToString(*again) == canonical);
  }
  const auto sql =
      CompileFilter(*filter, table, [](int column) { return absl::StrCat("f", column); });
  const absl::StatusOr<bool> matches = Matches(*filter, table, widget);
  FUZZ_CHECK(sql.ok() == matches.ok());
  if (sql.ok() && again.ok()) FUZZ_CHECK(*Matches(*again, table, widget) == *matches);
  return 0;
}
