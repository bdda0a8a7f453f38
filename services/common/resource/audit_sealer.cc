// SPDX-License-Identifier: Apache-2.0
#include "common/resource/audit_sealer.h"

#include <openssl/rand.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/resource/audit_digest.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

constexpr int kBatch = 500;
constexpr int kOrganizationsAtOnce = 1000;
constexpr absl::Duration kPause = absl::Seconds(1);
// Changes of other processes are looked for once in so many pauses.
constexpr int kPausesBetweenLooks = 10;
constexpr absl::Duration kPatience = absl::Seconds(10);
constexpr absl::Duration kLastPatience = absl::Seconds(5);

std::string NewSalt() {
  std::string salt(kSaltBytes, '\0');
  RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), static_cast<int>(salt.size()));
  return salt;
}

// A head that an erasure or a sealer can guard, before anything is sealed.
absl::Status EnsureHead(Store& store, const std::string& organization, absl::Time deadline) {
  return store.database().Write(deadline, [&](sql::Transaction& transaction) {
    return transaction
        .Execute(
            "INSERT INTO change_head (organization, sequence, hash, key_mark, erasures, seal_time) "
            "VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (organization) DO NOTHING",
            {organization, int64_t{0}, sql::Blob{FirstLink()}, std::string(), int64_t{0},
             int64_t{0}})
        .status();
  });
}

}  // namespace

// Seals that were computed and not yet written.
struct AuditSealer::Batch {
  bool head_exists = false;
  // Where the chain stood when the rows were read; erasures are counted, because one that rewrites
  // a row after it was read would leave a seal of what is gone.
  int64_t from = 0;
  int64_t erasures = 0;
  AuditHead head;
  std::vector<std::vector<sql::Value>> seals;
};

absl::StatusOr<AuditHead> ReadAuditHead(sql::Transaction& transaction,
                                        absl::string_view organization) {
  AuditHead head;
  head.hash = FirstLink();
  RETURN_IF_ERROR(transaction.Query(
      "SELECT sequence, hash, key_mark, seal_time FROM change_head WHERE organization=$1",
      {std::string(organization)}, [&](const sql::Row& row) -> absl::Status {
        head = {row.int64(0), std::string(row.blob(1)), std::string(row.text(2)),
                absl::FromUnixMicros(row.int64(3))};
        return absl::OkStatus();
      }));
  return head;
}

AuditSealer::AuditSealer(Store& store, std::string key)
    : store_(store), key_(std::move(key)), mark_(KeyMark(key_)) {}

AuditSealer::~AuditSealer() {
  Stop();
}

void AuditSealer::Start() {
  if (!key_.empty()) thread_ = std::thread([this] { Loop(); });
}

void AuditSealer::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (!thread_.joinable()) return;
  thread_.join();
  SealPending(absl::Now() + kLastPatience).IgnoreError();
}

void AuditSealer::Loop() {
  const auto stopping = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_; };
  int64_t seen = -1;
  for (int pauses = 0;; ++pauses) {
    const int64_t commits = store_.commits();
    // What cannot be sealed now is tried again at the next look; VerifyAudit tells people.
    if (commits != seen || pauses % kPausesBetweenLooks == 0)
      SealPending(absl::Now() + kPatience).IgnoreError();
    seen = commits;
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithTimeout(absl::Condition(&stopping), kPause)) return;
  }
}

absl::Status AuditSealer::SealPending(absl::Time deadline) {
  if (key_.empty()) return absl::OkStatus();
  std::vector<std::string> organizations;
  RETURN_IF_ERROR(store_.database().Read(deadline, [&](sql::Transaction& transaction) {
    organizations.clear();
    return transaction.Query(
        absl::StrCat("SELECT c.organization FROM change_counter c LEFT JOIN change_head h ON "
                     "h.organization = c.organization WHERE h.sequence IS NULL OR h.sequence < "
                     "c.sequence ORDER BY c.organization LIMIT ",
                     kOrganizationsAtOnce),
        {}, [&](const sql::Row& row) -> absl::Status {
          organizations.emplace_back(row.text(0));
          return absl::OkStatus();
        });
  }));
  absl::Status result;
  for (const std::string& organization : organizations)
    result.Update(SealOrganization(organization, deadline));
  return result;
}

