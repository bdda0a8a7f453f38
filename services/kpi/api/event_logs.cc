// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>
#include <utility>

#include "common/mapping/encoding.h"
#include "common/mapping/errors.h"
#include "common/resource/type.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/admission.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/import/event_log_facts.h"
#include "kpi/import/event_log_reader.h"
#include "kpi/storage/secret.h"
#include "palier/kpi/v1/ingestion_service.pb.h"

namespace palier::kpi {
namespace {

constexpr char kProfile[] = "event-log";
// Written in one transaction: small enough that other writers get their turn.
constexpr int kBatch = 2000;
constexpr absl::Duration kBatchDeadline = absl::Seconds(60);

using ImportStream = rpc::Stream<v1::ImportEventLogRequest, v1::ImportEventLogResponse>;

absl::StatusOr<std::string> ReceiveFile(const v1::ImportEventLogRequest& first,
                                        ImportStream& stream) {
  std::string bytes = first.data();
  while (true) {
    v1::ImportEventLogRequest piece;
    ASSIGN_OR_RETURN(const bool more, stream.Read(&piece));
    if (!more) return bytes;
    if (bytes.size() + piece.data().size() > static_cast<size_t>(mapping::kMaxFileBytes)) {
      return mapping::LimitExceeded({"A log may have at most {limit} bytes. Split the file.",
                                     "Un journal peut faire au plus {limit} octets. Scindez le "
                                     "fichier."},
                                    "file", mapping::kMaxFileBytes);
    }
    bytes += piece.data();
  }
}

LogColumns ColumnsOf(const v1::EventLogColumns& columns) {
  LogColumns result;
  const auto take = [](const std::string& wanted, std::string& column) {
    if (!wanted.empty()) column = wanted;
  };
  take(columns.case_id(), result.case_id);
  take(columns.activity(), result.activity);
  take(columns.lifecycle(), result.lifecycle);
  take(columns.timestamp(), result.timestamp);
  take(columns.resource(), result.resource);
  take(columns.team(), result.team);
  return result;
}

AiStep AiStepOf(const v1::EventLogPenetration& penetration) {
  return {{penetration.ai_activities().begin(), penetration.ai_activities().end()},
          {penetration.eligible_activities().begin(), penetration.eligible_activities().end()}};
}

// One import, from the file to the store.
class Import {
 public:
  Import(Context& context, const rpc::Call& call, const v1::ImportEventLogRequest& first)
      : context_(context), call_(call), first_(first) {}

  absl::Status Run(ImportStream& stream) {
    RETURN_IF_ERROR(Prepare());
    ASSIGN_OR_RETURN(std::string bytes, ReceiveFile(first_, stream));
    ASSIGN_OR_RETURN(EventLog log, ReadEventLog(std::move(bytes), ColumnsOf(first_.columns()),
                                                context_.store.Now()));
    RETURN_IF_ERROR(CreateKpis());
    ASSIGN_OR_RETURN(const std::vector<v1::Measurement> measurements, Digest(std::move(log)));
    if (!first_.validate_only()) RETURN_IF_ERROR(TakeAll(measurements, stream));
    v1::ImportEventLogResponse last = Progress(measurements.size(), measurements.size());
    *last.mutable_summary() = std::move(summary_);
    return stream.Write(last) ? absl::OkStatus() : absl::CancelledError();
  }

 private:
  absl::Status Prepare() {
    if (first_.profile() != kProfile) {
      return status::Error(absl::StatusCode::kInvalidArgument, error::v1::UNKNOWN_PROFILE,
                           {"There is no profile {profile}. Use event-log.",
                            "Il n'existe pas de profil {profile}. Utilisez event-log."})
          .With("profile", first_.profile());
    }
    ASSIGN_OR_RETURN(delivery_.project, ParseProject(first_.parent()));
    delivery_.source = first_.source().empty() ? kProfile : first_.source();
    if (delivery_.source.find('\0') != std::string::npos) {
      return status::InvalidField("source", {"No zero byte, please.", "Sans octet nul."});
    }
    if (first_.has_penetration() && first_.penetration().ai_activities().empty()) {
      return status::InvalidField("penetration.ai_activities",
                                  {"Name at least one activity of the AI step.",
                                   "Nommez au moins une activité de l'étape IA."});
    }
    delivery_.actor = resource::Actor::Of(call_);
    RETURN_IF_ERROR(context_.registry.CheckProject(call_, first_.parent()));
    ASSIGN_OR_RETURN(delivery_.zone,
                     context_.registry.ZoneOf(delivery_.project.organization, call_.deadline));
    return absl::OkStatus();
  }

  absl::Time BatchDeadline() const {
    return std::min(call_.deadline, absl::Now() + kBatchDeadline);
  }

