// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/secret.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "absl/strings/escaping.h"
#include "common/rpc/auth.h"
#include "common/status/macros.h"

namespace palier::kpi {

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

absl::StatusOr<std::string> Secrets::Of(const std::string& organization, absl::Time deadline) {
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
  return known_[organization] = secret;
}

std::string KeyedHash(absl::string_view secret, absl::string_view user) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(user.data()), user.size(), digest, &size);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(digest), 16));
}

}  // namespace palier::kpi
