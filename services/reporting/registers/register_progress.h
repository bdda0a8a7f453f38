// SPDX-License-Identifier: Apache-2.0
// What became of the projects of one register in a later one. Pure.
#ifndef PALIER_REPORTING_REGISTERS_REGISTER_PROGRESS_H_
#define PALIER_REPORTING_REGISTERS_REGISTER_PROGRESS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/stats/wilson.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// In the order of RegisterStep.
enum class RegisterStep {
  kAdvanced = 1,
  kSameStage,
  kWentBack,
  kLeftProduction,
  kStoppedBefore,
  kNotComparable
};

// Between the stages of registers as the registry understands them: IDEA, BUILD, PILOT, PRODUCTION,
// RETIRED, CLOSED, UNKNOWN.
RegisterStep StepBetween(absl::string_view earlier, absl::string_view later);

struct FollowedProject {
  // Resource names.
  std::string earlier, later;
  std::string display_name;
  std::string earlier_stage, later_stage;
  RegisterStep step = RegisterStep::kNotComparable;
};

struct RegisterProgress {
  int earlier_count = 0;
  int later_count = 0;
  int ambiguous = 0;
  int gone = 0;
  int fresh = 0;
  // By step, those that moved furthest first, then by name.
  std::vector<FollowedProject> followed;
  // By earlier stage, then later stage.
  std::map<std::pair<std::string, std::string>, int> transitions;
  // Of those that were an idea, in development or a pilot: in production.
  stats::Share reached;
};

// Projects are the same when their names are, without regard to case, accents and spaces, and the
// name stands once in each register.
RegisterProgress CompareRegisters(const PortfolioModel& model, const std::string& earlier_profile,
                                  const std::string& later_profile);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_REGISTERS_REGISTER_PROGRESS_H_
