// SPDX-License-Identifier: Apache-2.0
#include "common/resource/store.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/resource/layout.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

std::string IndexName(const Type& type, absl::string_view columns) {
  return absl::StrCat("resource_", absl::AsciiStrToLower(type.label()), "_", columns);
}

// One for each filterable field, and those that the type declares. A list leaves out what is
// deleted.
std::vector<std::string> IndexStatements(const Type& type) {
  std::vector<std::string> statements;
  for (const aip::FilterField& field : type.fields().fields()) {
    const std::string column = ColumnOf(field.column);
    statements.push_back(absl::StrCat("CREATE INDEX IF NOT EXISTS ", IndexName(type, column),
                                      " ON resource (organization, ", column, ", name) WHERE ",
                                      TypeCondition(type)));
  }
  for (const std::vector<aip::OrderTerm>& terms : type.indexes()) {
    std::string name, columns;
    for (const aip::OrderTerm& term : terms) {
      absl::StrAppend(&name, name.empty() ? "" : "_", ColumnOf(term.column),
                      term.descending ? "d" : "");
      absl::StrAppend(&columns, ColumnOf(term.column), term.descending ? " DESC" : "", ", ");
    }
    statements.push_back(absl::StrCat("CREATE INDEX IF NOT EXISTS ", IndexName(type, name), "_name",
                                      " ON resource (organization, ", columns, "name) WHERE ",
                                      TypeCondition(type), " AND delete_time = 0"));
  }
  return statements;
}

std::vector<std::string> NamesOf(const std::vector<Session::Touched>& touched) {
  std::vector<std::string> names;
  names.reserve(touched.size());
  for (const Session::Touched& one : touched) names.push_back(one.name);
  return names;
}

// PostgreSQL may have written, or may still write, what it did not acknowledge.
bool MayBeWritten(const absl::Status& status) {
  return status.ok() || absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
}

}  // namespace

Store::Store(sql::Database& database, const time::Clock& clock, CommitHook on_commit)
    : database_(database), clock_(clock), on_commit_(std::move(on_commit)) {}

absl::Status Store::Prepare(absl::Span<const Type* const> types) {
  RETURN_IF_ERROR(database_.Write(
      absl::Now() + absl::Seconds(60), [&](sql::Transaction& transaction) -> absl::Status {
        for (const Type* type : types) {
          for (const std::string& statement : IndexStatements(*type))
            RETURN_IF_ERROR(transaction.Execute(statement, {}).status());
        }
        return absl::OkStatus();
      }));
  return KeepLayouts(database_, types);
}

absl::Status Store::Read(absl::Time deadline,
                         const std::function<absl::Status(Session&)>& fn) const {
  return database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    Session session(transaction, Actor{}, clock_.Now());
    return fn(session);
  });
}

absl::Status Store::Write(absl::Time deadline, const Actor& actor,
                          const std::function<absl::Status(Session&)>& fn) {
  WriteMarks::Held marks(marks_);
  std::vector<Session::Touched> touched;
  bool first_of_request = false;
  const auto attempt = [&](sql::Transaction& transaction) -> absl::Status {
    touched.clear();
    Session session(transaction, actor, clock_.Now(), &observer_);
    const absl::Status status = fn(session);
    first_of_request = session.first_of_request();
    if (status.ok()) touched = session.touched();
    marks.Hold(NamesOf(touched));
    return status;
  };
  absl::Status status = database_.Write(deadline, attempt);
  // Of two copies of one request at once, PostgreSQL tells the later that the name is taken, before
  // it can see the request_id of the earlier. That one has committed by now: look again.
  if (absl::IsAlreadyExists(status) && first_of_request) {
    status = database_.Write(deadline, attempt);
  }
  if (!MayBeWritten(status)) return status;
  if (on_commit_ != nullptr && !touched.empty()) on_commit_(touched);
  absl::MutexLock lock(&mutex_);
  ++commits_;
  return status;
}

absl::StatusOr<std::vector<api::v1::Change>> Store::Changes(absl::string_view organization,
                                                            int64_t cursor, int limit,
                                                            absl::string_view below,
                                                            absl::Time deadline) const {
  std::vector<api::v1::Change> changes;
  int64_t oldest = 0;
  std::string sql = "SELECT change FROM change_log WHERE organization=$1 AND sequence > $2";
  std::vector<sql::Value> parameters = {std::string(organization), cursor};
  if (!below.empty()) {
    absl::StrAppend(&sql, " AND (resource = $3 OR (resource > $4 AND resource < $5))");
    parameters.insert(parameters.end(),
                      {std::string(below), absl::StrCat(below, "/"), absl::StrCat(below, "0")});
  }
  absl::StrAppend(&sql, " ORDER BY sequence LIMIT ", limit);
  RETURN_IF_ERROR(database_.Read(deadline, [&](sql::Transaction& transaction) -> absl::Status {
    changes.clear();
    RETURN_IF_ERROR(transaction.Query(
        "SELECT sequence FROM change_log WHERE organization=$1 ORDER BY sequence LIMIT 1",
        {std::string(organization)}, [&](const sql::Row& row) -> absl::Status {
          oldest = row.int64(0);
          return absl::OkStatus();
        }));
    return transaction.Query(sql, parameters, [&](const sql::Row& row) -> absl::Status {
      const absl::string_view bytes = row.blob(0);
      if (!changes.emplace_back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return absl::DataLossError("unreadable change");
      }
      return absl::OkStatus();
    });
  }));
  if (oldest > cursor + 1 && cursor > 0) {
    return status::Error(absl::StatusCode::kOutOfRange, error::v1::CURSOR_EXPIRED,
                         {"Changes after {cursor} are no longer kept. List again and watch from "
                          "the list's cursor.",
                          "Les changements après {cursor} ne sont plus conservés. Listez à nouveau "
                          "et suivez depuis "
                          "le curseur de la liste."})
        .With("cursor", cursor);
  }
  return changes;
}

int64_t Store::commits() const {
  absl::MutexLock lock(&mutex_);
  return commits_;
}

void Store::AwaitCommit(int64_t seen, absl::Duration wait) const {
  const auto grown = [this, seen]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return commits_ > seen; };
  absl::MutexLock lock(&mutex_);
  mutex_.AwaitWithTimeout(absl::Condition(&grown), wait);
}

}  // namespace palier::resource
