// SPDX-License-Identifier: Apache-2.0
#include "common/resource/near_shelves.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "common/resource/queries.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

constexpr size_t kMaxOrganizations = 1000;
// A longer list of changes is not looked through: reading all again costs as much.
constexpr int kMaxChanges = 1000;

// A change that is about no resource we know of may be about all.
bool IsResource(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, absl::MaxSplits('/', 2));
  return parts.size() >= 2;
}

// Which changes after `from` up to `to` a book is to be made anew for; `all` where they cannot be
// named.
struct Changes {
  bool all = false;
  std::vector<std::string> names;
};

absl::StatusOr<Changes> ChangesThatMatter(Session& session, const NearShelves::Source& source,
                                          const std::string& organization, int64_t from,
                                          int64_t to) {
  Changes changes;
  if (to < from || to - from > kMaxChanges) {
    changes.all = true;
    return changes;
  }
  int64_t seen = 0;
  RETURN_IF_ERROR(session.sql().Query(
      "SELECT resource FROM change_log WHERE organization=$1 AND sequence>$2 ORDER BY sequence",
      {organization, from}, [&](const sql::Row& row) -> absl::Status {
        ++seen;
        if (!IsResource(row.text(0))) {
          changes.all = true;
        } else if (source.Concerns(row.text(0))) {
          changes.names.emplace_back(row.text(0));
        }
        return absl::OkStatus();
      }));
  // Changes that are not kept any more may have mattered.
  changes.all = changes.all || seen != to - from;
  std::sort(changes.names.begin(), changes.names.end());
  changes.names.erase(std::unique(changes.names.begin(), changes.names.end()), changes.names.end());
  return changes;
}

}  // namespace

NearShelves::NearShelves(const Store& store, const Source& source, const Limits& limits,
                         Monotonic now)
    : store_(store), source_(source), limits_(limits), now_(std::move(now)) {
  // One organisation that is large does not hold up the others, once they were read.
  for (const bool first_reads : {false, true})
    threads_.emplace_back([this, first_reads] { Work(first_reads); });
}

NearShelves::~NearShelves() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

std::optional<NearShelves::Book> NearShelves::KnownOf(const std::shared_ptr<Shelf>& shelf) {
  const Time now = now_();
  const auto age = shelf->as_of.has_value() ? now - *shelf->as_of : Time::duration::max();
  if (age < kFresh) return shelf->book;
  const bool failed = shelf->pause_until.has_value();
  if (!shelf->wanted && !(failed && now < *shelf->pause_until)) {
    shelf->wanted = true;
    (shelf->book == nullptr ? unread_ : wanted_).push_back(shelf);
  }
  if (age < kLongest) return shelf->book;
  // Who waits for a store that has just failed would only take a thread from others.
  return failed ? std::optional(Book()) : std::nullopt;
}

std::optional<NearShelves::Book> NearShelves::Known(absl::string_view organization) {
  absl::MutexLock lock(&mutex_);
  const auto found = shelves_.find(organization);
  if (found == shelves_.end()) return std::nullopt;
  return KnownOf(found->second);
}

NearShelves::Book NearShelves::Look(absl::string_view organization) {
  const absl::Time give_up = absl::Now() + absl::FromChrono(kPatience);
  absl::MutexLock lock(&mutex_);
  const std::shared_ptr<Shelf> shelf = ShelfOf(organization);
  const int64_t mine = shelf->started + 1;
  while (true) {
    if (const auto known = KnownOf(shelf)) return *known;
    // Something was committed here since, but not before this call.
    if (shelf->succeeded >= mine && now_() - shelf->succeeded_at < kLongest) return shelf->book;
    const auto another = [&shelf, seen = shelf->finished] { return shelf->finished != seen; };
    if (mutex_.AwaitWithDeadline(absl::Condition(&another), give_up)) continue;
    // Others need not wait for a store that hangs.
    if (!shelf->pause_until) shelf->pause_until = now_();
    return nullptr;
  }
}

NearShelves::Queue* NearShelves::WorkFor(bool first_reads) {
  if (first_reads && !unread_.empty()) return &unread_;
  return wanted_.empty() ? nullptr : &wanted_;
}

void NearShelves::Work(bool first_reads) {
  const auto has_work = [this, first_reads]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || WorkFor(first_reads) != nullptr;
  };
  absl::MutexLock lock(&mutex_);
  while (true) {
    mutex_.Await(absl::Condition(&has_work));
    if (stopping_) return;
    Queue& queue = *WorkFor(first_reads);
    const std::shared_ptr<Shelf> shelf = queue.front();
    queue.pop_front();
    Renew(*shelf);
  }
}

void NearShelves::Renew(Shelf& shelf) {
  const uint64_t generation = shelf.generation;
  const int64_t turn = ++shelf.started;
  const Time start = now_();
  Book book = shelf.book;
  int64_t cursor = shelf.cursor;
  mutex_.Unlock();
  const absl::Status status = Read(shelf.organization, book, cursor);
  mutex_.Lock();
  shelf.wanted = false;
  ++shelf.finished;
  if (!status.ok()) {
    shelf.pause_until = now_() + kPause;
    return;
  }
  shelf.pause_until.reset();
  shelf.book = std::move(book);
  shelf.cursor = cursor;
  shelf.succeeded = turn;
  shelf.succeeded_at = start;
  if (shelf.generation == generation) shelf.as_of = start;
  MakeRoom();
}

absl::Status NearShelves::Read(const std::string& organization, Book& book, int64_t& cursor) const {
  Bind bind;
  int64_t now_at = 0;
  const absl::Time deadline = absl::Now() + absl::FromChrono(limits_.read);
  RETURN_IF_ERROR(store_.Read(deadline, [&](Session& session) -> absl::Status {
    bind = nullptr;
    ASSIGN_OR_RETURN(now_at, ChangeCursor(session.sql(), organization));
    Changes changes;
    changes.all = book == nullptr;
    if (!changes.all && now_at != cursor) {
      ASSIGN_OR_RETURN(changes, ChangesThatMatter(session, source_, organization, cursor, now_at));
    }
    if (!changes.all && changes.names.empty()) return absl::OkStatus();
    ASSIGN_OR_RETURN(
        bind, source_.Read(session, organization, changes.all ? nullptr : book, changes.names));
    return absl::OkStatus();
  }));
  if (bind) book = bind();
  cursor = now_at;
  return absl::OkStatus();
}

void NearShelves::Forget(absl::string_view organization) {
  absl::MutexLock lock(&mutex_);
  const auto found = shelves_.find(organization);
  if (found == shelves_.end()) return;
  ++found->second->generation;
  found->second->as_of.reset();
  found->second->pause_until.reset();
}

std::shared_ptr<NearShelves::Shelf> NearShelves::ShelfOf(absl::string_view organization) {
  std::shared_ptr<Shelf>& shelf = shelves_[organization];
  if (shelf == nullptr) {
    shelf = std::make_shared<Shelf>();
    shelf->organization = std::string(organization);
  }
  return shelf;
}

// A service may ask about any organisation, whether there is one or not.
void NearShelves::MakeRoom() {
  size_t size = 0;
  for (const auto& [organization, shelf] : shelves_)
    size += shelf->book == nullptr ? 0 : source_.SizeOf(shelf->book);
  if (shelves_.size() > kMaxOrganizations || size > limits_.max_size) shelves_.clear();
}

}  // namespace palier::resource
