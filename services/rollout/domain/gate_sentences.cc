// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/gate_sentences.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace palier::rollout {
namespace {

status::Text operator+(const status::Text& a, const status::Text& b) {
  return {absl::StrCat(a.en, b.en), absl::StrCat(a.fr, b.fr)};
}

// A figure as people write it: shares in percent.
status::Text Shown(const Criterion& criterion, double value) {
  const bool share = criterion.figure != FigureKind::kMean;
  const double shown = share ? 100 * value : value;
  // One digit after the point, if it says anything.
  std::string en = share ? absl::StrFormat("%.1f", shown) : absl::StrFormat("%.4g", shown);
  if (share) absl::StrReplaceAll({{".0", ""}}, &en);
  const std::string fr = absl::StrReplaceAll(en, {{".", ","}});
  return {absl::StrCat(en, share ? "%" : ""), absl::StrCat(fr, share ? " %" : "")};
}

status::Text Day(absl::CivilDay day) {
  return {absl::FormatCivilTime(day), absl::FormatCivilTime(day)};
}

bool Higher(const Criterion& criterion) {
  return criterion.better == Better::kHigher;
}

// "{estimate} of {units}, between {lower} and {upper}".
status::Text FiguresText(const Criterion& criterion, const CriterionFinding& finding,
                         const stats::Interval& interval) {
  const CriterionFigures& figures = *finding.figures;
  const status::Text estimate = Shown(criterion, figures.estimate);
  status::Text text{absl::StrCat(estimate.en, " of ", finding.units),
                    absl::StrCat(estimate.fr, " de ", finding.units)};
  if (!std::isfinite(interval.lower)) return text;
  const status::Text lower = Shown(criterion, interval.lower);
  const status::Text upper = Shown(criterion, interval.upper);
  return text + status::Text{absl::StrCat(", between ", lower.en, " and ", upper.en),
                             absl::StrCat(", entre ", lower.fr, " et ", upper.fr)};
}

status::Text MinimumText(const Criterion& criterion) {
  const status::Text value = Shown(criterion, criterion.minimum);
  return Higher(criterion) ? status::Text{absl::StrCat("the minimum of ", value.en),
                                          absl::StrCat("le minimum de ", value.fr)}
                           : status::Text{absl::StrCat("the maximum of ", value.en),
                                          absl::StrCat("le maximum de ", value.fr)};
}

status::Text TargetText(const Criterion& criterion) {
  if (criterion.kind != CriterionKind::kCriterion) return MinimumText(criterion);
  const status::Text value = Shown(criterion, criterion.target);
  return {absl::StrCat("the target of ", value.en), absl::StrCat("la cible de ", value.fr)};
}

status::Text Counted(const CriterionFinding& finding, const CriterionEvidence& evidence) {
  if (finding.units == 0 && evidence.expected == 0) {
    return {"nobody is to be counted yet", "personne n'est encore à compter"};
  }
  return {absl::StrCat(finding.units, " of ", evidence.expected, " counted"),
          absl::StrCat(finding.units, " sur ", evidence.expected, " comptés")};
}

// How many units, and when.
status::Text NeedText(const CriterionFinding& finding) {
  if (!finding.units_needed) return {};
  if (finding.day_needed) {
    const std::string day = absl::FormatCivilTime(*finding.day_needed);
    return {absl::StrCat(" ", *finding.units_needed, " are needed, on ", day, " at the earliest."),
            absl::StrCat(" Il en faut ", *finding.units_needed, ", au plus tôt le ", day, ".")};
  }
  return {absl::StrCat(" ", *finding.units_needed, " are needed, more than will come."),
          absl::StrCat(" Il en faut ", *finding.units_needed, ", plus qu'il n'en viendra.")};
}

status::Text NotEnoughText(const Criterion& criterion, const CriterionEvidence& evidence,
                           const CriterionFinding& finding) {
  switch (finding.lack) {
    case Lack::kFeed:
      return {absl::StrCat("nothing was heard of the ", evidence.expected,
                           " expected; that is not zero."),
              absl::StrCat("aucune donnée sur les ", evidence.expected,
                           " attendus ; ce n'est pas zéro.")};
    case Lack::kSample:
    case Lack::kCoverage:
      return Counted(finding, evidence) + status::Text{".", "."} + NeedText(finding);
    case Lack::kDays: {
      const status::Text day = Day(*finding.day_needed);
      return Counted(finding, evidence) +
             status::Text{absl::StrCat("; what is good is believed from ", day.en, " on."),
                          absl::StrCat(" ; le bien n'est cru qu'à partir du ", day.fr, ".")};
    }
    case Lack::kNothing:
    case Lack::kProof:
      break;
  }
  if (!finding.figures) {
    return Counted(finding, evidence) +
           status::Text{"; chance may still explain them.",
                        " ; le hasard peut encore l'expliquer."} +
           NeedText(finding);
  }
  return FiguresText(criterion, finding, finding.figures->interval) +
         status::Text{"; chance may still explain it.", " ; le hasard peut encore l'expliquer."} +
         NeedText(finding);
}

// Joins two ends of "it is on the good (bad) side of a level".
status::Text Judged(const Criterion& criterion, const CriterionFinding& finding, bool strict,
                    const status::Text& judgement) {
  if (!finding.figures)
    return {absl::StrCat(finding.units, " counted", judgement.en),
            absl::StrCat(finding.units, " comptés", judgement.fr)};
  return FiguresText(criterion, finding,
                     strict ? finding.figures->strict_interval : finding.figures->interval) +
         judgement;
}

status::Text StandText(const Criterion& criterion, const CriterionEvidence& evidence,
                       const CriterionFinding& finding) {
  const status::Text label{absl::StrCat(criterion.label.en, ": "),
                           absl::StrCat(criterion.label.fr, " : ")};
  const status::Text minimum = MinimumText(criterion);
  const status::Text target = TargetText(criterion);
  switch (finding.standing) {
    case Standing::kMet:
      if (finding.by_estimate) {
        return label +
               Judged(criterion, finding, false,
                      {absl::StrCat("; ", target.en, " is reached by the estimate only."),
                       absl::StrCat(" ; ", target.fr, " : atteint par l'estimation seule.")});
      }
      return label + Judged(criterion, finding, false,
                            {absl::StrCat("; ", target.en, " is kept."),
                             absl::StrCat(" ; ", target.fr, " : tenu.")});
    case Standing::kBelowMinimum:
      return label + Judged(criterion, finding, true,
                            {absl::StrCat("; worse than ", minimum.en, "."),
                             absl::StrCat(" ; moins bien que ", minimum.fr, ".")});
    case Standing::kBetween:
      return label +
             Judged(criterion, finding, true,
                    {absl::StrCat("; ", minimum.en, " is kept, ", target.en, " is not reached."),
                     absl::StrCat(" ; ", minimum.fr, " : tenu, ", target.fr, " : non atteinte.")});
    case Standing::kNotEnough:
      break;
  }
  return label + NotEnoughText(criterion, evidence, finding);
}

}  // namespace

