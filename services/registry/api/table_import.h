// SPDX-License-Identifier: Apache-2.0
// One table on its way into the store.
#ifndef PALIER_REGISTRY_API_TABLE_IMPORT_H_
#define PALIER_REGISTRY_API_TABLE_IMPORT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "common/mapping/table_reader.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/table_type.h"
#include "registry/api/upsert.h"
#include "registry/domain/table/row.h"

namespace palier::registry {

// Reads the file row by row and writes in batches; a row that is refused leaves nothing behind.
// Used once, by one thread.
class TableImport {
 public:
  TableImport(Context& context, const rpc::Call& call, const v1::ImportTableRequest& first,
              TableType table);

  // Returns UNREADABLE_FILE, LIMIT_EXCEEDED, IMPORT_REFUSED, NOT_FOUND for the organisation, or
  // what the store returns.
  absl::StatusOr<v1::ImportTableResponse> Run(std::string bytes);

 private:
  // What became of a row, in one attempt of its batch.
  struct Result {
    std::vector<RowError> errors;
    std::optional<Upserted> outcome;
    std::string name;
    std::vector<std::string> fields;
    // The row was refused after something may have been written for it.
    bool dirty = false;
  };
  // A record that a row is about.
  struct Target {
    std::string name;
    bool exists = false;
  };

  absl::Status ReadOrganization();
  absl::Status TakeHead(const mapping::TableHead& head);
  absl::Status TakeRow(const mapping::TableRow& row);
  absl::Status WriteBatch();
  absl::Status Attempt(resource::Session& session, std::vector<Result>& results);
  absl::StatusOr<Result> WriteRow(resource::Session& session, const mapping::TableRow& row);
  absl::StatusOr<Target> FindTarget(resource::Session& session, const mapping::TableRow& row,
                                    std::vector<RowError>& errors);
  absl::StatusOr<std::string> FindParent(resource::Session& session, const mapping::TableRow& row,
                                         std::vector<RowError>& errors);
  absl::StatusOr<Target> FindByName(resource::Session& session, const mapping::TableRow& row,
                                    const std::string& parent, std::vector<RowError>& errors);
  absl::StatusOr<Target> FreeName(resource::Session& session, const std::string& parent,
                                  const std::string& display_name);
  void AddStatus(const mapping::TableRow& row, const absl::Status& status,
                 std::vector<RowError>& errors) const;
  ReadContext ReadingIn(resource::Session& session, absl::Status& trouble) const;
  void Report(const std::vector<Result>& results);
  absl::Status Refused() const;

  Context& context_;
  const rpc::Call& call_;
  const v1::ImportTableRequest& first_;
  const TableType table_;
  ReadContext reading_;
  std::optional<TableMapping> mapping_;
  std::vector<mapping::TableRow> batch_;
  // By row of the batch: what an attempt before found wrong with it.
  std::vector<Result> refused_;
  // Records that rows of the file are about, and which row.
  absl::flat_hash_map<std::string, int64_t> row_of_;
  absl::flat_hash_map<std::string, int64_t> row_of_in_batch_;
  v1::ImportTableResponse response_;
};

}  // namespace palier::registry

#endif  // PALIER_REGISTRY_API_TABLE_IMPORT_H_
