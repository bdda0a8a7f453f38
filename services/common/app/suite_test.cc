// SPDX-License-Identifier: Apache-2.0
// A process of Palier from start to stop, around a module that echoes.
#include "common/app/suite.h"

#include <gmock/gmock.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/channel.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/notification.h"
#include "common/digest/sha256.h"
#include "common/testing/temp_dir.h"
#include "grpc/health/v1/health.pb.h"
#include "testdata/echo.pb.h"

namespace palier::app {
namespace {

using grpc::health::v1::HealthCheckRequest;
using grpc::health::v1::HealthCheckResponse;
using rpctest::v1::EchoRequest;
using rpctest::v1::EchoResponse;
using ::testing::HasSubstr;

constexpr char kGet[] = "palier.rpctest.v1.EchoService/GetEcho";

class EveryoneReads : public rpc::Authorizer {
 public:
  absl::StatusOr<rpc::RoleSet> RolesOn(absl::string_view, absl::string_view, absl::Time) override {
    return rpc::MakeRoles({api::v1::VIEWER});
  }
};

// What the test sees of a module's life.
struct Traces {
  absl::Notification entered;  // a call with the text "wait" runs
  absl::Notification release;  // lets it go on
  std::atomic<int> starts{0};
  std::atomic<int> stops{0};
};

class EchoModule : public Module {
 public:
  explicit EchoModule(Traces& traces) : traces_(traces), table_("palier.rpctest.v1.EchoService") {
    table_.Unary<EchoRequest, EchoResponse>(
        "GetEcho", [this](const rpc::Call& call, const EchoRequest& request) {
          if (request.text() == "wait") {
            traces_.entered.Notify();
            traces_.release.WaitForNotification();
          }
          EchoResponse response;
          response.set_text(request.text());
          response.set_caller(call.caller.subject());
          return response;
        });
    table_.Streaming<EchoRequest, EchoResponse>(
        "StreamEcho", [](const rpc::Call&, const EchoRequest&,
                         rpc::Stream<EchoRequest, EchoResponse>&) { return absl::OkStatus(); });
  }
  std::vector<const rpc::ServiceTable*> tables() const override { return {&table_}; }
  std::shared_ptr<rpc::Authorizer> authorizer() const override {
    return std::make_shared<EveryoneReads>();
  }
  std::vector<Count> counts() const override {
    return {{"palier_echoes_total", "Echoes.", {{"kind", "loud"}}, 7}};
  }
  void Start() override { ++traces_.starts; }
  void Stop() override { ++traces_.stops; }

 private:
  Traces& traces_;
  rpc::ServiceTable table_;
};

class SuiteTest : public ::testing::Test {
 protected:
  SuiteTest() {
    config_.listen = "127.0.0.1:0";
    config_.metrics_listen = "127.0.0.1:0";
    config_.data = dir_.File("data");
    config_.drain_delay = absl::ZeroDuration();
  }
  ModuleSpec Echo(std::vector<std::string> peers = {}) {
    return {"echo", std::move(peers),
            [this](const Environment&) -> absl::StatusOr<std::unique_ptr<Module>> {
              return std::make_unique<EchoModule>(traces_);
            }};
  }
  absl::Status Start() {
    absl::StatusOr<std::unique_ptr<Suite>> suite = Suite::Start(config_, {Echo()});
    if (suite.ok()) suite_ = *std::move(suite);
    return suite.status();
  }
  rpc::Client Caller(rpc::Headers headers = {{rpc::kPrincipalKey, "users/vic"}}) {
    rpc::ClientOptions options;
    options.headers = std::move(headers);
    options.default_timeout = absl::Seconds(60);
    return rpc::Client(rpc::Connect(suite_->address()), options);
  }
  static absl::StatusOr<EchoResponse> Get(const rpc::Client& client, const std::string& text) {
    EchoRequest request;
    request.set_name("organizations/acme");
    request.set_text(text);
    return client.Unary<EchoResponse>(kGet, request);
  }
  // Status and body of a page of the HTTP port; -1 when it does not answer.
  std::pair<int, std::string> Http(const char* path) {
    httplib::Client client("http://" + suite_->metrics_address());
    const httplib::Result result = client.Get(path);
    return result ? std::pair(result->status, result->body) : std::pair(-1, std::string());
  }

