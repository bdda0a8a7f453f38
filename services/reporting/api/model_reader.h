// SPDX-License-Identifier: Apache-2.0
#ifndef PALIER_REPORTING_API_MODEL_READER_H_
#define PALIER_REPORTING_API_MODEL_READER_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "reporting/api/peer_client.h"
#include "reporting/model/portfolio_model.h"

namespace palier::reporting {

// Reads everything of the organisation (its resource name). The registry's errors;
// RESOURCE_EXHAUSTED (LIMIT_EXCEEDED) beyond kMaxProjects projects or 2,000,000 records.
absl::StatusOr<std::shared_ptr<const PortfolioModel>> ReadModel(const PeerClient& registry,
                                                                const std::string& organization,
                                                                absl::Time now);

// The model up to the end of the change log: `model` itself when nothing has changed and the day is
// the same. Reads what has changed and what that makes stale. Errors as above; OUT_OF_RANGE when so
// much has changed that the whole is to be read.
absl::StatusOr<std::shared_ptr<const PortfolioModel>> CatchUp(
    const PeerClient& registry, const std::string& organization,
    std::shared_ptr<const PortfolioModel> model, absl::Time now);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_API_MODEL_READER_H_
