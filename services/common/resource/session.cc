// SPDX-License-Identifier: Apache-2.0
#include <google/protobuf/util/message_differencer.h>

#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/aip/etag.h"
#include "common/aip/text.h"
#include "common/digest/sha256.h"
#include "common/resource/rows.h"
#include "common/resource/store.h"
#include "common/resource/uid.h"
#include "common/rpc/auth.h"
#include "common/status/error.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

using google::protobuf::Message;

constexpr absl::Duration kRequestIdLife = absl::Hours(24);
constexpr absl::Duration kUndeleteTime = absl::Hours(24 * 30);

// The row of a resource, by KeyOf.
std::string RowOf(const Type& type) {
  return absl::StrCat("organization=$1 AND ", TypeCondition(type), " AND name=$2");
}

std::vector<sql::Value> KeyOf(absl::string_view name) {
  return {OrganizationOf(name), std::string(name)};
}

std::string RowValues(int first) {
  std::vector<std::string> holes;
  for (int i = 0; i < 7 + aip::kMaxFilterFields; ++i) holes.push_back(absl::StrCat("$", first + i));
  return absl::StrJoin(holes, ",");
}

const std::string& InsertStatement() {
  static const auto* statement = new std::string(
      absl::StrCat("INSERT INTO resource (organization,name,type,parent,revision,delete_time,data,"
                   "f0,f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12,f13,f14,f15) VALUES (",
                   RowValues(1), ")"));
  return *statement;
}

std::string UpdateStatement(const Type& type) {
  static const auto* changes = [] {
    auto* sql = new std::string("UPDATE resource SET revision=$3, delete_time=$4, data=$5");
    for (int i = 0; i < aip::kMaxFilterFields; ++i) absl::StrAppend(sql, ", f", i, "=$", 6 + i);
    return sql;
  }();
  return absl::StrCat(*changes, " WHERE ", RowOf(type), " AND revision=$22");
}

// Deterministic bytes, so that the same request has the same hash on every build.
std::string HashOf(const Message& request) {
  std::string text;
  {
    google::protobuf::io::StringOutputStream out(&text);
    google::protobuf::io::CodedOutputStream coded(&out);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  return digest::Sha256Hex(text);
}

// A text as its column holds it.
std::string Stored(aip::FieldKind kind, absl::string_view value) {
  if (kind != aip::FieldKind::kText) return std::string(value);
  return std::string(aip::CutText(aip::FoldText(value), aip::kMaxTextBytes));
}

int64_t DeleteTimeOf(const Message& resource) {
  return HasStandard(resource, "delete_time")
             ? absl::ToUnixMicros(StandardTime(resource, "delete_time"))
             : 0;
}

}  // namespace

Session::Session(sql::Transaction& transaction, Actor actor, absl::Time now,
                 const Observer* observer)
    : transaction_(transaction), actor_(std::move(actor)), now_(now), observer_(observer) {}

absl::StatusOr<bool> Session::Find(const Type& type, absl::string_view name, Message* out) {
  bool found = false;
  RETURN_IF_ERROR(transaction_.Query(
      absl::StrCat("SELECT data FROM resource WHERE ", RowOf(type)), KeyOf(name),
      [&](const sql::Row& row) -> absl::Status {
        found = true;
        const absl::string_view bytes = row.blob(0);
        if (!out->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
          return absl::DataLossError(absl::StrCat(name, ": unreadable in the store"));
        }
        return absl::OkStatus();
      }));
  return found;
}

