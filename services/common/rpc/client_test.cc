// SPDX-License-Identifier: Apache-2.0
// When the client tries again, over a real server that fails as it is told to.
#include "common/rpc/client.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <atomic>

#include "absl/strings/str_cat.h"
#include "common/rpc/pipeline.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "testdata/shaky.pb.h"

namespace palier::rpc {
namespace {

using rpctest::v1::CreateItemRequest;
using rpctest::v1::Item;
using rpctest::v1::ItemRequest;

class NoRoles : public Authorizer {
 public:
  absl::StatusOr<RoleSet> RolesOn(absl::string_view, absl::string_view, absl::Time) override {
    return RoleSet();
  }
};

class RetryTest : public ::testing::Test {
 protected:
  RetryTest() : table_("palier.rpctest.v1.ShakyService") {
    for (const char* method : {"GetItem", "ListItems", "EvaluateItem", "AdvanceItem"}) {
      table_.Unary<ItemRequest, Item>(method,
                                      [this](const Call&, const ItemRequest&) { return Answer(); });
    }
    table_.Unary<CreateItemRequest, Item>(
        "CreateItem", [this](const Call&, const CreateItemRequest&) { return Answer(); });
    pipeline_ = std::make_unique<Pipeline>(
        Pipeline::Options(), std::make_shared<DevAuthenticator>(absl::flat_hash_set<std::string>()),
        std::make_shared<NoRoles>(), [](const MethodTable&, absl::StatusCode, double) {},
        [](const std::string&, const absl::Status&) {});
    service_ = pipeline_->Bind(table_);
    grpc::ServerBuilder builder;
    builder.RegisterService(service_.get());
    server_ = builder.BuildAndStart();
  }
  ~RetryTest() override {
    server_->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(5));
    pipeline_->Stop();
  }

  absl::StatusOr<Item> Answer() {
    if (++calls_ > failures_) return Item();
    const char* const away = away_;
    if (away == nullptr) return absl::Status(code_, "not now");
    return status::Error(absl::StatusCode::kUnavailable, error::v1::PEER_UNAVAILABLE, {"a", "b"})
        .With("service", away);
  }

  Client Caller(absl::Duration first_backoff = absl::Milliseconds(1)) {
    ClientOptions options;
    options.first_backoff = first_backoff;
    return Client(server_->InProcessChannel(grpc::ChannelArguments()), options);
  }

  void Fail(int failures, absl::StatusCode code = absl::StatusCode::kUnavailable) {
    calls_ = 0;
    failures_ = failures;
    code_ = code;
  }

