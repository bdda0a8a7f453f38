// SPDX-License-Identifier: Apache-2.0
// The organisation that is read and written, and the way to it.
#ifndef PALIER_TESTS_BENCH_SCENE_H_
#define PALIER_TESTS_BENCH_SCENE_H_

#include <grpcpp/channel.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/client.h"
#include "tests/bench/load.h"
#include "tests/bench/ring.h"
#include "tests/bench/servers.h"

namespace palier::bench {

// Projects that stay in the near cache, and those that receive measurements.
inline constexpr int kWarmProjects = 64;
inline constexpr int kMeasuredProjects = 4;

// Thread-safe once made.
class Scene {
 public:
  // Creates the organisation with `projects` projects of about 600 bytes and the KPIs of the
  // measured ones.
  static absl::StatusOr<std::unique_ptr<Scene>> Make(const Servers& servers, int projects);

  // Calls to the suite and to the bare server, with the same metadata.
  Load ToSuite(const std::string& method) const { return {suite_, "/" + method, headers_, {}, {}}; }
  Load ToBare(const std::string& method) const { return {bare_, method, headers_, {}, {}}; }
  const rpc::Client& client() const { return *client_; }
  pid_t server() const { return server_; }
  // Serialized request and answer of a GetProject.
  size_t request_bytes() const { return request_bytes_; }
  size_t answer_bytes() const { return answer_bytes_; }

  static std::string MeasuredProject(int n);

 private:
  explicit Scene(const Servers& servers);
  absl::Status MakeOrganization();
  absl::Status MakeProjects(int count);
  absl::Status MakeKpis(int project);
  absl::Status MeasureProject();

  const rpc::Headers headers_;
  const pid_t server_;
  const std::shared_ptr<grpc::Channel> suite_, bare_;
  const std::unique_ptr<rpc::Client> client_;
  size_t request_bytes_ = 0;
  size_t answer_bytes_ = 0;
};

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_SCENE_H_
