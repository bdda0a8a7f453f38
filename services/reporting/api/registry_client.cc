// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/registry_client.h"

#include "common/status/error.h"

namespace palier::reporting {
namespace {

rpc::CallOptions OptionsFor(const rpc::Call& call, RegistryClient::Account account) {
  // A service on its own account acts for nobody; on behalf of itself it would lose its role.
  const bool for_itself = call.caller.is_service() && call.caller.on_behalf_of.empty();
  return for_itself || account == RegistryClient::Account::kService
             ? rpc::CallOptions::AsService(call)
             : rpc::CallOptions::Within(call);
}

}  // namespace

RegistryClient::RegistryClient(const rpc::Client& registry, const rpc::Call& call, Account account)
    : registry_(registry), options_(OptionsFor(call, account)) {}

// A status without a reason was made by gRPC itself: nobody answered.
bool RegistryClient::IsUnreachable(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable &&
         status::ReasonOf(status) == error::v1::ERROR_REASON_UNSPECIFIED;
}

// Too large for one message, which no service of ours says by itself.
bool RegistryClient::IsTooLarge(const absl::Status& status) {
  return status.code() == absl::StatusCode::kResourceExhausted &&
         status::ReasonOf(status) == error::v1::ERROR_REASON_UNSPECIFIED;
}

absl::Status RegistryClient::Unreachable() {
  return status::Error(absl::StatusCode::kUnavailable, error::v1::PEER_UNAVAILABLE,
                       {"The service {service} does not answer. Try again later.",
                        "Le service {service} ne répond pas. Réessayez plus tard."})
      .With("service", "registry");
}

}  // namespace palier::reporting
