// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/review.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "absl/strings/str_cat.h"

namespace palier::rollout {
namespace {

constexpr const char* kDecisionNames[] = {"", "CONTINUE", "ADJUST", "PAUSE", "STOP"};
constexpr const char* kNoFigureNames[] = {"", "NO_MEASURE", "NO_RECENT_MEASURE", "NOT_TOLD",
                                          "KPI_GONE"};

std::string IsoText(absl::CivilDay day) {
  return absl::FormatCivilTime(day);
}

// As few digits as tell the number from every other.
std::string NumberText(double value, const std::string& unit) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  const std::string number(digits.data(), end);
  return unit.empty() ? number : absl::StrCat(number, " ", unit);
}

std::string FrenchNumberText(double value, const std::string& unit) {
  std::string text = NumberText(value, "");
  std::replace(text.begin(), text.end(), '.', ',');
  return unit.empty() ? text : absl::StrCat(text, " ", unit);
}

status::Text UnknownText(NoFigure reason, const MeasuredFigure& measured) {
  switch (reason) {
    case NoFigure::kNotTold:
      return {"UNKNOWN: kpi does not tell the figure of a few people.",
              "UNKNOWN : kpi ne dit pas le chiffre de quelques personnes."};
    case NoFigure::kKpiGone:
      return {"UNKNOWN: the KPI is no longer there.", "UNKNOWN : l'indicateur n'existe plus."};
    case NoFigure::kNoRecentMeasure:
      return {absl::StrCat("UNKNOWN: the last measure is of ", IsoText(measured.day),
                           ", older than the KPI's cadence."),
              absl::StrCat("UNKNOWN : la dernière mesure est du ", IsoText(measured.day),
                           ", plus vieille que la cadence de l'indicateur.")};
    default:
      return {"UNKNOWN: nothing was measured up to its day.",
              "UNKNOWN : rien n'a été mesuré jusqu'à ce jour."};
  }
}

NoFigure ReasonOf(const MeasuredFigure& measured) {
  if (measured.missing != NoFigure::kNone) return measured.missing;
  if (!measured.value) return NoFigure::kNoMeasure;
  return measured.day < measured.oldest ? NoFigure::kNoRecentMeasure : NoFigure::kNone;
}

status::Text JudgedText(bool met, const WantedFigure& wanted, const MeasuredFigure& measured) {
  const bool down = wanted.better == BetterWay::kDecrease;
  return {absl::StrCat(met ? "MET: " : "MISSED: ", NumberText(*measured.value, wanted.unit), " on ",
                       IsoText(measured.day), ", wanted ", down ? "at most " : "at least ",
                       NumberText(wanted.value, wanted.unit), "."),
          absl::StrCat(met ? "MET : " : "MISSED : ", FrenchNumberText(*measured.value, wanted.unit),
                       " le ", IsoText(measured.day), ", attendu ", down ? "au plus " : "au moins ",
                       FrenchNumberText(wanted.value, wanted.unit), ".")};
}

void AddOverdue(const ReviewRecord& review, Conditions& unmet) {
  unmet.push_back(
      {"REVIEW_OVERDUE",
       review.name,
       {absl::StrCat("The monthly review of ", IsoText(review.day), " is not closed."),
        absl::StrCat("La revue mensuelle du ", IsoText(review.day), " n'est pas close.")}});
}

const ReviewRecord* LastDone(const std::vector<ReviewRecord>& reviews) {
  const ReviewRecord* last = nullptr;
  for (const ReviewRecord& review : reviews) {
    if (review.kind != ReviewKind::kMonthlyReview || !review.done) continue;
    if (last == nullptr || last->day < review.day) last = &review;
  }
  return last;
}

}  // namespace

bool MayClose(const ReviewRecord& review, const std::vector<ReviewRecord>& all,
              absl::CivilDay today) {
  return std::none_of(all.begin(), all.end(), [&](const ReviewRecord& other) {
    return other.kind == review.kind && other.day < review.day && other.day >= today;
  });
}

void AddReviewConditions(const std::vector<ReviewRecord>& reviews,
                         const std::vector<ReviewRecord>& expected, absl::CivilDay today,
                         Conditions& unmet) {
  std::vector<ReviewRecord> all = reviews;
  for (const ReviewRecord& wanted : expected) {
    const bool there = std::any_of(reviews.begin(), reviews.end(), [&](const ReviewRecord& one) {
      return one.name == wanted.name;
    });
    if (!there) all.push_back(wanted);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const ReviewRecord& a, const ReviewRecord& b) { return a.day < b.day; });
  for (const ReviewRecord& review : all) {
    const bool monthly = review.kind == ReviewKind::kMonthlyReview;
    if (monthly && !review.done && review.day < today) AddOverdue(review, unmet);
  }
  const ReviewRecord* last = LastDone(reviews);
  if (last == nullptr || !last->decision || *last->decision < ReviewDecision::kPause) return;
  const char* decided = kDecisionNames[static_cast<int>(*last->decision)];
  unmet.push_back({"REVIEW_HOLDS",
                   last->name,
                   {absl::StrCat("The last monthly review decided ", decided,
                                 "; the next one must decide to go on."),
                    absl::StrCat("La dernière revue mensuelle a décidé ", decided,
                                 " ; la suivante doit décider de continuer.")}});
}

MilestoneVerdict JudgeMilestone(const WantedFigure& wanted, const MeasuredFigure& measured) {
  MilestoneVerdict verdict;
  verdict.reason = ReasonOf(measured);
  if (verdict.reason != NoFigure::kNone) {
    verdict.text = UnknownText(verdict.reason, measured);
    return verdict;
  }
  const bool met = wanted.better == BetterWay::kDecrease ? *measured.value <= wanted.value
                                                         : *measured.value >= wanted.value;
  verdict.state = met ? MilestoneState::kMet : MilestoneState::kMissed;
  verdict.text = JudgedText(met, wanted, measured);
  return verdict;
}

std::string NoFigureName(NoFigure reason) {
  return kNoFigureNames[static_cast<int>(reason)];
}

}  // namespace palier::rollout
