// SPDX-License-Identifier: Apache-2.0
// Numbers, dates, formulas and escapes in cells.
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/mapping/date.h"
#include "common/mapping/formula.h"
#include "common/mapping/number.h"
#include "common/mapping/xlsx_text.h"
#include "tests/fuzz/check.h"

using namespace palier::mapping;  // NOLINT

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  FUZZ_CHECK(Bare(Guarded(text)) == text);
  // NUL has no escape. Between the two a parser of XML stands.
  if (text.find('\0') == absl::string_view::npos) {
    const std::string parsed =
        absl::StrReplaceAll(EncodeXstring(text), {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}});
    FUZZ_CHECK(DecodeXstring(parsed) == text);
  }
  DecodeXstring(text);
  for (const NumberStyle style : {NumberStyle::kUnknown, NumberStyle::kFrench}) {
    const ParsedNumber number = ParseNumber(text, style);
    FUZZ_CHECK((number.kind == NumberClass::kReadable) == !number.text.empty());
    if (number.kind != NumberClass::kReadable) continue;
    const ParsedNumber again = ParseNumber(number.text, NumberStyle::kUnknown);
    FUZZ_CHECK(again.kind == NumberClass::kReadable && again.text == number.text);
  }
  for (const DateFormat format : {DateFormat::kIso, DateFormat::kRfc3339, DateFormat::kMonthDayYear,
                                  DateFormat::kDayMonthYear}) {
    const ParsedDate date = ParseDate(text, {format}, {2026, 1, 1});
    if (!date.readable()) continue;
    const ParsedDate again = ParseDate(ToIso(date.date), {DateFormat::kIso}, {2026, 1, 1});
    FUZZ_CHECK(again.readable() && again.date == date.date);
  }
  ParseFormat(text);
  if (const auto place = ParsePlace(text)) FUZZ_CHECK(!ColumnLetters(place->column).empty());
  return 0;
}
