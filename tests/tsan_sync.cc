// SPDX-License-Identifier: Apache-2.0
// Tells ThreadSanitizer about the locks of Debian's Abseil, which is not instrumented: without this every datum that an
// absl::Mutex guards looks like a race. Linked into the programs of the tsan preset only; the linker sends our calls here
// (--wrap, see deploy/cmake/palier.cmake), and the names are those of Debian's inline namespace.
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

extern "C" {
void AnnotateIgnoreReadsBegin(const char* file, int line);
void AnnotateIgnoreReadsEnd(const char* file, int line);
}

namespace {

// While a mutex is given back, Abseil lets the thread that gives it evaluate the conditions of those that wait: reads
// under a lock that ThreadSanitizer believes to be free.
struct GivingBack {
  explicit GivingBack(void* lock) {
    __tsan_release(lock);
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
  }
  ~GivingBack() { AnnotateIgnoreReadsEnd(__FILE__, __LINE__); }
};

}  // namespace

#define PALIER_LOCK(symbol)                               \
  extern "C" void __real_##symbol(absl::Mutex*);          \
  extern "C" void __wrap_##symbol(absl::Mutex* mutex) {   \
    __real_##symbol(mutex);                               \
    __tsan_acquire(mutex);                                \
  }
PALIER_LOCK(_ZN4absl7debian35Mutex4LockEv)
PALIER_LOCK(_ZN4absl7debian35Mutex10ReaderLockEv)

#define PALIER_UNLOCK(symbol)                             \
  extern "C" void __real_##symbol(absl::Mutex*);          \
  extern "C" void __wrap_##symbol(absl::Mutex* mutex) {   \
    GivingBack giving(mutex);                             \
    __real_##symbol(mutex);                               \
  }
PALIER_UNLOCK(_ZN4absl7debian35Mutex6UnlockEv)
PALIER_UNLOCK(_ZN4absl7debian35Mutex12ReaderUnlockEv)

#define PALIER_TRY(symbol)                                \
  extern "C" bool __real_##symbol(absl::Mutex*);          \
  extern "C" bool __wrap_##symbol(absl::Mutex* mutex) {   \
    const bool locked = __real_##symbol(mutex);           \
    if (locked) __tsan_acquire(mutex);                    \
    return locked;                                        \
  }
PALIER_TRY(_ZN4absl7debian35Mutex7TryLockEv)

#define PALIER_AWAIT(symbol)                                                             \
  extern "C" void __real_##symbol(absl::Mutex*, const absl::Condition&);                 \
  extern "C" void __wrap_##symbol(absl::Mutex* mutex, const absl::Condition& condition) { \
    {                                                                                    \
      GivingBack giving(mutex);                                                          \
      __real_##symbol(mutex, condition);                                                 \
    }                                                                                    \
    __tsan_acquire(mutex);                                                               \
  }
PALIER_AWAIT(_ZN4absl7debian35Mutex5AwaitERKNS0_9ConditionE)
PALIER_AWAIT(_ZN4absl7debian35Mutex8LockWhenERKNS0_9ConditionE)

#define PALIER_AWAIT_UNTIL(symbol, Limit)                                                             \
  extern "C" bool __real_##symbol(absl::Mutex*, const absl::Condition&, Limit);                       \
  extern "C" bool __wrap_##symbol(absl::Mutex* mutex, const absl::Condition& condition, Limit limit) { \
    bool held = false;                                                                                \
    {                                                                                                 \
      GivingBack giving(mutex);                                                                       \
      held = __real_##symbol(mutex, condition, limit);                                                \
    }                                                                                                 \
    __tsan_acquire(mutex);                                                                            \
    return held;                                                                                      \
  }
PALIER_AWAIT_UNTIL(_ZN4absl7debian35Mutex16AwaitWithTimeoutERKNS0_9ConditionENS0_8DurationE, absl::Duration)
PALIER_AWAIT_UNTIL(_ZN4absl7debian35Mutex17AwaitWithDeadlineERKNS0_9ConditionENS0_4TimeE, absl::Time)

extern "C" void __real__ZN4absl7debian312Notification6NotifyEv(absl::Notification*);
extern "C" void __wrap__ZN4absl7debian312Notification6NotifyEv(absl::Notification* notification) {
  __tsan_release(notification);
  __real__ZN4absl7debian312Notification6NotifyEv(notification);
}

extern "C" void __real__ZNK4absl7debian312Notification19WaitForNotificationEv(const absl::Notification*);
extern "C" void __wrap__ZNK4absl7debian312Notification19WaitForNotificationEv(const absl::Notification* notification) {
  __real__ZNK4absl7debian312Notification19WaitForNotificationEv(notification);
  __tsan_acquire(const_cast<absl::Notification*>(notification));
}
