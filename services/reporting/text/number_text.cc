// SPDX-License-Identifier: Apache-2.0
#include "reporting/text/number_text.h"

#include <array>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace palier::reporting {
namespace {

using rpc::Language;

constexpr char kNoBreakSpace[] = "\u00a0";
constexpr char kNarrowNoBreakSpace[] = "\u202f";
constexpr int32_t kNanosPerCent = 10'000'000;

const char* Point(Language language) {
  return language == Language::kFrench ? "," : ".";
}

std::string Grouped(uint64_t number, Language language) {
  const char* const separator = language == Language::kFrench ? kNarrowNoBreakSpace : ",";
  const std::string digits = absl::StrCat(number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += separator;
    text += digits[i];
  }
  return text;
}

uint64_t Magnitude(int64_t number) {
  return number < 0 ? ~static_cast<uint64_t>(number) + 1 : static_cast<uint64_t>(number);
}

const char* Sign(bool negative) {
  return negative ? "-" : "";
}

}  // namespace

std::string CountText(int64_t count, Language language) {
  return absl::StrCat(Sign(count < 0), Grouped(Magnitude(count), language));
}

std::string PercentText(int64_t permille, Language language) {
  const uint64_t number = Magnitude(permille);
  return absl::StrCat(Sign(permille < 0), Grouped(number / 10, language), Point(language),
                      number % 10, kNoBreakSpace, "%");
}

std::string TenthsText(int64_t thousandths, Language language) {
  const uint64_t tenths = (Magnitude(thousandths) + 50) / 100;
  return absl::StrCat(Sign(thousandths < 0 && tenths > 0), Grouped(tenths / 10, language),
                      Point(language), tenths % 10);
}

std::string MoneyText(const google::type::Money& amount, Language language) {
  const bool negative = amount.units() < 0 || amount.nanos() < 0;
  const int cents = std::abs(amount.nanos()) / kNanosPerCent;
  return absl::StrCat(Sign(negative), Grouped(Magnitude(amount.units()), language),
                      cents == 0 ? "" : absl::StrFormat("%s%02d", Point(language), cents),
                      kNoBreakSpace, amount.currency_code());
}

std::string DateText(absl::CivilDay day, Language language) {
  static constexpr std::array<const char*, 12> kEnglish = {
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  static constexpr std::array<const char*, 12> kFrench = {
      "janvier", "février", "mars",      "avril",   "mai",      "juin",
      "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
  const bool french = language == Language::kFrench;
  const auto& months = french ? kFrench : kEnglish;
  return absl::StrCat(day.day(), french && day.day() == 1 ? "er" : "", kNoBreakSpace,
                      months[static_cast<size_t>(day.month() - 1)], kNoBreakSpace, day.year());
}

}  // namespace palier::reporting
