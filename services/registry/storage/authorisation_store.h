// SPDX-License-Identifier: Apache-2.0
// What each organisation says about authorisation, kept in memory and never believed for long.
#ifndef PALIER_REGISTRY_STORAGE_AUTHORISATION_STORE_H_
#define PALIER_REGISTRY_STORAGE_AUTHORISATION_STORE_H_

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

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
// to be what the store holds. Then one caller compares the organisation's change cursor, and reads
// again only when something that matters has changed; meanwhile, and when the store cannot be
// read, the book is believed for less than two seconds in all. So a revocation in any process holds
// in every process within two seconds, whatever becomes of Redis, which is not asked. What this
// process commits it sees at once. Thread-safe.
class AuthorisationStore {
 public:
  using Monotonic = std::function<std::chrono::steady_clock::time_point()>;
  // Null: nothing can be known now, and the answer is DENIED.
  using Book = std::shared_ptr<const AuthorisationBook>;

  // Both must outlive it.
  AuthorisationStore(const resource::Store& store, const Types& types,
                     Monotonic now = std::chrono::steady_clock::now)
      : store_(store), types_(types), now_(std::move(now)) {}

  // The book, or nullopt when the store must be asked first. Never blocks.
  std::optional<Book> Known(absl::string_view organization);
  // The book, asked of the store if need be: at most for kPatience, whatever the caller's deadline,
  // so that one who is in a hurry does not fail those who are not.
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
    Book book;
    // Position of the change log that the book shows.
    int64_t cursor = 0;
    // When the book was last known to be right; the book is not believed before the first time.
    std::optional<Time> as_of;
    // One caller asks the store for all.
    bool asking = false;
    // The store could not be read; nobody asks it until then.
    std::optional<Time> pause_until;
    // Counts Forget: what was read before one is not believed.
    uint64_t generation = 0;
  };

  std::optional<Book> KnownOf(const Shelf& shelf) const;
  std::shared_ptr<Shelf> ShelfOf(absl::string_view organization)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // False when the store could not be read. Lets go of the mutex meanwhile.
  bool Ask(const std::string& organization, Shelf& shelf) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Brings `book` and `cursor` to what the store holds.
  absl::Status Read(const std::string& organization, Book& book, int64_t& cursor) const;
  void MakeRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const resource::Store& store_;
  const Types& types_;
  const Monotonic now_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::shared_ptr<Shelf>> shelves_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_STORAGE_AUTHORISATION_STORE_H_