  absl::Status CreateKpis() {
    if (first_.validate_only()) return absl::OkStatus();
    ASSIGN_OR_RETURN(hasher_, context_.secrets.Of(delivery_.project.organization, call_.deadline));
    return context_.store.Write(
        BatchDeadline(), delivery_.actor, [&](resource::Session& session) -> absl::Status {
          summary_.clear_created_kpis();
          for (auto& [id, kpi] :
               EventLogKpis(call_.language == rpc::Language::kFrench, first_.has_penetration())) {
            const std::string name = NameOf(delivery_.project, id);
            v1::Kpi existing;
            ASSIGN_OR_RETURN(const bool exists, session.Find(context_.types.kpi, name, &existing));
            if (exists) continue;
            kpi.set_name(name);
            RETURN_IF_ERROR(Complete(nullptr, kpi));
            RETURN_IF_ERROR(session.Insert(context_.types.kpi, kpi));
            summary_.add_created_kpis(name);
          }
          return absl::OkStatus();
        });
  }

  absl::StatusOr<std::vector<v1::Measurement>> Digest(EventLog log) {
    CleanLog clean = RemoveExactDuplicates(std::move(log.events));
    const std::vector<CaseRecord> cases = CasesOf(clean.events);
    std::vector<v1::Measurement> measurements =
        MeasurementsOf(cases, clean.events, hasher_, delivery_.zone);
    if (first_.has_penetration()) AddPenetration(cases, clean.events, measurements);
    summary_.set_row_count(log.rows);
    summary_.set_duplicate_row_count(clean.exact_duplicates);
    summary_.set_rejected_row_count(static_cast<int64_t>(log.rejected.size()));
    summary_.set_case_count(static_cast<int64_t>(cases.size()));
    summary_.set_measurement_count(static_cast<int64_t>(measurements.size()));
    summary_.set_encoding(log.encoding);
    FillTimes(clean.events);
    std::set<std::string> kpis;
    for (const v1::Measurement& measurement : measurements) kpis.insert(measurement.kpi());
    for (const std::string& kpi : kpis) summary_.add_kpis(NameOf(delivery_.project, kpi));
    for (RejectedRow& row : log.rejected) {
      Arrival& arrival = rejected_.emplace_back();
      arrival.version = std::move(row.why);
      arrival.source = delivery_.source;
      arrival.raw = std::move(row.raw);
    }
    return measurements;
  }

  void AddPenetration(absl::Span<const CaseRecord> cases, absl::Span<const LogEvent> events,
                      std::vector<v1::Measurement>& measurements) {
    const auto of_cases = PenetrationOf(cases, events, AiStepOf(first_.penetration()));
    const auto through = std::count(of_cases.begin(), of_cases.end(), Penetration::kThrough);
    const auto without = std::count(of_cases.begin(), of_cases.end(), Penetration::kWithout);
    summary_.set_eligible_case_count(through + without);
    summary_.set_ai_case_count(through);
    for (v1::Measurement& one : PenetrationMeasurements(cases, of_cases)) {
      measurements.push_back(std::move(one));
    }
  }

  void FillTimes(absl::Span<const LogEvent> events) {
    if (events.empty()) return;
    const auto [first, last] =
        std::minmax_element(events.begin(), events.end(),
                            [](const LogEvent& a, const LogEvent& b) { return a.time < b.time; });
    resource::SetStandardTime(summary_, "first_event_time", first->time);
    resource::SetStandardTime(summary_, "last_event_time", last->time);
  }

  v1::ImportEventLogResponse Progress(size_t done, size_t total) const {
    v1::ImportEventLogResponse response;
    response.set_row_count(summary_.row_count());
    response.set_processed_count(static_cast<int64_t>(done));
    response.set_total_count(static_cast<int64_t>(total));
    return response;
  }

  absl::Status TakeAll(const std::vector<v1::Measurement>& measurements, ImportStream& stream) {
    RETURN_IF_ERROR(Take({}, rejected_));
    for (size_t begin = 0; begin < measurements.size(); begin += kBatch) {
      const size_t end = std::min(begin + kBatch, measurements.size());
      const Measurements batch(measurements.begin() + static_cast<std::ptrdiff_t>(begin),
                               measurements.begin() + static_cast<std::ptrdiff_t>(end));
      RETURN_IF_ERROR(context_.quota.Await(delivery_.project.organization, batch.size(),
                                           call_.deadline, [&stream] { return stream.over(); }));
      RETURN_IF_ERROR(Take(batch, {}));
      if (!stream.Write(Progress(end, measurements.size()))) return absl::CancelledError();
    }
    return absl::OkStatus();
  }

  absl::Status Take(const Measurements& batch, absl::Span<const Arrival> refused) {
    delivery_.deadline = BatchDeadline();
    ASSIGN_OR_RETURN(const auto judgements,
                     TakeIn(context_, delivery_, batch, {.refused = refused}));
    AddCounts(CountsOf(judgements), *summary_.mutable_counts());
    return absl::OkStatus();
  }

  Context& context_;
  const rpc::Call& call_;
  const v1::ImportEventLogRequest& first_;
  Delivery delivery_;
  // Of nobody for a trial run, which writes nothing.
  UserHasher hasher_{""};
  std::vector<Arrival> rejected_;
  v1::EventLogSummary summary_;
};

}  // namespace

void AddEventLogs(rpc::ServiceTable& table, Context& context) {
  table.Streaming<v1::ImportEventLogRequest, v1::ImportEventLogResponse>(
      "ImportEventLog", [&context](const rpc::Call& call, const auto& first, ImportStream& stream) {
        return Import(context, call, first).Run(stream);
      });
}

}  // namespace palier::kpi
