// SPDX-License-Identifier: Apache-2.0
#include "common/app/config.h"

#include <algorithm>

#include "absl/flags/flag.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/app/loopback.h"
#include "common/status/macros.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:8443",
          "host:port of the gRPC server; port 0 takes a free one");
ABSL_FLAG(std::string, data, "data", "folder of the SQLite files");
ABSL_FLAG(std::string, store, "", "sqlite:FILE or postgres://...; empty: SQLite files in --data");
ABSL_FLAG(std::string, schema_prefix, "palier", "begins the names of the schemas in PostgreSQL");
ABSL_FLAG(std::string, redis, "", "unix:/path or host:port of the Redis cache; empty: none");
ABSL_FLAG(std::string, cache_prefix, "palier", "prefix of the keys in Redis");
ABSL_FLAG(std::string, auth, "dev",
          "dev: identity from metadata, loopback only; tokens: bearer tokens of --tokens_file");
ABSL_FLAG(std::string, tokens_file, "", "lines `sha256-hex principal [platform_admin]`");
ABSL_FLAG(std::string, service_token_file, "",
          "file with the token that this process presents to its peers");
ABSL_FLAG(std::vector<std::string>, platform_admins, {"users/dev"},
          "principals that may create organisations under --auth=dev");
ABSL_FLAG(std::vector<std::string>, peer, {},
          "name=target of services that run elsewhere, comma separated");
ABSL_FLAG(std::string, audit_key_file, "",
          "file with the secret that seals the change logs; empty: audit.key in --data");
ABSL_FLAG(std::string, metrics_listen, "",
          "host:port of /metrics and /healthz over HTTP; empty: none");
ABSL_FLAG(std::string, port_file, "",
          "file that receives the bound addresses once the process serves");
ABSL_FLAG(std::string, clock_file, "", "test mode: file with the present as an RFC 3339 time");
ABSL_FLAG(std::string, migrate, "auto", "schema migrations: auto, check, only");
ABSL_FLAG(absl::Duration, drain_delay, absl::Milliseconds(500),
          "NOT_SERVING for that long before stopping");
ABSL_FLAG(absl::Duration, drain_timeout, absl::Seconds(10), "time for running calls to end");
ABSL_FLAG(int, threads, 32, "calls that one service runs at once");
ABSL_FLAG(int, queue, 256, "calls that may wait for one service");
ABSL_FLAG(int64_t, ingest_quota, 0,
          "measurements that one organisation may send to one process in a second; 0: no limit");
ABSL_FLAG(std::string, smtp_url, "",
          "smtp://host:port (STARTTLS unless on loopback) or smtps://host:port that digests are "
          "sent by; empty: none are");
ABSL_FLAG(std::string, smtp_from, "", "address that mail comes from");
ABSL_FLAG(std::string, smtp_user, "", "user at the mail server; empty: without authentication");
ABSL_FLAG(std::string, smtp_password_file, "", "file with that user's password");
ABSL_FLAG(std::string, http_listen, "127.0.0.1:8080",
          "host:port of the gateway's HTTP server; port 0 takes a free one; empty: none");
ABSL_FLAG(std::vector<std::string>, cors_origins, {},
          "origins whose pages may call from a browser, as https://portal.example");
ABSL_FLAG(std::vector<std::string>, event_senders, {},
          "systems that are told that they may send events, as crm.example");
ABSL_FLAG(bool, print_config, false, "print the effective configuration and exit");

