// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/formula.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace palier::mapping {
namespace {

bool BeginsLikeFormula(absl::string_view text) {
  for (const char* sign : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
    if (absl::StartsWith(text, sign)) return true;
  }
  return false;
}

absl::string_view WithoutApostrophes(absl::string_view text) {
  while (!text.empty() && text[0] == '\'') text.remove_prefix(1);
  return text;
}

}  // namespace

std::string Guarded(absl::string_view text) {
  return BeginsLikeFormula(WithoutApostrophes(text)) ? absl::StrCat("'", text) : std::string(text);
}

absl::string_view Bare(absl::string_view text) {
  if (text.empty() || text[0] != '\'' || !BeginsLikeFormula(WithoutApostrophes(text))) return text;
  return text.substr(1);
}

}  // namespace palier::mapping
