// SPDX-License-Identifier: Apache-2.0
#include "reporting/storage/export_bytes.h"

#include <vector>

#include "common/status/macros.h"

namespace palier::reporting {
namespace {

constexpr sql::Migration kMigrations[] = {{1, "bytes of exported files", R"(
CREATE TABLE export_piece (
  name TEXT NOT NULL,
  piece BIGINT NOT NULL,
  data {BLOB} NOT NULL,
  PRIMARY KEY (name, piece)
))"}};

constexpr auto kPiece = static_cast<int64_t>(kExportPiece);

}  // namespace

absl::Span<const sql::Migration> Migrations() {
  return kMigrations;
}

absl::Status InsertBytes(sql::Transaction& transaction, const std::string& name,
                         absl::string_view bytes) {
  for (int64_t piece = 0; !bytes.empty(); ++piece) {
    const absl::string_view data = bytes.substr(0, kExportPiece);
    RETURN_IF_ERROR(transaction
                        .Execute("INSERT INTO export_piece (name, piece, data) VALUES ($1,$2,$3)",
                                 {name, piece, sql::Blob{std::string(data)}})
                        .status());
    bytes.remove_prefix(data.size());
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> ReadBytes(sql::Transaction& transaction, const std::string& name,
                                      int64_t offset) {
  std::string bytes;
  RETURN_IF_ERROR(transaction.Query("SELECT data FROM export_piece WHERE name=$1 AND piece=$2",
                                    {name, offset / kPiece}, [&](const sql::Row& row) {
                                      const absl::string_view data = row.blob(0);
                                      const auto skipped = static_cast<size_t>(offset % kPiece);
                                      if (skipped < data.size())
                                        bytes = std::string(data.substr(skipped));
                                      return absl::OkStatus();
                                    }));
  return bytes;
}

absl::Status RemoveBytes(sql::Transaction& transaction, const std::string& name) {
  return transaction.Execute("DELETE FROM export_piece WHERE name=$1", {name}).status();
}

}  // namespace palier::reporting
