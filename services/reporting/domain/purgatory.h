// SPDX-License-Identifier: Apache-2.0
// Which projects wait for a decision that nobody takes, and since when (S0-01). Pure functions.
#ifndef PALIER_REPORTING_DOMAIN_PURGATORY_H_
#define PALIER_REPORTING_DOMAIN_PURGATORY_H_

#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "reporting/domain/project_facts.h"

namespace palier::reporting {

// What the age counts from; see PurgatoryProject.Basis.
enum class Basis { kRegister, kStage };

struct Waiting {
  const ProjectFacts* project = nullptr;
  Basis basis = Basis::kStage;
  absl::CivilDay since;
  // Negative when `since` lies after the day of the report.
  int age_days = 0;
};

// Ages that every answer counts, in days.
inline constexpr int kAgeBounds[] = {90, 180, 365, 548, 730, 1095};

// Why and since when the project waits; unset when it does not, or when nobody knows since when.
// Two rules:
//
// REGISTER, for a project still in the stage its register gave it: that stage is idea, build or
// pilot, the register says by a readable date that it was begun and by none that it was
// implemented. An idea that the register calls planned or an ideation is not begun, whatever date
// stands there: the US inventory of 2024 has two "Planned" records with a date, and 583 open
// projects without them.
//
// STAGE, for every other project: it is in POST_POC, since the day it came there.
std::optional<Waiting> WaitingSince(const ProjectFacts& project, absl::CivilDay as_of);

// All projects that wait, the oldest first, those of one day by name. Points into `projects`.
std::vector<Waiting> OpenProjects(absl::Span<const ProjectFacts> projects, absl::CivilDay as_of);

// How many wait for longer than `days`, not just so long. `open` is in the order of OpenProjects.
int CountOlderThan(absl::Span<const Waiting> open, int days);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOMAIN_PURGATORY_H_