  testing::TempDir dir_;
  Traces traces_;
  Config config_;
  std::unique_ptr<Suite> suite_;
};

TEST_F(SuiteTest, ServesOnAFreePort) {
  config_.port_file = dir_.File("ports");
  ASSERT_EQ(Start(), absl::OkStatus());
  EXPECT_EQ(traces_.starts, 1);
  const auto answer = Get(Caller(), "bonjour");
  ASSERT_EQ(answer.status(), absl::OkStatus());
  EXPECT_EQ(answer->text(), "bonjour");
  EXPECT_EQ(answer->caller(), "users/vic");
  EchoRequest request;
  request.set_name("organizations/acme");
  const rpc::Client inside(suite_->InProcessChannel("echo"), {});
  EXPECT_EQ(inside.Unary<EchoResponse>(kGet, request)->caller(), "users/dev");
  std::stringstream ports;
  ports << std::ifstream(config_.port_file).rdbuf();
  EXPECT_EQ(ports.str(), absl::StrCat("grpc ", suite_->address(), "\nmetrics ",
                                      suite_->metrics_address(), "\n"));
}

TEST_F(SuiteTest, HealthKnowsTheProcessAndItsServices) {
  ASSERT_EQ(Start(), absl::OkStatus());
  const std::pair<const char*, bool> cases[] = {
      {"", true}, {"palier.rpctest.v1.EchoService", true}, {"palier.rpctest.v1.Nothing", false}};
  for (const auto& [service, known] : cases) {
    HealthCheckRequest request;
    request.set_service(service);
    const auto health = Caller().Unary<HealthCheckResponse>("grpc.health.v1.Health/Check", request);
    if (known) {
      ASSERT_EQ(health.status(), absl::OkStatus()) << service;
      EXPECT_EQ(health->status(), HealthCheckResponse::SERVING) << service;
    } else {
      EXPECT_EQ(health.status().code(), absl::StatusCode::kNotFound);
    }
  }
}

TEST_F(SuiteTest, ReflectionListsTheServices) {
  ASSERT_EQ(Start(), absl::OkStatus());
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  const auto make = [&](const char* name) {
    const auto* type = pool->FindMessageTypeByName(name);
    return std::unique_ptr<google::protobuf::Message>(
        type == nullptr
            ? nullptr
            : google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  };
  const auto request = make("grpc.reflection.v1alpha.ServerReflectionRequest");
  const auto response = make("grpc.reflection.v1alpha.ServerReflectionResponse");
  ASSERT_NE(request, nullptr);
  ASSERT_NE(response, nullptr);
  const auto ask = [&](const std::string& question) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(question, request.get()));
    rpc::CallOptions options;
    options.deadline = absl::Now() + absl::Seconds(60);
    const rpc::Client client = Caller();
    const auto stream =
        client.Stream("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", options);
    EXPECT_TRUE(stream->Write(*request));
    EXPECT_TRUE(stream->Read(response.get()));
    stream->WritesDone();
    EXPECT_EQ(stream->Finish(), absl::OkStatus());
    return response->DebugString();
  };
  const std::string services = ask("list_services: ''");
  EXPECT_THAT(services, HasSubstr("name: \"palier.rpctest.v1.EchoService\""));
  EXPECT_THAT(services, HasSubstr("name: \"grpc.health.v1.Health\""));
  const std::string file = ask("file_containing_symbol: 'palier.rpctest.v1.EchoService'");
  EXPECT_THAT(file, HasSubstr("testdata/echo.proto"));
  EXPECT_THAT(ask("file_containing_symbol: 'grpc.health.v1.Health'"),
              HasSubstr("grpc/health/v1/health.proto"));
}

TEST_F(SuiteTest, MetricsCountCallsByCode) {
  ASSERT_EQ(Start(), absl::OkStatus());
  EXPECT_TRUE(Get(Caller(), "x").ok());
  EXPECT_TRUE(Get(Caller(), "y").ok());
  EXPECT_FALSE(Get(Caller({{rpc::kPrincipalKey, "nobody"}}), "z").ok());
  const auto [status, body] = Http("/metrics");
  EXPECT_EQ(status, 200);
  // Labels come in no promised order.
  EXPECT_THAT(body,
              ::testing::ContainsRegex("palier_rpc_calls_total\\{[^}]*code=\"OK\"[^}]*\\} 2"));
  EXPECT_THAT(body, ::testing::ContainsRegex(
                        "palier_rpc_calls_total\\{[^}]*code=\"UNAUTHENTICATED\"[^}]*\\} 1"));
  EXPECT_THAT(body, HasSubstr("method=\"GetEcho\""));
  EXPECT_THAT(body, HasSubstr("palier_rpc_duration_seconds_bucket"));
  EXPECT_THAT(body, HasSubstr("palier_cache_events"));
  // What a module counts is copied, and not added again each time somebody looks.
  EXPECT_THAT(body, HasSubstr("palier_echoes_total{kind=\"loud\"} 7\n"));
  EXPECT_THAT(Http("/metrics").second, HasSubstr("palier_echoes_total{kind=\"loud\"} 7\n"));
  EXPECT_EQ(Http("/healthz"), std::pair(200, std::string("SERVING\n")));
  EXPECT_EQ(Http("/other").first, 404);
}

TEST_F(SuiteTest, StopLetsRunningCallsEnd) {
  ASSERT_EQ(Start(), absl::OkStatus());
  const rpc::Client client = Caller();
  std::thread caller([&] {
    const auto answer = Get(client, "wait");
    EXPECT_EQ(answer.status(), absl::OkStatus());
  });
  traces_.entered.WaitForNotification();
  std::thread stopper([&] { suite_->Stop(); });
  while (Http("/healthz").first == 200) std::this_thread::yield();
  EXPECT_EQ(Http("/healthz"), std::pair(503, std::string("NOT_SERVING\n")));
  traces_.release.Notify();
  caller.join();
  stopper.join();
  EXPECT_EQ(traces_.stops, 1);
  suite_->Stop();  // idempotent
  EXPECT_EQ(traces_.stops, 1);
  EXPECT_EQ(Get(client, "late").status().code(), absl::StatusCode::kUnavailable);
}

TEST_F(SuiteTest, APortInUseIsNamed) {
  ASSERT_EQ(Start(), absl::OkStatus());
  Config second = config_;
  second.data = dir_.File("second");
  second.listen = suite_->address();
  const absl::Status grpc = Suite::Start(second, {Echo()}).status();
  EXPECT_EQ(grpc.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(grpc.message()),
              HasSubstr(absl::StrCat("--listen=", suite_->address(), ": cannot listen there")));
  second.listen = "127.0.0.1:0";
  second.metrics_listen = suite_->metrics_address();
  const absl::Status http = Suite::Start(second, {Echo()}).status();
  EXPECT_EQ(http.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(http.message()), HasSubstr("--metrics_listen: cannot listen on"));
}

TEST_F(SuiteTest, WhatCannotStartSaysWhatToMend) {
  const struct {
    const char* message;
    std::function<void(Config&)> spoil;
    std::vector<std::string> peers;
  } cases[] = {
      {"echo calls kpi: say where it is by --peer=kpi=", [](Config&) {}, {"kpi"}},
      {"loopback only", [](Config& config) { config.listen = "0.0.0.0:0"; }, {}},
      {"tokens: No such file",
       [this](Config& config) {
         config.auth = AuthMode::kTokens;
         config.tokens_file = dir_.File("tokens");
       },
       {}},
      {"--data=", [this](Config& config) { config.data = dir_.File("no/such/folder"); }, {}},
      {"--metrics_listen=nowhere: expected host:port",
       [](Config& config) { config.metrics_listen = "nowhere"; },
       {}},
      {"--port_file=", [this](Config& config) { config.port_file = dir_.File("no/ports"); }, {}},
  };
  for (const auto& [message, spoil, peers] : cases) {
    Config config = config_;
    spoil(config);
    const absl::Status status = Suite::Start(config, {Echo(peers)}).status();
    EXPECT_FALSE(status.ok()) << message;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message));
  }
}

TEST_F(SuiteTest, AServiceTokenThatIsMissingIsNamed) {
  std::ofstream(dir_.File("tokens")) << digest::Sha256Hex("lea-token") << " users/lea\n";
  config_.auth = AuthMode::kTokens;
  config_.tokens_file = dir_.File("tokens");
  config_.peers = {{"kpi", "unix:" + dir_.File("kpi.sock")}};
  const absl::Status status = Suite::Start(config_, {Echo({"kpi"})}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(status.message()), HasSubstr("--service_token_file"));
}

TEST_F(SuiteTest, TokensSayWhoCalls) {
  std::ofstream(dir_.File("tokens")) << digest::Sha256Hex("lea-token") << " users/lea\n";
  config_.auth = AuthMode::kTokens;
  config_.tokens_file = dir_.File("tokens");
  ASSERT_EQ(Start(), absl::OkStatus());
  EXPECT_EQ(Get(Caller({{"authorization", "Bearer lea-token"}}), "x")->caller(), "users/lea");
  EXPECT_EQ(Get(Caller({{rpc::kPrincipalKey, "users/lea"}}), "x").status().code(),
            absl::StatusCode::kUnauthenticated);
}

}  // namespace
}  // namespace palier::app
