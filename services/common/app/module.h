// SPDX-License-Identifier: Apache-2.0
// A service of Palier as its process sees it.
#ifndef PALIER_COMMON_APP_MODULE_H_
#define PALIER_COMMON_APP_MODULE_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/app/config.h"
#include "common/cache/cache.h"
#include "common/rpc/auth.h"
#include "common/rpc/client.h"
#include "common/rpc/service.h"
#include "common/sql/database.h"
#include "common/time/clock.h"

namespace grpc {
class Channel;
}

namespace palier::app {

// What a module is made from. Everything outlives the module.
struct Environment {
  const time::Clock& clock;
  cache::Cache& cache;
  // The module's own database, opened and not yet migrated.
  sql::Database& database;
  sql::MigrateMode migrate;
  // The client of a service to the left of this one: in this process or elsewhere, the same.
  std::function<const rpc::Client&(const std::string& service)> peer;
  // Secret that seals the change log; empty: it is not sealed.
  std::string audit_key;
  // Measurements that an organisation may send in a second; 0: no limit.
  int64_t ingest_quota = 0;
  // The mail server; its url is empty where there is none.
  SmtpConfig smtp;
  // To a service that this one hands its callers' calls on to: nothing of this process goes along,
  // only what the caller showed.
  std::function<std::shared_ptr<grpc::Channel>(const std::string& service)> channel;
  HttpConfig http;
  AuthMode auth = AuthMode::kDev;
  // How long running calls have when the process stops.
  absl::Duration drain_timeout = absl::Seconds(10);
};

// Something a module counts since its start, in Prometheus' terms.
struct Count {
  std::string name;
  std::string help;
  std::map<std::string, std::string> labels;
  int64_t value = 0;
};

class Module {
 public:
  virtual ~Module() = default;
  // The services it serves; immutable and alive as long as the module.
  virtual std::vector<const rpc::ServiceTable*> tables() const = 0;
  // Who answers which roles a caller holds.
  virtual std::shared_ptr<rpc::Authorizer> authorizer() const = 0;
  // Background work, begun once the process serves, ended before the store closes. Stop waits for
  // it.
  virtual void Start() {}
  // The process stops: ends what outsiders hold of this module by other ways than its tables, while
  // the services still answer. Waits for it.
  virtual void Drain() {}
  virtual void Stop() {}
  // The same ones in each call, in which no value falls. Thread-safe.
  virtual std::vector<Count> counts() const { return {}; }
  // Bound `host:port` of its HTTP server; empty when there is none.
  virtual std::string http_address() const { return ""; }
};

// How a process makes a module. A service may call only those to its left: `peers` names services
// that come earlier.
struct ModuleSpec {
  std::string name;
  std::vector<std::string> peers;
  std::function<absl::StatusOr<std::unique_ptr<Module>>(const Environment&)> make;
  // Services that come earlier, to which it hands its callers' calls on: Environment::channel.
  std::vector<std::string> forwards;
};

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_MODULE_H_
