// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/use_step.h"

#include "absl/strings/str_cat.h"

namespace palier::rollout {

void CheckUseStep(const std::optional<UseStep>& last, const UseStep& step, bool has_reason,
                  status::FieldErrors& errors) {
  if (last && step.since < last->since) {
    errors.Add(
        "since_date",
        {absl::StrCat("is before the last step, on ", absl::FormatCivilTime(last->since)),
         absl::StrCat("précède la dernière marche, le ", absl::FormatCivilTime(last->since))});
  }
  const int from = last ? last->level : 0;
  if (has_reason || step.level == from + 1) return;
  if (step.level > from) {
    errors.Add("reason", {absl::StrCat("say why level ", from + 1, " is passed over"),
                          absl::StrCat("dites pourquoi le niveau ", from + 1, " est sauté")});
  } else {
    errors.Add("reason",
               {"say why the team does not go up", "dites pourquoi l'équipe ne monte pas"});
  }
}

}  // namespace palier::rollout
