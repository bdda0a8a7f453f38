// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/alert_text.h"

#include "absl/numeric/int128.h"
#include "kpi/domain/sentence.h"

namespace palier::kpi {
namespace {

status::Text ThresholdSentence(bool above, bool firing, bool beyond) {
  if (firing && !beyond) {
    return above ? status::Text{"Not back yet from above {limit}: {value} on {day}; ends at {end} "
                                "or less.",
                                "Pas encore revenu d'au-dessus de {limit} : {value} le {day} ; "
                                "prend fin à {end} ou moins."}
                 : status::Text{"Not back yet from below {limit}: {value} on {day}; ends at {end} "
                                "or more.",
                                "Pas encore revenu d'en dessous de {limit} : {value} le {day} ; "
                                "prend fin à {end} ou plus."};
  }
  if (firing) {
    return above ? status::Text{"Above {limit}: {value} on {day}; ends at {end} or less.",
                                "Au-dessus de {limit} : {value} le {day} ; prend fin à {end} ou "
                                "moins."}
                 : status::Text{"Below {limit}: {value} on {day}; ends at {end} or more.",
                                "En dessous de {limit} : {value} le {day} ; prend fin à {end} ou "
                                "plus."};
  }
  return above ? status::Text{"Not above {limit}: {value} on {day}.",
                              "Pas au-dessus de {limit} : {value} le {day}."}
               : status::Text{"Not below {limit}: {value} on {day}.",
                              "Pas en dessous de {limit} : {value} le {day}."};
}

status::Text ThresholdText(const AlertRule& rule, const Measure& measure, bool firing,
                           const Blanks& blanks) {
  const bool above = rule.side != AlertSide::kBelow;
  const bool beyond = above ? measure.value > rule.limit : measure.value < rule.limit;
  const absl::int128 band = above ? -absl::int128(rule.band) : absl::int128(rule.band);
  Blanks all = blanks;
  return all.Number("{limit}", rule.limit)
      .Number("{end}", rule.limit + band)
      .In(ThresholdSentence(above, firing, beyond));
}

status::Text ChangeSentence(bool firing) {
  if (!firing) {
    return {"Like its past: {value} on {day}, where about {expected} was expected.",
            "Conforme à son passé : {value} le {day}, pour environ {expected} attendu."};
  }
  return {"Unlike its past: {value} on {day}, where about {expected} was expected.",
          "En rupture avec son passé : {value} le {day}, pour environ {expected} attendu."};
}

status::Text DriftSentence(const AlertFinding& finding) {
  if (!finding.firing) {
    return {"No drift: {value} on {day}, where about {expected} is usual.",
            "Pas de dérive : {value} le {day}, pour environ {expected} d'habitude."};
  }
  return finding.upward
             ? status::Text{"Drifting up since about {began}: {value} on {day}, where about "
                            "{expected} is usual.",
                            "Dérive vers le haut depuis le {began} environ : {value} le {day}, "
                            "pour environ {expected} d'habitude."}
             : status::Text{"Drifting down since about {began}: {value} on {day}, where about "
                            "{expected} is usual.",
                            "Dérive vers le bas depuis le {began} environ : {value} le {day}, "
                            "pour environ {expected} d'habitude."};
}

}  // namespace

status::Text LateText(const AlertRule& rule, const std::optional<Measure>& measure,
                      absl::CivilDay late) {
  Blanks blanks(rule.decimals);
  blanks.Day("{due}", late - 1);
  if (!measure) {
    return blanks.In({"No measure at all; the first was due by {due}.",
                      "Aucune mesure ; la première était attendue au plus tard le {due}."});
  }
  return blanks.Number("{value}", measure->value)
      .Day("{day}", measure->date)
      .In({"No measure since {value} on {day}; the next was due by {due}.",
           "Aucune mesure depuis {value} le {day} ; la suivante était attendue au plus tard le "
           "{due}."});
}

status::Text WaitingText(const AlertRule& rule, absl::CivilDay late) {
  return Blanks(rule.decimals)
      .Day("{due}", late - 1)
      .In({"No measure yet; the first is due by {due}.",
           "Pas encore de mesure ; la première est attendue au plus tard le {due}."});
}

status::Text FindingText(const AlertRule& rule, const Measure& measure,
                         const AlertFinding& finding) {
  Blanks blanks(rule.decimals);
  blanks.Number("{value}", measure.value).Day("{day}", measure.date);
  if (finding.learning) {
    return blanks.Count("{seen}", finding.learned)
        .Count("{history}", rule.history)
        .In({"Learning: {seen} of {history} measures, the last {value} on {day}.",
             "Apprentissage : {seen} mesures sur {history}, la dernière {value} le {day}."});
  }
  if (finding.expected) blanks.Rounded("{expected}", *finding.expected);
  if (finding.began) blanks.Day("{began}", *finding.began);
  switch (rule.kind) {
    case AlertKind::kThreshold:
      return ThresholdText(rule, measure, finding.firing, blanks);
    case AlertKind::kChange:
      return blanks.In(ChangeSentence(finding.firing));
    case AlertKind::kDrift:
      return blanks.In(DriftSentence(finding));
    case AlertKind::kMissing:
      break;
  }
  return blanks.Day("{due}", FirstLateDay(rule, measure.date) - 1)
      .In({"Measured: {value} on {day}; the next is due by {due}.",
           "Mesuré : {value} le {day} ; la suivante est attendue au plus tard le {due}."});
}

}  // namespace palier::kpi
