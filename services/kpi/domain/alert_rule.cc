// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/alert_rule.h"

#include "common/status/error.h"

namespace palier::kpi {
namespace {

void CheckThreshold(const AlertRule& rule, status::FieldErrors& errors) {
  if (rule.side == AlertSide::kEither) {
    errors.Add("side", {"A threshold is a limit above or below, not either.",
                        "Un seuil est une limite haute ou basse, pas les deux."});
  }
  if (rule.band < 0) {
    errors.Add("band", {"The band of a threshold cannot be negative.",
                        "La marge d'un seuil ne peut pas être négative."});
  }
}

}  // namespace

absl::Status Validate(const AlertRule& rule) {
  status::FieldErrors errors;
  if (rule.decimals < 0 || rule.decimals > kMaxDecimals) {
    errors.Add("decimals",
               {"A KPI has between 0 and 9 decimals.", "Un KPI a entre 0 et 9 décimales."});
  }
  if (rule.grace_days < 0 || rule.grace_days > kMaxGraceDays) {
    errors.Add("grace_days", {"The grace lies between 0 and 366 days.",
                              "Le délai de grâce est compris entre 0 et 366 jours."});
  }
  const bool learns = rule.kind == AlertKind::kChange || rule.kind == AlertKind::kDrift;
  if (learns && (rule.history < kMinProbation || rule.history > kMaxProbation)) {
    errors.Add("history", {"The history lies between 8 and 5000 measures.",
                           "L'historique est compris entre 8 et 5000 mesures."});
  }
  if (rule.kind == AlertKind::kThreshold) CheckThreshold(rule, errors);
  return errors.ToStatus();
}

absl::CivilDay FirstLateDay(const AlertRule& rule, absl::CivilDay measured) {
  // Months differ in length: from a day that is surely in time, a few days on.
  const int surely = rule.cadence == Cadence::kWeekly    ? 7
                     : rule.cadence == Cadence::kMonthly ? 28
                                                         : 89;
  absl::CivilDay day = measured + surely;
  while (OneCadenceBefore(day, rule.cadence) <= measured) ++day;
  return day + rule.grace_days;
}

}  // namespace palier::kpi
