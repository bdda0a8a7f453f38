// SPDX-License-Identifier: Apache-2.0
// Whether the log is what was written, and what became of a record.
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/aip/page_token.h"
#include "common/aip/resource_name.h"
#include "common/resource/audit_digest.h"
#include "common/resource/audit_sealer.h"
#include "common/resource/audit_verify.h"
#include "common/resource/rows.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/registry/v1/audit_service.pb.h"
#include "registry/api/context.h"
#include "registry/domain/history/difference.h"

namespace palier::registry {
namespace {

using resource::Session;

// Clients take 4 MiB by default: a page of large changes ends early.
constexpr size_t kMaxPageBytes = 3 << 20;

absl::StatusOr<std::vector<resource::NotedLink>> NotedLinks(const Context& context,
                                                            const rpc::Call& call,
                                                            const v1::VerifyAuditRequest& request) {
  std::vector<resource::NotedLink> noted;
  if (const auto last = context.sealer.LastSealed(call.organization); last.has_value())
    noted.push_back({last->sequence, last->hash});
  if (request.expected_sequence() == 0 && request.expected_hash().empty()) return noted;
  const bool hash =
      request.expected_hash().size() == 2 * resource::kDigestBytes &&
      request.expected_hash().find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  status::FieldErrors errors;
  if (!hash) {
    errors.Add("expected_hash",
               {"expected 64 hexadecimal digits", "64 chiffres hexadécimaux attendus"});
  }
  if (request.expected_sequence() <= 0) {
    errors.Add("expected_sequence", {"expected with expected_hash, at least 1",
                                     "attendu avec expected_hash, au moins 1"});
  }
  RETURN_IF_ERROR(errors.ToStatus());
  noted.push_back({request.expected_sequence(), absl::HexStringToBytes(request.expected_hash())});
  return noted;
}

absl::StatusOr<v1::VerifyAuditResponse> VerifyAudit(Context& context, const rpc::Call& call,
                                                    const v1::VerifyAuditRequest& request) {
  ASSIGN_OR_RETURN(const auto noted, NotedLinks(context, call, request));
  const std::vector<const resource::Type*> types = context.types.all();
  resource::AuditReport report;
  const absl::Status read =
      context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(report, resource::VerifyAudit(session.sql(), call.organization,
                                                       context.sealer.key(), types, noted));
        return absl::OkStatus();
      });
  if (absl::IsDataLoss(read)) {
    report = resource::DamagedReport(read);
  } else {
    RETURN_IF_ERROR(read);
  }
  v1::VerifyAuditResponse response;
  response.set_intact(report.intact);
  response.set_sealed_count(report.sealed_count);
  response.set_unsealed_count(report.unsealed_count);
  response.set_broken_sequence(report.broken_sequence);
  response.set_broken_resource(report.broken_resource);
  response.set_explanation(rpc::In(call.language, report.explanation));
  response.set_head_hash(absl::BytesToHexString(report.head_hash));
  return response;
}

absl::StatusOr<v1::GetAuditHeadResponse> GetAuditHead(Context& context, const rpc::Call& call) {
  resource::AuditHead head;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(head, resource::ReadAuditHead(session.sql(), call.organization));
    return absl::OkStatus();
  }));
  v1::GetAuditHeadResponse response;
  response.set_sequence(head.sequence);
  response.set_hash(absl::BytesToHexString(head.hash));
  if (head.sequence > 0) resource::SetStandardTime(response, "seal_time", head.seal_time);
  return response;
}

// Reads one page, newest first, of the changes before `before`. Returns whether there are more.
absl::StatusOr<bool> ReadHistory(Session& session, const std::string& name, int64_t before,
                                 int page_size, v1::ListHistoryResponse& response) {
  bool more = false;
  size_t bytes = 0;
  RETURN_IF_ERROR(session.sql().Query(
      absl::StrCat("SELECT change FROM change_log WHERE organization=$1 AND resource=$2 AND "
                   "sequence < $3 ORDER BY sequence DESC LIMIT ",
                   page_size + 1),
      {resource::OrganizationOf(name), name, before}, [&](const sql::Row& row) -> absl::Status {
        if (response.changes_size() == page_size || bytes > kMaxPageBytes) {
          more = true;
          return absl::OkStatus();
        }
        api::v1::Change change;
        const absl::string_view stored = row.blob(0);
        if (!change.ParseFromArray(stored.data(), static_cast<int>(stored.size())))
          return absl::DataLossError(absl::StrCat(name, ": unreadable change"));
        v1::RecordChange& shown = *response.add_changes();
        shown = DescribeChange(change);
        bytes += shown.ByteSizeLong();
        return absl::OkStatus();
      }));
  return more;
}

absl::StatusOr<v1::ListHistoryResponse> ListHistory(Context& context, const rpc::Call& call,
                                                    const v1::ListHistoryRequest& request) {
  RETURN_IF_ERROR(aip::ParseName(request.name()).status());
  ASSIGN_OR_RETURN(const int page_size, aip::EffectivePageSize(request.page_size()));
  const uint64_t checksum = aip::RequestChecksum(request, call.caller.subject());
  int64_t before = std::numeric_limits<int64_t>::max();
  if (!request.page_token().empty()) {
    ASSIGN_OR_RETURN(const auto values, aip::ReadPageToken(request.page_token(), checksum));
    if (values.size() != 1 || !absl::SimpleAtoi(values[0], &before))
      return absl::InternalError("page token");
  }
  v1::ListHistoryResponse response;
  bool more = false;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    response.Clear();
    ASSIGN_OR_RETURN(more, ReadHistory(session, request.name(), before, page_size, response));
    return absl::OkStatus();
  }));
  if (response.changes().empty() && request.page_token().empty())
    return status::NotFound(request.name());
  if (more) {
    const int64_t last = response.changes(response.changes_size() - 1).sequence();
    ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                     aip::MakePageToken({absl::StrCat(last)}, checksum));
  }
  return response;
}

}  // namespace

void AddAudit(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::VerifyAuditRequest, v1::VerifyAuditResponse>(
      "VerifyAudit", [&context](const rpc::Call& call, const auto& request) {
        return VerifyAudit(context, call, request);
      });
  table.Unary<v1::GetAuditHeadRequest, v1::GetAuditHeadResponse>(
      "GetAuditHead",
      [&context](const rpc::Call& call, const auto&) { return GetAuditHead(context, call); });
  table.Unary<v1::ListHistoryRequest, v1::ListHistoryResponse>(
      "ListHistory", [&context](const rpc::Call& call, const auto& request) {
        return ListHistory(context, call, request);
      });
}

}  // namespace palier::registry
