// SPDX-License-Identifier: Apache-2.0
// Every RPC of every server, the in-process ones included, refuses who holds no permission; and the
// table of permissions in the docs is what the protos say.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/app/suite.h"
#include "common/digest/sha256.h"
#include "common/rpc/client.h"
#include "common/rpc/resource_field.h"
#include "common/status/error.h"
#include "common/testing/temp_dir.h"
#include "palier/api/v1/options.pb.h"
#include "tests/api/services.h"
#include "tests/scenarios/modules.h"

namespace palier::api_test {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

std::unique_ptr<Message> New(const google::protobuf::Descriptor* type) {
  return std::unique_ptr<Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

void SetPath(Message* message, absl::string_view path, const std::string& value) {
  const std::vector<std::string> parts = absl::StrSplit(path, '.');
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    message = message->GetReflection()->MutableMessage(
        message, message->GetDescriptor()->FindFieldByName(parts[i]));
  }
  message->GetReflection()->SetString(
      message, message->GetDescriptor()->FindFieldByName(parts.back()), value);
}

absl::Status CallMethod(const std::shared_ptr<grpc::Channel>& channel,
                        const MethodDescriptor* method, const rpc::Headers& headers) {
  const api::v1::Access& access = method->options().GetExtension(api::v1::access);
  std::unique_ptr<Message> request = New(method->input_type());
  if (!access.resource_field().empty())
    SetPath(request.get(), access.resource_field(), "organizations/acme");
  std::unique_ptr<Message> response = New(method->output_type());
  rpc::ClientOptions options;
  options.headers = headers;
  options.attempts = 1;
  const rpc::Client client(channel, options);
  const std::string name = absl::StrCat(method->service()->full_name(), "/", method->name());
  if (!method->client_streaming() && !method->server_streaming()) {
    return client.Unary(name, *request, response.get(), {});
  }
  const auto stream = client.Stream(name);
  stream->Write(*request);
  stream->WritesDone();
  while (stream->Read(response.get())) {
  }
  return stream->Finish();
}

class AccessMatrix : public ::testing::Test {
 protected:
  void Start(app::Config config) {
    config.listen = "127.0.0.1:0";
    config.data = dir_.path();
    config.drain_delay = absl::ZeroDuration();
    auto suite = app::Suite::Start(config, scenarios::AllModules());
    ASSERT_TRUE(suite.ok()) << suite.status();
    suite_ = *std::move(suite);
  }
  // Calls every method over TCP and without a port.
  void ForEveryMethod(const std::function<void(const MethodDescriptor*,
                                               const std::shared_ptr<grpc::Channel>&)>& fn) {
    const auto tcp = rpc::Connect(suite_->address());
    for (const auto* service : Services()) {
      const std::vector<std::string> package = absl::StrSplit(service->file()->package(), '.');
      const auto inner = suite_->InProcessChannel(package[1]);
      for (int m = 0; m < service->method_count(); ++m) {
        fn(service->method(m), tcp);
        fn(service->method(m), inner);
      }
    }
  }

  testing::TempDir dir_;
  std::unique_ptr<app::Suite> suite_;
};

TEST_F(AccessMatrix, WhoHoldsNoRoleIsRefusedEverywhere) {
  Start({});
  int refused = 0;
  ForEveryMethod([&](const MethodDescriptor* method,
                     const std::shared_ptr<grpc::Channel>& channel) {
    const absl::Status status = CallMethod(channel, method, {{rpc::kPrincipalKey, "users/nobody"}});
    if (method->options().GetExtension(api::v1::access).authenticated()) {
      EXPECT_NE(status.code(), absl::StatusCode::kUnauthenticated) << method->full_name();
      return;
    }
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied)
        << method->full_name() << ": " << status;
    EXPECT_EQ(status::ReasonOf(status), error::v1::PERMISSION_DENIED) << method->full_name();
    ++refused;
  });
  EXPECT_GT(refused, 60);
}

TEST_F(AccessMatrix, WithoutTokenEveryMethodIsRefused) {
  app::Config config;
  config.auth = app::AuthMode::kTokens;
  config.tokens_file = dir_.File("tokens");
  std::ofstream(config.tokens_file) << digest::Sha256Hex("good") << " users/lea\n";
  Start(config);
  ForEveryMethod(
      [&](const MethodDescriptor* method, const std::shared_ptr<grpc::Channel>& channel) {
        for (const rpc::Headers& headers :
             {rpc::Headers{}, rpc::Headers{{"authorization", "Bearer bad"}},
              rpc::Headers{{rpc::kPrincipalKey, "users/lea"}}}) {
          EXPECT_EQ(CallMethod(channel, method, headers).code(), absl::StatusCode::kUnauthenticated)
              << method->full_name();
        }
        EXPECT_NE(CallMethod(channel, method, {{"authorization", "Bearer good"}}).code(),
                  absl::StatusCode::kUnauthenticated)
            << method->full_name();
      });
}

std::string PermissionTable() {
  const auto* roles = api::v1::Role_descriptor();
  std::string text =
      "# Who may call what\n\nGenerated from the `access` option of every method in `proto/`; "
      "`tests/api` holds it to "
      "them.\nA role is granted on an organisation, a department or a project and holds for "
      "everything below it. What is "
      "not\nin the table is refused.\n";
  for (const auto* service : Services()) {
    absl::StrAppend(&text, "\n## ", service->full_name(), "\n\n| permission | method |");
    std::string rule = "|---|---|";
    for (int r = 1; r < roles->value_count(); ++r) {
      absl::StrAppend(&text, " ", roles->value(r)->name(), " |");
      absl::StrAppend(&rule, ":-:|");
    }
    absl::StrAppend(&text, "\n", rule, "\n");
    for (int m = 0; m < service->method_count(); ++m) {
      const api::v1::Access& access = service->method(m)->options().GetExtension(api::v1::access);
      const std::set<int> held(access.roles().begin(), access.roles().end());
      absl::StrAppend(&text, "| ", access.permission(), " | ", service->method(m)->name(), " |");
      for (int r = 1; r < roles->value_count(); ++r) {
        absl::StrAppend(&text, access.authenticated()                     ? " any |"
                               : held.contains(roles->value(r)->number()) ? " yes |"
                                                                          : "  |");
      }
      text += "\n";
    }
  }
  return text;
}

TEST(PermissionTableTest, DocsSayWhatTheProtosSay) {
  const std::string path = absl::StrCat(std::getenv("PALIER_SOURCE_DIR"), "/docs/permissions.md");
  if (std::getenv("PALIER_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << PermissionTable();
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), PermissionTable())
      << "Run the test once with PALIER_UPDATE_GOLDEN=1 and read the difference.";
}

}  // namespace
}  // namespace palier::api_test
