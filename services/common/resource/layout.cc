// SPDX-License-Identifier: Apache-2.0
#include "common/resource/layout.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

constexpr int kPiece = 200;

absl::Time PieceDeadline() {
  return absl::Now() + absl::Minutes(1);
}

// `display_name,stage,...`, in the order of the columns.
std::string LayoutOf(const Type& type) {
  return absl::StrJoin(
      type.fields().fields(), ",",
      [](std::string* out, const aip::FilterField& field) { absl::StrAppend(out, field.path); });
}

// By type.
using Layouts = std::map<std::string, std::string>;

absl::StatusOr<Layouts> KnownLayouts(sql::Database& database) {
  Layouts known;
  RETURN_IF_ERROR(
      database.Read(PieceDeadline(), [&](sql::Transaction& transaction) -> absl::Status {
        known.clear();
        return transaction.Query("SELECT type, columns FROM resource_layout", {},
                                 [&](const sql::Row& row) -> absl::Status {
                                   known[std::string(row.text(0))] = std::string(row.text(1));
                                   return absl::OkStatus();
                                 });
      }));
  return known;
}

absl::Status Remember(sql::Database& database, const Layouts& layouts) {
  return database.Write(PieceDeadline(), [&](sql::Transaction& transaction) -> absl::Status {
    for (const auto& [type, columns] : layouts) {
      RETURN_IF_ERROR(transaction
                          .Execute("INSERT INTO resource_layout (type, columns) VALUES ($1, $2) "
                                   "ON CONFLICT (type) DO UPDATE SET columns = excluded.columns",
                                   {type, columns})
                          .status());
    }
    return absl::OkStatus();
  });
}

struct StoredRow {
  std::string organization, name, data;
  int64_t revision;
};

absl::StatusOr<std::vector<StoredRow>> RowsAfter(sql::Transaction& transaction, const Type& type,
                                                 const StoredRow& last) {
  std::vector<StoredRow> rows;
  RETURN_IF_ERROR(transaction.Query(
      absl::StrCat(
          "SELECT organization, name, data, revision FROM resource WHERE ", TypeCondition(type),
          " AND (organization, name) > ($1, $2) ORDER BY organization, name LIMIT ", kPiece),
      {last.organization, last.name}, [&](const sql::Row& row) -> absl::Status {
        rows.push_back({std::string(row.text(0)), std::string(row.text(1)),
                        std::string(row.blob(2)), row.int64(3)});
        return absl::OkStatus();
      }));
  return rows;
}

absl::Status WriteColumns(sql::Transaction& transaction, const Type& type, const StoredRow& row) {
  const std::unique_ptr<google::protobuf::Message> resource(type.New(nullptr));
  // Whoever asks for it is told; it must not keep the others from being served.
  if (!resource->ParseFromString(row.data)) return absl::OkStatus();
  std::vector<sql::Value> parameters = {row.organization, row.name, row.revision};
  std::vector<std::string> changes;
  for (sql::Value& value : FieldValues(type, *resource)) {
    parameters.push_back(std::move(value));
    changes.push_back(
        absl::StrCat(ColumnOf(static_cast<int>(changes.size())), "=$", parameters.size()));
  }
  return transaction
      .Execute(absl::StrCat("UPDATE resource SET ", absl::StrJoin(changes, ", "),
                            " WHERE organization=$1 AND ", TypeCondition(type),
                            " AND name=$2 AND revision=$3"),
               parameters)
      .status();
}

absl::Status WriteAll(sql::Database& database, const Type& type) {
  StoredRow last;
  bool more = true;
  while (more) {
    StoredRow reached;
    RETURN_IF_ERROR(
        database.Write(PieceDeadline(), [&](sql::Transaction& transaction) -> absl::Status {
          ASSIGN_OR_RETURN(const std::vector<StoredRow> rows, RowsAfter(transaction, type, last));
          for (const StoredRow& row : rows) RETURN_IF_ERROR(WriteColumns(transaction, type, row));
          more = rows.size() == kPiece;
          if (!rows.empty()) reached = rows.back();
          return absl::OkStatus();
        }));
    last = reached;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status KeepLayouts(sql::Database& database, absl::Span<const Type* const> types) {
  ASSIGN_OR_RETURN(const Layouts known, KnownLayouts(database));
  Layouts changed;
  for (const Type* type : types) {
    const std::string layout = LayoutOf(*type);
    const auto found = known.find(type->label());
    if (found != known.end() && found->second == layout) continue;
    RETURN_IF_ERROR(WriteAll(database, *type));
    changed[type->label()] = layout;
  }
  return changed.empty() ? absl::OkStatus() : Remember(database, changed);
}

}  // namespace palier::resource
