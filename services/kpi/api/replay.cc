// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <utility>

#include "common/mapping/json_value.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/context.h"
#include "kpi/api/quarantine_pages.h"
#include "kpi/api/source_delivery.h"
#include "palier/kpi/v1/quarantine_service.pb.h"

namespace palier::kpi {
namespace {

// What is beaten is decided by order, and would be again.
bool CanBeTried(const QuarantineRow& row) {
  return row.reason != error::v1::ErrorReason_Name(error::v1::CONFLICTING_DUPLICATE);
}

// The rows of one source, tried again.
class SourceReplay {
 public:
  SourceReplay(Context& context, const rpc::Call& call, const ProjectKey& parent)
      : context_(context), call_(call), parent_(parent) {}

  absl::Status Run(const std::string& source, absl::Span<const QuarantineRow* const> rows,
                   v1::ReplayQuarantineResponse& response) {
    ASSIGN_OR_RETURN(const Delivery delivery,
                     DeliveryOf(context_, call_, {parent_.organization, source}));
    ASSIGN_OR_RETURN(auto shares, Shares(source, rows));
    // The parent's own share goes last: with it the rows leave, when all else is durable.
    ProjectShare own = std::move(shares[parent_.project]);
    shares.erase(parent_.project);
    if (own.replayed.empty()) return absl::OkStatus();
    std::set<int> back;
    for (auto& [project, share] : shares) {
      RETURN_IF_ERROR(Take(delivery, project, share, back, response));
    }
    RETURN_IF_ERROR(Take(delivery, parent_.project, own, back, response));
    const auto tried = static_cast<int64_t>(own.replayed.size());
    response.set_tried_count(response.tried_count() + tried);
    response.set_released_count(response.released_count() + tried -
                                static_cast<int64_t>(back.size()));
    return absl::OkStatus();
  }

 private:
  absl::Status Take(const Delivery& delivery, const std::string& project, ProjectShare& share,
                    std::set<int>& back, v1::ReplayQuarantineResponse& response) const {
    ASSIGN_OR_RETURN(const auto judgements, TakeShare(context_, delivery, project, share));
    AddCounts(CountsOf(judgements), *response.mutable_counts());
    const std::vector<int> records = RecordsOf(share);
    for (size_t i = 0; i < judgements.size(); ++i) {
      if (judgements[i].fate == v1::QUARANTINED) back.insert(records[i]);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::map<std::string, ProjectShare>> Shares(
      const std::string& source, absl::Span<const QuarantineRow* const> rows) const {
    std::map<std::string, ProjectShare> shares;
    std::vector<std::string> replayed;
    RETURN_IF_ERROR(AddRecords(source, rows, shares, replayed));
    ProjectShare& own = shares[parent_.project];
    for (size_t i = 0; i < rows.size(); ++i) {
      if (!rows[i]->raw.empty()) continue;
      *own.measurements.Add() = rows[i]->measurement;
      own.origins.push_back({.raw = "", .receive_time = rows[i]->receive_time});
      own.records.push_back(static_cast<int>(i));
      replayed.push_back(rows[i]->id);
    }
    own.replayed = std::move(replayed);
    return shares;
  }

  // Rows of files are left: they are no records, and their file has been imported as a whole.
  absl::Status AddRecords(const std::string& source, absl::Span<const QuarantineRow* const> rows,
                          std::map<std::string, ProjectShare>& shares,
                          std::vector<std::string>& replayed) const {
    const auto declared =
        ReadSource(context_, NameOf(SourceKey{parent_.organization, source}), call_.deadline);
    if (absl::IsNotFound(declared.status())) return absl::OkStatus();
    if (!declared.ok()) return declared.status();
    ASSIGN_OR_RETURN(const SourceMapping mapping,
                     MappingOf(context_, *declared, parent_.organization, call_.deadline));
    ASSIGN_OR_RETURN(const UserHasher hasher,
                     context_.secrets.Of(parent_.organization, call_.deadline));
    ASSIGN_OR_RETURN(const RecordReader reader, RecordReader::Compile(*declared));
    MappedDelivery mapped(mapping, source, hasher, context_.store.Now());
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i]->raw.empty()) continue;
      replayed.push_back(rows[i]->id);
      RETURN_IF_ERROR(reader.ReadKept(rows[i]->raw, [&](SourceRecord record) {
        record.index = static_cast<int>(i);
        mapped.TakeAgain(record, rows[i]->measurement.user(), rows[i]->receive_time);
        return absl::OkStatus();
      }));
    }
    shares = std::move(mapped.shares());
    return absl::OkStatus();
  }

  Context& context_;
  const rpc::Call& call_;
  const ProjectKey& parent_;
};

absl::StatusOr<v1::ReplayQuarantineResponse> Replay(Context& context, const rpc::Call& call,
                                                    const v1::ReplayQuarantineRequest& request) {
  ASSIGN_OR_RETURN(const ProjectKey parent, ParseQuarantineParent(request.parent()));
  QuarantinePages pages(request, call);
  ASSIGN_OR_RETURN(const QuarantineTable::Page page, pages.First());
  std::vector<QuarantineRow> rows;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(rows, QuarantineTable(session.sql(), parent).List(page));
        return absl::OkStatus();
      }));
  v1::ReplayQuarantineResponse response;
  ASSIGN_OR_RETURN(*response.mutable_next_page_token(), pages.Next(rows));
  std::map<std::string, std::vector<const QuarantineRow*>> by_source;
  for (const QuarantineRow& row : rows) {
    if (CanBeTried(row)) by_source[row.source].push_back(&row);
  }
  SourceReplay replay(context, call, parent);
  for (const auto& [source, tried] : by_source) {
    RETURN_IF_ERROR(replay.Run(source, tried, response));
  }
  return response;
}

}  // namespace

void AddReplay(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ReplayQuarantineRequest, v1::ReplayQuarantineResponse>(
      "ReplayQuarantine", [&context](const rpc::Call& call, const auto& request) {
        return Replay(context, call, request);
      });
}

}  // namespace palier::kpi
