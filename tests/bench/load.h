// SPDX-License-Identifier: Apache-2.0
// A closed loop of unary calls: each answer sends the next request.
#ifndef PALIER_TESTS_BENCH_LOAD_H_
#define PALIER_TESTS_BENCH_LOAD_H_

#include <google/protobuf/message.h>
#include <grpcpp/channel.h>
#include <grpcpp/support/byte_buffer.h>
#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/client.h"
#include "tests/bench/board.h"

namespace palier::bench {

using Latencies = std::vector<double>;  // microseconds

// Rate of `per_call` operations each, and quantiles.
Sample SampleOf(Latencies latencies, int per_call, absl::Duration elapsed);

grpc::ByteBuffer Encode(const google::protobuf::Message& message);
bool Decode(const grpc::ByteBuffer& bytes, google::protobuf::Message* message);

// CPU time that a process has used.
absl::Duration CpuTimeOf(pid_t process);

struct Load {
  std::shared_ptr<grpc::Channel> channel;
  // `/palier.registry.v1.RegistryService/GetProject`.
  std::string method;
  rpc::Headers headers;
  // Makes the next request. Called by several threads.
  std::function<grpc::ByteBuffer()> next;
  // Whether an answer is right; called by several threads. Empty: any message is.
  std::function<bool(const grpc::ByteBuffer&)> right;
  // Operations in one call.
  int per_call = 1;
};

// Keeps `in_flight` calls going until `time` has passed and at least `calls` have ended. An error
// when any of them failed or was answered wrongly: a rate of failures is no rate.
absl::StatusOr<Sample> RunLoad(const Load& load, int in_flight, absl::Duration time, int64_t calls,
                               pid_t server);

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_LOAD_H_