absl::Status AuditSealer::SealOrganization(const std::string& organization, absl::Time deadline) {
  while (true) {
    ASSIGN_OR_RETURN(Batch batch, Hash(organization, deadline));
    if (!batch.head_exists) {
      RETURN_IF_ERROR(EnsureHead(store_, organization, deadline));
      continue;
    }
    if (batch.seals.empty()) return absl::OkStatus();
    const bool more = batch.seals.size() == kBatch;
    ASSIGN_OR_RETURN(const bool written, Append(organization, std::move(batch), deadline));
    // Somebody else moved the head: look again where it is now.
    if (written && !more) return absl::OkStatus();
  }
}

absl::StatusOr<AuditSealer::Batch> AuditSealer::Hash(const std::string& organization,
                                                     absl::Time deadline) const {
  Batch batch;
  RETURN_IF_ERROR(store_.database().Read(deadline, [&](sql::Transaction& t) -> absl::Status {
    batch = Batch();
    RETURN_IF_ERROR(t.Query("SELECT erasures FROM change_head WHERE organization=$1",
                            {organization}, [&](const sql::Row& row) -> absl::Status {
                              batch.head_exists = true;
                              batch.erasures = row.int64(0);
                              return absl::OkStatus();
                            }));
    if (!batch.head_exists) return absl::OkStatus();
    ASSIGN_OR_RETURN(batch.head, ReadAuditHead(t, organization));
    RETURN_IF_ERROR(CheckHead(organization, batch.head));
    batch.from = batch.head.sequence;
    return t.Query(
        absl::StrCat("SELECT sequence, time, resource, change FROM change_log WHERE "
                     "organization=$1 AND sequence > $2 ORDER BY sequence LIMIT ",
                     kBatch),
        {organization, batch.from}, [&](const sql::Row& row) -> absl::Status {
          const LogRow log{organization, row.int64(0), row.int64(1), row.text(2), row.blob(3)};
          api::v1::Change change;
          if (log.sequence != batch.head.sequence + 1 ||
              !change.ParseFromArray(log.change.data(), static_cast<int>(log.change.size()))) {
            return absl::FailedPreconditionError(absl::StrCat(
                organization, ": change ", batch.head.sequence + 1, " is missing or unreadable"));
          }
          const std::string salt = NewSalt();
          const std::string content = ContentDigest(salt, log.change);
          batch.head.hash = LinkHash(key_, batch.head.hash, OutlineOf(log, change), content);
          batch.head.sequence = log.sequence;
          batch.seals.push_back({organization, log.sequence, sql::Blob{batch.head.hash},
                                 sql::Blob{salt}, sql::Blob{content}, int64_t{0}});
          return absl::OkStatus();
        });
  }));
  return batch;
}

absl::StatusOr<bool> AuditSealer::Append(const std::string& organization, Batch batch,
                                         absl::Time deadline) {
  batch.head.key_mark = mark_;
  batch.head.seal_time = store_.Now();
  bool written = false;
  RETURN_IF_ERROR(store_.database().Write(deadline, [&](sql::Transaction& t) -> absl::Status {
    ASSIGN_OR_RETURN(
        const int64_t moved,
        t.Execute("UPDATE change_head SET sequence=$2, hash=$3, key_mark=$4, seal_time=$5 WHERE "
                  "organization=$1 AND sequence=$6 AND erasures=$7",
                  {organization, batch.head.sequence, sql::Blob{batch.head.hash}, mark_,
                   absl::ToUnixMicros(batch.head.seal_time), batch.from, batch.erasures}));
    written = moved == 1;
    if (!written) return absl::OkStatus();
    static constexpr absl::string_view kColumns[] = {"organization", "sequence", "hash",
                                                     "salt",         "content",  "erasure"};
    return t.BulkInsert("change_seal", kColumns, batch.seals);
  }));
  if (written) {
    absl::MutexLock lock(&mutex_);
    sealed_[organization] = batch.head;
  }
  return written;
}

absl::Status AuditSealer::CheckHead(absl::string_view organization, const AuditHead& head) const {
  if (head.sequence > 0 && head.key_mark != mark_) {
    return absl::FailedPreconditionError(
        absl::StrCat(organization, ": the chain was sealed with another key"));
  }
  // Sealing again what was sealed before would give a forged past a true seal.
  const std::optional<AuditHead> last = LastSealed(organization);
  if (last.has_value() && head.sequence < last->sequence) {
    return absl::FailedPreconditionError(
        absl::StrCat(organization, ": the chain lost seals that this process made"));
  }
  return absl::OkStatus();
}

std::optional<AuditHead> AuditSealer::LastSealed(absl::string_view organization) const {
  absl::MutexLock lock(&mutex_);
  const auto found = sealed_.find(organization);
  return found == sealed_.end() ? std::nullopt : std::optional<AuditHead>(found->second);
}

}  // namespace palier::resource
