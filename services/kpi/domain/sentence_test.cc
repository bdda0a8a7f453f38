// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/sentence.h"

#include "gtest/gtest.h"

namespace palier::kpi {
namespace {

TEST(BlanksTest, WritesAsEachLanguageDoes) {
  Blanks blanks(2);
  blanks.Number("{a}", -1250).Rounded("{b}", 3.456).Day("{c}", absl::CivilDay(2024, 1, 31));
  blanks.Count("{d}", 12);
  const status::Text text = blanks.In({"{a} {b} {c} {d} {a}", "{d} {c} {b} {a} {e}"});
  EXPECT_EQ(text.en, "-12.50 3.46 2024-01-31 12 -12.50");
  EXPECT_EQ(text.fr, "12 31/01/2024 3,46 -12,50 {e}");
}

}  // namespace
}  // namespace palier::kpi
