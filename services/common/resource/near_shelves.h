// SPDX-License-Identifier: Apache-2.0
// What each organisation's resources say together, kept in memory and never believed for long: for
// answers where a revocation must hold everywhere within two seconds.
#ifndef PALIER_COMMON_RESOURCE_NEAR_SHELVES_H_
#define PALIER_COMMON_RESOURCE_NEAR_SHELVES_H_

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "common/resource/store.h"

namespace palier::resource {

// Books of any type by organisation; NearBooks (near_books.h) is the form to use. A book is
// believed for one second after the moment at which it was known to be what the store holds. Then
// it is renewed in the background, by comparing the organisation's change cursor and reading again
// only when something that matters has changed. Meanwhile, and when the store cannot be read, it is
// believed for less than two seconds in all. So a revocation in any process holds in every process
// within two seconds, whatever becomes of Redis, which is not asked, and of this process's
// handlers, which are not waited for. What this process commits it sees at once. Thread-safe.
class NearShelves {
 public:
  using Monotonic = std::function<std::chrono::steady_clock::time_point()>;
  using Time = std::chrono::steady_clock::time_point;
  // Null: nothing can be known now.
  using Book = std::shared_ptr<const void>;
  // Makes the book of what was read, outside the transaction.
  using Bind = std::function<Book()>;

  // What books are made of. Thread-safe.
  class Source {
   public:
    virtual ~Source() = default;
    // Whether a book says something about the resource of that name.
    virtual bool Concerns(absl::string_view resource) const = 0;
    // Reads everything, or, when `before` is not null, what the resources of those names say now.
    virtual absl::StatusOr<Bind> Read(Session& session, const std::string& organization,
                                      const Book& before,
                                      const std::vector<std::string>& changed) const = 0;
    // What it takes of `max_size`.
    virtual size_t SizeOf(const Book& book) const = 0;
  };
  struct Limits {
    // Of all books together; when there is more, all are forgotten and read anew as they are asked
    // for.
    size_t max_size = 1000000;
    // How long one read may take.
    std::chrono::milliseconds read{1000};
  };

  // All must outlive it.
  NearShelves(const Store& store, const Source& source, const Limits& limits, Monotonic now);
  // Waits for reads that are under way: at most for Limits.read.
  ~NearShelves();

  // The book, or nullopt when one must wait for the store. Never blocks.
  std::optional<Book> Known(absl::string_view organization);
  // The book, waited for if need be: at most for kPatience, whatever the caller's deadline.
  Book Look(absl::string_view organization);
  // Something that Concerns was committed here.
  void Forget(absl::string_view organization);

  static constexpr std::chrono::milliseconds kFresh{1000};
  // A little less than two seconds: the answer has a way to go.
  static constexpr std::chrono::milliseconds kLongest{1900};
  static constexpr std::chrono::milliseconds kPatience{1000};
  // How long a store that could not be read is left alone.
  static constexpr std::chrono::milliseconds kPause{250};

 private:
  struct Shelf {
    std::string organization;
    Book book;
    // Position of the change log that the book shows.
    int64_t cursor = 0;
    // When the book was last known to be right; unset once something was committed here.
    std::optional<Time> as_of;
    // Reads are counted, in their order. The last one that succeeded, and when it started.
    int64_t started = 0, finished = 0, succeeded = 0;
    Time succeeded_at;
    // Waits for a read, or is being read.
    bool wanted = false;
    // The store could not be read last time, or does not answer; it is left alone until then.
    std::optional<Time> pause_until;
    // Counts Forget: what was read before one is not known to be right.
    uint64_t generation = 0;
  };

  // What may be said now, asking for a read when that is not fresh.
  std::optional<Book> KnownOf(const std::shared_ptr<Shelf>& shelf)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::shared_ptr<Shelf> ShelfOf(absl::string_view organization)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Renews what is wanted, in the background; first reads, which may take long, by one thread only.
  void Work(bool first_reads);
  // Lets go of the mutex while the store is read.
  void Renew(Shelf& shelf) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  using Queue = std::deque<std::shared_ptr<Shelf>>;
  // Where a thread looks for work; null when there is none.
  Queue* WorkFor(bool first_reads) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Brings `book` and `cursor` to what the store holds.
  absl::Status Read(const std::string& organization, Book& book, int64_t& cursor) const;
  void MakeRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Store& store_;
  const Source& source_;
  const Limits limits_;
  const Monotonic now_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<Shelf>> shelves_ ABSL_GUARDED_BY(mutex_);
  // Books to be renewed, and to be read for the first time.
  Queue wanted_ ABSL_GUARDED_BY(mutex_), unread_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace palier::resource

#endif  // PALIER_COMMON_RESOURCE_NEAR_SHELVES_H_
