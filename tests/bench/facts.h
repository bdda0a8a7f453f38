// SPDX-License-Identifier: Apache-2.0
// The measurements that the ingest rows send, the same for every store.
#ifndef PALIER_TESTS_BENCH_FACTS_H_
#define PALIER_TESTS_BENCH_FACTS_H_

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "palier/kpi/v1/measurement.pb.h"

namespace palier::bench {

inline constexpr int kKpis = 10;

// Id of the n-th KPI: `kpi-0`.
std::string KpiId(int n);

struct Fact {
  std::string id;
  std::string kpi;
  std::string team;
  std::string user;
  int64_t time_us;
  double value;
};

// A log of facts: 10 KPIs, 8 teams, 5,000 users, one fact each half second. 30 in 100 repeat one of
// the 50,000 before them, 10 in 100 happened 1 to 30 days before their turn. A position always
// gives the same fact. Thread-safe.
class Facts {
 public:
  // The log begins at `start`.
  explicit Facts(absl::Time start) : start_us_(absl::ToUnixMicros(start)) {}
  // The next `count` of the log.
  std::vector<Fact> Next(int count);

 private:
  Fact At(int64_t position) const;
  Fact Make(int64_t position) const;

  const int64_t start_us_;
  std::atomic<int64_t> next_{0};
};

kpi::v1::Measurement MeasurementOf(const Fact& fact);

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_FACTS_H_
