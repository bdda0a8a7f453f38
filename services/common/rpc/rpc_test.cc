// SPDX-License-Identifier: Apache-2.0
// The pipeline over a real server: what every call passes, and that no handler is reached past it.
#include <gmock/gmock.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "common/digest/sha256.h"
#include "common/rpc/client.h"
#include "common/rpc/pipeline.h"
#include "common/status/error.h"
#include "testdata/echo.pb.h"

namespace palier::rpc {
namespace {

using google::protobuf::Message;
using rpctest::v1::EchoRequest;
using rpctest::v1::EchoResponse;

constexpr char kGet[] = "palier.rpctest.v1.EchoService/GetEcho";
constexpr char kStream[] = "palier.rpctest.v1.EchoService/StreamEcho";

// `users/vic` may read everything in `acme`.
class FixedAuthorizer : public Authorizer {
 public:
  absl::StatusOr<RoleSet> RolesOn(absl::string_view subject, absl::string_view resource,
                                  absl::Time) override {
    if (subject == "users/cut") return absl::UnavailableError("the store is gone");
    if (subject == "users/slow") return absl::DeadlineExceededError("the store hangs");
    const bool granted = subject == "users/vic" && resource == "organizations/acme";
    return granted ? MakeRoles({api::v1::VIEWER}) : RoleSet();
  }
  std::optional<RoleSet> KnownRolesOn(absl::string_view subject,
                                      absl::string_view resource) override {
    if (subject == "users/new" || subject == "users/cut" || subject == "users/slow")
      return std::nullopt;
    return *RolesOn(subject, resource, absl::InfiniteFuture());
  }
};

class RpcTest : public ::testing::TestWithParam<bool> {
 protected:
  RpcTest() : table_("palier.rpctest.v1.EchoService") {
    table_.AddUnaryOrReady(
        "GetEcho",
        [this](const Call& call, const Message& request, Message* response) {
          absl::StatusOr<EchoResponse> result =
              Handle(call, static_cast<const EchoRequest&>(request));
          if (result.ok()) *static_cast<EchoResponse*>(response) = *std::move(result);
          return result.status();
        },
        [this](const Call& call, const Message& request, Message* response) {
          const std::string& text = static_cast<const EchoRequest&>(request).text();
          if (text.rfind("ready", 0) != 0) return false;
          ++ready_;
          static_cast<EchoResponse*>(response)->set_caller(call.caller.subject());
          return true;
        },
        [](const Call&, const Message&, Message* response) {
          static_cast<EchoResponse*>(response)->set_text("for everybody");
          return absl::OkStatus();
        });
    table_.Streaming<EchoRequest, EchoResponse>("StreamEcho",
                                                [this](const Call& call, const EchoRequest& first,
                                                       Stream<EchoRequest, EchoResponse>& stream) {
                                                  return HandleStream(call, first, stream);
                                                });
  }

  void Serve(Pipeline::Options options = {}) {
    pipeline_ = std::make_unique<Pipeline>(
        options, std::make_shared<DevAuthenticator>(absl::flat_hash_set<std::string>{"users/root"}),
        std::make_shared<FixedAuthorizer>(),
        [this](const MethodTable&, absl::StatusCode code, double) {
          absl::MutexLock lock(&mutex_);
          observed_.push_back(code);
        },
        [](const std::string&, const absl::Status&) {});
    service_ = pipeline_->Bind(table_);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(service_.get());
    builder.SetMaxReceiveMessageSize(64 << 20);
    server_ = builder.BuildAndStart();
    channel_ = GetParam() ? server_->InProcessChannel(grpc::ChannelArguments())
                          : grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                                                grpc::InsecureChannelCredentials());
  }
  void TearDown() override {
    if (server_ != nullptr)
      server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(5));
    if (pipeline_ != nullptr) pipeline_->Stop();
  }

  absl::StatusOr<EchoResponse> Handle(const Call& call, const EchoRequest& request) {
    ++handled_;
    if (request.text() == "wait") release_.WaitForNotification();
    if (request.text() == "defect") return absl::InternalError("secret inner text");
    if (request.text() == "many") {
      status::Error error(absl::StatusCode::kFailedPrecondition, error::v1::GATE_NOT_MET,
                          {"no", "non"});
      for (int i = 0; i < 70; ++i)
        error.Precondition(absl::StrCat("RULE_", i), "subject", {std::string(200, 'x'), ""});
      return error;
    }
    EchoResponse response;
    response.set_text(request.text());
    response.set_caller(call.caller.subject());
    response.set_organization(call.organization);
    return response;
  }

