// SPDX-License-Identifier: Apache-2.0
#include "kpi/domain/forecast.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "common/status/error.h"
#include "kpi/domain/forecast_models.h"

namespace palier::kpi {
namespace {

constexpr size_t kLongest = 1040;
constexpr size_t kShortestPast = 8;
constexpr size_t kMoments = 36;
constexpr size_t kModels = 3;

using Weights = std::array<double, kModels>;
using Paths = std::array<std::vector<double>, kModels>;

Paths Continue(absl::Span<const double> past, int horizon) {
  return {DampedTrend(past, horizon), ShrunkTrend(past, horizon),
          RidgeAutoregression(past, horizon)};
}

double Weighted(const Paths& paths, const Weights& weights, size_t ahead) {
  double sum = 0;
  for (size_t model = 0; model < kModels; ++model) sum += weights[model] * paths[model][ahead];
  return sum;
}

// What each model said at an earlier moment, and what came.
struct Trial {
  Paths paths;
  absl::Span<const double> came;
};

std::vector<Trial> Rehearse(absl::Span<const double> values, int horizon) {
  std::vector<Trial> trials;
  const size_t most = std::min(kMoments, values.size() - kShortestPast);
  for (size_t left = 1; left <= most; ++left) {
    const size_t ahead = std::min(left, static_cast<size_t>(horizon));
    const size_t cut = values.size() - left;
    trials.push_back(
        {Continue(values.first(cut), static_cast<int>(ahead)), values.subspan(cut, ahead)});
  }
  return trials;
}

double MeanError(const std::vector<Trial>& trials, size_t model) {
  double sum = 0;
  size_t count = 0;
  for (const Trial& trial : trials) {
    for (size_t h = 0; h < trial.came.size(); ++h, ++count) {
      sum += std::abs(trial.paths[model][h] - trial.came[h]);
    }
  }
  return sum / static_cast<double>(count);
}

Weights WeightsOf(const std::vector<Trial>& trials) {
  Weights errors;
  for (size_t model = 0; model < kModels; ++model) errors[model] = MeanError(trials, model);
  const double best = *std::min_element(errors.begin(), errors.end());
  Weights weights;
  double sum = 0;
  for (size_t model = 0; model < kModels; ++model) {
    const double ratio = errors[model] > 0 ? best / errors[model] : 1;
    sum += weights[model] = ratio * ratio * ratio * ratio;
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

// How an error grows with the periods ahead: by the root as far as it was rehearsed, in proportion
// beyond, where a wrong trend would tell.
double Growth(size_t ahead, size_t rehearsed) {
  const double far = static_cast<double>(ahead + 1);
  const double known = static_cast<double>(rehearsed);
  return far <= known ? std::sqrt(far) : std::sqrt(known) * far / known;
}

double ConformalError(const std::vector<Trial>& trials, const Weights& weights, double coverage) {
  std::vector<double> errors;
  for (const Trial& trial : trials) {
    for (size_t h = 0; h < trial.came.size(); ++h) {
      errors.push_back(std::abs(Weighted(trial.paths, weights, h) - trial.came[h]) /
                       Growth(h, trial.came.size()));
    }
  }
  std::sort(errors.begin(), errors.end());
  const double rank = std::ceil(static_cast<double>(errors.size() + 1) * coverage);
  return errors[std::min(errors.size(), static_cast<size_t>(rank)) - 1];
}

void CheckOptions(const ForecastOptions& options, status::FieldErrors& errors) {
  if (options.horizon < 1 || options.horizon > kMaxForecastHorizon) {
    errors.Add("horizon", {"The horizon lies between 1 and 520 periods.",
                           "L'horizon est compris entre 1 et 520 périodes."});
  }
  if (!(options.coverage >= 0.5 && options.coverage <= 0.99)) {
    errors.Add("coverage_percent", {"The coverage lies between 50 and 99 %.",
                                    "La couverture est comprise entre 50 et 99 %."});
  }
}

absl::Status Check(absl::Span<const double> values, const ForecastOptions& options) {
  status::FieldErrors errors;
  if (values.size() < kMinForecastValues) {
    errors.Add("values", {"A forecast needs at least 12 values.",
                          "Une prévision demande au moins 12 valeurs."});
  }
  const bool finite = std::all_of(values.begin(), values.end(), [](double v) {
    return std::abs(v) <= std::numeric_limits<float>::max();
  });
  if (!finite) {
    errors.Add("values", {"A value is not finite or too large.",
                          "Une valeur n'est pas finie ou est trop grande."});
  }
  CheckOptions(options, errors);
  return errors.ToStatus();
}

}  // namespace

absl::Status Validate(const ForecastOptions& options) {
  status::FieldErrors errors;
  CheckOptions(options, errors);
  return errors.ToStatus();
}

absl::StatusOr<std::vector<ForecastPoint>> Forecast(absl::Span<const double> values,
                                                    const ForecastOptions& options) {
  if (const absl::Status status = Check(values, options); !status.ok()) return status;
  const absl::Span<const double> read =
      values.subspan(values.size() - std::min(values.size(), kLongest));
  const std::vector<Trial> trials = Rehearse(read, options.horizon);
  const Weights weights = WeightsOf(trials);
  const double error = ConformalError(trials, weights, options.coverage);
  const Paths paths = Continue(read, options.horizon);
  const size_t rehearsed = trials.back().came.size();
  std::vector<ForecastPoint> points;
  for (size_t h = 0; h < static_cast<size_t>(options.horizon); ++h) {
    const double expected = Weighted(paths, weights, h);
    const double reach = error * Growth(h, rehearsed);
    points.push_back({expected, expected - reach, expected + reach});
  }
  return points;
}

}  // namespace palier::kpi
