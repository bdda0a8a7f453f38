// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/case_delivery.h"

#include <utility>

#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/storage/case_table.h"

namespace palier::kpi {
namespace {

std::string ValueOf(v1::MeasureMapping::CaseFigure figure, const CaseRecord& record) {
  switch (figure) {
    case v1::MeasureMapping::CYCLE_DAYS:
      return CycleDaysText(record);
    case v1::MeasureMapping::REWORK_PERCENT:
      return record.rework ? "100" : "0";
    default:
      return "1";
  }
}

void Measure(const CaseEvents& events, CaseShare& of_case, ProjectShare& share) {
  const CaseRecord record = events.Record();
  for (auto& [item, figure] : of_case.figures) {
    v1::Measurement& measurement = figure.second;
    measurement.set_team(record.first_team);
    // A case of which more is known is the newer one.
    measurement.set_order_key(static_cast<int64_t>(events.size()));
    time::SetTime(record.end, measurement.mutable_event_time());
    measurement.set_decimal(ValueOf(figure.first, record));
    *share.measurements.Add() = std::move(measurement);
    share.origins.push_back(of_case.origin);
    share.records.push_back(of_case.record);
  }
}

}  // namespace

absl::Status MeasureCases(Context& context, const Delivery& delivery, ProjectShare& share) {
  if (share.cases.empty()) return absl::OkStatus();
  std::map<std::string, std::vector<CaseEvent>> events;
  for (const auto& [case_id, of_case] : share.cases) events[case_id] = of_case.events;
  std::map<std::string, CaseEvents> cases;
  {
    ASSIGN_OR_RETURN(const Turns::Turn turn,
                     context.turns.Take(delivery.project, delivery.deadline));
    RETURN_IF_ERROR(context.store.Write(
        delivery.deadline, delivery.actor, [&](resource::Session& session) -> absl::Status {
          CaseTable table(session.sql(), delivery.project, delivery.source);
          ASSIGN_OR_RETURN(cases, table.Merge(events, session.now()));
          return absl::OkStatus();
        }));
  }
  for (const auto& [case_id, all] : cases) Measure(all, share.cases.at(case_id), share);
  share.cases.clear();
  return absl::OkStatus();
}

}  // namespace palier::kpi
