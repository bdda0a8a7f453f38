// SPDX-License-Identifier: Apache-2.0
// A sentence about a KPI in English and French, with numbers and days as each language writes them.
// A value type, not thread-safe.
#ifndef PALIER_KPI_DOMAIN_SENTENCE_H_
#define PALIER_KPI_DOMAIN_SENTENCE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/time/civil_time.h"
#include "common/status/error.h"

namespace palier::kpi {

// What goes into the blanks of a text. A key is written with its braces: "{value}".
class Blanks {
 public:
  // Numbers have the scale of the KPI: 12.5 and 12,5.
  explicit Blanks(int decimals) : decimals_(decimals) {}

  Blanks& Number(const char* key, absl::int128 fixed);
  Blanks& Rounded(const char* key, double value);
  // 2024-01-31 and 31/01/2024.
  Blanks& Day(const char* key, absl::CivilDay day);
  Blanks& Count(const char* key, int count);

  // `text` with every blank filled.
  status::Text In(const status::Text& text) const;

 private:
  Blanks& Put(const char* key, std::string en, std::string fr);
  Blanks& PutNumber(const char* key, const std::string& text);

  int decimals_;
  std::vector<std::pair<std::string, std::string>> en_;
  std::vector<std::pair<std::string, std::string>> fr_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_DOMAIN_SENTENCE_H_
