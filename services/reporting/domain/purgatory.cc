// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/purgatory.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace palier::reporting {
namespace {

using P = registry::v1::Project;

// The spellings for "not begun" of the registers we read: "Planned", "Planned (not in production)",
// "Ideation".
constexpr absl::string_view kNotBegun[] = {"planned", "ideation"};

bool IsBegun(absl::string_view raw_stage) {
  const absl::string_view text = absl::StripAsciiWhitespace(raw_stage);
  return std::none_of(std::begin(kNotBegun), std::end(kNotBegun), [&](absl::string_view word) {
    return absl::StartsWithIgnoreCase(text, word);
  });
}

bool IsOpenInRegister(Stage stage) {
  return stage == P::IDEA || stage == P::POC || stage == P::LIMITED;
}

Waiting Make(const ProjectFacts& project, Basis basis, absl::CivilDay since, absl::CivilDay as_of) {
  return {&project, basis, since, static_cast<int>(as_of - since)};
}

std::optional<Waiting> ByRegister(const ProjectFacts& project, absl::CivilDay as_of) {
  const RegisterFacts& facts = *project.imported;
  if (!facts.initiated.has_value() || facts.implemented.has_value()) return std::nullopt;
  if (!IsBegun(facts.raw_stage)) return std::nullopt;
  return Make(project, Basis::kRegister, *facts.initiated, as_of);
}

}  // namespace

std::optional<Waiting> WaitingSince(const ProjectFacts& project, absl::CivilDay as_of) {
  if (IsAsImported(project) && IsOpenInRegister(project.stage)) return ByRegister(project, as_of);
  if (project.stage != P::POST_POC || !project.stage_since.has_value()) return std::nullopt;
  return Make(project, Basis::kStage, *project.stage_since, as_of);
}

std::vector<Waiting> OpenProjects(absl::Span<const ProjectFacts> projects, absl::CivilDay as_of) {
  std::vector<Waiting> open;
  for (const ProjectFacts& project : projects) {
    if (const std::optional<Waiting> waiting = WaitingSince(project, as_of); waiting.has_value()) {
      open.push_back(*waiting);
    }
  }
  std::sort(open.begin(), open.end(), [](const Waiting& a, const Waiting& b) {
    return std::tie(a.since, a.project->name) < std::tie(b.since, b.project->name);
  });
  return open;
}

int CountOlderThan(absl::Span<const Waiting> open, int days) {
  const auto end = std::partition_point(
      open.begin(), open.end(), [days](const Waiting& waiting) { return waiting.age_days > days; });
  return static_cast<int>(end - open.begin());
}

}  // namespace palier::reporting
