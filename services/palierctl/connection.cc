// SPDX-License-Identifier: Apache-2.0
#include "palierctl/connection.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/auth.h"
#include "palierctl/errors.h"

namespace palier::ctl {
namespace {

rpc::ClientOptions ClientOptionsOf(const Options& options) {
  rpc::ClientOptions client;
  client.peer = kServer;
  client.default_timeout = options.timeout;
  client.headers.emplace_back("accept-language", LanguageCode(options.language));
  if (!options.token.empty())
    client.headers.emplace_back("authorization", absl::StrCat("Bearer ", options.token));
  if (!options.principal.empty())
    client.headers.emplace_back(rpc::kPrincipalKey, options.principal);
  return client;
}

}  // namespace

Connection::Connection(const Options& options)
    : Connection(options, rpc::Connect(options.address)) {}

Connection::Connection(const Options& options, std::shared_ptr<grpc::Channel> channel)
    : options_(options),
      channel_(std::move(channel)),
      client_(std::make_shared<rpc::Client>(channel_, ClientOptionsOf(options))) {}

Connection Connection::As(const std::string& principal) const {
  if (principal.empty()) return *this;
  Options options = options_;
  options.principal = principal;
  return Connection(options, channel_);
}

absl::Status Connection::Call(absl::string_view method, const google::protobuf::Message& request,
                              google::protobuf::Message* response) const {
  return client_->Unary(method, request, response, {});
}

std::unique_ptr<rpc::ClientStream> Connection::Stream(absl::string_view method) const {
  rpc::CallOptions call;
  call.deadline = absl::Now() + std::max(options_.timeout, absl::Hours(1));
  return client_->Stream(method, call);
}

}  // namespace palier::ctl
