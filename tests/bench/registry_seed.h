// SPDX-License-Identifier: Apache-2.0
// What the benches of the registry find in its store, written below its API: a hundred thousand
// calls would take longer than what is measured.
#ifndef PALIER_TESTS_BENCH_REGISTRY_SEED_H_
#define PALIER_TESTS_BENCH_REGISTRY_SEED_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "common/resource/store.h"
#include "common/sql/database.h"
#include "common/time/clock.h"
#include "palier/registry/v1/entry.pb.h"
#include "palier/registry/v1/project.pb.h"
#include "registry/storage/search_index.h"
#include "registry/storage/types.h"

namespace palier::bench {

// The registry's own store, open while no server has it. Used by one thread.
class RegistrySeed {
 public:
  static absl::StatusOr<std::unique_ptr<RegistrySeed>> Open(const sql::OpenOptions& options);

  // `organizations/{id}`, of which `users/dev` is administrator and manager.
  absl::Status AddOrganization(const std::string& id);
  // `count` projects `p0` ..., each as `make` makes it, with the entries.
  absl::Status AddProjects(const std::string& organization, int count,
                           const std::function<registry::v1::Project(int)>& make,
                           const std::vector<registry::v1::Entry>& entries);
  absl::Status Add(const resource::Type& type, google::protobuf::Message& resource);

  const registry::Types& types() const { return types_; }
  sql::Database& database() { return *database_; }

 private:
  explicit RegistrySeed(std::unique_ptr<sql::Database> database);
  absl::Status Write(const std::function<absl::Status(resource::Session&)>& fn);

  const registry::Types types_;
  const time::SystemClock clock_;
  const std::unique_ptr<sql::Database> database_;
  resource::Store store_;
  const registry::SearchIndex search_;
};

}  // namespace palier::bench

#endif  // PALIER_TESTS_BENCH_REGISTRY_SEED_H_
