// SPDX-License-Identifier: Apache-2.0
// The right to use a file, held by one owner at a time among all processes of a machine.
#ifndef PALIER_COMMON_SQL_FILE_LOCK_H_
#define PALIER_COMMON_SQL_FILE_LOCK_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace palier::sql {

// Held as long as it lives; ends with the process, however that ends. Thread-safe.
class FileLock {
 public:
  // Locks `path`.lock. FAILED_PRECONDITION when another owner has it, in this process or another;
  // UNAVAILABLE when the file cannot be made.
  static absl::StatusOr<std::unique_ptr<FileLock>> Acquire(const std::string& path);
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  const int descriptor_;
};

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_FILE_LOCK_H_
