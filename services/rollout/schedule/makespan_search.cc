// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/makespan_search.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/status/macros.h"
#include "rollout/schedule/bounds.h"
#include "rollout/schedule/makespan_island.h"
#include "rollout/schedule/packed_model.h"

namespace palier::schedule {
namespace {

constexpr int kMostIslands = 1'024;
constexpr int kMostThreads = 256;
constexpr int64_t kSlice = 1'000;  // decodes between two looks at the others
constexpr absl::Duration kBetweenProgress = absl::Milliseconds(20);

absl::Status CheckOptions(const SearchOptions& options) {
  if (options.decodes < 1 || options.islands < 1 || options.islands > kMostIslands ||
      options.threads < 1 || options.threads > kMostThreads) {
    return absl::InvalidArgumentError("decodes, islands or threads out of range");
  }
  return absl::OkStatus();
}

// Islands end early only for one before them, so that the answer is the same on any number of
// threads: the first that reaches the bound, else the best.
class Archipelago {
 public:
  Archipelago(const PackedModel& packed, const SearchOptions& options, int bound)
      : packed_(packed), options_(options), bound_(bound), results_(options.islands) {}

  void Run() {
    std::vector<std::thread> others;
    const int threads = std::min(options_.threads, options_.islands);
    for (int i = 1; i < threads; ++i) {
      others.emplace_back([this] {
        Work([] { return true; });
        absl::MutexLock lock(&mutex_);
        ++ended_;
      });
    }
    Work([this] { return Report(); });
    while (!AllEnded(threads - 1)) {
      if (!Report()) stopped_ = true;
    }
    for (std::thread& other : others) other.join();
  }

  Timetable Best() const { return results_[Winner()].timetable; }

  // Of the islands that the answer depends on.
  int64_t decodes() const {
    int64_t sum = 0;
    const int last = std::min(first_at_bound_.load(), options_.islands - 1);
    for (int i = 0; i <= last; ++i) sum += results_[i].decodes;
    return sum;
  }

 private:
  struct Result {
    Timetable timetable;
    int64_t decodes = 0;
  };

  template <typename GoOn>
  void Work(GoOn go_on) {
    for (int i = next_++; i < options_.islands; i = next_++) {
      const int64_t share =
          options_.decodes / options_.islands + (i < options_.decodes % options_.islands ? 1 : 0);
      MakespanIsland island(packed_, SeedOf(i), share, bound_);
      do {
        const int64_t before = island.decodes();
        island.Advance(kSlice);
        Note(island, island.decodes() - before);
        if (!go_on()) stopped_ = true;
      } while (!island.done() && !stopped_ && first_at_bound_ > i);
      if (island.at_bound()) LowerTo(first_at_bound_, i);
      results_[i] = {island.best(), island.decodes()};
      if (stopped_) return;
    }
  }

  uint64_t SeedOf(int island) const {
    return stats::Random(options_.seed + static_cast<uint64_t>(island)).Next();
  }

  void Note(const MakespanIsland& island, int64_t decodes) {
    decodes_ += decodes;
    if (island.best().late == 0) LowerTo(shortest_, island.best().makespan);
  }

  static void LowerTo(std::atomic<int>& least, int value) {
    int seen = least;
    while (value < seen && !least.compare_exchange_weak(seen, value)) {
    }
  }

  bool Report() const {
    return !options_.progress || options_.progress({decodes_, shortest_, bound_});
  }

  bool AllEnded(int others) {
    absl::MutexLock lock(&mutex_);
    const auto all = [this, others]()
                         ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return ended_ == others; };
    return mutex_.AwaitWithTimeout(absl::Condition(&all), kBetweenProgress);
  }

  int Winner() const {
    if (first_at_bound_ < options_.islands) return first_at_bound_;
    int best = 0;
    const auto key = [this](int i) {
      const Timetable& timetable = results_[i].timetable;
      return std::make_pair(timetable.late, timetable.makespan);
    };
    for (int i = 1; i < options_.islands; ++i) {
      if (results_[i].decodes > 0 && key(i) < key(best)) best = i;
    }
    return best;
  }

  const PackedModel& packed_;
  const SearchOptions& options_;
  const int bound_;
  std::vector<Result> results_;
  std::atomic<int> next_{0};
  std::atomic<int> first_at_bound_{kNever};
  std::atomic<int> shortest_{kNever};
  std::atomic<int64_t> decodes_{0};
  std::atomic<bool> stopped_{false};
  absl::Mutex mutex_;
  int ended_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace

absl::StatusOr<Found> MinimiseMakespan(const Model& model, const SearchOptions& options) {
  RETURN_IF_ERROR(CheckOptions(options));
  ASSIGN_OR_RETURN(const PackedModel packed, Pack(model));
  ASSIGN_OR_RETURN(const MakespanBounds bounds, BoundMakespan(model));
  if (packed.size() == 0) return Found{};
  Archipelago archipelago(packed, options, bounds.proven);
  archipelago.Run();
  const Timetable best = archipelago.Best();
  if (best.late > 0) return absl::NotFoundError("no schedule found that is complete in time");
  return Found{best.starts, best.makespan, bounds.proven, archipelago.decodes()};
}

}  // namespace palier::schedule
