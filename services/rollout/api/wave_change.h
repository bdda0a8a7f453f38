// SPDX-License-Identifier: Apache-2.0
// How a method changes one wave, and those that have a file of their own.
#ifndef PALIER_ROLLOUT_API_WAVE_CHANGE_H_
#define PALIER_ROLLOUT_API_WAVE_CHANGE_H_

#include <functional>

#include "common/aip/etag.h"
#include "common/resource/mutation.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "rollout/api/context.h"
#include "rollout/api/wave_records.h"

namespace palier::rollout {

// Changes `after`, a copy of the wave in the record; may write other resources.
using WaveChange =
    std::function<absl::Status(resource::Session&, const WaveRecord&, v1::Wave& after)>;

// Once for each request id, if the wave still has the etag of the request.
template <typename Request>
absl::StatusOr<v1::Wave> ChangeWave(Context& context, const rpc::Call& call, const Request& request,
                                    const WaveChange& change) {
  const Types& types = context.types;
  return resource::MutateTo<v1::Wave>(
      context.store, call, types.wave, request,
      [&](resource::Session& session, v1::Wave& after) -> absl::Status {
        ASSIGN_OR_RETURN(const WaveRecord record, ReadWave(session, types, request.name()));
        RETURN_IF_ERROR(aip::CheckEtag(request.etag(), record.wave.etag(), record.wave.name()));
        after = record.wave;
        RETURN_IF_ERROR(change(session, record, after));
        return StoreWave(session, types, record, after);
      });
}

absl::StatusOr<v1::Wave> StartWave(Context& context, const rpc::Call& call,
                                   const v1::StartWaveRequest& request);
absl::StatusOr<v1::Wave> CompleteWave(Context& context, const rpc::Call& call,
                                      const v1::CompleteWaveRequest& request);
absl::StatusOr<v1::Wave> DecideGate(Context& context, const rpc::Call& call,
                                    const v1::DecideGateRequest& request);
absl::StatusOr<v1::Wave> StopWave(Context& context, const rpc::Call& call,
                                  const v1::StopWaveRequest& request);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_API_WAVE_CHANGE_H_
