// SPDX-License-Identifier: Apache-2.0
#include "palierctl/commands/operation.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/status/macros.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/output/progress.h"

namespace palier::ctl {
namespace {

namespace v1 = rollout::v1;
using google::longrunning::Operation;

// How long to wait before progress is shown again, and a Ctrl-C seen.
constexpr int kLookNanos = 400'000'000;

std::string ProgressText(const Session& session, const v1::PlanWavesMetadata& metadata) {
  const std::string counts =
      absl::StrCat(metadata.schedule_count(), "/", metadata.max_schedule_count(),
                   session.Say({" schedules", " plans construits"}));
  const std::string plan = PlanText(session, metadata);
  return plan.empty() ? counts : absl::StrCat(counts, session.Say({": ", " : "}), plan);
}

absl::Status CancelOnce(const Session& session, const std::string& service,
                        const Operation& operation, bool& cancelled) {
  if (cancelled) return absl::OkStatus();
  cancelled = true;
  google::longrunning::CancelOperationRequest request;
  request.set_name(operation.name());
  session.err << session.Say({"\nCancelling ", "\nAnnulation de "}) << ShortName(operation.name())
              << std::endl;
  return session.connection
      .Call<google::protobuf::Empty>(absl::StrCat(service, "CancelOperation"), request)
      .status();
}

}  // namespace

v1::PlanWavesMetadata MetadataOf(const Operation& operation) {
  v1::PlanWavesMetadata metadata;
  if (!operation.metadata().UnpackTo(&metadata)) {
    operation.metadata().UnpackTo(metadata.mutable_operation());
  }
  return metadata;
}

std::string PlanText(const Session& session, const v1::PlanWavesMetadata& metadata) {
  if (!metadata.has_best_plan()) return "";
  const v1::PlanSummary& plan = metadata.best_plan();
  return absl::StrFormat(
      "%d%s%s, %s %d.%d %%", plan.wave_count(), session.Say({" waves until ", " vagues jusqu'au "}),
      CellOf(plan, v1::PlanSummary::descriptor()->FindFieldByName("end_date")),
      session.Say({"gap", "écart"}), plan.gap_permille() / 10, plan.gap_permille() % 10);
}

OperationKind PlanOperations(const Session& session) {
  return {
      kOperationService,
      [&session](const Operation& operation) {
        return ProgressText(session, MetadataOf(operation));
      },
      [&session](const Operation& operation) { return PlanText(session, MetadataOf(operation)); }};
}

// Each service's requests have the fields of Google's.
absl::StatusOr<Operation> FollowOperation(const Session& session, Operation operation,
                                          const Interrupt& interrupt, const OperationKind& kind) {
  StatusLine line(session.err, session.interactive);
  google::longrunning::WaitOperationRequest wait;
  wait.set_name(operation.name());
  wait.mutable_timeout()->set_nanos(kLookNanos);
  bool cancelled = false;
  while (!operation.done()) {
    if (interrupt.noted()) {
      RETURN_IF_ERROR(CancelOnce(session, kind.service, operation, cancelled));
    }
    const std::string text = session.interactive ? kind.progress(operation) : kind.news(operation);
    if (!text.empty()) line.Show(text);
    ASSIGN_OR_RETURN(operation, session.connection.Call<Operation>(
                                    absl::StrCat(kind.service, "WaitOperation"), wait));
  }
  return operation;
}

}  // namespace palier::ctl
