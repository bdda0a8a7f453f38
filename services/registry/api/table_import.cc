// SPDX-License-Identifier: Apache-2.0
#include "registry/api/table_import.h"

#include <google/protobuf/util/message_differencer.h>

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/mapping/errors.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization.pb.h"

namespace palier::registry {
namespace {

using google::protobuf::Message;
using mapping::TableRow;
using resource::Session;

// Rows written in one transaction: small enough that other writers get their turn.
constexpr size_t kBatch = 200;
// Rows of all or nothing, which are one transaction.
constexpr size_t kMaxAtomicRows = 10'000;
constexpr absl::Duration kBatchDeadline = absl::Seconds(120);
// Errors and changes that are told one by one.
constexpr int kMaxTold = 1000;

absl::Status TooManyAtOnce() {
  return mapping::LimitExceeded(
      {"All or nothing is possible for at most {limit} rows. Split the file, or import row by row.",
       "Tout ou rien n'est possible que jusqu'à {limit} lignes. Scindez le fichier, ou importez "
       "ligne à ligne."},
      "rows", kMaxAtomicRows);
}

std::vector<std::string> ChangedFields(const Columns& columns, const Message& before,
                                       const Message& after) {
  std::vector<std::string> fields;
  for (const Column& column : columns.all()) {
    if (column.use != ColumnUse::kField && column.use != ColumnUse::kAmount) continue;
    if (ResourceCell(before, column, {}) != ResourceCell(after, column, {}))
      fields.push_back(column.path);
  }
  return fields;
}

}  // namespace

TableImport::TableImport(Context& context, const rpc::Call& call,
                         const v1::ImportTableRequest& first, TableType table)
    : context_(context), call_(call), first_(first), table_(std::move(table)) {}

absl::StatusOr<v1::ImportTableResponse> TableImport::Run(std::string bytes) {
  RETURN_IF_ERROR(ReadOrganization());
  mapping::TableOptions options;
  options.sheet = first_.sheet();
  if (first_.format() == v1::CSV) options.format = mapping::TableFormat::kCsv;
  if (first_.format() == v1::XLSX) options.format = mapping::TableFormat::kXlsx;
  RETURN_IF_ERROR(mapping::ForEachTableRow(
      std::move(bytes), options, [&](const mapping::TableHead& head) { return TakeHead(head); },
      [&](const TableRow& row) { return TakeRow(row); }));
  RETURN_IF_ERROR(WriteBatch());
  return response_;
}

absl::Status TableImport::ReadOrganization() {
  v1::Organization organization;
  RETURN_IF_ERROR(context_.store.Read(call_.deadline, [&](Session& session) {
    return session.Get(context_.types.organization, table_.organization, &organization);
  }));
  reading_.organization = table_.organization;
  reading_.currency = organization.currency_code();
  absl::LoadTimeZone(organization.time_zone(), &reading_.time_zone);
  return absl::OkStatus();
}

absl::Status TableImport::TakeHead(const mapping::TableHead& head) {
  const std::map<std::string, std::string> overrides(first_.columns().begin(),
                                                     first_.columns().end());
  ASSIGN_OR_RETURN(mapping_, TableMapping::Make(table_.columns, head, overrides));
  reading_.numbers = head.numbers;
  reading_.day_first = head.day_first;
  response_.set_encoding(head.encoding);
  response_.mutable_unknown_columns()->Add(mapping_->unknown().begin(), mapping_->unknown().end());
  response_.mutable_read_only_columns()->Add(mapping_->read_only().begin(),
                                             mapping_->read_only().end());
  return absl::OkStatus();
}

absl::Status TableImport::TakeRow(const TableRow& row) {
  if (first_.all_or_nothing() && batch_.size() >= kMaxAtomicRows) return TooManyAtOnce();
  batch_.push_back(row);
  return !first_.all_or_nothing() && batch_.size() >= kBatch ? WriteBatch() : absl::OkStatus();
}

// Rows that were refused after they may have written something are left out of the next attempt,
// so that nothing of them is committed.
absl::Status TableImport::WriteBatch() {
  refused_.assign(batch_.size(), {});
  for (;;) {
    std::vector<Result> results;
    bool again = false, rejected = false, rolled_back = false;
    const absl::Time deadline = std::min(call_.deadline, absl::Now() + kBatchDeadline);
    const absl::Status status = context_.store.Write(
        deadline, resource::Actor::Of(call_), [&](Session& session) -> absl::Status {
          again = rejected = rolled_back = false;
          RETURN_IF_ERROR(Attempt(session, results));
          for (const Result& result : results) {
            again = again || result.dirty;
            rejected = rejected || !result.errors.empty();
          }
          const bool keep =
              !again && !first_.validate_only() && !(rejected && first_.all_or_nothing());
          rolled_back = !keep;
          return keep ? absl::OkStatus() : absl::CancelledError("roll back");
        });
    if (!status.ok() && !rolled_back) return status;
    for (size_t i = 0; i < results.size(); ++i) {
      if (results[i].dirty) refused_[i] = results[i];
      refused_[i].dirty = false;
    }
    if (again) continue;
    Report(results);
    if (rejected && first_.all_or_nothing() && !first_.validate_only()) return Refused();
    row_of_.insert(row_of_in_batch_.begin(), row_of_in_batch_.end());
    batch_.clear();
    return absl::OkStatus();
  }
}

absl::Status TableImport::Attempt(Session& session, std::vector<Result>& results) {
  results.clear();
  row_of_in_batch_.clear();
  for (size_t i = 0; i < batch_.size(); ++i) {
    if (!refused_[i].errors.empty()) {
      results.push_back(refused_[i]);
      continue;
    }
    ASSIGN_OR_RETURN(Result result, WriteRow(session, batch_[i]));
    results.push_back(std::move(result));
  }
  return absl::OkStatus();
}

ReadContext TableImport::ReadingIn(Session& session, absl::Status& trouble) const {
  ReadContext context = reading_;
  context.resolve = [this, &session, &trouble](absl::string_view collection, absl::string_view text,
                                               std::string& name) -> CellError {
    const auto found =
        ResolveName(session, context_.types, table_.organization, collection, text, name);
    if (found.ok()) return *found;
    trouble.Update(found.status());
    return CellError();
  };
  return context;
}

absl::StatusOr<TableImport::Result> TableImport::WriteRow(Session& session, const TableRow& row) {
  Result result;
  ASSIGN_OR_RETURN(const Target target, FindTarget(session, row, result.errors));
  if (!result.errors.empty()) return result;
  const std::unique_ptr<Message> before(table_.type.New(nullptr));
  const std::unique_ptr<Message> after(table_.type.New(nullptr));
  if (target.exists) RETURN_IF_ERROR(session.Get(table_.type, target.name, before.get()));
  after->CopyFrom(*before);
  resource::SetStandardString(*after, "name", target.name);
  absl::Status trouble;
  result.errors = mapping_->Apply(row, ReadingIn(session, trouble), *after);
  RETURN_IF_ERROR(trouble);
  result.name = target.name;
  if (result.errors.empty()) result.errors = mapping_->Check(row, *after, target.exists);
  if (!result.errors.empty()) return result;
  const std::string version = mapping_->Text(row, "etag");
  const std::string stored = resource::StandardString(*before, "etag");
  const bool stale =
      target.exists && !version.empty() &&
      absl::StrReplaceAll(version, {{"\"", ""}}) != absl::StrReplaceAll(stored, {{"\"", ""}});
  if (stale && !google::protobuf::util::MessageDifferencer::Equals(*before, *after)) {
    result.errors.push_back(mapping_->About(
        row, "etag",
        {"the record has changed since the table was made; export it again",
         "la fiche a changé depuis que la table a été faite ; exportez-la à nouveau"}));
    return result;
  }
  const absl::StatusOr<Upserted> outcome = Upsert(session, call_, table_.type, table_.hooks,
                                                  target.exists ? before.get() : nullptr, *after);
  if (!outcome.ok()) {
    if (!IsAboutTheRecord(outcome.status())) return outcome.status();
    AddStatus(row, outcome.status(), result.errors);
    result.dirty = true;
    return result;
  }
  result.outcome = *outcome;
  if (*outcome == Upserted::kUpdated)
    result.fields = ChangedFields(table_.columns, *before, *after);
  return result;
}

void TableImport::AddStatus(const TableRow& row, const absl::Status& status,
                            std::vector<RowError>& errors) const {
  if (status.ok()) return;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  for (const error::v1::Violation& violation : detail.field_violations()) {
    absl::string_view path = violation.subject();
    // The hooks speak of the request: `project.owner`.
    const std::string prefix = table_.type.field() + ".";
    if (absl::StartsWith(path, prefix)) path.remove_prefix(prefix.size());
    if (path == table_.type.field()) path = "";
    errors.push_back(mapping_->About(row, path, {violation.en(), violation.fr()}));
  }
  if (!errors.empty()) return;
  const std::string english(status.message());
  errors.push_back({"", "", {english, detail.fr().empty() ? english : detail.fr()}});
}

void TableImport::Report(const std::vector<Result>& results) {
  const bool french = call_.language == rpc::Language::kFrench;
  for (size_t i = 0; i < results.size(); ++i) {
    const Result& result = results[i];
    if (!result.errors.empty()) response_.set_rejected_count(response_.rejected_count() + 1);
    for (const RowError& error : result.errors) {
      if (response_.errors_size() >= kMaxTold) break;
      v1::RowError& told = *response_.add_errors();
      told.set_row(static_cast<int32_t>(batch_[i].number));
      told.set_column(error.column);
      told.set_raw(error.raw);
      told.set_message(french ? error.message.fr : error.message.en);
    }
    if (!result.outcome.has_value()) continue;
    if (*result.outcome == Upserted::kUnchanged) {
      response_.set_unchanged_count(response_.unchanged_count() + 1);
      continue;
    }
    const bool created = *result.outcome == Upserted::kCreated;
    if (created) {
      response_.set_created_count(response_.created_count() + 1);
    } else {
      response_.set_updated_count(response_.updated_count() + 1);
    }
    if (response_.changes_size() >= kMaxTold) continue;
    v1::RowChange& change = *response_.add_changes();
    change.set_row(static_cast<int32_t>(batch_[i].number));
    change.set_name(result.name);
    change.set_created(created);
    change.mutable_fields()->Add(result.fields.begin(), result.fields.end());
  }
}

absl::Status TableImport::Refused() const {
  status::Error error(absl::StatusCode::kFailedPrecondition, error::v1::IMPORT_REFUSED,
                      {"{rejected} row(s) are wrong, so nothing was written. A preview "
                       "(validate_only) lists them all.",
                       "{rejected} ligne(s) sont fausses : rien n'a été écrit. Un aperçu "
                       "(validate_only) les liste toutes."});
  error.With("rejected", static_cast<int64_t>(response_.rejected_count()));
  for (int i = 0; i < response_.errors_size() && i < 20; ++i) {
    const v1::RowError& told = response_.errors(i);
    error.Field(
        absl::StrCat("rows[", told.row(), "]", told.column().empty() ? "" : ".", told.column()),
        {told.message(), told.message()});
  }
  return error;
}

}  // namespace palier::registry
