// SPDX-License-Identifier: Apache-2.0
#include "palierctl/transfer.h"

#include <thread>

namespace palier::ctl {
namespace {

absl::Status SendAll(rpc::ClientStream& stream, const NextMessage<google::protobuf::Message>& next,
                     google::protobuf::Message* request) {
  for (;;) {
    request->Clear();
    const absl::StatusOr<bool> more = next(request);
    if (!more.ok()) return more.status();
    // A refused write means that the server has ended the call; Finish will tell why.
    if (!*more || !stream.Write(*request)) break;
  }
  stream.WritesDone();
  return absl::OkStatus();
}

}  // namespace

absl::Status Transfer(rpc::ClientStream& stream, const NextMessage<google::protobuf::Message>& next,
                      google::protobuf::Message* request, google::protobuf::Message* answer,
                      const std::function<void()>& take) {
  std::thread reader([&] {
    while (stream.Read(answer)) take();
  });
  const absl::Status sent = SendAll(stream, next, request);
  if (!sent.ok()) stream.Cancel();
  reader.join();
  const absl::Status finished = stream.Finish();
  return sent.ok() ? finished : sent;
}

}  // namespace palier::ctl