status::Text StandingText(const Criterion& criterion, const CriterionEvidence& evidence,
                          const CriterionFinding& finding) {
  const status::Text text = StandText(criterion, evidence, finding);
  if (!finding.drift_day) return text;
  const status::Text day = Day(*finding.drift_day);
  return text + status::Text{absl::StrCat(" Since about ", day.en, " it slides the wrong way."),
                             absl::StrCat(" Depuis le ", day.fr,
                                          " environ, le chiffre glisse dans le mauvais sens.")};
}

status::Text WouldChangeText(const Criterion& criterion, const CriterionFinding& finding) {
  const status::Text minimum = MinimumText(criterion);
  const status::Text target = TargetText(criterion);
  const status::Text good_end = Higher(criterion) ? status::Text{"the lower end", "la borne basse"}
                                                  : status::Text{"the upper end", "la borne haute"};
  const status::Text bad_end = Higher(criterion) ? status::Text{"the upper end", "la borne haute"}
                                                 : status::Text{"the lower end", "la borne basse"};
  switch (finding.standing) {
    case Standing::kMet:
      return {absl::StrCat("This would change: ", good_end.en, " worse than ", target.en, "."),
              absl::StrCat("Changerait cela : ", good_end.fr, " moins bonne que ", target.fr, ".")};
    case Standing::kBelowMinimum:
      return {absl::StrCat("This would change: ", bad_end.en, " no worse than ", minimum.en, "."),
              absl::StrCat("Changerait cela : ", bad_end.fr, " au moins aussi bonne que ",
                           minimum.fr, ".")};
    case Standing::kBetween:
      return {absl::StrCat("This would change: ", bad_end.en, " no worse than ", target.en, "."),
              absl::StrCat("Changerait cela : ", bad_end.fr, " au moins aussi bonne que ",
                           target.fr, ".")};
    case Standing::kNotEnough:
      break;
  }
  switch (finding.lack) {
    case Lack::kFeed:
      return {"This would change: a delivery of the figures.",
              "Changerait cela : une livraison des chiffres."};
    case Lack::kDays:
      return {"This would change: time, if the figures stay.",
              "Changerait cela : le temps, si les chiffres restent."};
    case Lack::kSample:
    case Lack::kCoverage:
      return {"This would change: more people counted.",
              "Changerait cela : plus de personnes comptées."};
    case Lack::kNothing:
    case Lack::kProof:
      break;
  }
  return {absl::StrCat("This would change: ", good_end.en, " no worse than ", target.en, ", or ",
                       bad_end.en, " worse than ", minimum.en, "."),
          absl::StrCat("Changerait cela : ", good_end.fr, " au moins aussi bonne que ", target.fr,
                       ", ou ", bad_end.fr, " moins bonne que ", minimum.fr, ".")};
}

