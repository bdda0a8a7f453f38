// SPDX-License-Identifier: Apache-2.0
// Planning: the waves of a roll-out and the revision that keeps how they came about.
#include <utility>

#include "common/aip/etag.h"
#include "common/operations/operations.h"
#include "common/resource/mutation.h"
#include "common/resource/standard_methods.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/explanations.h"
#include "rollout/api/plan_inputs.h"
#include "rollout/api/plan_messages.h"
#include "rollout/api/plan_report.h"
#include "rollout/api/plan_store.h"

namespace palier::rollout {
namespace {

using google::longrunning::Operation;
using resource::Session;

// A caller waits so long for a plan before it gets an operation that goes on.
constexpr absl::Duration kPatience = absl::Seconds(2);
// For each time that other services or the store are asked.
constexpr absl::Duration kAsking = absl::Seconds(30);
constexpr int kAttempts = 3;
// Groups placed by all schedules of a search that was asked for: minutes.
constexpr int64_t kMostPlacings = 20'000'000;

// What a plan is made from.
struct Basis {
  PlanInputs inputs;
  PlanningModel model;
};

// Everything that keeps a plan from being made and can be known without a search.
absl::StatusOr<Basis> GatherBasis(Context& context, const rpc::Call& call,
                                  const v1::PlanWavesRequest& request) {
  Basis basis;
  ASSIGN_OR_RETURN(basis.inputs, GatherInputs(context, call, request.name()));
  RETURN_IF_ERROR(aip::CheckEtag(request.etag(), basis.inputs.rollout.etag(), request.name()));
  ASSIGN_OR_RETURN(basis.model, ModelOf(basis.inputs));
  RETURN_IF_ERROR(ValidateModel(basis.model));
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) {
    return CheckReplaceable(session, context.types, request.name(), /*frozen=*/0);
  }));
  return basis;
}

PlanOptions OptionsOf(const v1::PlanWavesRequest& request) {
  PlanOptions options;
  if (request.schedule_count() > 0) {
    options.schedules = request.schedule_count();
    options.placings = kMostPlacings;
  }
  if (request.seed() > 0) options.seed = static_cast<uint64_t>(request.seed());
  return options;
}

absl::StatusOr<Plan> MakePlan(Context& context, operations::OperationRun& run,
                              const v1::PlanWavesRequest& request, const PlanningModel& model) {
  PlanReport report(run, request.validate_only(), model.population);
  PlanOptions options = OptionsOf(request);
  options.check = [&] { return run.Check(); };
  options.on_progress = [&](const SearchProgress& progress) { report.Tell(progress); };
  ASSIGN_OR_RETURN(Plan plan, context.planner.Make(model, options));
  report.End(plan);
  return plan;
}

absl::Status TryPlan(Context& context, operations::OperationRun& run,
                     const v1::PlanWavesRequest& request) {
  ASSIGN_OR_RETURN(const Basis basis, GatherBasis(context, run.CallWithin(kAsking), request));
  ASSIGN_OR_RETURN(const Plan plan, MakePlan(context, run, request, basis.model));
  const rpc::Call call = run.CallWithin(kAsking);
  v1::PlanRevision made =
      NextRevision(basis.inputs, basis.model, plan, call.caller.subject(), context.store.Now());
  for (v1::Wave& wave : WavesOf(plan, request.name(), made.name())) {
    *made.add_waves() = std::move(wave);
  }
  // The request_id stands for the operation.
  v1::PlanWavesRequest once = request;
  once.clear_request_id();
  v1::PlanRevision stored;
  RETURN_IF_ERROR(resource::Mutate(context.store, call, context.types.revision, once, stored,
                                   [&](Session& session) -> absl::StatusOr<std::string> {
                                     stored = made;
                                     RETURN_IF_ERROR(StorePlan(session, context.types, basis.inputs,
                                                               {}, /*frozen=*/0, stored));
                                     if (!request.validate_only())
                                       RETURN_IF_ERROR(run.Succeed(session, stored));
                                     return stored.name();
                                   }));
  return request.validate_only() ? run.Succeed(stored) : absl::OkStatus();
}

// Plans that are made at once may want the same hours of a champion: who comes late plans again.
absl::Status RunPlan(Context& context, operations::OperationRun& run,
                     const v1::PlanWavesRequest& request) {
  for (int attempt = 1;; ++attempt) {
    absl::Status status = TryPlan(context, run, request);
    if (status::ReasonOf(status) != error::v1::CONTENTION || attempt == kAttempts) return status;
  }
}

absl::StatusOr<Operation> PlanWaves(Context& context, const rpc::Call& call,
                                    const v1::PlanWavesRequest& request) {
  ASSIGN_OR_RETURN(const bool begun, context.operations.Begun(call, request));
  if (!begun) RETURN_IF_ERROR(GatherBasis(context, call, request).status());
  return context.operations.Begin(call, request.name(), request, kPatience);
}

}  // namespace

void AddPlans(rpc::ServiceTable& table, Context& context) {
  context.operations.Define(
      operations::MakeKind<v1::PlanWavesRequest, v1::PlanRevision, v1::PlanWavesMetadata>(
          "PlanWaves",
          [&context](operations::OperationRun& run, const v1::PlanWavesRequest& request) {
            return RunPlan(context, run, request);
          },
          ShowSentences));
  table.Unary<v1::PlanWavesRequest, Operation>(
      "PlanWaves", [&context](const rpc::Call& call, const auto& request) {
        return PlanWaves(context, call, request);
      });
  resource::AddStandardMethods(table, context.store, context.cache, context.types.revision,
                               "PlanRevisions", resource::MethodSet{.get = true, .list = true},
                               {.on_read = ShowSentences});
}

}  // namespace palier::rollout
