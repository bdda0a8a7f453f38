// SPDX-License-Identifier: Apache-2.0
// How a process of Palier is configured. The flags are declared in config.cc and nowhere else;
// everything below takes plain options.
#ifndef PALIER_COMMON_APP_CONFIG_H_
#define PALIER_COMMON_APP_CONFIG_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace palier::app {

enum class AuthMode { kDev, kTokens };

// The mail server that digests are sent by.
struct SmtpConfig {
  // `smtp://host:port`, with STARTTLS unless the host is loopback, or `smtps://host:port`; empty:
  // nothing is sent.
  std::string url;
  // Address that mail comes from.
  std::string from;
  // Empty: without authentication.
  std::string user;
  std::string password_file;
};

// Where the gateway serves HTTP.
struct HttpConfig {
  // `host:port`; port 0 takes a free one; empty: nothing is served over HTTP.
  std::string listen;
  // Origins, `https://portal.example`, whose pages may call from a browser.
  std::vector<std::string> cors_origins;
  // Names of systems, `crm.example`, that are told that they may send events (CloudEvents web
  // hooks). What they may do, their tokens say.
  std::vector<std::string> event_senders;
};

struct Config {
  // `host:port` of the public gRPC server; port 0 takes a free one; empty: no public server.
  std::string listen = "127.0.0.1:8443";
  // Folder of the SQLite files, one per service.
  std::string data = "data";
  // Store of every service of the process: empty for SQLite in `data`, `sqlite:FILE` for one
  // service, or `postgres://...`, where each service has a schema of its own.
  std::string store;
  // Begins the names of the schemas in PostgreSQL: several suites can share a server.
  std::string schema_prefix = "palier";
  // `unix:/path` or `host:port`; empty: no Redis.
  std::string redis;
  std::string cache_prefix = "palier";
  AuthMode auth = AuthMode::kDev;
  // With `tokens`: file of accepted tokens, and the file with the token that this process presents
  // to its peers.
  std::string tokens_file;
  std::string service_token_file;
  // Principals that may create organisations under `dev`.
  std::vector<std::string> platform_admins = {"users/dev"};
  // Service name -> target, for services that run elsewhere.
  std::map<std::string, std::string> peers;
  // File with the secret that seals the change logs, the same for all processes of a store; empty:
  // `audit.key` in `data`, or beside the file of --store, made at the first start. On PostgreSQL
  // nothing is sealed without it.
  std::string audit_key_file;
  // `host:port` of /metrics and /healthz over HTTP; empty: none.
  std::string metrics_listen;
  // The bound addresses are written there once the process serves, as lines `grpc host:port`,
  // `metrics host:port`, `http host:port`.
  std::string port_file;
  // Test mode: the present is read from this file.
  std::string clock_file;
  sql::MigrateMode migrate = sql::MigrateMode::kAuto;
  // How long health says NOT_SERVING before the server stops taking calls, and how long running
  // calls then have.
  absl::Duration drain_delay = absl::Milliseconds(500);
  absl::Duration drain_timeout = absl::Seconds(10);
  // Admission, per service.
  // More threads than cores: a writer waits for the commit that it shares with the others.
  int threads = 32;
  int queue = 256;
  // Measurements that one organisation may send to one process in a second; 0: no limit.
  int64_t ingest_quota = 0;
  SmtpConfig smtp;
  HttpConfig http;
  bool print_config = false;
};

// The configuration that the parsed flags give. INVALID_ARGUMENT names the flag and the remedy.
absl::StatusOr<Config> ConfigFromFlags();

// INVALID_ARGUMENT when the parts do not fit together; `--auth=dev` refuses to listen anywhere but
// on loopback.
absl::Status Validate(const Config& config);

// The effective values, one `--flag=value` a line, secrets masked.
std::string Print(const Config& config);

}  // namespace palier::app

#endif  // PALIER_COMMON_APP_CONFIG_H_
