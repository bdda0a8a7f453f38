// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/post_poc.h"

#include <algorithm>
#include <set>

#include "common/stats/permille.h"

namespace palier::reporting {
namespace {

using P = registry::v1::Project;

const Judgement& JudgementOf(const ProjectFacts& project, const Judgements& judgements) {
  static const Judgement& none = *new Judgement();
  const auto found = judgements.find(project.name);
  return found == judgements.end() ? none : found->second;
}

}  // namespace

std::optional<PostPoc> PostPocOf(const ProjectFacts& project, const Judgement& judgement) {
  switch (project.stage) {
    case P::POST_POC:
      return judgement.in_purgatory ? PostPoc::kInPurgatory : PostPoc::kWithinDeadline;
    case P::LIMITED:
      return PostPoc::kLimited;
    case P::INDUSTRIALISATION:
      return PostPoc::kUnderWay;
    case P::ROLLOUT:
    case P::RUN:
    case P::RETIRED:
      return PostPoc::kConverted;
    case P::STOPPED:
      if (judgement.healthy_stop) return PostPoc::kHealthyStop;
      if (project.poc_ended) return PostPoc::kOtherStop;
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

PostPocRows MakePostPoc(absl::Span<const ProjectFacts> projects, const Judgements& judgements) {
  PostPocRows rows;
  std::array<std::set<std::string>, kPostPocCount> names;
  int64_t all = 0;
  for (const ProjectFacts& project : projects) {
    const Judgement& judgement = JudgementOf(project, judgements);
    const std::optional<PostPoc> kind = PostPocOf(project, judgement);
    if (!kind) continue;
    const auto place = static_cast<size_t>(*kind);
    ++all;
    ++rows[place].count;
    rows[place].zombies += judgement.zombie ? 1 : 0;
    names[place].insert(project.name);
    if (names[place].size() > kMostListed) names[place].erase(std::prev(names[place].end()));
  }
  for (size_t place = 0; place < rows.size(); ++place) {
    rows[place].share_permille = stats::Permille(rows[place].count, all);
    rows[place].projects.assign(names[place].begin(), names[place].end());
  }
  return rows;
}

ValueFigures MakeValue(absl::Span<const ProjectFacts> projects, const Judgements& judgements) {
  ValueFigures figures;
  for (const ProjectFacts& project : projects) {
    if (project.stage != P::ROLLOUT && project.stage != P::RUN) continue;
    const std::optional<bool>& proven = JudgementOf(project, judgements).value_proven;
    if (proven) {
      figures.proven = figures.proven.value_or(0) + (*proven ? 1 : 0);
    } else {
      ++figures.unknown;
    }
  }
  return figures;
}

}  // namespace palier::reporting
