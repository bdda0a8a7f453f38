// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/peer_client.h"

#include "common/status/error.h"

namespace palier::reporting {
namespace {

rpc::CallOptions OptionsFor(const rpc::Call& call, PeerClient::Account account) {
  // A service on its own account acts for nobody; on behalf of itself it would lose its role.
  const bool for_itself = call.caller.is_service() && call.caller.on_behalf_of.empty();
  return for_itself || account == PeerClient::Account::kService ? rpc::CallOptions::AsService(call)
                                                                : rpc::CallOptions::Within(call);
}

}  // namespace

PeerClient::PeerClient(const rpc::Client& peer, const rpc::Call& call, Account account)
    : peer_(peer), options_(OptionsFor(call, account)) {}

// Too large for one message, which no service of ours says by itself.
bool PeerClient::IsTooLarge(const absl::Status& status) {
  return status.code() == absl::StatusCode::kResourceExhausted &&
         status::ReasonOf(status) == error::v1::ERROR_REASON_UNSPECIFIED;
}

}  // namespace palier::reporting
