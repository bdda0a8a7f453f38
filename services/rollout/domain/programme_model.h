// SPDX-License-Identifier: Apache-2.0
// A programme as the scheduling engine sees it, and the way back.
#ifndef PALIER_ROLLOUT_DOMAIN_PROGRAMME_MODEL_H_
#define PALIER_ROLLOUT_DOMAIN_PROGRAMME_MODEL_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "rollout/domain/programme.h"
#include "rollout/schedule/model.h"
#include "rollout/schedule/serial_decoder.h"

namespace palier::rollout {

// One team and one tool.
struct ProgrammeActivity {
  int tool = 0;
  std::string team;
  int people = 0;
  bool pilot = false;
  int prepare = 0, train = 0, support = 0;
};

struct ProgrammeModel {
  schedule::Model model;
  schedule::Values values;
  absl::CivilDay first_monday;
  std::vector<ProgrammeActivity> activities;
  // What each resource and each growth of `model` is, with its tool or team.
  using Meaning = std::pair<ProgrammeLimit, std::string>;
  std::vector<Meaning> resources;
  std::vector<std::string> growths;
};

// INVALID_ARGUMENT (INVALID_FIELDS) as CheckProgramme, and for a team so small that nobody of it
// can be trained; FAILED_PRECONDITION (NO_PLAN_FOUND) with each shared capacity that is exceeded.
absl::StatusOr<ProgrammeModel> ModelOf(const Programme& programme);

// What a rule of `model` that a schedule would break means for the programme.
ProgrammeReason ReasonOf(const ProgrammeModel& model, const Programme& programme,
                         const schedule::Violation& violation);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PROGRAMME_MODEL_H_
