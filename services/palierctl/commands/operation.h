// SPDX-License-Identifier: Apache-2.0
// What commands have in common that wait for an operation.
#ifndef PALIER_PALIERCTL_COMMANDS_OPERATION_H_
#define PALIER_PALIERCTL_COMMANDS_OPERATION_H_

#include <functional>
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

// How the operations of a service are followed.
struct OperationKind {
  // `palier.rollout.v1.OperationService/`.
  std::string service;
  // How far it is, and what of that is worth a line of its own where lines are not written over;
  // empty: nothing to tell.
  std::function<std::string(const google::longrunning::Operation&)> progress, news;
};

// Plans of roll-outs.
OperationKind PlanOperations(const Session& session);

// The operation once it is done, with its progress on standard error. Ctrl-C cancels it and waits
// for that.
absl::StatusOr<google::longrunning::Operation> FollowOperation(
    const Session& session, google::longrunning::Operation operation, const Interrupt& interrupt,
    const OperationKind& kind);

}  // namespace palier::ctl

#endif  // PALIER_PALIERCTL_COMMANDS_OPERATION_H_
