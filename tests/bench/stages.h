// SPDX-License-Identifier: Apache-2.0
// The rows of the table and how one burst of each is taken.
#ifndef PALIER_TESTS_BENCH_STAGES_H_
#define PALIER_TESTS_BENCH_STAGES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/board.h"
#include "tests/bench/scene.h"

namespace palier::bench {

struct Stage {
  Row row;
  std::function<absl::StatusOr<Sample>(absl::Duration)> burst;
};

// All rows, in the order in which a round takes them. Used by one thread.
class Stages {
 public:
  // `folder` is on the disk that the suite's stores are on; `projects` is how many the scene has.
  // The scene must outlive them.
  static absl::StatusOr<std::unique_ptr<Stages>> Make(const Scene& scene, const std::string& folder,
                                                      int projects);
  virtual ~Stages() = default;
  virtual const std::vector<Stage>& all() const = 0;
};

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_STAGES_H_
