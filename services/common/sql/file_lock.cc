// SPDX-License-Identifier: Apache-2.0
#include "common/sql/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/sql/errors.h"

namespace palier::sql {
namespace {

std::string Owner(int descriptor) {
  char pid[32];
  const ssize_t size = pread(descriptor, pid, sizeof(pid), 0);
  if (size <= 0) return "?";
  return std::string(absl::StripAsciiWhitespace(absl::string_view(pid, size)));
}

}  // namespace

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Acquire(const std::string& path) {
  const std::string name = absl::StrCat(path, ".lock");
  const int descriptor = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (descriptor < 0) return StoreUnavailable(absl::StrCat(name, ": ", strerror(errno)));
  std::unique_ptr<FileLock> lock(new FileLock(descriptor));
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) return StoreInUse(path, Owner(descriptor));
  // The number only serves the message that the next one reads, so a failure to write it is none.
  const std::string pid = absl::StrCat(getpid(), "\n");
  if (ftruncate(descriptor, 0) == 0 && pwrite(descriptor, pid.data(), pid.size(), 0) < 0) errno = 0;
  return lock;
}

// The file stays: removing it would let two owners lock two files of the same name.
FileLock::~FileLock() {
  close(descriptor_);
}

}  // namespace palier::sql
