// SPDX-License-Identifier: Apache-2.0
// The bytes of exported files, in pieces beside their resources: in no change log and no cache.
#ifndef PALIER_REPORTING_STORAGE_EXPORT_BYTES_H_
#define PALIER_REPORTING_STORAGE_EXPORT_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/sql/database.h"

namespace palier::reporting {

// A file is kept, and read, in pieces of that many bytes.
inline constexpr size_t kExportPiece = 1 << 20;

// The tables of this service beside those of its resources.
absl::Span<const sql::Migration> Migrations();

// Of the file that the resource name stands for.
absl::Status InsertBytes(sql::Transaction& transaction, const std::string& name,
                         absl::string_view bytes);
// From `offset` to the end of the piece that holds it; empty behind the last.
absl::StatusOr<std::string> ReadBytes(sql::Transaction& transaction, const std::string& name,
                                      int64_t offset);
absl::Status RemoveBytes(sql::Transaction& transaction, const std::string& name);

}  // namespace palier::reporting

#endif  // PALIER_REPORTING_STORAGE_EXPORT_BYTES_H_
