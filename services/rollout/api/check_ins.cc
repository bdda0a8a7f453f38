// SPDX-License-Identifier: Apache-2.0
// The weekly check-ins of the first four weeks (S1-33).
#include "common/resource/mutation.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/wave_records.h"

namespace palier::rollout {
namespace {

using resource::Session;

absl::Status RefuseState(const std::string& resource, absl::string_view state, status::Text text) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::ILLEGAL_TRANSITION,
                       std::move(text))
      .With("resource", resource)
      .With("state", state);
}

absl::Status CheckOpen(Session& session, const Types& types, const v1::CheckIn& check_in) {
  if (check_in.has_done_time()) {
    return RefuseState(
        check_in.name(), "DONE",
        {"{resource} is {state} already.", "{resource} est déjà dans l'état {state}."});
  }
  v1::Wave wave;
  RETURN_IF_ERROR(session.Get(types.wave, resource::ParentOf(check_in.name()), &wave));
  if (wave.state() == v1::Wave::ACTIVE || wave.state() == v1::Wave::PAUSED) return absl::OkStatus();
  return RefuseState(wave.name(), v1::Wave::State_Name(wave.state()),
                     {"{resource} is {state}: its check-ins are closed.",
                      "{resource} est dans l'état {state} : ses points hebdomadaires sont clos."});
}

absl::StatusOr<v1::CheckIn> CompleteCheckIn(Context& context, const rpc::Call& call,
                                            const v1::CompleteCheckInRequest& request) {
  const Types& types = context.types;
  ASSIGN_OR_RETURN(
      v1::CheckIn done,
      resource::ChangeOne<v1::CheckIn>(
          context.store, call, types.check_in, request,
          [&](Session& session, const v1::CheckIn& before, v1::CheckIn& after) -> absl::Status {
            RETURN_IF_ERROR(CheckOpen(session, types, before));
            after.set_notes(request.notes());
            after.set_recorder(call.caller.subject());
            resource::SetStandardTime(after, "done_time", session.now());
            return absl::OkStatus();
          }));
  FillState(context.store.Now(), done);
  return done;
}

}  // namespace

void AddCheckIns(rpc::ServiceTable& table, Context& context) {
  resource::Hooks hooks;
  hooks.on_read = [&store = context.store](const rpc::Call&, google::protobuf::Message& message) {
    FillState(store.Now(), static_cast<v1::CheckIn&>(message));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.check_in,
                               "CheckIns", resource::MethodSet{.get = true, .list = true}, hooks);
  table.Unary<v1::CompleteCheckInRequest, v1::CheckIn>(
      "CompleteCheckIn", [&context](const rpc::Call& call, const auto& request) {
        return CompleteCheckIn(context, call, request);
      });
}

}  // namespace palier::rollout