status::Text VerdictText(GateVerdict verdict, absl::Span<const Criterion> criteria,
                         absl::Span<const CriterionFinding> findings) {
  if (verdict == GateVerdict::kContinue) {
    return {absl::StrCat("CONTINUE: all of the ", criteria.size(), " criteria allow it."),
            absl::StrCat("CONTINUE : les ", criteria.size(), " critères le permettent.")};
  }
  std::string ids;
  for (size_t i = 0; i < findings.size(); ++i) {
    const bool signal = criteria[i].kind == CriterionKind::kSignal;
    const Standing standing = findings[i].standing;
    const bool below = standing == Standing::kBelowMinimum;
    const bool named =
        verdict == GateVerdict::kStop ? below && !signal
        : verdict == GateVerdict::kAdjust
            ? standing == Standing::kBetween || (below && signal) || findings[i].drift_day
            : standing == Standing::kNotEnough && (!signal || findings[i].lack == Lack::kFeed);
    if (named) absl::StrAppend(&ids, ids.empty() ? "" : ", ", criteria[i].id);
  }
  switch (verdict) {
    case GateVerdict::kStop:
      return {absl::StrCat("STOP: below the minimum: ", ids, "."),
              absl::StrCat("STOP : sous le minimum : ", ids, ".")};
    case GateVerdict::kAdjust:
      return {absl::StrCat("ADJUST: not where it should be: ", ids, "."),
              absl::StrCat("ADJUST : pas au niveau voulu : ", ids, ".")};
    case GateVerdict::kContinue:
    case GateVerdict::kNotEnoughData:
      break;
  }
  return {absl::StrCat("NOT_ENOUGH_DATA: nothing can be said yet of: ", ids, "."),
          absl::StrCat("NOT_ENOUGH_DATA : rien ne peut encore être dit de : ", ids, ".")};
}

status::Text HoldText(HoldKind kind, const Criterion& criterion, const CriterionFinding& finding) {
  const status::Text& label = criterion.label;
  switch (kind) {
    case HoldKind::kTime: {
      const status::Text day = Day(*finding.day_needed);
      return {absl::StrCat(label.en, ": not before ", day.en, "."),
              absl::StrCat(label.fr, " : pas avant le ", day.fr, ".")};
    }
    case HoldKind::kMinimumSample:
      return {absl::StrCat(label.en, ": too few were counted.", NeedText(finding).en),
              absl::StrCat(label.fr, " : trop peu de personnes comptées.", NeedText(finding).fr)};
    case HoldKind::kMissingFeed:
      return {absl::StrCat(label.en, ": no figures arrive."),
              absl::StrCat(label.fr, " : aucun chiffre n'arrive.")};
    case HoldKind::kGuardrail:
      return {absl::StrCat(label.en, ": the guardrail is broken; the wave pauses."),
              absl::StrCat(label.fr, " : le garde-fou est franchi ; la vague est suspendue.")};
    case HoldKind::kSignal:
      return {absl::StrCat(label.en, ": the signal holds the next wave."),
              absl::StrCat(label.fr, " : le signal retient la vague suivante.")};
    case HoldKind::kBelowMinimum:
      return {absl::StrCat(label.en, ": below the minimum."),
              absl::StrCat(label.fr, " : sous le minimum.")};
    case HoldKind::kBelowTarget:
      return {absl::StrCat(label.en, ": the target is not reached."),
              absl::StrCat(label.fr, " : la cible n'est pas atteinte.")};
    case HoldKind::kDrift: {
      const status::Text day = Day(*finding.drift_day);
      return {absl::StrCat(label.en, ": it slides the wrong way since about ", day.en, "."),
              absl::StrCat(label.fr, " : le chiffre glisse dans le mauvais sens depuis le ", day.fr,
                           " environ.")};
    }
    case HoldKind::kProof:
    case HoldKind::kApproval:
    case HoldKind::kReview:
      break;
  }
  return {absl::StrCat(label.en, ": not proven yet.", NeedText(finding).en),
          absl::StrCat(label.fr, " : pas encore prouvé.", NeedText(finding).fr)};
}

}  // namespace palier::rollout
