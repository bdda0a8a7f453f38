// SPDX-License-Identifier: Apache-2.0
// Forgetting what a resource was, and keeping that it was.
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/aip/etag.h"
#include "common/resource/audit_digest.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/resource/store.h"
#include "common/status/macros.h"

namespace palier::resource {
namespace {

constexpr int kPage = 200;

struct Outline {
  int64_t sequence;
  std::string change;
};

absl::Status EraseContent(sql::Transaction& transaction, const std::string& organization,
                          const Outline& outline, int64_t erasure) {
  RETURN_IF_ERROR(
      transaction
          .Execute("UPDATE change_log SET change=$3 WHERE organization=$1 AND sequence=$2",
                   {organization, outline.sequence, sql::Blob{outline.change}})
          .status());
  // Without its salt the digest that stays says nothing. A change that is not yet sealed will be
  // sealed as it is now.
  return transaction
      .Execute("UPDATE change_seal SET salt=$3, erasure=$4 WHERE organization=$1 AND sequence=$2",
               {organization, outline.sequence, sql::Blob{}, erasure})
      .status();
}

// The changes of the page that still say something, without what they say.
absl::StatusOr<std::vector<Outline>> NextOutlines(sql::Transaction& transaction,
                                                  const std::string& organization,
                                                  const std::string& name, int64_t before,
                                                  int64_t& after) {
  std::vector<Outline> outlines;
  RETURN_IF_ERROR(transaction.Query(
      absl::StrCat("SELECT sequence, change FROM change_log WHERE organization=$1 AND resource=$2 "
                   "AND sequence > $3 AND sequence < $4 ORDER BY sequence LIMIT ",
                   kPage),
      {organization, name, after, before}, [&](const sql::Row& row) -> absl::Status {
        after = row.int64(0);
        api::v1::Change change;
        const absl::string_view bytes = row.blob(1);
        if (!change.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
          return absl::DataLossError(absl::StrCat("unreadable change ", after));
        if (!change.has_before() && !change.has_after()) return absl::OkStatus();
        change.clear_before();
        change.clear_after();
        change.DiscardUnknownFields();
        outlines.push_back({after, change.SerializeAsString()});
        return absl::OkStatus();
      }));
  return outlines;
}

}  // namespace

absl::StatusOr<int64_t> Session::Erase(const Type& type, absl::string_view name,
                                       google::protobuf::Message* remains) {
  const std::string organization = OrganizationOf(name);
  if (!absl::StrContains(actor_.method, "/Erase"))
    return absl::InternalError("only a method named Erase... may erase");
  RETURN_IF_ERROR(
      transaction_
          .Execute("INSERT INTO change_head (organization, sequence, hash, key_mark, erasures, "
                   "seal_time) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (organization) DO UPDATE SET "
                   "erasures = change_head.erasures + 1",
                   {organization, int64_t{0}, sql::Blob{FirstLink()}, std::string(), int64_t{1},
                    int64_t{0}})
          .status());
  api::v1::Change change;
  change.set_resource(std::string(name));
  change.set_kind(remains == nullptr ? api::v1::Change::DELETED : api::v1::Change::UPDATED);
  if (remains != nullptr) {
    const int64_t revision = RevisionOf(StandardString(*remains, "etag")) + 1;
    SetStandardTime(*remains, "update_time", now_);
    SetStandardString(*remains, "etag", aip::MakeEtag(revision));
    RETURN_IF_ERROR(Upsert(type, *remains, revision, /*insert=*/false));
    change.mutable_after()->PackFrom(*remains);
  }
  RETURN_IF_ERROR(LogChange(std::move(change), organization));
  ASSIGN_OR_RETURN(const int64_t erasure, ChangeCursor(transaction_, organization));
  // A hash of a request can be compared with guesses of it.
  RETURN_IF_ERROR(transaction_
                      .Execute("DELETE FROM request_log WHERE organization=$1 AND name=$2",
                               {organization, std::string(name)})
                      .status());
  int64_t erased = 0;
  for (int64_t after = 0, last = -1; after != last;) {
    last = after;
    ASSIGN_OR_RETURN(const std::vector<Outline> outlines,
                     NextOutlines(transaction_, organization, std::string(name), erasure, after));
    for (const Outline& outline : outlines)
      RETURN_IF_ERROR(EraseContent(transaction_, organization, outline, erasure));
    erased += static_cast<int64_t>(outlines.size());
  }
  return erased;
}

}  // namespace palier::resource