  absl::Status HandleStream(const Call&, const EchoRequest& first,
                            Stream<EchoRequest, EchoResponse>& stream) {
    ++handled_;
    EchoRequest request = first;
    while (true) {
      EchoResponse response;
      response.set_text(request.text());
      if (!stream.Write(response)) return absl::CancelledError();
      const absl::StatusOr<bool> more = stream.Read(&request);
      if (!more.ok()) return more.status();
      if (!*more) return absl::OkStatus();
    }
  }

  Client As(const std::string& principal, const Headers& more = {}) {
    ClientOptions options;
    options.headers = more;
    options.headers.emplace_back(kPrincipalKey, principal);
    options.attempts = 1;
    return Client(channel_, options);
  }
  absl::StatusOr<EchoResponse> Get(const Client& client, const std::string& text,
                                   const std::string& name = "organizations/acme/projects/p") {
    EchoRequest request;
    request.set_name(name);
    request.set_text(text);
    return client.Unary<EchoResponse>(kGet, request);
  }

  ServiceTable table_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::atomic<int> handled_{0};
  std::atomic<int> ready_{0};
  absl::Notification release_;
  absl::Mutex mutex_;
  std::vector<absl::StatusCode> observed_ ABSL_GUARDED_BY(mutex_);
};

TEST_P(RpcTest, AnswersWhoMayCall) {
  Serve();
  const auto response = Get(As("users/vic"), "bonjour");
  // A binding on the organisation holds for its project only when the authorizer says so: here it
  // is asked for the project, and refuses.
  EXPECT_EQ(response.status().code(), absl::StatusCode::kPermissionDenied);
  const auto answer = Get(As("users/vic"), "bonjour", "organizations/acme");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->text(), "bonjour");
  EXPECT_EQ(answer->organization(), "acme");
  EXPECT_EQ(answer->caller(), "users/vic");
}

TEST_P(RpcTest, RefusedCallsNeverReachTheHandler) {
  Serve();
  const struct {
    const char* principal;
    const char* name;
    absl::StatusCode code;
  } cases[] = {
      {"users/eve", "organizations/acme", absl::StatusCode::kPermissionDenied},
      {"users/vic", "organizations/rival", absl::StatusCode::kPermissionDenied},
      {"users/vic", "organizations/-", absl::StatusCode::kPermissionDenied},
      {"users/vic", "", absl::StatusCode::kInvalidArgument},
      {"users/vic", "../../etc", absl::StatusCode::kInvalidArgument},
      {"users/root", "organizations/acme", absl::StatusCode::kPermissionDenied},
      {"nonsense", "organizations/acme", absl::StatusCode::kUnauthenticated},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(Get(As(test.principal), "x", test.name).status().code(), test.code)
        << test.principal << " " << test.name;
  }
  // Only services act for others.
  EXPECT_EQ(Get(As("users/eve", {{kOnBehalfOfKey, "users/vic"}}), "x", "organizations/acme")
                .status()
                .code(),
            absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(handled_, 0);
  EXPECT_TRUE(
      Get(As("services/kpi", {{kOnBehalfOfKey, "users/vic"}}), "x", "organizations/acme").ok());
  EXPECT_EQ(handled_, 1);
  absl::MutexLock lock(&mutex_);
  EXPECT_EQ(observed_.size(), std::size(cases) + 2);
}

TEST_P(RpcTest, BoundsSizeAndDepth) {
  Serve();
  const auto large = Get(As("users/vic"), std::string(5 << 20, 'x'), "organizations/acme");
  EXPECT_EQ(status::ReasonOf(large.status()), error::v1::REQUEST_TOO_LARGE) << large.status();
  EchoRequest deep;
  deep.set_name("organizations/acme");
  rpctest::v1::Nest* nest = deep.mutable_nest();
  for (int i = 0; i < 60; ++i) nest = nest->mutable_inner();
  const auto response = As("users/vic").Unary<EchoResponse>(kGet, deep);
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument) << response.status();
  EXPECT_EQ(handled_, 0);
}

