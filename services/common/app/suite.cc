// SPDX-License-Identifier: Apache-2.0
#include "common/app/suite.h"

#include <grpcpp/channel.h>
#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/app/admin_server.h"
#include "common/app/audit_key.h"
#include "common/app/log.h"
#include "common/app/metrics.h"
#include "common/rpc/pipeline.h"
#include "common/status/macros.h"
#include "grpc/health/v1/health.pb.h"

namespace palier::app {
namespace {

// gRPC's own health service has no descriptor; without one, reflection breaks for the whole server.
const auto* const kHealthDescriptor = grpc::health::v1::HealthCheckRequest::descriptor();

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::strerror(errno)));
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// Where one module's calls go in and come from.
struct Running {
  std::unique_ptr<sql::Database> database;
  std::unique_ptr<Module> module;
  std::unique_ptr<rpc::Pipeline> pipeline;
  std::vector<std::unique_ptr<grpc::Service>> services;
  // Without a port: what the other modules of the process call.
  std::unique_ptr<grpc::Server> inner;
};

class LocalSuite : public Suite {
 public:
  explicit LocalSuite(Config config) : config_(std::move(config)) {}
  ~LocalSuite() override { Stop(); }

  absl::Status Open(const std::vector<ModuleSpec>& specs) {
    RETURN_IF_ERROR(Validate(config_));
    if (config_.clock_file.empty()) {
      clock_ = std::make_unique<time::SystemClock>();
    } else {
      clock_ = std::make_unique<time::FileClock>(config_.clock_file);
    }
    cache::Options cache;
    cache.redis = config_.redis;
    cache.prefix = config_.cache_prefix;
    // One for every call that runs: a call that finds them all busy asks the store instead.
    cache.redis_connections = config_.threads;
    cache_ = cache::Make(cache);
    RETURN_IF_ERROR(OpenAuthentication());
    RETURN_IF_ERROR(OpenAuditKey());
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    for (const ModuleSpec& spec : specs) RETURN_IF_ERROR(Add(spec));
    RETURN_IF_ERROR(Listen());
    RETURN_IF_ERROR(ListenForMachines());
    for (auto& [name, running] : modules_) {
      running.module->Start();
      if (http_address_.empty()) http_address_ = running.module->http_address();
    }
    return WritePortFile();
  }

  const std::string& address() const override { return address_; }
  const std::string& metrics_address() const override { return metrics_address_; }
  const std::string& http_address() const override { return http_address_; }

  std::shared_ptr<grpc::Channel> InProcessChannel(const std::string& module) override {
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(rpc::kMaxMessageBytes);
    return modules_.at(module).inner->InProcessChannel(arguments);
  }

  void Stop() override {
    if (stopped_) return;
    stopped_ = true;
    serving_ = false;
    const auto deadline = [this] {
      return std::chrono::system_clock::now() + absl::ToChronoMilliseconds(config_.drain_timeout);
    };
    if (public_ != nullptr) {
      public_->GetHealthCheckService()->SetServingStatus(false);
      absl::SleepFor(config_.drain_delay);  // clients see NOT_SERVING and go elsewhere
    }
    for (auto& [name, running] : modules_) running.module->Drain();
    for (auto& [name, running] : modules_) running.pipeline->Drain();
    if (public_ != nullptr) public_->Shutdown(deadline());
    for (auto& [name, running] : modules_) running.module->Stop();
    for (auto& [name, running] : modules_) running.inner->Shutdown(deadline());
    for (auto& [name, running] : modules_) running.pipeline->Stop();
    admin_.reset();
    public_.reset();
    public_services_.clear();
    peers_.clear();
    modules_.clear();
    cache_.reset();
  }

 private:
  absl::Status OpenAuthentication() {
    if (config_.auth == AuthMode::kDev) {
      authenticator_ = std::make_shared<rpc::DevAuthenticator>(absl::flat_hash_set<std::string>(
          config_.platform_admins.begin(), config_.platform_admins.end()));
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const std::string file, ReadFile(config_.tokens_file));
    ASSIGN_OR_RETURN(std::unique_ptr<rpc::TokenAuthenticator> tokens,
                     rpc::TokenAuthenticator::Parse(file));
    tokens_ = tokens.get();
    authenticator_ = std::shared_ptr<rpc::Authenticator>(std::move(tokens));
    return absl::OkStatus();
  }

