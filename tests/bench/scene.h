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
#include "palier/registry/v1/authorisation_service.pb.h"
#include "tests/bench/load.h"
#include "tests/bench/ring.h"
#include "tests/bench/servers.h"

namespace palier::bench {

// Projects that stay in the near cache, and those that receive measurements.
inline constexpr int kWarmProjects = 64;
inline constexpr int kMeasuredProjects = 4;

// Applications, each with a rule of its own beside those of the organisation.
inline constexpr int kApplications = 20;

// Serialized request and answer of a call.
struct CallSize {
  size_t request = 0;
  size_t answer = 0;
};

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
  // Of GetProject, and of CheckAuthorisation.
  const CallSize& project_size() const { return project_size_; }
  const CallSize& check_size() const { return check_size_; }

  static std::string MeasuredProject(int n);
  // May the application process public data in the sales department? It may.
  static registry::v1::CheckAuthorisationRequest CheckRequest(int application);

 private:
  explicit Scene(const Servers& servers);
  absl::Status MakeOrganization();
  absl::Status MakeProjects(int count);
  absl::Status MakeKpis(int project);
  absl::Status MakeAuthorisations();
  absl::Status MakeRule(const std::string& id, registry::v1::AuthorisationRule rule);
  absl::Status MeasureCalls();

  const rpc::Headers headers_;
  const pid_t server_;
  const std::shared_ptr<grpc::Channel> suite_, bare_;
  const std::unique_ptr<rpc::Client> client_;
  CallSize project_size_, check_size_;
};

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_SCENE_H_
