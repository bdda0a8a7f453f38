// SPDX-License-Identifier: Apache-2.0
// What became of the projects whose PoC is over, each counted once (S3-08). Pure functions.
#ifndef PALIER_REPORTING_DOMAIN_POST_POC_H_
#define PALIER_REPORTING_DOMAIN_POST_POC_H_

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/types/span.h"
#include "reporting/domain/project_facts.h"

namespace palier::reporting {

// In the order of PostPocClass.Kind.
enum class PostPoc {
  kWithinDeadline,
  kInPurgatory,
  kLimited,
  kUnderWay,
  kConverted,
  kHealthyStop,
  kOtherStop
};
inline constexpr int kPostPocCount = static_cast<int>(PostPoc::kOtherStop) + 1;

// What the registry's rules and records say of a project beyond its stage.
struct Judgement {
  // The day to decide by is over.
  bool in_purgatory = false;
  // Used without owner, decision or check.
  bool zombie = false;
  // A healthy stop is on record.
  bool healthy_stop = false;
  // Unset when nobody knows.
  std::optional<bool> value_proven;
};

// By resource name of the project; who is not there has none of it.
using Judgements = absl::flat_hash_map<std::string, Judgement>;

// Unset for a project whose PoC is not over.
std::optional<PostPoc> PostPocOf(const ProjectFacts& project, const Judgement& judgement);

struct PostPocRow {
  int count = 0;
  // Of all rows, in permille, rounded half up.
  int share_permille = 0;
  int zombies = 0;
  // Resource names of the first kMostListed, by name.
  std::vector<std::string> projects;
};
inline constexpr int kMostListed = 50;

using PostPocRows = std::array<PostPocRow, kPostPocCount>;

PostPocRows MakePostPoc(absl::Span<const ProjectFacts> projects, const Judgements& judgements);

// Of the projects that people use for good: ROLLOUT and RUN.
struct ValueFigures {
  // Unset when of none anything is known.
  std::optional<int> proven;
  int unknown = 0;
};

ValueFigures MakeValue(absl::Span<const ProjectFacts> projects, const Judgements& judgements);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_DOMAIN_POST_POC_H_