  // Processes that share a PostgreSQL have no folder in common where one could leave a key for the
  // others: there the flag gives it, or nothing is sealed.
  absl::Status OpenAuditKey() {
    if (!config_.audit_key_file.empty()) {
      ASSIGN_OR_RETURN(audit_key_, ReadAuditKey(config_.audit_key_file));
    } else if (config_.store.empty()) {
      RETURN_IF_ERROR(MakeDataFolder());
      ASSIGN_OR_RETURN(audit_key_, ReadOrMakeAuditKey(config_.data + "/audit.key"));
    } else if (absl::StartsWith(config_.store, "sqlite:/")) {
      const absl::string_view file = absl::StripPrefix(config_.store, "sqlite:");
      ASSIGN_OR_RETURN(audit_key_, ReadOrMakeAuditKey(absl::StrCat(file, ".audit.key")));
    } else {
      Log(Severity::kWarning, "change logs are not sealed: --audit_key_file is not given");
    }
    return absl::OkStatus();
  }

  absl::Status MakeDataFolder() const {
    if (::mkdir(config_.data.c_str(), 0750) == 0 || errno == EEXIST) return absl::OkStatus();
    return absl::InvalidArgumentError(
        absl::StrCat("--data=", config_.data, ": ", std::strerror(errno)));
  }

  // What the module says of itself when it calls another one.
  absl::StatusOr<rpc::Headers> Credentials(const std::string& module, bool remote) {
    if (config_.auth == AuthMode::kDev)
      return rpc::Headers{{rpc::kPrincipalKey, absl::StrCat("services/", module)}};
    std::string token;
    if (remote) {
      if (config_.service_token_file.empty()) {
        return absl::InvalidArgumentError(absl::StrCat(
            module, " calls services elsewhere: --auth=tokens then needs --service_token_file"));
      }
      ASSIGN_OR_RETURN(token, ReadFile(config_.service_token_file));
      token = std::string(absl::StripAsciiWhitespace(token));
    } else {
      token = rpc::RandomToken();
      tokens_->Add(token, rpc::Caller{absl::StrCat("services/", module), "", false});
    }
    return rpc::Headers{{"authorization", absl::StrCat("Bearer ", token)}};
  }

  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelTo(const std::string& peer,
                                                           const std::string& module) {
    if (modules_.contains(peer)) return InProcessChannel(peer);
    const auto remote = config_.peers.find(peer);
    if (remote != config_.peers.end()) return rpc::Connect(remote->second);
    return absl::InvalidArgumentError(absl::StrCat(
        module, " calls ", peer, ": say where it is by --peer=", peer, "=dns:///host:port"));
  }

  absl::Status OpenPeer(const std::string& module, const std::string& peer) {
    ASSIGN_OR_RETURN(std::shared_ptr<grpc::Channel> channel, ChannelTo(peer, module));
    rpc::ClientOptions options;
    options.peer = peer;
    ASSIGN_OR_RETURN(options.headers, Credentials(module, !modules_.contains(peer)));
    peers_[{module, peer}] = std::make_unique<rpc::Client>(std::move(channel), std::move(options));
    return absl::OkStatus();
  }

  sql::OpenOptions StoreOf(const std::string& module) const {
    sql::OpenOptions options;
    options.url = config_.store.empty() ? absl::StrCat("sqlite:", config_.data, "/", module, ".db")
                                        : config_.store;
    options.schema = absl::StrCat(config_.schema_prefix, "_", module);
    options.on_retry = [module](const absl::Status& why) {
      Log(Severity::kWarning, "store not reached, trying again",
          {{"module", module}, {"why", std::string(why.message())}});
    };
    return options;
  }

  absl::Status Add(const ModuleSpec& spec) {
    Running running;
    ASSIGN_OR_RETURN(running.database, sql::Open(StoreOf(spec.name)));
    for (const std::string& peer : spec.peers) RETURN_IF_ERROR(OpenPeer(spec.name, peer));
    std::map<std::string, std::shared_ptr<grpc::Channel>> channels;
    for (const std::string& peer : spec.forwards) {
      ASSIGN_OR_RETURN(channels[peer], ChannelTo(peer, spec.name));
    }
    const std::string name = spec.name;
    const Environment environment{
        *clock_,
        *cache_,
        *running.database,
        config_.migrate,
        [this, name](const std::string& peer) -> const rpc::Client& {
          return *peers_.at({name, peer});
        },
        audit_key_,
        config_.ingest_quota,
        config_.smtp,
        [channels = std::move(channels)](const std::string& peer) { return channels.at(peer); },
        config_.http,
        config_.auth,
        config_.drain_timeout};
    ASSIGN_OR_RETURN(running.module, spec.make(environment));
    for (const rpc::ServiceTable* table : running.module->tables()) RETURN_IF_ERROR(table->Check());
    rpc::Pipeline::Options options;
    // A module without services of its own needs no threads to run them.
    const bool serves = !running.module->tables().empty();
    options.unary.threads = serves ? config_.threads : 1;
    options.unary.queue = config_.queue;
    running.pipeline = std::make_unique<rpc::Pipeline>(
        options, authenticator_, running.module->authorizer(),
        [this](const rpc::MethodTable& method, absl::StatusCode code, double seconds) {
          metrics_.ObserveCall(method, code, seconds);
        },
        [](const std::string& method, const absl::Status& status) {
          Log(Severity::kError, "defect", {{"method", method}, {"status", status.ToString()}});
        });
    grpc::ServerBuilder builder;
    for (const rpc::ServiceTable* table : running.module->tables()) {
      running.services.push_back(running.pipeline->Bind(*table));
      builder.RegisterService(running.services.back().get());
    }
    builder.SetMaxReceiveMessageSize(rpc::kMaxMessageBytes);
    running.inner = builder.BuildAndStart();
    if (running.inner == nullptr)
      return absl::InternalError(absl::StrCat(spec.name, ": gRPC refused to start"));
    modules_.emplace(spec.name, std::move(running));
    return absl::OkStatus();
  }

