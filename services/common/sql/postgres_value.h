// SPDX-License-Identifier: Apache-2.0
// Values in PostgreSQL's binary format: parameters, results and COPY.
#ifndef PALIER_COMMON_SQL_POSTGRES_VALUE_H_
#define PALIER_COMMON_SQL_POSTGRES_VALUE_H_

#include <libpq-fe.h>

#include <array>
#include <string>
#include <vector>

#include "common/sql/database.h"

namespace palier::sql {

// Types by their fixed numbers in pg_type.
enum PostgresType : Oid {
  kBool = 16,
  kBytea = 17,
  kName = 19,
  kInt8 = 20,
  kInt2 = 21,
  kInt4 = 23,
  kText = 25,
  kOid = 26,
  kFloat4 = 700,
  kFloat8 = 701,
  kBpchar = 1042,
  kVarchar = 1043,
  kNumeric = 1700,
};

// Parameters as libpq takes them. Points into the values it was made from.
class PostgresParameters {
 public:
  explicit PostgresParameters(absl::Span<const Value> values);

  int size() const { return static_cast<int>(types_.size()); }
  // 0 for NULL: the server finds it.
  const std::vector<Oid>& types() const { return types_; }
  const char* const* data() const { return data_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  std::vector<std::array<char, 8>> numbers_;
  std::vector<Oid> types_;
  std::vector<const char*> data_;
  std::vector<int> lengths_, formats_;
};

// The only row of a result in binary format.
class PostgresRow : public Row {
 public:
  // `result` outlives this.
  explicit PostgresRow(const PGresult* result) : result_(result), texts_(PQnfields(result)) {}

  int size() const override { return PQnfields(result_); }
  bool is_null(int column) const override { return PQgetisnull(result_, 0, column) != 0; }
  int64_t int64(int column) const override;
  double real(int column) const override;
  absl::string_view text(int column) const override;
  absl::string_view blob(int column) const override;

 private:
  const PGresult* const result_;
  mutable std::vector<std::string> texts_;  // numbers that were asked for as text
};

// Appends one field of a COPY row: its length and its bytes as `column`, a type number, has them.
// False when a value of that kind does not go into such a column.
bool AppendCopyField(const Value& value, Oid column, std::string& out);

}  // namespace palier::sql

#endif  // PALIER_COMMON_SQL_POSTGRES_VALUE_H_