TEST_P(RpcTest, ErrorsArriveSmallAndInTheCallersLanguage) {
  Serve();
  const auto many =
      Get(As("users/vic", {{"accept-language", "fr-CA, en;q=0.5"}}), "many", "organizations/acme");
  EXPECT_EQ(many.status().code(), absl::StatusCode::kFailedPrecondition);
  const error::v1::ErrorDetail detail = status::DetailOf(many.status());
  EXPECT_EQ(detail.reason(), error::v1::GATE_NOT_MET);
  EXPECT_EQ(detail.fr(), "non");
  EXPECT_EQ(detail.metadata().at("unmet"), "70");
  const auto stranger = Get(As("nonsense", {{"accept-language", "fr"}}), "x", "organizations/acme");
  EXPECT_THAT(status::DetailOf(stranger.status()).fr(), ::testing::HasSubstr("justificatifs"))
      << "also who is not known reads French";
  EXPECT_GT(detail.precondition_violations_size(), 5);
  EXPECT_LT(detail.precondition_violations_size(), 30);
  const auto defect = Get(As("users/vic"), "defect", "organizations/acme");
  EXPECT_EQ(defect.status().code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(defect.status().message()),
              ::testing::Not(::testing::HasSubstr("secret")));
}

TEST_P(RpcTest, RefusesWhatItCannotTakeAtOnce) {
  Pipeline::Options options;
  options.unary.threads = 1;
  options.unary.queue = 1;
  options.unary.max_wait = absl::Seconds(30);
  Serve(options);
  const Client client = As("users/vic");
  std::vector<std::thread> callers;
  for (int i = 1; i <= 2; ++i) {  // the first runs, the second waits
    callers.emplace_back([&] { EXPECT_TRUE(Get(client, "wait", "organizations/acme").ok()); });
    while (pipeline_->running() < 1 || pipeline_->running() + pipeline_->waiting() < i)
      std::this_thread::yield();
  }
  const auto refused = Get(client, "x", "organizations/acme");
  EXPECT_EQ(status::ReasonOf(refused.status()), error::v1::OVERLOADED);
  EXPECT_EQ(status::DetailOf(refused.status()).retry_after_ms(), 500);
  release_.Notify();
  for (std::thread& caller : callers) caller.join();
}

TEST_P(RpcTest, AReadyAnswerNeedsNoThread) {
  Pipeline::Options options;
  options.unary.threads = 1;
  Serve(options);
  std::thread first([&] { EXPECT_TRUE(Get(As("users/vic"), "wait", "organizations/acme").ok()); });
  while (pipeline_->running() < 1) std::this_thread::yield();
  const auto answer = Get(As("users/vic"), "ready", "organizations/acme");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->caller(), "users/vic");
  release_.Notify();
  first.join();
  EXPECT_EQ(handled_, 1);
  EXPECT_EQ(ready_, 1);
}

TEST_P(RpcTest, WhileRightsAreUnknownTheAnswerIsTheOneForEverybody) {
  Serve();
  for (const char* who : {"users/cut", "users/slow"}) {
    for (const char* text : {"ready", "secret"}) {
      const auto answer = Get(As(who), text, "organizations/acme");
      ASSERT_EQ(answer.status(), absl::OkStatus()) << who;
      EXPECT_EQ(answer->text(), "for everybody") << who;
      EXPECT_EQ(answer->caller(), "");
    }
  }
  EXPECT_EQ(ready_, 0);
  EXPECT_EQ(handled_, 0);
  EXPECT_EQ(Get(As("users/eve"), "secret", "organizations/acme").status().code(),
            absl::StatusCode::kPermissionDenied)
      << "known to have none";
}

TEST_P(RpcTest, AReadyAnswerIsGivenToThoseWhoMayHaveIt) {
  Serve();
  const struct {
    const char* principal;
    std::string text;
    const char* name;
    absl::StatusCode code;
    int ready, handled;
  } cases[] = {
      {"users/vic", "ready", "organizations/acme", absl::StatusCode::kOk, 1, 0},
      {"users/vic", "ready", "organizations/other", absl::StatusCode::kPermissionDenied, 0, 0},
      {"users/eve", "ready", "organizations/acme", absl::StatusCode::kPermissionDenied, 0, 0},
      {"users/new", "ready", "organizations/acme", absl::StatusCode::kPermissionDenied, 0, 0},
      {"users/vic", "ready" + std::string(2000, 'x'), "organizations/acme", absl::StatusCode::kOk,
       0, 1},
      {"users/vic", "other", "organizations/acme", absl::StatusCode::kOk, 0, 1},
      {"nobody", "ready", "organizations/acme", absl::StatusCode::kUnauthenticated, 0, 0},
  };
  for (const auto& c : cases) {
    ready_ = handled_ = 0;
    EXPECT_EQ(Get(As(c.principal), c.text, c.name).status().code(), c.code)
        << c.principal << c.name;
    EXPECT_EQ(ready_, c.ready) << c.principal << c.name;
    EXPECT_EQ(handled_, c.handled) << c.principal << c.name;
  }
  absl::MutexLock lock(&mutex_);
  EXPECT_EQ(observed_.size(), std::size(cases));
}

