// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/digest/sha256.h"
#include "common/mapping/table_writer.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/export_service.pb.h"
#include "reporting/api/context.h"
#include "reporting/exports/figure_tables.h"
#include "reporting/figures/figure.h"
#include "reporting/model/silent_services.h"
#include "reporting/storage/export_bytes.h"

namespace palier::reporting {
namespace {

using google::longrunning::Operation;
using google::protobuf::Message;
using resource::Session;
using v1::Export;
using v1::ExportFiguresRequest;

constexpr size_t kMostBytes = 64 << 20;
// Of an organisation; a new one takes the place of the oldest.
constexpr int kKept = 5;
constexpr absl::Duration kPatience = absl::Seconds(2);
constexpr absl::Duration kAsking = absl::Minutes(2);

absl::Status CheckRequest(const ExportFiguresRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile("organizations/{organization}"));
  RETURN_IF_ERROR(pattern.Parse(request.parent()).status());
  status::FieldErrors errors;
  const bool is_content =
      request.content() == Export::FIGURES || request.content() == Export::RECORDS;
  const bool is_format = request.format() == Export::CSV || request.format() == Export::XLSX;
  if (!is_content) errors.Add("content", {"FIGURES or RECORDS", "FIGURES ou RECORDS"});
  if (!is_format) errors.Add("format", {"CSV or XLSX", "CSV ou XLSX"});
  return errors.ToStatus();
}

std::string SheetName(Export::Content content, rpc::Language language) {
  return content == Export::FIGURES ? rpc::In(language, {"Figures", "Chiffres"})
                                    : rpc::In(language, {"Records", "Fiches"});
}

// Keeps what is written to it.
class Bytes {
 public:
  absl::Status Append(absl::string_view bytes) {
    absl::StrAppend(&bytes_, bytes);
    if (bytes_.size() <= kMostBytes) return absl::OkStatus();
    return status::LimitExceeded({"A file of more than {limit} bytes is not made.",
                                  "Un fichier de plus de {limit} octets n'est pas produit."},
                                 "bytes", kMostBytes);
  }
  const std::string& all() const { return bytes_; }

