// SPDX-License-Identifier: Apache-2.0
// What a process measures of itself, in Prometheus' text format.
#ifndef PALIER_COMMON_APP_METRICS_H_
#define PALIER_COMMON_APP_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "common/app/module.h"
#include "common/cache/cache.h"
#include "common/rpc/service.h"

namespace palier::app {

// Thread-safe. Looking a label set up costs more than counting, so the counters of each method are
// kept.
class Metrics {
 public:
  Metrics();
  // One call of `method` that ended with `code` after `seconds`.
  void ObserveCall(const rpc::MethodTable& method, absl::StatusCode code, double seconds);
  // Copies the counters of the cache and of the modules into the registry and returns everything as
  // text.
  std::string Render(const cache::Cache& cache, const std::vector<Count>& counts);

 private:
  struct PerMethod {
    prometheus::Histogram* duration;
    absl::flat_hash_map<int, prometheus::Counter*> by_code;
  };

  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& durations_;
  prometheus::Family<prometheus::Gauge>& cache_;
  absl::Mutex mutex_;
  absl::flat_hash_map<const google::protobuf::MethodDescriptor*, PerMethod> methods_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_METRICS_H_
