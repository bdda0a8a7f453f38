// SPDX-License-Identifier: Apache-2.0
#include "common/testing/private_postgres.h"

#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/status/macros.h"

namespace palier::testing {
namespace {

namespace fs = std::filesystem;

constexpr absl::Duration kStart = absl::Seconds(60);
constexpr absl::Duration kStop = absl::Seconds(10);

// The newest installation's folder of programs, empty for none.
std::string Binaries() {
  std::error_code error;
  std::set<int> versions;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
    if (fs::exists(entry.path() / "bin" / "initdb", error)) {
      versions.insert(std::atoi(entry.path().filename().c_str()));
    }
  }
  if (versions.empty()) return "";
  return absl::StrCat("/usr/lib/postgresql/", *versions.rbegin(), "/bin/");
}

const passwd* ServerUser() {
  return geteuid() == 0 ? getpwnam("postgres") : getpwuid(geteuid());
}

// PostgreSQL refuses to run as root.
ChildProcess::Options RunAs(const std::string& log) {
  ChildProcess::Options options{.log = log, .death_signal = SIGQUIT};
  if (geteuid() == 0) {
    options.user = ServerUser()->pw_uid;
    options.group = ServerUser()->pw_gid;
  }
  return options;
}

void GiveToServer(const std::string& path) {
  if (geteuid() != 0) return;
  const auto give = [](const fs::path& file) {
    return lchown(file.c_str(), ServerUser()->pw_uid, ServerUser()->pw_gid) == 0;
  };
  bool given = give(path);
  for (const auto& entry : fs::recursive_directory_iterator(path)) given &= give(entry.path());
  if (!given) std::abort();
}

absl::Status Failure(absl::string_view what, const std::string& log) {
  std::ifstream file(log);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (text.size() > 2000) text.erase(0, text.size() - 2000);
  return absl::InternalError(absl::StrCat(what, " failed: ", text));
}

absl::Status MakeCluster(const TempDir& dir) {
  GiveToServer(dir.path());
  const std::string log = dir.File("initdb.log");
  ASSIGN_OR_RETURN(auto initdb, ChildProcess::Start(
                                    {Binaries() + "initdb", "--no-sync", "--auth=trust",
                                     "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8",
                                     absl::StrCat("--pgdata=", dir.File("data"))},
                                    RunAs(log)));
  if (initdb->Wait(kStart) != 0) return Failure("initdb", log);
  return absl::OkStatus();
}

absl::StatusOr<std::string> Cluster() {
  static const TempDir dir;
  static const absl::Status made = MakeCluster(dir);
  if (!made.ok()) return made;
  return dir.File("data");
}

}  // namespace

std::optional<std::string> PrivatePostgres::WhyNot() {
  if (Binaries().empty()) return "PostgreSQL is not installed (/usr/lib/postgresql/*/bin)";
  if (ServerUser() == nullptr) return "there is no user to run PostgreSQL as";
  return std::nullopt;
}

absl::StatusOr<std::unique_ptr<PrivatePostgres>> PrivatePostgres::Start(const Options& options) {
  if (const auto reason = WhyNot()) return absl::FailedPreconditionError(*reason);
  ASSIGN_OR_RETURN(const std::string cluster, Cluster());
  std::unique_ptr<PrivatePostgres> server(new PrivatePostgres(options));
  fs::copy(cluster, server->dir_.File("data"), fs::copy_options::recursive);
  GiveToServer(server->dir_.path());
  server->url_ = absl::StrCat("postgres://postgres@/postgres?host=", server->dir_.path());
  RETURN_IF_ERROR(server->Launch());
  return server;
}

absl::StatusOr<PrivatePostgres*> PrivatePostgres::Shared() {
  static const absl::StatusOr<std::unique_ptr<PrivatePostgres>> shared = Start({});
  if (!shared.ok()) return shared.status();
  return shared->get();
}

PrivatePostgres::~PrivatePostgres() {
  Stop();
}

absl::Status PrivatePostgres::Launch() {
  const std::string log = dir_.File("server.log");
  ASSIGN_OR_RETURN(
      server_,
      ChildProcess::Start(
          {Binaries() + "postgres", "-D", dir_.File("data"), "-k", dir_.path(), "-c",
           "listen_addresses=", "-c", absl::StrCat("fsync=", options_.fsync ? "on" : "off"), "-c",
           absl::StrCat("max_connections=", options_.max_connections), "-c", "shared_buffers=32MB"},
          RunAs(log)));
  for (const absl::Time end = absl::Now() + kStart; absl::Now() < end;) {
    if (PQping(url_.c_str()) == PQPING_OK) return absl::OkStatus();
    if (server_->Wait(absl::Milliseconds(20)).has_value()) break;
  }
  return Failure("postgres", log);
}

void PrivatePostgres::Stop() {
  if (server_ == nullptr) return;
  Resume();
  server_->Signal(SIGQUIT);
  server_->Wait(kStop);
  server_.reset();
}

absl::Status PrivatePostgres::Restart() {
  Stop();
  return Launch();
}

void PrivatePostgres::Pause() {
  server_->SignalFamily(SIGSTOP);
}

void PrivatePostgres::Resume() {
  server_->SignalFamily(SIGCONT);
}

}  // namespace palier::testing
