// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_API_PEER_FACTS_READER_H_
#define PALIER_REPORTING_API_PEER_FACTS_READER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "reporting/api/peer_client.h"
#include "reporting/model/peer_facts.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// What the organisation (its resource name) was measured at; of `model`, its calendar and its
// business cases are looked at. The errors of kpi.
absl::StatusOr<std::shared_ptr<const KpiFacts>> ReadKpiFacts(const PeerClient& kpi,
                                                             const std::string& organization,
                                                             absl::Time now,
                                                             const PortfolioModel& model);

// Its roll-outs that are not deleted, and their people. The errors of rollout.
absl::StatusOr<std::shared_ptr<const RolloutFacts>> ReadRolloutFacts(
    const PeerClient& rollout, const std::string& organization, absl::Time now);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_PEER_FACTS_READER_H_
