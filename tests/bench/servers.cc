// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/servers.h"

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/impl/codegen/service_type.h>
#include <grpcpp/impl/rpc_service_method.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/app/suite.h"
#include "common/app/tuning.h"
#include "common/rpc/client.h"
#include "kpi/module.h"
#include "registry/module.h"
#include "reporting/module.h"
#include "rollout/module.h"

namespace palier::bench {
namespace {

using Bytes = grpc::ByteBuffer;

// Little endian, at the end of the request.
uint32_t WantedBytes(const Bytes& request) {
  grpc::Slice slice;
  uint32_t wanted = 0;
  if (request.DumpToSingleSlice(&slice).ok() && slice.size() >= sizeof(wanted)) {
    std::memcpy(&wanted, slice.end() - sizeof(wanted), sizeof(wanted));
  }
  return wanted;
}

class BareService : public grpc::Service {
 public:
  BareService() {
    Add(kEchoMethod, [](const Bytes& request) { return request; });
    Add(kBareMethod, [](const Bytes& request) {
      grpc::Slice slice(WantedBytes(request));
      std::memset(const_cast<uint8_t*>(slice.begin()), 0, slice.size());
      return Bytes(&slice, 1);
    });
  }

 private:
  template <typename Answer>
  void Add(const char* name, Answer answer) {
    using grpc::internal::RpcMethod;
    AddMethod(new grpc::internal::RpcServiceMethod(name, RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodCallback(
        added_++,
        new grpc::internal::CallbackUnaryHandler<Bytes, Bytes>(
            [answer](grpc::CallbackServerContext* context, const Bytes* request, Bytes* response) {
              *response = answer(*request);
              grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
              reactor->Finish(grpc::Status::OK);
              return reactor;
            }));
  }

  int added_ = 0;
};

void AwaitEnd(int lifeline) {
  char ignored;
  while (::read(lifeline, &ignored, 1) > 0) {
  }
}

int Serve(const app::Config& config, int announce, int lifeline) {
  app::TuneProcess();
  auto suite = app::Suite::Start(
      config, {registry::Spec(), kpi::Spec(), rollout::Spec(), reporting::Spec()});
  if (!suite.ok()) {
    std::fprintf(stderr, "%s\n", suite.status().ToString().c_str());
    return 1;
  }
  BareService service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  builder.SetMaxReceiveMessageSize(rpc::kMaxMessageBytes);
  const std::unique_ptr<grpc::Server> bare = builder.BuildAndStart();
  if (bare == nullptr) return 1;
  const std::string line = absl::StrCat((*suite)->address(), " 127.0.0.1:", port, "\n");
  if (::write(announce, line.data(), line.size()) < 0) return 1;
  AwaitEnd(lifeline);
  bare->Shutdown();
  (*suite)->Stop();
  return 0;
}

std::string ReadLine(int from) {
  std::string line;
  char byte;
  while (::read(from, &byte, 1) == 1 && byte != '\n') line.push_back(byte);
  return line;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Servers>> Servers::Start(const app::Config& config) {
  int announce[2], lifeline[2];
  if (::pipe(announce) != 0 || ::pipe(lifeline) != 0) return absl::InternalError("pipe");
  const pid_t child = ::fork();
  if (child < 0) return absl::InternalError("fork");
  if (child == 0) {
    ::close(announce[0]);
    ::close(lifeline[1]);
    ::_exit(Serve(config, announce[1], lifeline[0]));
  }
  ::close(announce[1]);
  ::close(lifeline[0]);
  std::unique_ptr<Servers> servers(new Servers(child, lifeline[1]));
  const std::vector<std::string> addresses = absl::StrSplit(ReadLine(announce[0]), ' ');
  ::close(announce[0]);
  if (addresses.size() != 2) return absl::InternalError("the servers did not start");
  servers->suite_ = addresses[0];
  servers->bare_ = addresses[1];
  return servers;
}

Servers::~Servers() {
  ::close(lifeline_);
  ::waitpid(process_, nullptr, 0);
}

}  // namespace palier::bench
