// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/stages.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_join.h"
#include "common/status/error.h"

namespace palier::registry {
namespace {

using P = v1::Project;

struct Transition {
  Stage from;
  Stage to;
};

// requirements.md, "Stages". Any stage may also be STOPPED with lessons.
constexpr Transition kTransitions[] = {
    {P::IDEA, P::SCOPING},
    {P::SCOPING, P::IDEA},
    {P::SCOPING, P::POC},
    {P::POC, P::POST_POC},
    {P::POST_POC, P::LIMITED},
    {P::POST_POC, P::INDUSTRIALISATION},
    {P::LIMITED, P::LIMITED},
    {P::LIMITED, P::INDUSTRIALISATION},
    {P::INDUSTRIALISATION, P::ROLLOUT},
    {P::ROLLOUT, P::RUN},
    {P::RUN, P::RETIRED},
};

bool IsFinal(Stage stage) {
  return stage == P::STOPPED || stage == P::RETIRED;
}

std::vector<Stage> PossibleFrom(Stage from) {
  std::vector<Stage> stages;
  for (int i = P::Stage_MIN; i <= P::Stage_MAX; ++i) {
    if (P::Stage_IsValid(i) && IsLegal(from, static_cast<Stage>(i)))
      stages.push_back(static_cast<Stage>(i));
  }
  return stages;
}

}  // namespace

bool IsLegal(Stage from, Stage to) {
  if (from == P::STAGE_UNSPECIFIED) return false;
  if (to == P::STAGE_UNSPECIFIED || to == P::STAGE_UNKNOWN) return false;
  if (from == P::STAGE_UNKNOWN) return true;
  if (to == P::STOPPED) return !IsFinal(from);
  return std::any_of(std::begin(kTransitions), std::end(kTransitions),
                     [&](const Transition& t) { return t.from == from && t.to == to; });
}

Stage NextStage(Stage from) {
  switch (from) {
    case P::IDEA:
      return P::SCOPING;
    case P::SCOPING:
      return P::POC;
    case P::POC:
      return P::POST_POC;
    case P::LIMITED:
      return P::INDUSTRIALISATION;
    case P::INDUSTRIALISATION:
      return P::ROLLOUT;
    case P::ROLLOUT:
      return P::RUN;
    case P::RUN:
      return P::RETIRED;
    default:
      return P::STAGE_UNSPECIFIED;
  }
}

bool NeedsRequest(Stage from, Stage to) {
  const auto early = [](Stage stage) { return stage == P::IDEA || stage == P::SCOPING; };
  return !(early(from) && early(to));
}

std::string StageName(Stage stage) {
  return P::Stage_Name(stage);
}

absl::Status IllegalTransition(absl::string_view project, Stage from, Stage to) {
  const std::string possible =
      absl::StrJoin(PossibleFrom(from), ", ",
                    [](std::string* out, Stage stage) { out->append(StageName(stage)); });
  return status::Error(
             absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
             {"{resource} is in stage {state} and cannot go to {target}. Possible: {possible}.",
              "{resource} est au stade {state} et ne peut passer à {target}. Possibles : "
              "{possible}."})
      .With("resource", project)
      .With("state", StageName(from))
      .With("target", StageName(to))
      .With("possible", possible.empty() ? "-" : possible);
}

}  // namespace palier::registry
