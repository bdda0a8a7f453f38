// SPDX-License-Identifier: Apache-2.0
// Where resources live: one table for all types of a service, and one change log for every
// mutation.
#ifndef PALIER_COMMON_RESOURCE_STORE_H_
#define PALIER_COMMON_RESOURCE_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/resource/type.h"
#include "common/resource/write_marks.h"
#include "common/rpc/call.h"
#include "common/sql/database.h"
#include "common/time/clock.h"
#include "palier/api/v1/change.pb.h"

namespace palier::resource {

// The tables of this library; every service that uses it migrates them in its own database.
absl::Span<const sql::Migration> Migrations();

// Who changes something, for the change log.
struct Actor {
  std::string principal;
  std::string on_behalf_of;
  std::string method;
  static Actor Of(const rpc::Call& call) {
    return {call.caller.principal, call.caller.on_behalf_of, call.method};
  }
};

// What a List asks for. Names are checked by the caller.
struct ListQuery {
  std::string organization;
  // Resource name of the parent, whose id may be the wildcard `-`.
  std::string parent;
  int page_size = 50;
  std::string page_token;
  std::string filter;
  std::string order_by;
  bool show_deleted = false;
  // Binds the page token to the request and the caller (aip::RequestChecksum).
  uint64_t token_checksum = 0;
};

struct ListPage {
  std::vector<std::string> resources;  // serialized
  std::string next_page_token;
  // Position of the change log that the page shows.
  int64_t cursor = 0;
};

class Session;

// Told of each resource that is inserted (`before` null), replaced or removed (`after` null), in
// its transaction: for tables that are made from resources. Deletions of what lies below a removed
// resource are not told.
using Observer =
    std::function<absl::Status(Session&, const Type&, const google::protobuf::Message* before,
                               const google::protobuf::Message* after)>;

// One transaction over the resources. Used by one thread, valid inside the function that receives
// it.
class Session {
 public:
  // `observer` may be null; it outlives the session.
  Session(sql::Transaction& transaction, Actor actor, absl::Time now,
          const Observer* observer = nullptr);

  // Reads a resource, deleted ones too; false when it does not exist.
  absl::StatusOr<bool> Find(const Type& type, absl::string_view name,
                            google::protobuf::Message* out);
  // Reads one that must be there and not be deleted. NOT_FOUND otherwise.
  absl::Status Get(const Type& type, absl::string_view name, google::protobuf::Message* out);
  absl::StatusOr<ListPage> List(const Type& type, const ListQuery& query);
  // Calls `fn` with each undeleted resource of the type below `parent` (exact, or with `-`), in
  // name order.
  absl::Status ForEach(const Type& type, absl::string_view organization, absl::string_view parent,
                       const std::function<absl::Status(absl::string_view bytes)>& fn);
  // Names of resources whose filterable string `field` equals `value` (a TEXT field without case
  // and accents), in name order.
  absl::StatusOr<std::vector<std::string>> FindBy(const Type& type, absl::string_view organization,
                                                  absl::string_view field, absl::string_view value);
  absl::StatusOr<bool> HasChildren(absl::string_view name);

  // Writes a new resource under its `name`, filling uid, times and etag. ALREADY_EXISTS.
  absl::Status Insert(const Type& type, google::protobuf::Message& resource);
  // Replaces `before` by `after`, filling update_time and etag; writes nothing when they are equal.
  // Returns whether it wrote. ABORTED when the stored revision is not that of `before`.
  absl::StatusOr<bool> Replace(const Type& type, const google::protobuf::Message& before,
                               google::protobuf::Message& after);
  // Deletes for good.
  absl::Status Remove(const Type& type, const google::protobuf::Message& before);
  // Deletes everything below `name`, of every type.
  absl::Status RemoveChildren(absl::string_view name);
  // Forgets what the resource was: writes `remains` in its place (null: it was deleted before),
  // takes the content out of all its earlier changes, and forgets the requests that made it. The
  // audit chain still holds. `remains` begins with the etag of the stored resource. Returns how
  // many changes lost their content. Only for methods whose name begins with Erase, as the chain
  // accounts for missing content by them.
  absl::StatusOr<int64_t> Erase(const Type& type, absl::string_view name,
                                google::protobuf::Message* remains);

