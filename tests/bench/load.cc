// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/load.h"

#include <grpcpp/generic/generic_stub.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/mutex.h"

namespace palier::bench {
namespace {

using BytesStub = grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>;

constexpr absl::Duration kCallDeadline = absl::Seconds(20);

class Loop {
 public:
  Loop(const Load& load, int in_flight, absl::Duration time, int64_t calls)
      : load_(load),
        stub_(load.channel),
        calls_(calls),
        callers_(static_cast<size_t>(in_flight)),
        open_(in_flight),
        end_(absl::Now() + time) {}

  void Run() {
    for (Caller& caller : callers_) Send(caller);
    open_.Wait();
  }

  Latencies TakeLatencies() {
    Latencies all;
    for (Caller& caller : callers_) {
      all.insert(all.end(), caller.latencies.begin(), caller.latencies.end());
    }
    return all;
  }

  absl::Status failure() {
    absl::MutexLock lock(&mutex_);
    return failure_;
  }

 private:
  // One call in flight; touched by one thread at a time.
  struct Caller {
    std::optional<grpc::ClientContext> context;
    grpc::ByteBuffer request, response;
    absl::Time start;
    Latencies latencies;
  };

  void Send(Caller& caller) {
    caller.context.emplace();
    caller.context->set_deadline(absl::ToChronoTime(absl::Now() + kCallDeadline));
    for (const auto& [key, value] : load_.headers) caller.context->AddMetadata(key, value);
    caller.request = load_.next();
    caller.response.Clear();
    caller.start = absl::Now();
    stub_.UnaryCall(&*caller.context, load_.method, grpc::StubOptions(), &caller.request,
                    &caller.response,
                    [this, &caller](const grpc::Status& status) { OnAnswer(caller, status); });
  }

  void OnAnswer(Caller& caller, const grpc::Status& status) {
    caller.latencies.push_back(absl::ToDoubleMicroseconds(absl::Now() - caller.start));
    const bool right = status.ok() && (!load_.right || load_.right(caller.response));
    if (!right) Fail(status.ok() ? "a wrong answer" : status.error_message());
    const bool enough = ++ended_ >= calls_ && absl::Now() >= end_;
    if (!right || enough) {
      open_.DecrementCount();
    } else {
      Send(caller);
    }
  }

  void Fail(const std::string& why) {
    absl::MutexLock lock(&mutex_);
    if (failure_.ok()) failure_ = absl::InternalError(absl::StrCat(load_.method, ": ", why));
  }

  const Load& load_;
  BytesStub stub_;
  const int64_t calls_;
  std::vector<Caller> callers_;
  absl::BlockingCounter open_;
  const absl::Time end_;
  std::atomic<int64_t> ended_{0};
  absl::Mutex mutex_;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

Sample SampleOf(Latencies latencies, int per_call, absl::Duration elapsed) {
  if (latencies.empty()) return {};
  std::sort(latencies.begin(), latencies.end());
  const auto quantile = [&](double q) {
    return latencies[static_cast<size_t>(q * static_cast<double>(latencies.size() - 1))];
  };
  Sample sample;
  sample.per_second =
      static_cast<double>(latencies.size()) * per_call / absl::ToDoubleSeconds(elapsed);
  sample.p50_us = quantile(0.5);
  sample.p99_us = quantile(0.99);
  return sample;
}

grpc::ByteBuffer Encode(const google::protobuf::Message& message) {
  grpc::Slice slice(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

bool Decode(const grpc::ByteBuffer& bytes, google::protobuf::Message* message) {
  grpc::Slice slice;
  return bytes.DumpToSingleSlice(&slice).ok() &&
         message->ParseFromArray(slice.begin(), static_cast<int>(slice.size()));
}

absl::Duration CpuTimeOf(pid_t process) {
  clockid_t clock;
  timespec used{};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &used) != 0) {
    return absl::ZeroDuration();
  }
  return absl::DurationFromTimespec(used);
}

absl::StatusOr<Sample> RunLoad(const Load& load, int in_flight, absl::Duration time, int64_t calls,
                               pid_t server) {
  Loop loop(load, in_flight, time, calls);
  const absl::Duration cpu = CpuTimeOf(server);
  const absl::Time start = absl::Now();
  loop.Run();
  const absl::Duration elapsed = absl::Now() - start;
  if (const absl::Status failed = loop.failure(); !failed.ok()) return failed;
  Sample sample = SampleOf(loop.TakeLatencies(), load.per_call, elapsed);
  const double done = sample.per_second * absl::ToDoubleSeconds(elapsed);
  sample.server_cpu_us = absl::ToDoubleMicroseconds(CpuTimeOf(server) - cpu) / done;
  return sample;
}

}  // namespace palier::bench