  ServiceTable table_;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<grpc::Service> service_;
  std::unique_ptr<grpc::Server> server_;
  std::atomic<const char*> away_{nullptr};  // the service that the answer says is away
  std::atomic<int> calls_{0};
  std::atomic<int> failures_{0};
  std::atomic<absl::StatusCode> code_{absl::StatusCode::kUnavailable};
};

std::string Full(const char* method) {
  return absl::StrCat("palier.rpctest.v1.ShakyService/", method);
}

TEST_F(RetryTest, OnlyWhatReadsIsTriedAgain) {
  const struct {
    const char* method;
    absl::StatusCode code;
    int failures;
    int calls;
    bool ok;
  } cases[] = {
      {"GetItem", absl::StatusCode::kUnavailable, 0, 1, true},
      {"GetItem", absl::StatusCode::kUnavailable, 2, 3, true},
      {"GetItem", absl::StatusCode::kUnavailable, 3, 4, true},
      {"GetItem", absl::StatusCode::kUnavailable, 9, 4, false},
      {"GetItem", absl::StatusCode::kAborted, 1, 1, false},
      {"GetItem", absl::StatusCode::kResourceExhausted, 1, 1, false},
      {"GetItem", absl::StatusCode::kInternal, 1, 1, false},
      {"ListItems", absl::StatusCode::kUnavailable, 1, 2, true},
      {"EvaluateItem", absl::StatusCode::kUnavailable, 1, 2, true},
      {"AdvanceItem", absl::StatusCode::kUnavailable, 1, 1, false},
  };
  const Client client = Caller();
  for (const auto& [method, code, failures, calls, ok] : cases) {
    Fail(failures, code);
    const absl::Status status = client.Unary<Item>(Full(method), ItemRequest()).status();
    EXPECT_EQ(status.ok(), ok) << method << ": " << status;
    EXPECT_EQ(status.code(), ok ? absl::StatusCode::kOk : code) << method;
    EXPECT_EQ(calls_, calls) << method << " " << code;
  }
}

TEST_F(RetryTest, ARequestIdMakesAWriteRepeatable) {
  const Client client = Caller();
  CreateItemRequest request;
  Fail(1);
  EXPECT_EQ(client.Unary<Item>(Full("CreateItem"), request).status().code(),
            absl::StatusCode::kUnavailable);
  EXPECT_EQ(calls_, 1);
  request.set_request_id("once");
  Fail(2);
  EXPECT_TRUE(client.Unary<Item>(Full("CreateItem"), request).ok());
  EXPECT_EQ(calls_, 3);
}

TEST_F(RetryTest, AServiceBehindThePeerIsThePeersToTry) {
  const Client client = Caller();  // of the peer `palier`
  for (const auto& [away, calls] : {std::pair("kpi", 1), std::pair("palier", 4)}) {
    away_ = away;
    Fail(9);
    const absl::Status status = client.Unary<Item>(Full("GetItem"), ItemRequest()).status();
    EXPECT_EQ(status::ReasonOf(status), error::v1::PEER_UNAVAILABLE);
    EXPECT_EQ(status::DetailOf(status).metadata().at("service"), away);
    EXPECT_EQ(calls_, calls) << away;
  }
}

TEST_F(RetryTest, NoTryBeginsThatTheDeadlineWouldEnd) {
  const Client client = Caller(/*first_backoff=*/absl::Hours(1));
  Fail(9);
  CallOptions options;
  options.deadline = absl::Now() + absl::Seconds(60);
  Item item;
  const absl::Status status = client.Unary(Full("GetItem"), ItemRequest(), &item, options);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(calls_, 1);
  EXPECT_LT(absl::Now(), options.deadline);

  options.deadline = absl::Now() - absl::Seconds(1);
  EXPECT_EQ(client.Unary(Full("GetItem"), ItemRequest(), &item, options).code(),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(calls_, 1);
}

TEST_F(RetryTest, APeerThatIsAwayIsNamed) {
  const testing::TempDir dir;
  ClientOptions options;
  options.peer = "kpi";
  options.attempts = 2;
  options.first_backoff = absl::Milliseconds(1);
  const Client client(Connect("unix:" + dir.File("nobody.sock")), options);
  const absl::Status status = client.Unary<Item>(Full("GetItem"), ItemRequest()).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
  EXPECT_EQ(status::ReasonOf(status), error::v1::PEER_UNAVAILABLE);
  EXPECT_EQ(status::DetailOf(status).metadata().at("service"), "kpi");
  EXPECT_NE(status::DetailOf(status).fr().find("kpi"), std::string::npos);
}

// What a call says of itself to the next service.
TEST(CallOptionsTest, TellForWhomAServiceCalls) {
  const auto header = [](const CallOptions& options, const std::string& key) {
    for (const auto& [name, value] : options.headers) {
      if (name == key) return value;
    }
    return std::string("-");
  };
  const struct {
    Caller caller;
    const char* within;
  } cases[] = {{{"users/lea", "", false}, "users/lea"},
               {{"services/kpi", "users/lea", false}, "users/lea"},
               {{"services/kpi", "", false}, "-"}};
  for (const auto& [caller, within] : cases) {
    Call call{caller, "acme", absl::UnixEpoch(), Language::kFrench, "/x/Y", "00-trace"};
    EXPECT_EQ(header(CallOptions::Within(call), kOnBehalfOfKey), within) << caller.principal;
    EXPECT_EQ(header(CallOptions::AsService(call), kOnBehalfOfKey), "-");
    EXPECT_EQ(header(CallOptions::Within(call), "accept-language"), "fr");
    EXPECT_EQ(header(CallOptions::Within(call), "traceparent"), "00-trace");
    EXPECT_EQ(CallOptions::Within(call).deadline, absl::UnixEpoch());
  }
}

}  // namespace
}  // namespace palier::rpc