 private:
  std::string bytes_;
};

absl::Status WriteTable(operations::OperationRun& run, const ExportFiguresRequest& request,
                        const FigureBook& book, rpc::Language language, Bytes& bytes,
                        int64_t& rows) {
  const auto sink = [&bytes](absl::string_view more) { return bytes.Append(more); };
  const auto writer = request.format() == Export::CSV
                          ? mapping::MakeCsvTable(sink, language == rpc::Language::kFrench)
                          : mapping::MakeXlsxTable(sink, SheetName(request.content(), language));
  v1::ExportFiguresMetadata progress;
  progress.set_max_figure_count(static_cast<int>(FigureDefinitions().size()));
  const auto on_figure = [&](int64_t count) -> absl::Status {
    rows = count;
    progress.set_figure_count(progress.figure_count() + 1);
    progress.set_row_count(count);
    run.Report(progress);
    return run.Check();
  };
  return request.content() == Export::FIGURES ? WriteFigures(book, language, *writer, on_figure)
                                              : WriteRecords(book, language, *writer, on_figure);
}

Export Describe(const ExportFiguresRequest& request, const PortfolioModel& model,
                rpc::Language language, const Bytes& bytes, int64_t rows) {
  Export made;
  made.set_content(request.content());
  made.set_format(request.format());
  made.set_language_code(language == rpc::Language::kFrench ? "fr" : "en");
  const bool is_csv = request.format() == Export::CSV;
  made.set_file_name(absl::StrCat(absl::AsciiStrToLower(Export::Content_Name(request.content())),
                                  "-", absl::FormatCivilTime(model.assessed_day),
                                  is_csv ? ".csv" : ".xlsx"));
  made.set_media_type(is_csv ? "text/csv; charset=utf-8"
                             : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  made.set_row_count(rows);
  made.set_size_bytes(static_cast<int64_t>(bytes.all().size()));
  made.set_sha256(digest::Sha256Hex(bytes.all()));
  made.set_registry_cursor(model.cursor);
  const std::vector<std::string> silent = SilentServices(model);
  made.mutable_unreachable_services()->Assign(silent.begin(), silent.end());
  return made;
}

absl::Status RemoveOldest(Session& session, const Types& types, const std::string& parent) {
  std::vector<Export> files;
  RETURN_IF_ERROR(session.ForEach(
      types.file, resource::IdOf(parent), parent, [&](absl::string_view bytes) -> absl::Status {
        files.emplace_back();
        if (files.back().ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
          return absl::OkStatus();
        return absl::DataLossError("an unreadable export");
      }));
  std::sort(files.begin(), files.end(), [](const Export& a, const Export& b) {
    return resource::StandardTime(a, "create_time") > resource::StandardTime(b, "create_time");
  });
  for (size_t i = kKept; i < files.size(); ++i) {
    RETURN_IF_ERROR(RemoveBytes(session.sql(), files[i].name()));
    RETURN_IF_ERROR(session.Remove(types.file, files[i]));
  }
  return absl::OkStatus();
}

absl::Status RunExport(const Context& context, operations::OperationRun& run,
                       const ExportFiguresRequest& request) {
  const rpc::Call call = run.CallWithin(kAsking);
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  Bytes bytes;
  int64_t rows = 0;
  RETURN_IF_ERROR(WriteTable(run, request, *book, call.language, bytes, rows));
  Export described = Describe(request, *book->model(), call.language, bytes, rows);
  // One for each operation, whoever ends it.
  described.set_name(absl::StrCat(request.parent(), "/exports/", resource::IdOf(run.work().name)));
  return context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](Session& session) -> absl::Status {
        Export made = described;
        RETURN_IF_ERROR(session.Insert(context.types.file, made));
        RETURN_IF_ERROR(InsertBytes(session.sql(), made.name(), bytes.all()));
        RETURN_IF_ERROR(RemoveOldest(session, context.types, request.parent()));
        return run.Succeed(session, made);
      });
}

absl::StatusOr<Operation> ExportFigures(const Context& context, const rpc::Call& call,
                                        const ExportFiguresRequest& request) {
  RETURN_IF_ERROR(CheckRequest(request));
  return context.operations.Begin(call, request.parent(), request, kPatience);
}

absl::StatusOr<v1::QueryExportBytesResponse> QueryExportBytes(
    const Context& context, const rpc::Call& call, const v1::QueryExportBytesRequest& request) {
  RETURN_IF_ERROR(context.types.file.pattern().Parse(request.name()).status());
  v1::QueryExportBytesResponse response;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    Export file;
    RETURN_IF_ERROR(session.Get(context.types.file, request.name(), &file));
    response.set_size_bytes(file.size_bytes());
    ASSIGN_OR_RETURN(*response.mutable_data(),
                     ReadBytes(session.sql(), request.name(), request.offset()));
    return absl::OkStatus();
  }));
  if (request.offset() <= response.size_bytes()) return response;
  return status::Error(absl::StatusCode::kOutOfRange, error::v1::INVALID_FIELDS,
                       {"The offset {offset} is behind the end of the file, which has {size} "
                        "bytes: it is not the file that you began with.",
                        "La position {offset} est au-delà de la fin du fichier, qui a {size} "
                        "octets : ce n'est pas le fichier que vous aviez commencé."})
      .With("offset", absl::StrCat(request.offset()))
      .With("size", absl::StrCat(response.size_bytes()));
}

}  // namespace

void AddExports(rpc::ServiceTable& table, const Context& context) {
  context.operations.Define(
      operations::MakeKind<ExportFiguresRequest, Export, v1::ExportFiguresMetadata>(
          "ExportFigures",
          [&context](operations::OperationRun& run, const ExportFiguresRequest& request) {
            return RunExport(context, run, request);
          },
          [](const rpc::Call&, Export&) {}));
  table.Unary<ExportFiguresRequest, Operation>(
      "ExportFigures", [&context](const rpc::Call& call, const auto& request) {
        return ExportFigures(context, call, request);
      });
  resource::Hooks hooks;
  hooks.on_delete = [](Session& session, const rpc::Call&, const Message& before, bool) {
    return RemoveBytes(session.sql(), static_cast<const Export&>(before).name());
  };
  resource::MethodSet methods;
  methods.get = methods.list = methods.remove = true;
  resource::AddStandardMethods(table, context.store, context.cache, context.types.file, "Exports",
                               methods, std::move(hooks));
  table.Unary<v1::QueryExportBytesRequest, v1::QueryExportBytesResponse>(
      "QueryExportBytes", [&context](const rpc::Call& call, const auto& request) {
        return QueryExportBytes(context, call, request);
      });
}

}  // namespace palier::reporting
