// SPDX-License-Identifier: Apache-2.0
// Models with what kpi and rollout told, written down as text.
#ifndef PALIER_REPORTING_FIGURES_PEER_FIXTURE_H_
#define PALIER_REPORTING_FIGURES_PEER_FIXTURE_H_

#include <memory>
#include <string>

#include "reporting/figures/model_fixture.h"
#include "reporting/model/peer_facts.h"

namespace palier::reporting {

class PeerFigureFixture : public FigureFixture {
 protected:
  PeerFigureFixture() {
    model_.kpi.facts = kpi_;
    model_.kpi.answers = true;
    model_.rollout.facts = rollout_;
    model_.rollout.answers = true;
  }

  RolloutDossier& AddRollout(const std::string& id, const std::string& rollout = "") {
    const std::string name = absl::StrCat("organizations/acme/rollouts/", id);
    RolloutDossier& dossier = rollout_->rollouts[name];
    dossier.rollout = Read<rollout::v1::Rollout>(rollout);
    dossier.rollout.set_name(name);
    dossier.rollout.set_display_name(id);
    return dossier;
  }

  // Of 1 July 2026, 00:00 UTC, less that many days; for time stamps in text.
  static std::string SecondsBefore(int days) {
    return absl::StrCat(absl::ToUnixSeconds(absl::FromCivil(kToday - days, absl::UTCTimeZone())));
  }

  // The model holds the same ones.
  const std::shared_ptr<KpiFacts> kpi_ = std::make_shared<KpiFacts>();
  const std::shared_ptr<RolloutFacts> rollout_ = std::make_shared<RolloutFacts>();
};

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_FIGURES_PEER_FIXTURE_H_
