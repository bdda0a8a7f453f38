// SPDX-License-Identifier: Apache-2.0
// Seals the change log in the background: each change is chained to the one before it by a keyed
// hash.
#ifndef PALIER_COMMON_RESOURCE_AUDIT_SEALER_H_
#define PALIER_COMMON_RESOURCE_AUDIT_SEALER_H_

#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/resource/store.h"

namespace palier::resource {

// Where a chain ends.
struct AuditHead {
  int64_t sequence = 0;
  std::string hash;  // 32 bytes
  // KeyMark of the key that made it.
  std::string key_mark;
  absl::Time seal_time = absl::UnixEpoch();
};

// The newest sealed change of the organisation as the store tells it; sequence 0 when there is
// none.
absl::StatusOr<AuditHead> ReadAuditHead(sql::Transaction& transaction,
                                        absl::string_view organization);

// Several processes may seal one store at once: the head moves from sequence n to m in one guarded
// update, so of two that sealed the same changes one writes and the other's work is dropped. Reads
// in a snapshot and writes only seals: writers of the log wait for nothing but that small commit.
// Thread-safe.
class AuditSealer {
 public:
  // `key`: secret, kept outside the store; empty: nothing is ever sealed. The store must outlive
  // it.
  AuditSealer(Store& store, std::string key);
  ~AuditSealer();

  // Seals about once a second what was committed; changes of other processes within ten.
  void Start();
  // Seals what is left, for at most some seconds, and ends the thread. Idempotent.
  void Stop();

  // Seals everything that is committed by now. FAILED_PRECONDITION for a chain that cannot be
  // continued: another key made it, a change is missing, or it ends before a point that this
  // object sealed itself; chains of other organisations are sealed all the same.
  absl::Status SealPending(absl::Time deadline);

  // The last link that this process sealed: the store must still hold it.
  std::optional<AuditHead> LastSealed(absl::string_view organization) const;

  const std::string& key() const { return key_; }

 private:
  struct Batch;
  absl::Status SealOrganization(const std::string& organization, absl::Time deadline);
  absl::StatusOr<Batch> Hash(const std::string& organization, absl::Time deadline) const;
  absl::StatusOr<bool> Append(const std::string& organization, Batch batch, absl::Time deadline);
  absl::Status CheckHead(absl::string_view organization, const AuditHead& head) const;
  void Loop();

  Store& store_;
  const std::string key_;
  const std::string mark_;
  mutable absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::flat_hash_map<std::string, AuditHead> sealed_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_AUDIT_SEALER_H_
