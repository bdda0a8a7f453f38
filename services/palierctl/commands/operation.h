// SPDX-License-Identifier: Apache-2.0
// What commands have in common that wait for an operation of the roll-out service.
#ifndef PALIER_PALIERCTL_COMMANDS_OPERATION_H_
#define PALIER_PALIERCTL_COMMANDS_OPERATION_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/longrunning/operations.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palierctl/interrupt.h"
#include "palierctl/session.h"

namespace palier::ctl {

inline constexpr char kOperationService[] = "palier.rollout.v1.OperationService/";

// What its metadata tells; every field but `operation` is unset where it is of another kind.
rollout::v1::PlanWavesMetadata MetadataOf(const google::longrunning::Operation& operation);

// The best plan so far, `4 waves until 2027-03-20, gap 3.4 %`; empty while there is none.
std::string PlanText(const Session& session, const rollout::v1::PlanWavesMetadata& metadata);

// The operation once it is done, with its progress on standard error: a line that is written over
// on a terminal, else a line for each better plan. Ctrl-C cancels it and waits for that.
absl::StatusOr<google::longrunning::Operation> FollowOperation(
    const Session& session, google::longrunning::Operation operation, const Interrupt& interrupt);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_COMMANDS_OPERATION_H_
