// SPDX-License-Identifier: Apache-2.0
// Milestones judged by what kpi says (S1-69).
#ifndef PALIER_ROLLOUT_API_MILESTONE_FINDINGS_H_
#define PALIER_ROLLOUT_API_MILESTONE_FINDINGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "palier/rollout/v1/milestone.pb.h"
#include "palier/rollout/v1/review.pb.h"
#include "rollout/api/context.h"
#include "rollout/domain/review.h"

namespace palier::rollout {

// The milestones that a monthly review of `day`, closed on `today`, says something of: those due up
// to both that no earlier one has judged MET or MISSED; by due date and name.
absl::StatusOr<std::vector<v1::Milestone>> ReadDueMilestones(resource::Session& session,
                                                             const Types& types,
                                                             const v1::Review& review,
                                                             absl::CivilDay today);

// A milestone as it was read, and what is found of it.
struct JudgedMilestone {
  v1::Milestone before;
  v1::MilestoneFinding finding;
};

// Asks kpi on the caller's behalf: never inside a transaction. Returns kpi's errors; a figure that
// it does not tell, and a KPI that is gone, are UNKNOWN and no error.
absl::StatusOr<std::vector<JudgedMilestone>> JudgeMilestones(
    const Context& context, const rpc::Call& call, const std::vector<v1::Milestone>& milestones);

// What a KPI last said up to a day. The KPI's cadence says what is recent.
absl::StatusOr<MeasuredFigure> FigureOn(const Context& context, const rpc::Call& call,
                                        const kpi::v1::Kpi& kpi, absl::CivilDay day);

// Writes the sentences in the language.
void ShowFindings(rpc::Language language, v1::Review& review);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_MILESTONE_FINDINGS_H_
