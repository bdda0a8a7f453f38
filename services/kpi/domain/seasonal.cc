// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/seasonal.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "absl/time/civil_time.h"

namespace palier::kpi {
namespace {

constexpr int64_t kDaySeconds = 86'400;
constexpr int64_t kWeekSeconds = 7 * kDaySeconds;
constexpr int64_t kYearSeconds = 365 * kDaySeconds;
constexpr int64_t kThursday = 3 * kDaySeconds;  // 1970-01-01, in a week that begins on Monday
constexpr double kWorthwhile = 0.7;
constexpr double kLearning = 0.1;

int64_t LengthOf(Season season) {
  if (season == Season::kYear) return kYearSeconds;
  return season == Season::kWeek ? kWeekSeconds : kDaySeconds;
}

// One slot for each value of a period, as far as the limits go; 0 if the season is no candidate.
size_t SlotsFor(Season season, absl::Span<const Observation> history) {
  if (history.size() < 2) return 0;
  const double span = static_cast<double>(history.back().seconds - history.front().seconds);
  const double length = static_cast<double>(LengthOf(season));
  if (span < 2 * length) return 0;
  if (season == Season::kYear) return 12;
  const double per_period = length * static_cast<double>(history.size() - 1) / span;
  const double slots = std::min(std::floor(per_period + 0.5), season == Season::kDay ? 288. : 336.);
  return slots < 2 ? 0 : static_cast<size_t>(slots);
}

double MeanDeviation(absl::Span<const Observation> history, double level) {
  double sum = 0;
  for (const Observation& seen : history) sum += std::abs(seen.value - level);
  return sum / static_cast<double>(history.size());
}

int64_t PositiveRemainder(int64_t value, int64_t length) {
  const int64_t rest = value % length;
  return rest < 0 ? rest + length : rest;
}

}  // namespace

SeasonalProfile SeasonalProfile::Choose(absl::Span<const Observation> history) {
  SeasonalProfile best;
  if (history.empty()) return best;
  std::vector<double> values;
  for (const Observation& seen : history) values.push_back(seen.value);
  const double level = UpperMedian(std::move(values));
  const double plain = MeanDeviation(history, level);
  double bar = kWorthwhile * plain;
  for (Season season : {Season::kDay, Season::kWeek, Season::kYear}) {
    const size_t slots = SlotsFor(season, history);
    if (slots == 0 || plain <= 0) continue;
    SeasonalProfile candidate(season, slots, level);
    const double error = candidate.LearnHistory(history);
    if (error > bar || (best.season_ != Season::kNone && error == bar)) continue;
    bar = error;
    best = candidate;
  }
  return best;
}

double SeasonalProfile::LearnHistory(absl::Span<const Observation> history) {
  std::vector<double> sum(typical_.size(), 0);
  std::vector<double> count(typical_.size(), 0);
  double error = 0;
  size_t predicted = 0;
  for (const Observation& seen : history) {
    const size_t slot = SlotOf(seen.seconds);
    if (count[slot] > 0) {
      error += std::abs(seen.value - sum[slot] / count[slot]);
      ++predicted;
    }
    sum[slot] += seen.value;
    count[slot] += 1;
  }
  for (size_t slot = 0; slot < typical_.size(); ++slot) {
    if (count[slot] > 0) typical_[slot] = sum[slot] / count[slot];
  }
  if (predicted == 0 || predicted < history.size() / 4) {
    return std::numeric_limits<double>::infinity();
  }
  return error / static_cast<double>(predicted);
}

std::vector<double> SeasonalProfile::LearnedResiduals(absl::Span<const Observation> history) const {
  const double size = static_cast<double>(history.size());
  const double slots = static_cast<double>(typical_.size());
  const double stretch = season_ == Season::kNone ? 1 : size / (size - slots);
  std::vector<double> residuals;
  for (const Observation& seen : history) {
    residuals.push_back(stretch * (seen.value - Expected(seen.seconds)));
  }
  return residuals;
}

size_t SeasonalProfile::SlotOf(int64_t seconds) const {
  if (season_ == Season::kYear) {
    return static_cast<size_t>((absl::CivilSecond(1970, 1, 1) + seconds).month() - 1);
  }
  const int64_t length = LengthOf(season_);
  const int64_t into =
      PositiveRemainder(season_ == Season::kWeek ? seconds + kThursday : seconds, length);
  return static_cast<size_t>(into) * typical_.size() / static_cast<size_t>(length);
}

double SeasonalProfile::Expected(int64_t seconds) const {
  return season_ == Season::kNone ? 0 : typical_[SlotOf(seconds)];
}

void SeasonalProfile::Learn(int64_t seconds, double residual) {
  if (season_ != Season::kNone) typical_[SlotOf(seconds)] += kLearning * residual;
}

}  // namespace palier::kpi
