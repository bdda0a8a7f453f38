// SPDX-License-Identifier: Apache-2.0
// People in measurements: only a keyed hash of them is kept, so that nobody reads who it was out of
// the store, and nobody can try names out without the key.
#ifndef PALIER_KPI_STORAGE_SECRET_H_
#define PALIER_KPI_STORAGE_SECRET_H_

#include <openssl/sha.h>

#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/sql/database.h"

namespace palier::kpi {

// Hashes users under a secret: the first 128 bits of HMAC-SHA-256 (RFC 2104) in hexadecimal. What
// depends on the secret alone is done once. Thread-safe.
class UserHasher {
 public:
  explicit UserHasher(absl::string_view secret);
  std::string Hash(absl::string_view user) const;

 private:
  SHA256_CTX inner_;
  SHA256_CTX outer_;
};

// The hashers of organisations. Each secret is made at first use and asked of the store once: it
// never changes, and leaves neither the store nor this. Thread-safe; blocks, at most until the
// deadline.
class Secrets {
 public:
  explicit Secrets(sql::Database& database) : database_(database) {}
  absl::StatusOr<UserHasher> Of(const std::string& organization, absl::Time deadline);

 private:
  sql::Database& database_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, UserHasher> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_STORAGE_SECRET_H_
