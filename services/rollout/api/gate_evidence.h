// SPDX-License-Identifier: Apache-2.0
// From what kpi says to what the gate judges. Pure functions.
#ifndef PALIER_ROLLOUT_API_GATE_EVIDENCE_H_
#define PALIER_ROLLOUT_API_GATE_EVIDENCE_H_

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"
#include "palier/kpi/v1/adoption.pb.h"
#include "palier/kpi/v1/survey.pb.h"
#include "palier/rollout/v1/gate.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/domain/gate_figures.h"

namespace palier::rollout {

inline constexpr int kDefaultAfterDays = 21;

// A wave that has started, on that day.
struct StartedWave {
  v1::Wave wave;
  absl::CivilDay start;
};

struct AdoptionAnswers {
  // Unset where no KPI counts users.
  std::optional<kpi::v1::Adoption> full;
  std::optional<kpi::v1::Adoption> published;
};

// Each team counts once, in one period of its own. A period in which nobody at all used the tool is
// one that nothing was heard of. Teams whose period is further back than kpi tells are left out.
CriterionEvidence AdoptionEvidence(const v1::AdoptionFigure& figure,
                                   absl::Span<const StartedWave> waves,
                                   const AdoptionAnswers& answers, absl::CivilDay today);

struct SurveyAnswers {
  // The day after which it is closed, and whether it is.
  absl::CivilDay close_day;
  bool closed = false;
  // Only of one that has closed.
  kpi::v1::SurveyResults full;
  kpi::v1::SurveyResults published;
};

// Nobody is counted before the survey has closed: its answers would be told one by one.
CriterionEvidence SurveyEvidence(const v1::SurveyFigure& figure,
                                 absl::Span<const StartedWave> waves, const SurveyAnswers& answers);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_GATE_EVIDENCE_H_