TEST_P(RpcTest, DeadlinesEndCallsThatWait) {
  Pipeline::Options options;
  options.unary.threads = 1;
  Serve(options);
  const Client client = As("users/vic");
  std::thread first([&] { EXPECT_TRUE(Get(client, "wait", "organizations/acme").ok()); });
  while (pipeline_->running() < 1) std::this_thread::yield();
  EchoRequest request;
  request.set_name("organizations/acme");
  CallOptions call;
  call.deadline = absl::Now() + absl::Milliseconds(50);
  EchoResponse response;
  EXPECT_EQ(client.Unary(kGet, request, &response, call).code(),
            absl::StatusCode::kDeadlineExceeded);
  // The server counts the timeout from when the call reached it: its deadline is a little later.
  absl::SleepFor(call.deadline + absl::Milliseconds(500) - absl::Now());
  release_.Notify();
  first.join();
  EXPECT_TRUE(Get(client, "after", "organizations/acme").ok());
  EXPECT_EQ(handled_, 2);  // the expired one never ran
}

TEST_P(RpcTest, StreamsPassTheSamePipeline) {
  Serve();
  const Client client = As("users/vic");
  const auto stream = client.Stream(kStream);
  EchoRequest request;
  request.set_name("organizations/acme");
  EchoResponse response;
  for (int i = 0; i < 100; ++i) {
    request.set_text(absl::StrCat(i));
    ASSERT_TRUE(stream->Write(request));
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.text(), absl::StrCat(i));
  }
  stream->WritesDone();
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());

  const Client eve = As("users/eve");
  const auto refused = eve.Stream(kStream);
  refused->Write(request);
  EXPECT_FALSE(refused->Read(&response));
  EXPECT_EQ(refused->Finish().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(handled_, 1);

  const auto empty = client.Stream(kStream);
  empty->WritesDone();
  EXPECT_FALSE(empty->Read(&response));
  EXPECT_EQ(empty->Finish().code(), absl::StatusCode::kInvalidArgument);

  const auto abandoned = client.Stream(kStream);
  ASSERT_TRUE(abandoned->Write(request));
  ASSERT_TRUE(abandoned->Read(&response));
  abandoned->Cancel();
  EXPECT_EQ(abandoned->Finish().code(), absl::StatusCode::kCancelled);
}

INSTANTIATE_TEST_SUITE_P(Transports, RpcTest, ::testing::Bool(),
                         [](const auto& info) { return info.param ? "InProcess" : "Tcp"; });

TEST(ServiceTableTest, WithoutPermissionOrHandlerItDoesNotStart) {
  ServiceTable table("palier.rpctest.v1.CarelessService");
  table.Unary<EchoRequest, EchoResponse>(
      "GetCareless", [](const Call&, const EchoRequest&) { return EchoResponse(); });
  const absl::Status status = table.Check();
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()),
              ::testing::HasSubstr("GetCareless has no (palier.api.v1.access)"));
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("GetUnserved has no handler"));
  EXPECT_THAT(std::string(status.message()), ::testing::HasSubstr("has no request field nothing"));
}

TEST(TokenAuthenticatorTest, KnowsTokensByTheirHash) {
  const auto parsed = TokenAuthenticator::Parse(
      absl::StrCat("# people\n", digest::Sha256Hex("lea-token"), " users/lea platform_admin\n\n",
                   digest::Sha256Hex("kpi"), " services/kpi\n"));
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const auto with = [&](std::string header) {
    return (*parsed)->Authenticate([header](absl::string_view key) -> absl::string_view {
      return key == "authorization" ? absl::string_view(header) : "";
    });
  };
  EXPECT_EQ(with("Bearer lea-token")->principal, "users/lea");
  EXPECT_TRUE(with("Bearer lea-token")->platform_admin);
  EXPECT_FALSE(with("Bearer kpi")->platform_admin);
  for (const char* bad : {"", "Bearer ", "Bearer nope", "bearer lea-token", "Basic lea-token"}) {
    EXPECT_EQ(with(bad).status().code(), absl::StatusCode::kUnauthenticated) << bad;
  }
  EXPECT_EQ(TokenAuthenticator::Parse("abc users/x\n").status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace palier::rpc
