// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_error.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/sql/errors.h"
#include "common/status/error.h"

namespace palier::sql {
namespace {

enum class Kind {
  kUnique,
  kConstraint,
  kContention,
  kDeadline,
  kDiskFull,
  kUnavailable,
  kValue,
  kDamaged,
};

// The first prefix that fits counts.
constexpr struct {
  const char* sqlstate;
  Kind kind;
} kKinds[] = {
    {"23505", Kind::kUnique},
    {"42P07", Kind::kUnique},  // duplicate table, schema, object: two
                               // that migrate at once
    {"42P06", Kind::kUnique},
    {"42710", Kind::kUnique},
    {"23", Kind::kConstraint},
    {"40", Kind::kContention},
    {"55P03", Kind::kContention},
    {"57014", Kind::kDeadline},
    {"53100", Kind::kDiskFull},
    {"53", Kind::kUnavailable},
    {"57P", Kind::kUnavailable},
    {"58", Kind::kUnavailable},
    {"08", Kind::kUnavailable},
    {"25P03", Kind::kUnavailable},
    {"22", Kind::kValue},
    {"54", Kind::kValue},
    {"XX", Kind::kDamaged},
};

absl::string_view Field(const PGresult* result, int code) {
  const char* field = PQresultErrorField(result, code);
  return field == nullptr ? absl::string_view("") : absl::string_view(field);
}

}  // namespace

absl::Status PostgresError(const PGresult* result) {
  const absl::string_view sqlstate = Field(result, PG_DIAG_SQLSTATE);
  const absl::string_view message = Field(result, PG_DIAG_MESSAGE_PRIMARY);
  // libpq makes results without SQLSTATE when it loses the connection.
  if (sqlstate.empty()) {
    return StoreUnavailable(absl::StripAsciiWhitespace(PQresultErrorMessage(result)));
  }
  return PostgresError(sqlstate, message, Field(result, PG_DIAG_CONSTRAINT_NAME));
}

absl::Status PostgresError(absl::string_view sqlstate, absl::string_view message,
                           absl::string_view constraint) {
  const absl::string_view subject = constraint.empty() ? message : constraint;
  for (const auto& [prefix, kind] : kKinds) {
    if (!absl::StartsWith(sqlstate, prefix)) continue;
    switch (kind) {
      case Kind::kUnique:
        return UniqueViolation(subject);
      case Kind::kConstraint:
        return ConstraintViolation(subject);
      case Kind::kContention:
        return Contention();
      case Kind::kDeadline:
        return DeadlineExceeded();
      case Kind::kDiskFull:
        return DiskFull();
      case Kind::kUnavailable:
        return StoreUnavailable(message);
      case Kind::kValue:
        return UnstorableValue(message);
      case Kind::kDamaged:
        return DamagedStore(message);
    }
  }
  return status::Internal(absl::StrCat("PostgreSQL ", sqlstate, ": ", message));
}

}  // namespace palier::sql
