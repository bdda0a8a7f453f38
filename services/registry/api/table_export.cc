// SPDX-License-Identifier: Apache-2.0
#include "registry/api/table_export.h"

#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/mapping/table_writer.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "registry/api/table_type.h"
#include "registry/domain/table/row.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using Sink = std::function<absl::Status(absl::string_view bytes)>;
using OnRecord = std::function<absl::Status(const Message& record)>;

constexpr int kPage = 500;

std::string SheetName(v1::TableKind kind, bool french) {
  if (kind == v1::PROJECTS) return french ? "Projets" : "Projects";
  if (kind == v1::TEAMS) return french ? "Équipes" : "Teams";
  return french ? "Fiches" : "Entries";
}

absl::StatusOr<std::unique_ptr<mapping::TableWriter>> WriterFor(
    const v1::ExportTableRequest& request, const Sink& sink) {
  if (request.format() == v1::CSV) return mapping::MakeCsvTable(sink, request.french());
  if (request.format() == v1::XLSX)
    return mapping::MakeXlsxTable(sink, SheetName(request.kind(), request.french()));
  return status::InvalidField("format", {"CSV or XLSX", "CSV ou XLSX"});
}

absl::Status ForEachRecord(Context& context, const rpc::Call& call, const TableType& table,
                           const std::string& filter, const OnRecord& fn) {
  resource::ListQuery query;
  query.organization = call.organization;
  query.parent = table.list_parent();
  query.page_size = kPage;
  query.filter = filter;
  const std::unique_ptr<Message> record(table.type.New(nullptr));
  do {
    resource::ListPage page;
    RETURN_IF_ERROR(
        context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
          ASSIGN_OR_RETURN(page, session.List(table.type, query));
          return absl::OkStatus();
        }));
    for (const std::string& bytes : page.resources) {
      if (!record->ParseFromString(bytes)) return status::Internal("unreadable record");
      RETURN_IF_ERROR(fn(*record));
    }
    query.page_token = page.next_page_token;
  } while (!query.page_token.empty());
  return absl::OkStatus();
}

// The member of the oneof that a column is below; null for one of every record.
const google::protobuf::FieldDescriptor* KindOf(const Column& column) {
  if (column.steps.empty() || column.steps[0]->real_containing_oneof() == nullptr) return nullptr;
  return column.steps[0];
}

std::vector<const Column*> Chosen(const Columns& columns, const std::set<std::string>& kinds) {
  std::vector<const Column*> chosen;
  for (const Column& column : columns.all()) {
    const auto* kind = KindOf(column);
    if (kind == nullptr || kinds.contains(kind->name())) chosen.push_back(&column);
  }
  return chosen;
}

absl::Status NewKind() {
  return status::Error(absl::StatusCode::kAborted, error::v1::CONTENTION,
                       {"Somebody has just added an entry of another kind. Export again.",
                        "Quelqu'un vient d'ajouter une fiche d'une autre nature. Exportez à "
                        "nouveau."});
}

}  // namespace

absl::Status ExportRecords(Context& context, const rpc::Call& call,
                           const v1::ExportTableRequest& request, const Sink& sink) {
  ASSIGN_OR_RETURN(const TableType table, TableTypeOf(context, request.kind(), request.parent()));
  ASSIGN_OR_RETURN(const std::unique_ptr<mapping::TableWriter> writer, WriterFor(request, sink));
  std::set<std::string> kinds;
  if (table.below_projects()) {
    RETURN_IF_ERROR(
        ForEachRecord(context, call, table, request.filter(), [&](const Message& record) {
          kinds.insert(resource::StandardString(record, "kind"));
          return absl::OkStatus();
        }));
  }
  const std::vector<const Column*> columns = Chosen(table.columns, kinds);
  std::vector<std::string> names;
  for (const Column* column : columns)
    names.push_back(request.french() ? column->label.fr : column->label.en);
  RETURN_IF_ERROR(writer->Head(names));
  const WriteContext writing{table.organization, request.french()};
  RETURN_IF_ERROR(ForEachRecord(context, call, table, request.filter(), [&](const Message& record) {
    if (table.below_projects() && !kinds.contains(resource::StandardString(record, "kind")))
      return NewKind();
    std::vector<mapping::Cell> cells;
    for (const Column* column : columns) cells.push_back(ResourceCell(record, *column, writing));
    return writer->Row(cells);
  }));
  return writer->Finish();
}

}  // namespace palier::registry
