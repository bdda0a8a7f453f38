// SPDX-License-Identifier: Apache-2.0
#include "reporting/figures/shares.h"

#include "absl/strings/str_cat.h"

namespace palier::reporting {

void ScoreByLowest(const std::vector<ScoredPart>& parts, Figure& figure) {
  figure.value = ShareOf(0, 0);
  figure.value.basis.reset();
  for (const ScoredPart& part : parts) {
    const FigureValue share = ShareOf(part.share.part, part.share.whole);
    figure.parts.push_back({part.key, part.label, share});
    if (!share.number.has_value()) {
      figure.notes.push_back({absl::StrCat("Nothing is on record of: ", part.label.en, "."),
                              absl::StrCat("Rien n'est enregistré sur : ", part.label.fr, ".")});
    } else if (!figure.value.number.has_value() || *share.number < *figure.value.number) {
      figure.value.number = share.number;
    }
  }
}

}  // namespace palier::reporting
