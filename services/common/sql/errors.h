// SPDX-License-Identifier: Apache-2.0
// The errors of the two stores, worded alike. `detail` is the store's own sentence; it never holds
// a password.
#ifndef PALIER_COMMON_SQL_ERRORS_H_
#define PALIER_COMMON_SQL_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace palier::sql {

// DEADLINE_EXCEEDED.
absl::Status DeadlineExceeded();
// ALREADY_EXISTS; `detail` names the constraint.
absl::Status UniqueViolation(absl::string_view detail);
// FAILED_PRECONDITION; `detail` names the constraint.
absl::Status ConstraintViolation(absl::string_view detail);
// ABORTED: may succeed when tried again.
absl::Status Contention();
// UNAVAILABLE.
absl::Status StoreUnavailable(absl::string_view detail);
// RESOURCE_EXHAUSTED: no room on the disk.
absl::Status DiskFull();
// RESOURCE_EXHAUSTED: too many transactions wait.
absl::Status Overloaded();
// FAILED_PRECONDITION: another process holds the file.
absl::Status StoreInUse(absl::string_view path, absl::string_view owner);
// FAILED_PRECONDITION: a migration is missing.
absl::Status SchemaTooOld(absl::string_view component, int missing);
// INVALID_ARGUMENT: a value that the store cannot hold.
absl::Status UnstorableValue(absl::string_view detail);
// DATA_LOSS: the store's file is damaged.
absl::Status DamagedStore(absl::string_view detail);

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_ERRORS_H_
