// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/sentence.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "kpi/domain/fixed.h"

namespace palier::kpi {

Blanks& Blanks::Put(const char* key, std::string en, std::string fr) {
  en_.emplace_back(key, std::move(en));
  fr_.emplace_back(key, std::move(fr));
  return *this;
}

Blanks& Blanks::PutNumber(const char* key, const std::string& text) {
  return Put(key, text, absl::StrReplaceAll(text, {{".", ","}}));
}

Blanks& Blanks::Number(const char* key, absl::int128 fixed) {
  return PutNumber(key, FixedText(fixed, decimals_));
}

Blanks& Blanks::Rounded(const char* key, double value) {
  return PutNumber(key, absl::StrFormat("%.*f", decimals_, value));
}

Blanks& Blanks::Day(const char* key, absl::CivilDay day) {
  return Put(key, absl::FormatCivilTime(day),
             absl::StrFormat("%02d/%02d/%d", day.day(), day.month(), day.year()));
}

Blanks& Blanks::Count(const char* key, int count) {
  return Put(key, absl::StrCat(count), absl::StrCat(count));
}

status::Text Blanks::In(const status::Text& text) const {
  return {absl::StrReplaceAll(text.en, en_), absl::StrReplaceAll(text.fr, fr_)};
}

}  // namespace palier::kpi
