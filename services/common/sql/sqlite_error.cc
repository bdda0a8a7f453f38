// SPDX-License-Identifier: Apache-2.0
#include "common/sql/sqlite_error.h"

#include <sqlite3.h>

#include "absl/strings/str_cat.h"
#include "common/sql/errors.h"
#include "common/status/error.h"

namespace palier::sql {
namespace {

absl::Status ConstraintError(int code, absl::string_view message) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return UniqueViolation(message);
    default:
      return ConstraintViolation(message);
  }
}

}  // namespace

absl::Status SqliteError(int code, absl::string_view message) {
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return ConstraintError(code, message);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Contention();
    case SQLITE_INTERRUPT:
      return DeadlineExceeded();
    case SQLITE_FULL:
      return DiskFull();
    case SQLITE_TOOBIG:
      return UnstorableValue(message);
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
    case SQLITE_PERM:
      return StoreUnavailable(message);
    case SQLITE_READONLY:
      // The plain code is a write in a Read; the others are about the file.
      if (code != SQLITE_READONLY) return StoreUnavailable(message);
      return status::Internal(absl::StrCat("SQLite ", code, ": ", message));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return DamagedStore(message);
    default:
      return status::Internal(absl::StrCat("SQLite ", code, ": ", message));
  }
}

}  // namespace palier::sql
