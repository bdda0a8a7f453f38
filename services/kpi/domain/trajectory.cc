// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/trajectory.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/time/months.h"
#include "kpi/domain/sentence.h"

namespace palier::kpi {
namespace {

constexpr int64_t kRelativeUnit = 100'000;  // 100 % in thousandths of a percent

absl::int128 Size(absl::int128 value) {
  return value < 0 ? -value : value;
}

absl::int128 WideValueAfter(const Target& target, const Change& change) {
  const absl::int128 distance =
      change.kind == Change::Kind::kPoints
          ? absl::int128(change.amount)
          : DivideRounded(Size(target.baseline) * change.amount, kRelativeUnit);
  return target.direction == Direction::kIncrease ? target.baseline + distance
                                                  : target.baseline - distance;
}

void CheckChange(const Target& target, const Change& change, absl::string_view path,
                 status::FieldErrors& errors) {
  const bool relative = change.kind == Change::Kind::kRelative;
  if (change.amount <= 0 || (relative && change.amount > kMaxRelative)) {
    errors.Add(path, {"The change must be greater than zero, and at most 100,000 % if relative.",
                      "La variation doit être supérieure à zéro, et d'au plus 100 000 % si elle "
                      "est relative."});
    return;
  }
  const absl::int128 value = WideValueAfter(target, change);
  if (relative && value == target.baseline) {
    errors.Add(path, {"A relative change of this baseline is nothing at the KPI's scale; give the "
                      "change in points.",
                      "Une variation relative de cette référence est nulle à l'échelle du KPI ; "
                      "donnez-la en points."});
  } else if (Size(value) > kMaxFixed) {
    errors.Add(path,
               {"The target does not fit the KPI's scale.", "La cible dépasse l'échelle du KPI."});
  }
}

void CheckLevels(const Target& target, status::FieldErrors& errors) {
  if (target.levels.size() > kMaxLevels) {
    errors.Add("levels", {"A target has at most 8 levels.", "Une cible a au plus 8 niveaux."});
    return;
  }
  for (size_t i = 0; i < target.levels.size(); ++i) {
    const std::string path = absl::StrCat("levels[", i, "]");
    if (target.levels[i].name.empty()) {
      errors.Add(path, {"A level needs a name.", "Un niveau doit avoir un nom."});
    }
    CheckChange(target, target.levels[i].change, path, errors);
  }
}

Fixed ToleranceOf(const Target& target) {
  const absl::int128 planned = Size(absl::int128(TargetValue(target)) - target.baseline);
  return static_cast<Fixed>(DivideRounded(planned * target.tolerance_percent, 100));
}

// How much better `value` is than `other`, cut to what a Fixed holds.
Fixed Better(const Target& target, Fixed value, Fixed other) {
  const absl::int128 rise = absl::int128(value) - other;
  const absl::int128 better = target.direction == Direction::kIncrease ? rise : -rise;
  return static_cast<Fixed>(std::clamp(better, absl::int128(-kMaxFixed), absl::int128(kMaxFixed)));
}

std::vector<std::string> LevelsReached(const Target& target, Fixed value) {
  std::vector<std::string> reached;
  for (const Level& level : target.levels) {
    if (Better(target, value, ValueAfter(target, level.change)) >= 0) reached.push_back(level.name);
  }
  return reached;
}

TrajectoryStatus StatusOf(Fixed gap, Fixed tolerance) {
  if (gap > tolerance) return TrajectoryStatus::kAhead;
  return gap < -tolerance ? TrajectoryStatus::kBehind : TrajectoryStatus::kOnTrack;
}

status::Text Sentence(const Standing& standing) {
  if (standing.reason == UnknownReason::kBeforeBaseline) {
    return {"Unknown: this date is before the baseline.",
            "Inconnu : cette date précède la mesure de référence."};
  }
  if (standing.reason == UnknownReason::kNoRecentMeasure) {
    if (!standing.measure) {
      return {"Unknown: there is no measure yet; {expected} was expected.",
              "Inconnu : aucune mesure à ce jour ; {expected} était attendu."};
    }
    return {"Unknown: the last measure, {value} on {day}, is older than one cadence.",
            "Inconnu : la dernière mesure, {value} le {day}, date de plus d'une période de suivi."};
  }
  switch (standing.status) {
    case TrajectoryStatus::kAhead:
      return {"Ahead: {value} on {day}, where {expected} was expected; target {target}.",
              "En avance : {value} le {day}, pour {expected} attendu ; cible {target}."};
    case TrajectoryStatus::kBehind:
      return {"Behind: {value} on {day}, where {expected} was expected; target {target}.",
              "En retard : {value} le {day}, pour {expected} attendu ; cible {target}."};
    default:
      return {"On track: {value} on {day}, where {expected} was expected; target {target}.",
              "Dans les temps : {value} le {day}, pour {expected} attendu ; cible {target}."};
  }
}

status::Text Explain(const Standing& standing, int decimals) {
  const Measure measure = standing.measure.value_or(Measure());
  return Blanks(decimals)
      .Number("{value}", measure.value)
      .Day("{day}", measure.date)
      .Number("{expected}", standing.expected)
      .Number("{target}", standing.target)
      .In(Sentence(standing));
}

void Judge(const Target& target, Standing& standing) {
  const Measure& measure = *standing.measure;
  standing.expected = ExpectedOn(target, measure.date);
  standing.gap = Better(target, measure.value, standing.expected);
  standing.status = StatusOf(standing.gap, standing.tolerance);
  standing.levels_reached = LevelsReached(target, measure.value);
}

}  // namespace

Cadence CadenceOf(Category category) {
  switch (category) {
    case Category::kAdoption:
    case Category::kTechnical:
      return Cadence::kWeekly;
    case Category::kEfficiency:
      return Cadence::kMonthly;
    case Category::kSatisfaction:
    case Category::kRoi:
      return Cadence::kQuarterly;
  }
  return Cadence::kMonthly;
}

absl::CivilDay OneCadenceBefore(absl::CivilDay day, Cadence cadence) {
  if (cadence == Cadence::kWeekly) return day - 7;
  return time::MonthsAfter(day, cadence == Cadence::kMonthly ? -1 : -3);
}

absl::Status Validate(const Target& target) {
  status::FieldErrors errors;
  if (target.decimals < 0 || target.decimals > kMaxDecimals) {
    errors.Add("decimals",
               {"A KPI has between 0 and 9 decimals.", "Un KPI a entre 0 et 9 décimales."});
  }
  if (target.tolerance_percent < 0 || target.tolerance_percent > 100) {
    errors.Add("tolerance_percent", {"The tolerance lies between 0 and 100 %.",
                                     "La tolérance est comprise entre 0 et 100 %."});
  }
  if (target.horizon <= target.baseline_date) {
    errors.Add("horizon", {"The horizon must be after the date of the baseline.",
                           "L'échéance doit être postérieure à la date de référence."});
  }
  CheckChange(target, target.change, "change", errors);
  CheckLevels(target, errors);
  return errors.ToStatus();
}

Fixed ValueAfter(const Target& target, const Change& change) {
  return static_cast<Fixed>(WideValueAfter(target, change));
}

Fixed ExpectedOn(const Target& target, absl::CivilDay date) {
  const absl::CivilDay day = std::clamp(date, target.baseline_date, target.horizon);
  const absl::int128 planned = absl::int128(TargetValue(target)) - target.baseline;
  const absl::int128 moved =
      DivideRounded(planned * (day - target.baseline_date), target.horizon - target.baseline_date);
  return static_cast<Fixed>(target.baseline + moved);
}

Standing StandingOn(const Target& target, absl::CivilDay date,
                    const std::optional<Measure>& latest) {
  Standing standing;
  standing.date = date;
  standing.expected = ExpectedOn(target, date);
  standing.target = TargetValue(target);
  standing.tolerance = ToleranceOf(target);
  if (latest && latest->date <= date) standing.measure = latest;
  if (date < target.baseline_date) {
    standing.reason = UnknownReason::kBeforeBaseline;
  } else if (!standing.measure || standing.measure->date < OneCadenceBefore(date, target.cadence)) {
    standing.reason = UnknownReason::kNoRecentMeasure;
  } else {
    Judge(target, standing);
  }
  standing.text = Explain(standing, target.decimals);
  return standing;
}

}  // namespace palier::kpi
