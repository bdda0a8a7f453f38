// SPDX-License-Identifier: Apache-2.0
// One row of a table as a resource, and back.
#ifndef PALIER_REGISTRY_DOMAIN_TABLE_ROW_H_
#define PALIER_REGISTRY_DOMAIN_TABLE_ROW_H_

#include <google/protobuf/message.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/mapping/table_reader.h"
#include "registry/domain/table/column.h"
#include "registry/domain/table/value.h"

namespace palier::registry {

// What is wrong with a row.
struct RowError {
  // Header as in the file; empty when the row as a whole is meant.
  std::string column;
  std::string raw;
  status::Text message;
};

// Which column of a file is which of a resource type. Immutable, thread-safe; refers to the
// columns, which must outlive it.
class TableMapping {
 public:
  // `overrides` maps headers of the file to paths of columns; other headers are found by
  // Columns::Find. Returns INVALID_ARGUMENT with INVALID_FIELDS if an override names no header or
  // no column; UNREADABLE_FILE if a column comes twice, or neither id nor name of the resources
  // does.
  static absl::StatusOr<TableMapping> Make(const Columns& columns, const mapping::TableHead& head,
                                           const std::map<std::string, std::string>& overrides);

  // Headers that no column was found for, and those that are shown only.
  const std::vector<std::string>& unknown() const { return unknown_; }
  const std::vector<std::string>& read_only() const { return read_only_; }

  // Text of the cell of the column with that path, without white space around; empty if there is
  // none.
  std::string Text(const mapping::TableRow& row, absl::string_view path) const;

  // Gives `resource`, new or as stored, the values of the row. An empty cell clears its field;
  // fields without a column in the file stay. A facet that loses its last value is gone. Returns
  // what is wrong, cell by cell.
  std::vector<RowError> Apply(const mapping::TableRow& row, const ReadContext& context,
                              google::protobuf::Message& resource) const;
  // What the annotations of the proto find wrong (aip::Validate); in an update only about columns
  // of the file: the rest was there before.
  std::vector<RowError> Check(const mapping::TableRow& row,
                              const google::protobuf::Message& resource, bool update) const;
  // An error about a field of the request as one about the row.
  RowError About(const mapping::TableRow& row, absl::string_view field_path,
                 status::Text message) const;

 private:
  TableMapping(const Columns& columns, const mapping::TableHead& head)
      : columns_(&columns), names_(head.names), damaged_(head.damaged_characters > 0) {}

  int FileColumn(absl::string_view path) const;
  CellError ApplyCell(const mapping::TableRow& row, size_t i, const ReadContext& context,
                      google::protobuf::Message& resource) const;
  CellError CheckKind(const mapping::TableRow& row, size_t i, std::string& kind) const;

  const Columns* columns_;
  std::vector<std::string> names_;
  bool damaged_;
  // By column of the file; -1 for those that are not read.
  std::vector<int> column_of_;
  std::vector<std::string> unknown_, read_only_;
};

// The value of a resource in a column, for a file that is written.
mapping::Cell ResourceCell(const google::protobuf::Message& resource, const Column& column,
                           const WriteContext& context);

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_DOMAIN_TABLE_ROW_H_