  // What an earlier call with this request_id made; NullOpt the first time. ALREADY_EXISTS
  // (REQUEST_ID_REUSED) when the request was another one.
  absl::StatusOr<std::optional<std::string>> Replayed(absl::string_view organization,
                                                      absl::string_view request_id,
                                                      const google::protobuf::Message& request);
  // Remembers that the request made `name`, in this transaction.
  absl::Status Remember(absl::string_view organization, absl::string_view request_id,
                        const google::protobuf::Message& request, absl::string_view name);

  // Adds a change that is not about one resource's message (a batch of measurements).
  absl::Status LogChange(api::v1::Change change, absl::string_view organization);

  sql::Transaction& sql() { return transaction_; }
  absl::Time now() const { return now_; }
  const Actor& actor() const { return actor_; }

  // Resources written so far, with a revision above that of everything that was read before.
  struct Touched {
    std::string organization;
    std::string name;
    int64_t revision;
  };
  const std::vector<Touched>& touched() const { return touched_; }
  // Whether Replayed was asked for a request_id that nothing was made with.
  bool first_of_request() const { return first_of_request_; }

 private:
  absl::Status Upsert(const Type& type, const google::protobuf::Message& resource, int64_t revision,
                      bool insert);
  absl::Status Log(const Type& type, api::v1::Change::Kind kind,
                   const google::protobuf::Message* before, const google::protobuf::Message* after);

  sql::Transaction& transaction_;
  const Actor actor_;
  const absl::Time now_;
  const Observer* const observer_;
  std::vector<Touched> touched_;
  bool first_of_request_ = false;
};

// Thread-safe. Blocking.
class Store {
 public:
  // Told after each commit what changed, and after a commit of which the end is unknown; must not
  // block.
  using CommitHook = std::function<void(const std::vector<Session::Touched>&)>;

  Store(sql::Database& database, const time::Clock& clock, CommitHook on_commit = nullptr);

  // Sets who is told of each write; before the first one.
  void Observe(Observer observer) { observer_ = std::move(observer); }

  // Creates the indexes of the types' filterable fields and of Type::indexes, and makes the rows
  // that another version wrote fit them (KeepLayouts); idempotent.
  absl::Status Prepare(absl::Span<const Type* const> types);

  // Runs `fn` in a read-only snapshot.
  absl::Status Read(absl::Time deadline, const std::function<absl::Status(Session&)>& fn) const;
  // Runs `fn` in a transaction that is durable when this returns. `fn` may run more than once.
  absl::Status Write(absl::Time deadline, const Actor& actor,
                     const std::function<absl::Status(Session&)>& fn);

  // Whether a Write under way has touched `name` and CommitHook was not told yet: what is cached
  // may be older than what others see.
  bool IsBeingWritten(absl::string_view name) const { return marks_.Has(name); }

  // Changes of the organisation after `cursor`, oldest first. OUT_OF_RANGE (CURSOR_EXPIRED) when
  // they are gone.
  absl::StatusOr<std::vector<api::v1::Change>> Changes(absl::string_view organization,
                                                       int64_t cursor, int limit,
                                                       absl::string_view below,
                                                       absl::Time deadline) const;
  // Counts the commits of this process; take it before looking, wait for it to grow afterwards.
  int64_t commits() const;
  // Waits until commits() is above `seen`, or `wait` has passed.
  void AwaitCommit(int64_t seen, absl::Duration wait) const;

  sql::Database& database() { return database_; }
  absl::Time Now() const { return clock_.Now(); }

 private:
  sql::Database& database_;
  const time::Clock& clock_;
  const CommitHook on_commit_;
  Observer observer_;
  WriteMarks marks_;
  mutable absl::Mutex mutex_;
  int64_t commits_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_STORE_H_