  absl::Status Listen() {
    if (config_.listen.empty()) return absl::OkStatus();
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(config_.listen, grpc::InsecureServerCredentials(), &port);
    for (auto& [name, running] : modules_) {
      for (const rpc::ServiceTable* table : running.module->tables()) {
        public_services_.push_back(running.pipeline->Bind(*table));
        builder.RegisterService(public_services_.back().get());
      }
    }
    builder.SetMaxReceiveMessageSize(rpc::kMaxMessageBytes);
    builder.AddChannelArgument(GRPC_ARG_SERVER_HANDSHAKE_TIMEOUT_MS, 5000);
    builder.AddChannelArgument(GRPC_ARG_MAX_METADATA_SIZE, 16 << 10);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, 1000);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 30000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    // Two servers that share a port would split the calls between them without a word.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    public_ = builder.BuildAndStart();
    if (public_ == nullptr || port == 0) {
      return absl::UnavailableError(
          absl::StrCat("--listen=", config_.listen,
                       ": cannot listen there. Is another process using the port?"));
    }
    address_ = absl::StrCat(config_.listen.substr(0, config_.listen.rfind(':')), ":", port);
    for (auto& [name, running] : modules_) {
      for (const rpc::ServiceTable* table : running.module->tables()) {
        public_->GetHealthCheckService()->SetServingStatus(table->descriptor()->full_name(), true);
      }
    }
    serving_ = true;
    return absl::OkStatus();
  }

  absl::Status ListenForMachines() {
    if (config_.metrics_listen.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(
        admin_, AdminServer::Start(
                    config_.metrics_listen, [this] { return metrics_.Render(*cache_, Counts()); },
                    [this] { return serving_.load(); }));
    metrics_address_ = admin_->address();
    return absl::OkStatus();
  }

  std::vector<Count> Counts() const {
    std::vector<Count> counts;
    for (const auto& [name, running] : modules_) {
      for (Count& count : running.module->counts()) counts.push_back(std::move(count));
    }
    return counts;
  }

  absl::Status WritePortFile() const {
    if (config_.port_file.empty()) return absl::OkStatus();
    const std::string partial = config_.port_file + ".partial";
    std::ofstream file(partial);
    file << "grpc " << address_ << "\n";
    if (!metrics_address_.empty()) file << "metrics " << metrics_address_ << "\n";
    if (!http_address_.empty()) file << "http " << http_address_ << "\n";
    file.close();
    if (!file || std::rename(partial.c_str(), config_.port_file.c_str()) != 0) {
      return absl::InvalidArgumentError(
          absl::StrCat("--port_file=", config_.port_file, ": cannot be written"));
    }
    return absl::OkStatus();
  }

  const Config config_;
  Metrics metrics_;
  std::unique_ptr<time::Clock> clock_;
  std::unique_ptr<cache::Cache> cache_;
  std::shared_ptr<const rpc::Authenticator> authenticator_;
  rpc::TokenAuthenticator* tokens_ = nullptr;
  std::string audit_key_;
  // By name; modules are stopped together, so their order does not matter after start.
  std::map<std::string, Running> modules_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<rpc::Client>> peers_;
  std::vector<std::unique_ptr<grpc::Service>> public_services_;
  std::unique_ptr<grpc::Server> public_;
  std::unique_ptr<AdminServer> admin_;
  std::string address_;
  std::string metrics_address_;
  std::string http_address_;
  std::atomic<bool> serving_{false};
  bool stopped_ = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Suite>> Suite::Start(const Config& config,
                                                    const std::vector<ModuleSpec>& specs) {
  auto suite = std::make_unique<LocalSuite>(config);
  RETURN_IF_ERROR(suite->Open(specs));
  return suite;
}

}  // namespace palier::app
