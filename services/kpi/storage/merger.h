// SPDX-License-Identifier: Apache-2.0
// Merges the segments of projects behind the batches that make it due, on a thread of its own and
// from a snapshot: no batch waits for more than the writing of what was made. Thread-safe.
#ifndef PALIER_KPI_STORAGE_MERGER_H_
#define PALIER_KPI_STORAGE_MERGER_H_

#include <map>
#include <string>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/sql/database.h"
#include "kpi/storage/project_key.h"
#include "kpi/storage/turns.h"

namespace palier::kpi {

class Merger {
 public:
  // Both must outlive it.
  Merger(sql::Database& database, Turns& turns) : database_(database), turns_(turns) {}
  ~Merger() { Stop(); }

  void Start();
  // Waits for the merge that is under way. For good; idempotent.
  void Stop();

  // Merges what is due of the project, soon. Returns at once; but while a project has asked
  // kFarBehind times without any merge, it waits for one, at most until the deadline. Does nothing
  // while it is not started: then segments only become many.
  void Ask(const ProjectKey& project, absl::Time deadline);

 private:
  static constexpr int kFarBehind = 64;
  using Key = std::pair<std::string, std::string>;  // organisation, project

  void Loop();
  // Until nothing more is due. A failure is left to the next one who asks.
  void Merge(const ProjectKey& project);
  // Returns whether there was anything to merge.
  absl::StatusOr<bool> MergeOnce(const ProjectKey& project);

  sql::Database& database_;
  Turns& turns_;
  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // How often each has asked since its last merge.
  std::map<Key, int> asked_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_MERGER_H_
