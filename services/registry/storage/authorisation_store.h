// SPDX-License-Identifier: Apache-2.0
// What each organisation says about authorisation, kept in memory and never believed for long.
#ifndef PALIER_REGISTRY_STORAGE_AUTHORISATION_STORE_H_
#define PALIER_REGISTRY_STORAGE_AUTHORISATION_STORE_H_

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
#include "registry/domain/governance/authorisation.h"
#include "registry/storage/types.h"

namespace palier::registry {

// Most rules of one organisation; the next one is refused.
inline constexpr int kMaxAuthorisationRules = 5000;

// Books by organisation. A book is believed for one second after the moment at which it was known
// to be what the store holds. Then it is renewed in the background, by comparing the
// organisation's change cursor and reading again only when something that matters has changed.
// Meanwhile, and when the store cannot be read, it is believed for less than two seconds in all. So
// a revocation in any process holds in every process within two seconds, whatever becomes of Redis,
// which is not asked, and of this process's handlers, which are not waited for. What this process
// commits it sees at once. Thread-safe.
class AuthorisationStore {
 public:
  using Monotonic = std::function<std::chrono::steady_clock::time_point()>;
  // Null: nothing can be known now, and the answer is DENIED.
  using Book = std::shared_ptr<const AuthorisationBook>;

  // Both must outlive it.
  AuthorisationStore(const resource::Store& store, const Types& types,
                     Monotonic now = std::chrono::steady_clock::now);
  // Waits for reads that are under way: at most for kPatience.
  ~AuthorisationStore();

  // The book, or nullopt when one must wait for the store. Never blocks.
  std::optional<Book> Known(absl::string_view organization);
  // The book, waited for if need be: at most for kPatience, whatever the caller's deadline.
  Book Look(absl::string_view organization);

  // Whether a book says something about the resource of that name.
  static bool Concerns(absl::string_view resource);
  // Something that Concerns was committed here.
  void Forget(absl::string_view organization);

  static constexpr std::chrono::milliseconds kFresh{1000};
  // A little less than two seconds: the answer has a way to go.
  static constexpr std::chrono::milliseconds kLongest{1900};
  static constexpr std::chrono::milliseconds kPatience{1000};
  // How long a store that could not be read is left alone.
  static constexpr std::chrono::milliseconds kPause{250};

 private:
  using Time = std::chrono::steady_clock::time_point;
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
    // The store could not be read last time; it is left alone until then.
    std::optional<Time> pause_until;
    // Counts Forget: what was read before one is not known to be right.
    uint64_t generation = 0;
  };

  // What may be said now, asking for a read when that is not fresh.
  std::optional<Book> KnownOf(const std::shared_ptr<Shelf>& shelf)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::shared_ptr<Shelf> ShelfOf(absl::string_view organization)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Renews what is wanted, in the background.
  void Work();
  // Lets go of the mutex while the store is read.
  void Renew(Shelf& shelf) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool HasWork() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stopping_ || !wanted_.empty();
  }
  // Brings `book` and `cursor` to what the store holds.
  absl::Status Read(const std::string& organization, Book& book, int64_t& cursor) const;
  void MakeRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const resource::Store& store_;
  const Types& types_;
  const Monotonic now_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<Shelf>> shelves_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::shared_ptr<Shelf>> wanted_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_STORAGE_AUTHORISATION_STORE_H_