absl::Status Session::Get(const Type& type, absl::string_view name, Message* out) {
  ASSIGN_OR_RETURN(const bool found, Find(type, name, out));
  if (!found || HasStandard(*out, "delete_time")) return status::NotFound(name);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> Session::FindBy(const Type& type,
                                                         absl::string_view organization,
                                                         absl::string_view field,
                                                         absl::string_view value) {
  const aip::FilterField* column = type.fields().Find(field);
  if (column == nullptr)
    return absl::InternalError(absl::StrCat(type.label(), ".", field, " is not filterable"));
  std::vector<std::string> names;
  RETURN_IF_ERROR(transaction_.Query(
      absl::StrCat("SELECT name FROM resource WHERE organization=$1 AND ", TypeCondition(type),
                   " AND ", ColumnOf(column->column), "=$2 ORDER BY name"),
      {std::string(organization), Stored(column->kind, value)},
      [&](const sql::Row& row) -> absl::Status {
        names.emplace_back(row.text(0));
        return absl::OkStatus();
      }));
  return names;
}

absl::Status Session::ForEach(const Type& type, absl::string_view organization,
                              absl::string_view parent,
                              const std::function<absl::Status(absl::string_view bytes)>& fn) {
  std::vector<sql::Value> parameters = {std::string(organization)};
  const std::string condition = ParentCondition(parent, parameters);
  return transaction_.Query(
      absl::StrCat("SELECT data FROM resource WHERE organization=$1 AND ", TypeCondition(type),
                   " AND ", condition, " AND delete_time=0 ORDER BY name"),
      parameters, [&](const sql::Row& row) { return fn(row.blob(0)); });
}

absl::StatusOr<bool> Session::HasChildren(absl::string_view name) {
  bool any = false;
  RETURN_IF_ERROR(transaction_.Query(
      "SELECT 1 FROM resource WHERE organization=$1 AND parent=$2 AND delete_time=0 LIMIT 1",
      {OrganizationOf(name), std::string(name)}, [&](const sql::Row&) -> absl::Status {
        any = true;
        return absl::OkStatus();
      }));
  return any;
}

absl::Status Session::Upsert(const Type& type, const Message& resource, int64_t revision,
                             bool insert) {
  const std::string name = NameOf(resource);
  const std::string organization = OrganizationOf(name);
  std::vector<sql::Value> row = KeyOf(name);
  if (insert) row.insert(row.end(), {type.label(), ParentOf(name)});
  row.push_back(revision);
  row.push_back(DeleteTimeOf(resource));
  row.push_back(sql::Blob{resource.SerializeAsString()});
  for (sql::Value& value : FieldValues(type, resource)) row.push_back(std::move(value));
  if (!insert) row.push_back(revision - 1);
  absl::StatusOr<int64_t> changed =
      transaction_.Execute(insert ? InsertStatement() : UpdateStatement(type), row);
  if (absl::IsAlreadyExists(changed.status())) return status::AlreadyExists(name);
  RETURN_IF_ERROR(changed.status());
  if (*changed != 1) return status::EtagMismatch(name, aip::MakeEtag(revision - 1), "another");
  touched_.push_back({organization, name, revision});
  return absl::OkStatus();
}

absl::Status Session::Insert(const Type& type, Message& resource) {
  SetStandardString(resource, "uid", MakeUid());
  SetStandardTime(resource, "create_time", now_);
  SetStandardTime(resource, "update_time", now_);
  SetStandardString(resource, "etag", aip::MakeEtag(1));
  RETURN_IF_ERROR(Upsert(type, resource, 1, /*insert=*/true));
  return Log(type, api::v1::Change::CREATED, nullptr, &resource);
}

absl::StatusOr<bool> Session::Replace(const Type& type, const Message& before, Message& after) {
  for (const char* kept : {"uid", "etag"})
    SetStandardString(after, kept, StandardString(before, kept));
  for (const char* kept : {"create_time", "update_time"}) {
    if (HasStandard(before, kept)) SetStandardTime(after, kept, StandardTime(before, kept));
  }
  if (google::protobuf::util::MessageDifferencer::Equals(before, after)) return false;
  const int64_t revision = RevisionOf(StandardString(before, "etag")) + 1;
  SetStandardTime(after, "update_time", now_);
  SetStandardString(after, "etag", aip::MakeEtag(revision));
  const bool was_deleted = HasStandard(before, "delete_time");
  const bool is_deleted = HasStandard(after, "delete_time");
  if (is_deleted && !was_deleted) SetStandardTime(after, "purge_time", now_ + kUndeleteTime);
  if (!is_deleted) ClearStandard(after, "purge_time");
  RETURN_IF_ERROR(Upsert(type, after, revision, /*insert=*/false));
  const auto kind = is_deleted == was_deleted ? api::v1::Change::UPDATED
                    : is_deleted              ? api::v1::Change::DELETED
                                              : api::v1::Change::UNDELETED;
  RETURN_IF_ERROR(Log(type, kind, &before, &after));
  return true;
}

absl::Status Session::Remove(const Type& type, const Message& before) {
  const std::string name = NameOf(before);
  RETURN_IF_ERROR(
      transaction_.Execute(absl::StrCat("DELETE FROM resource WHERE ", RowOf(type)), KeyOf(name))
          .status());
  touched_.push_back({OrganizationOf(name), name, RevisionOf(StandardString(before, "etag")) + 1});
  return Log(type, api::v1::Change::DELETED, &before, nullptr);
}

absl::Status Session::RemoveChildren(absl::string_view name) {
  const std::vector<sql::Value> below = {OrganizationOf(name), std::string(name),
                                         absl::StrCat(name, "/"), absl::StrCat(name, "0")};
  // By parent rather than by name: there is an index.
  constexpr char kBelow[] = "organization=$1 AND (parent=$2 OR (parent > $3 AND parent < $4))";
  std::vector<std::string> gone;
  RETURN_IF_ERROR(
      transaction_.Query(absl::StrCat("SELECT name FROM resource WHERE ", kBelow, " ORDER BY name"),
                         below, [&](const sql::Row& row) -> absl::Status {
                           gone.emplace_back(row.text(0));
                           return absl::OkStatus();
                         }));
  if (gone.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(
      transaction_.Execute(absl::StrCat("DELETE FROM resource WHERE ", kBelow), below).status());
  for (const std::string& child : gone) {
    touched_.push_back({OrganizationOf(child), child, std::numeric_limits<int64_t>::max()});
    api::v1::Change change;
    change.set_kind(api::v1::Change::DELETED);
    change.set_resource(child);
    RETURN_IF_ERROR(LogChange(std::move(change), OrganizationOf(child)));
  }
  return absl::OkStatus();
}

absl::Status Session::Log(const Type& type, api::v1::Change::Kind kind, const Message* before,
                          const Message* after) {
  if (observer_ != nullptr && *observer_) RETURN_IF_ERROR((*observer_)(*this, type, before, after));
  api::v1::Change change;
  change.set_kind(kind);
  change.set_resource(NameOf(after != nullptr ? *after : *before));
  if (before != nullptr) change.mutable_before()->PackFrom(*before);
  if (after != nullptr) change.mutable_after()->PackFrom(*after);
  const std::string organization = OrganizationOf(change.resource());
  return LogChange(std::move(change), organization);
}

absl::Status Session::LogChange(api::v1::Change change, absl::string_view organization) {
  int64_t sequence = 0;
  // A counter row rather than a sequence of the store: gap-free and in commit order.
  RETURN_IF_ERROR(
      transaction_.Query("INSERT INTO change_counter (organization, sequence) VALUES ($1, 1) "
                         "ON CONFLICT (organization) DO UPDATE SET sequence = "
                         "change_counter.sequence + 1 RETURNING sequence",
                         {std::string(organization)}, [&](const sql::Row& row) -> absl::Status {
                           sequence = row.int64(0);
                           return absl::OkStatus();
                         }));
  change.set_sequence(sequence);
  SetStandardTime(change, "time", now_);
  change.set_actor(actor_.principal);
  change.set_on_behalf_of(actor_.on_behalf_of);
  change.set_method(actor_.method);
  return transaction_
      .Execute(
          "INSERT INTO change_log (organization, sequence, time, resource, change) VALUES "
          "($1,$2,$3,$4,$5)",
          {std::string(organization), sequence, absl::ToUnixMicros(now_), change.resource(),
           sql::Blob{change.SerializeAsString()}})
      .status();
}

absl::StatusOr<std::optional<std::string>> Session::Replayed(absl::string_view organization,
                                                             absl::string_view request_id,
                                                             const Message& request) {
  std::optional<std::string> name;
  if (request_id.empty()) return name;
  std::string hash;
  RETURN_IF_ERROR(
      transaction_.Query("SELECT request_hash, name FROM request_log WHERE organization=$1 AND "
                         "principal=$2 AND method=$3 AND "
                         "request_id=$4 AND time > $5",
                         {std::string(organization), actor_.principal, actor_.method,
                          std::string(request_id), absl::ToUnixMicros(now_ - kRequestIdLife)},
                         [&](const sql::Row& row) -> absl::Status {
                           hash = std::string(row.text(0));
                           name = std::string(row.text(1));
                           return absl::OkStatus();
                         }));
  first_of_request_ = !name.has_value();
  if (name.has_value() && hash != HashOf(request)) {
    return status::Error(
               absl::StatusCode::kAlreadyExists, error::v1::REQUEST_ID_REUSED,
               {"The request_id {request_id} was already used with another request. Use a new one.",
                "Le request_id {request_id} a déjà servi pour une autre requête. Prenez-en un "
                "nouveau."})
        .With("request_id", request_id);
  }
  return name;
}

absl::Status Session::Remember(absl::string_view organization, absl::string_view request_id,
                               const Message& request, absl::string_view name) {
  if (request_id.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(
      transaction_
          .Execute("DELETE FROM request_log WHERE organization=$1 AND time <= $2",
                   {std::string(organization), absl::ToUnixMicros(now_ - kRequestIdLife)})
          .status());
  return transaction_
      .Execute(
          "INSERT INTO request_log (organization, principal, method, request_id, request_hash, "
          "name, time) "
          "VALUES ($1,$2,$3,$4,$5,$6,$7)",
          {std::string(organization), actor_.principal, actor_.method, std::string(request_id),
           HashOf(request), std::string(name), absl::ToUnixMicros(now_)})
      .status();
}

}  // namespace palier::resource
