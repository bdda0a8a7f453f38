// SPDX-License-Identifier: Apache-2.0
// Tables in and out.
#include "common/mapping/encoding.h"
#include "common/mapping/errors.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/table_service.pb.h"
#include "registry/api/context.h"
#include "registry/api/table_export.h"
#include "registry/api/table_import.h"

namespace palier::registry {
namespace {

constexpr size_t kPieceBytes = size_t{256} << 10;

using ImportStream = rpc::Stream<v1::ImportTableRequest, v1::ImportTableResponse>;
using ExportStream = rpc::Stream<v1::ExportTableRequest, v1::ExportTableResponse>;

absl::StatusOr<std::string> ReceiveFile(const v1::ImportTableRequest& first, ImportStream& stream) {
  std::string bytes = first.data();
  v1::ImportTableRequest piece;
  for (;;) {
    ASSIGN_OR_RETURN(const bool more, stream.Read(&piece));
    if (!more) return bytes;
    if (bytes.size() + piece.data().size() > static_cast<size_t>(mapping::kMaxFileBytes)) {
      return mapping::LimitExceeded(
          {"A table may have at most {limit} bytes. Split the file.",
           "Une table peut faire au plus {limit} octets. Scindez le fichier."},
          "file", mapping::kMaxFileBytes);
    }
    bytes += piece.data();
  }
}

absl::Status ImportTable(Context& context, const rpc::Call& call,
                         const v1::ImportTableRequest& first, ImportStream& stream) {
  ASSIGN_OR_RETURN(TableType table, TableTypeOf(context, first.kind(), first.parent()));
  ASSIGN_OR_RETURN(std::string bytes, ReceiveFile(first, stream));
  ASSIGN_OR_RETURN(const v1::ImportTableResponse response,
                   TableImport(context, call, first, std::move(table)).Run(std::move(bytes)));
  return stream.Write(response) ? absl::OkStatus() : absl::CancelledError();
}

absl::Status ExportTable(Context& context, const rpc::Call& call,
                         const v1::ExportTableRequest& request, ExportStream& stream) {
  v1::ExportTableResponse piece;
  const auto flush = [&](size_t least) -> absl::Status {
    if (piece.data().size() < least) return absl::OkStatus();
    if (!stream.Write(piece)) return absl::CancelledError();
    piece.clear_data();
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(ExportRecords(context, call, request, [&](absl::string_view bytes) {
    piece.mutable_data()->append(bytes.data(), bytes.size());
    return flush(kPieceBytes);
  }));
  return flush(1);
}

}  // namespace

void AddTables(rpc::ServiceTable& table, Context& context) {
  table.Streaming<v1::ImportTableRequest, v1::ImportTableResponse>(
      "ImportTable", [&context](const rpc::Call& call, const auto& first, auto& stream) {
        return ImportTable(context, call, first, stream);
      });
  table.Streaming<v1::ExportTableRequest, v1::ExportTableResponse>(
      "ExportTable", [&context](const rpc::Call& call, const auto& first, auto& stream) {
        return ExportTable(context, call, first, stream);
      });
}

}  // namespace palier::registry