namespace palier::app {
namespace {

absl::StatusOr<AuthMode> ParseAuth(absl::string_view text) {
  if (text == "dev") return AuthMode::kDev;
  if (text == "tokens") return AuthMode::kTokens;
  return absl::InvalidArgumentError(absl::StrCat("--auth=", text, ": expected dev or tokens"));
}

absl::StatusOr<sql::MigrateMode> ParseMigrate(absl::string_view text) {
  if (text == "auto") return sql::MigrateMode::kAuto;
  if (text == "check") return sql::MigrateMode::kCheck;
  if (text == "only") return sql::MigrateMode::kOnly;
  return absl::InvalidArgumentError(
      absl::StrCat("--migrate=", text, ": expected auto, check or only"));
}

absl::string_view NameOf(sql::MigrateMode mode) {
  return mode == sql::MigrateMode::kAuto    ? "auto"
         : mode == sql::MigrateMode::kCheck ? "check"
                                            : "only";
}

// Hides the user and password before the host, and the values of parameters that hold passwords.
std::string Masked(const std::string& url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string::npos) return url;
  const std::string shown = url.substr(0, scheme + 3);
  const size_t at = url.rfind('@');
  // An `@` behind a `?` may stand in a password on either side of it.
  if (at != std::string::npos && at > url.find('?')) return shown + "***";
  const std::string rest =
      at == std::string::npos ? url.substr(shown.size()) : "***" + url.substr(at);
  std::vector<std::string> parameters = absl::StrSplit(rest, '&');
  for (std::string& parameter : parameters) {
    const size_t value = parameter.find("password=");
    if (value != std::string::npos) parameter.replace(value + 9, std::string::npos, "***");
  }
  return absl::StrCat(shown, absl::StrJoin(parameters, "&"));
}

absl::Status ValidateSmtp(const SmtpConfig& smtp) {
  if (smtp.url.empty()) return absl::OkStatus();
  if (!absl::StartsWith(smtp.url, "smtp://") && !absl::StartsWith(smtp.url, "smtps://"))
    return absl::InvalidArgumentError("--smtp_url: expected smtp://host:port or smtps://host:port");
  if (smtp.url.find('@') != std::string::npos) {
    return absl::InvalidArgumentError(
        "--smtp_url: name the user by --smtp_user and --smtp_password_file");
  }
  if (smtp.from.find('@') == std::string::npos)
    return absl::InvalidArgumentError("--smtp_url needs --smtp_from, an address");
  if (smtp.user.empty() != smtp.password_file.empty())
    return absl::InvalidArgumentError("--smtp_user and --smtp_password_file go together");
  return absl::OkStatus();
}

// Every origin is named: a page of any other would act with the rights of whoever looks at it.
absl::Status ValidateHttp(const HttpConfig& http, AuthMode auth) {
  if (auth == AuthMode::kDev && !IsLoopback(http.listen)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--auth=dev believes what callers say of themselves, so it serves loopback only, not "
        "--http_listen=",
        http.listen, "."));
  }
  for (const std::string& origin : http.cors_origins) {
    const size_t host = origin.find("://");
    const bool fits =
        (absl::StartsWith(origin, "https://") || absl::StartsWith(origin, "http://")) &&
        host + 3 < origin.size() && origin.find_first_of("/*, ", host + 3) == origin.npos;
    if (!fits) {
      return absl::InvalidArgumentError(
          absl::StrCat("--cors_origins: `", origin, "`: expected scheme://host[:port]"));
    }
  }
  for (const std::string& sender : http.event_senders) {
    const bool fits =
        !sender.empty() && std::all_of(sender.begin(), sender.end(), [](unsigned char c) {
          return absl::ascii_isalnum(c) || c == '.' || c == '-';
        });
    if (!fits) {
      return absl::InvalidArgumentError(
          absl::StrCat("--event_senders: `", sender, "`: expected a DNS name"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Config> ConfigFromFlags() {
  Config config;
  config.listen = absl::GetFlag(FLAGS_listen);
  config.data = absl::GetFlag(FLAGS_data);
  config.store = absl::GetFlag(FLAGS_store);
  config.schema_prefix = absl::GetFlag(FLAGS_schema_prefix);
  config.redis = absl::GetFlag(FLAGS_redis);
  config.cache_prefix = absl::GetFlag(FLAGS_cache_prefix);
  ASSIGN_OR_RETURN(config.auth, ParseAuth(absl::GetFlag(FLAGS_auth)));
  config.tokens_file = absl::GetFlag(FLAGS_tokens_file);
  config.service_token_file = absl::GetFlag(FLAGS_service_token_file);
  config.platform_admins = absl::GetFlag(FLAGS_platform_admins);
  for (const std::string& peer : absl::GetFlag(FLAGS_peer)) {
    const std::vector<std::string> parts = absl::StrSplit(peer, absl::MaxSplits('=', 1));
    if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) {
      return absl::InvalidArgumentError(absl::StrCat("--peer=", peer, ": expected name=target"));
    }
    config.peers[parts[0]] = parts[1];
  }
  config.audit_key_file = absl::GetFlag(FLAGS_audit_key_file);
  config.metrics_listen = absl::GetFlag(FLAGS_metrics_listen);
  config.port_file = absl::GetFlag(FLAGS_port_file);
  config.clock_file = absl::GetFlag(FLAGS_clock_file);
  ASSIGN_OR_RETURN(config.migrate, ParseMigrate(absl::GetFlag(FLAGS_migrate)));
  config.drain_delay = absl::GetFlag(FLAGS_drain_delay);
  config.drain_timeout = absl::GetFlag(FLAGS_drain_timeout);
  config.threads = absl::GetFlag(FLAGS_threads);
  config.queue = absl::GetFlag(FLAGS_queue);
  config.ingest_quota = absl::GetFlag(FLAGS_ingest_quota);
  config.smtp = {absl::GetFlag(FLAGS_smtp_url), absl::GetFlag(FLAGS_smtp_from),
                 absl::GetFlag(FLAGS_smtp_user), absl::GetFlag(FLAGS_smtp_password_file)};
  config.http = {absl::GetFlag(FLAGS_http_listen), absl::GetFlag(FLAGS_cors_origins),
                 absl::GetFlag(FLAGS_event_senders)};
  config.print_config = absl::GetFlag(FLAGS_print_config);
  RETURN_IF_ERROR(Validate(config));
  return config;
}

absl::Status Validate(const Config& config) {
  if (config.auth == AuthMode::kDev && !IsLoopback(config.listen)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--auth=dev believes what callers say of themselves, so it serves loopback only, not ",
        config.listen, ". Listen on 127.0.0.1, or use --auth=tokens with --tokens_file."));
  }
  if (config.auth == AuthMode::kTokens && config.tokens_file.empty()) {
    return absl::InvalidArgumentError("--auth=tokens needs --tokens_file");
  }
  if (config.threads < 1 || config.threads > 256)
    return absl::InvalidArgumentError("--threads: expected 1 to 256");
  if (config.ingest_quota < 0)
    return absl::InvalidArgumentError("--ingest_quota: expected 0 or more");
  if (config.queue < 0 || config.queue > 100000)
    return absl::InvalidArgumentError("--queue: expected 0 to 100000");
  RETURN_IF_ERROR(ValidateHttp(config.http, config.auth));
  return ValidateSmtp(config.smtp);
}

std::string Print(const Config& config) {
  return absl::StrCat(
      "--listen=", config.listen, "\n--data=", config.data, "\n--store=", Masked(config.store),
      "\n--schema_prefix=", config.schema_prefix, "\n--redis=", config.redis,
      "\n--cache_prefix=", config.cache_prefix,
      "\n--auth=", config.auth == AuthMode::kDev ? "dev" : "tokens",
      "\n--tokens_file=", config.tokens_file, "\n--service_token_file=", config.service_token_file,
      "\n--platform_admins=", absl::StrJoin(config.platform_admins, ","),
      "\n--peer=", absl::StrJoin(config.peers, ",", absl::PairFormatter("=")),
      "\n--audit_key_file=", config.audit_key_file, "\n--metrics_listen=", config.metrics_listen,
      "\n--port_file=", config.port_file, "\n--clock_file=", config.clock_file,
      "\n--migrate=", NameOf(config.migrate),
      "\n--drain_delay=", absl::FormatDuration(config.drain_delay),
      "\n--drain_timeout=", absl::FormatDuration(config.drain_timeout),
      "\n--threads=", config.threads, "\n--queue=", config.queue,
      "\n--ingest_quota=", config.ingest_quota, "\n--smtp_url=", config.smtp.url,
      "\n--smtp_from=", config.smtp.from, "\n--smtp_user=", config.smtp.user,
      "\n--smtp_password_file=", config.smtp.password_file, "\n--http_listen=", config.http.listen,
      "\n--cors_origins=", absl::StrJoin(config.http.cors_origins, ","),
      "\n--event_senders=", absl::StrJoin(config.http.event_senders, ","), "\n");
}

}  // namespace palier::app
