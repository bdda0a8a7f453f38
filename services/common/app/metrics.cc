// SPDX-License-Identifier: Apache-2.0
#include "common/app/metrics.h"

#include <prometheus/text_serializer.h>

#include <algorithm>

namespace palier::app {
namespace {

const prometheus::Histogram::BucketBoundaries& Buckets() {
  static const auto* buckets = new prometheus::Histogram::BucketBoundaries{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
      0.05,   0.1,     0.25,   0.5,   1,      2.5,   5,    10};
  return *buckets;
}

}  // namespace

Metrics::Metrics()
    : calls_(prometheus::BuildCounter()
                 .Name("palier_rpc_calls_total")
                 .Help("Calls that ended, by service, method and status code.")
                 .Register(registry_)),
      durations_(prometheus::BuildHistogram()
                     .Name("palier_rpc_duration_seconds")
                     .Help("Time from a call's arrival to its end, waiting included.")
                     .Register(registry_)),
      cache_(prometheus::BuildGauge()
                 .Name("palier_cache_events")
                 .Help("Cache events since start, by kind.")
                 .Register(registry_)) {}

void Metrics::ObserveCall(const rpc::MethodTable& method, absl::StatusCode code, double seconds) {
  absl::MutexLock lock(&mutex_);
  const std::string& service = method.descriptor->service()->full_name();
  auto [found, added] = methods_.try_emplace(method.descriptor);
  PerMethod& per_method = found->second;
  if (added) {
    per_method.duration =
        &durations_.Add({{"service", service}, {"method", method.descriptor->name()}}, Buckets());
  }
  per_method.duration->Observe(seconds);
  prometheus::Counter*& counter = per_method.by_code[static_cast<int>(code)];
  if (counter == nullptr) {
    counter = &calls_.Add({{"service", service},
                           {"method", method.descriptor->name()},
                           {"code", absl::StatusCodeToString(code)}});
  }
  counter->Increment();
}

std::string Metrics::Render(const cache::Cache& cache, const std::vector<Count>& counts) {
  const cache::Cache::Counters counters = cache.counters();
  const std::pair<const char*, int64_t> events[] = {{"near_hit", counters.near_hits},
                                                    {"redis_hit", counters.redis_hits},
                                                    {"load", counters.loads},
                                                    {"redis_error", counters.redis_errors},
                                                    {"breaker_open", counters.breaker_opens},
                                                    {"invalidation", counters.invalidations}};
  for (const auto& [kind, count] : events)
    cache_.Add({{"kind", kind}}).Set(static_cast<double>(count));
  absl::MutexLock lock(&mutex_);
  for (const Count& count : counts) {
    prometheus::Counter& counter = prometheus::BuildCounter()
                                       .Name(count.name)
                                       .Help(count.help)
                                       .Register(registry_)
                                       .Add(count.labels);
    counter.Increment(std::max(0.0, static_cast<double>(count.value) - counter.Value()));
  }
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace palier::app
