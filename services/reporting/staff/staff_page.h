// SPDX-License-Identifier: Apache-2.0
// What everybody who works here may know of the tools: what was promised, what happened, what was
// changed after their remarks (S0-32). Pure.
#ifndef PALIER_REPORTING_STAFF_STAFF_PAGE_H_
#define PALIER_REPORTING_STAFF_STAFF_PAGE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "palier/registry/v1/project.pb.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

struct StaffPromise {
  enum class State { kKept = 1, kBehind, kUnknown };
  std::string display_name;
  std::string unit;
  std::optional<double> promised, actual;
  std::optional<absl::CivilDay> day;
  State state = State::kUnknown;
};

struct StaffTool {
  // Resource name.
  std::string project;
  std::string display_name;
  std::string purpose;
  registry::v1::Project::Stage stage = registry::v1::Project::STAGE_UNSPECIFIED;
  std::vector<StaffPromise> promises;
  // Unset where it would tell of fewer than five.
  std::optional<int64_t> users;
  std::string period;
  // By resource name of the department; those that would tell of fewer than five are not in it.
  std::map<std::string, int64_t> departments;
  std::optional<int64_t> hours;
  // Resource names of people: champions of its roll-outs who want to be named.
  std::set<std::string> contacts;
};

struct StaffAnswer {
  enum class State { kDone = 1, kAccepted, kRefused };
  std::string about;
  std::string said;
  State state = State::kDone;
  std::string answer;
};

struct StaffWin {
  std::string project;
  std::string display_name;
  std::string expected, achieved;
};

struct StaffChampion {
  // Resource name.
  std::string person;
  int sessions = 0;
  int64_t people = 0;
};

struct StaffPage {
  absl::CivilDay day;
  std::vector<StaffTool> tools;
  std::vector<StaffAnswer> answers;
  std::vector<StaffWin> wins;
  // Those who want to be named.
  std::vector<StaffChampion> champions;
  std::vector<std::string> silent_peers;
};

// Counts of people are those that kpi has published, which never change: no difference of two of
// them tells of fewer than five people. Hours stand only beside them, in whole hours.
StaffPage MakeStaffPage(const PortfolioModel& model);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_STAFF_STAFF_PAGE_H_
