// SPDX-License-Identifier: Apache-2.0
// OpenSSL's HMAC begins anew with the key each time.
#define OPENSSL_SUPPRESS_DEPRECATED
#include "kpi/storage/secret.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/escaping.h"
#include "common/rpc/auth.h"
#include "common/status/macros.h"

namespace palier::kpi {
namespace {

// Inside a write transaction.
absl::StatusOr<std::string> SecretOf(sql::Transaction& transaction,
                                     absl::string_view organization) {
  std::string secret;
  const auto read = [&]() {
    return transaction.Query("SELECT secret FROM kpi_secret WHERE organization=$1",
                             {std::string(organization)}, [&](const sql::Row& row) -> absl::Status {
                               secret = std::string(row.blob(0));
                               return absl::OkStatus();
                             });
  };
  RETURN_IF_ERROR(read());
  if (!secret.empty()) return secret;
  RETURN_IF_ERROR(transaction
                      .Execute("INSERT INTO kpi_secret (organization, secret) VALUES ($1,$2) ON "
                               "CONFLICT (organization) DO NOTHING",
                               {std::string(organization), sql::Blob{rpc::RandomToken()}})
                      .status());
  RETURN_IF_ERROR(read());
  return secret;
}

}  // namespace

absl::StatusOr<UserHasher> Secrets::Of(const std::string& organization, absl::Time deadline) {
  {
    absl::MutexLock lock(&mutex_);
    const auto found = known_.find(organization);
    if (found != known_.end()) return found->second;
  }
  std::string secret;
  RETURN_IF_ERROR(database_.Write(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(secret, SecretOf(transaction, organization));
    return absl::OkStatus();
  }));
  absl::MutexLock lock(&mutex_);
  return known_.try_emplace(organization, secret).first->second;
}

UserHasher::UserHasher(absl::string_view secret) {
  unsigned char key[SHA256_CBLOCK] = {};
  if (secret.size() > sizeof(key)) {
    SHA256(reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), key);
  } else {
    std::copy(secret.begin(), secret.end(), key);
  }
  unsigned char pad[SHA256_CBLOCK];
  const auto begin = [&](unsigned char with, SHA256_CTX& context) {
    std::transform(std::begin(key), std::end(key), pad,
                   [with](unsigned char byte) { return static_cast<unsigned char>(byte ^ with); });
    SHA256_Init(&context);
    SHA256_Update(&context, pad, sizeof(pad));
  };
  begin(0x36, inner_);
  begin(0x5c, outer_);
}

std::string UserHasher::Hash(absl::string_view user) const {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256_CTX context = inner_;
  SHA256_Update(&context, user.data(), user.size());
  SHA256_Final(digest, &context);
  context = outer_;
  SHA256_Update(&context, digest, sizeof(digest));
  SHA256_Final(digest, &context);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), 16));
}

}  // namespace palier::kpi
