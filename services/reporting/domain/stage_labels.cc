// SPDX-License-Identifier: Apache-2.0
#include "reporting/domain/stage_labels.h"

#include <map>

namespace palier::reporting {

const status::Text& StageLabel(Stage stage) {
  using P = registry::v1::Project;
  static const auto& labels = *new std::map<Stage, status::Text>{
      {P::IDEA, {"Idea", "Idée"}},
      {P::SCOPING, {"Scoping", "Préparation"}},
      {P::POC, {"PoC", "PoC"}},
      {P::POST_POC, {"PoC over, decision due", "PoC terminé, décision due"}},
      {P::LIMITED, {"Limited production", "Production limitée"}},
      {P::INDUSTRIALISATION, {"Industrialisation", "Industrialisation"}},
      {P::ROLLOUT, {"Roll-out", "Déploiement"}},
      {P::RUN, {"Production", "Production"}},
      {P::RETIRED, {"Retired", "Retiré"}},
      {P::STOPPED, {"Stopped", "Arrêté"}},
      {P::STAGE_UNKNOWN, {"Stage unknown", "Stade inconnu"}},
  };
  const auto found = labels.find(stage);
  return found == labels.end() ? labels.at(P::STAGE_UNKNOWN) : found->second;
}

status::Text PostPocLabel(PostPoc kind) {
  switch (kind) {
    case PostPoc::kWithinDeadline:
      return {"Decision due, in time", "Décision due, dans les temps"};
    case PostPoc::kInPurgatory:
      return {"In purgatory", "Au purgatoire"};
    case PostPoc::kLimited:
      return {"Limited production", "Production limitée"};
    case PostPoc::kUnderWay:
      return {"Being industrialised", "En industrialisation"};
    case PostPoc::kConverted:
      return {"In production", "En production"};
    case PostPoc::kHealthyStop:
      return {"Healthy stop", "Arrêt sain"};
    case PostPoc::kOtherStop:
      return {"Other stop", "Autre arrêt"};
  }
  return {};
}

}  // namespace palier::reporting
