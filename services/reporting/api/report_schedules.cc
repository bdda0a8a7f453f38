// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/resource/change_methods.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/resource/standard_methods.h"
#include "common/status/error.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/report_service.pb.h"
#include "reporting/api/context.h"
#include "reporting/api/report_writer.h"
#include "reporting/mail/mailer.h"

namespace palier::reporting {
namespace {

using google::protobuf::Message;
using resource::Session;
using v1::ReportSchedule;

constexpr int kMaxSchedules = 100;

absl::Status CheckRecipients(const ReportSchedule& schedule) {
  ASSIGN_OR_RETURN(const auto pattern,
                   aip::NamePattern::Compile("organizations/{organization}/people/{person}"));
  const std::string organization = resource::OrganizationOf(schedule.name());
  for (int i = 0; i < schedule.people_size(); ++i) {
    const auto ids = pattern.Parse(schedule.people(i));
    if (ids.ok() && (*ids)[0] == organization) continue;
    return status::InvalidField(absl::StrCat("report_schedule.people[", i, "]"),
                                {"expected organizations/*/people/* of the same organisation",
                                 "attendu : organizations/*/people/* de la même organisation"});
  }
  for (int i = 0; i < schedule.list_addresses_size(); ++i) {
    if (IsAddress(schedule.list_addresses(i))) continue;
    return status::InvalidField(absl::StrCat("report_schedule.list_addresses[", i, "]"),
                                {"expected an address such as everybody@acme.example",
                                 "attendu : une adresse telle que tous@acme.example"});
  }
  return absl::OkStatus();
}

// Whether it is due at other times than before.
bool ChangedTimes(const ReportSchedule& before, const ReportSchedule& after) {
  return before.cadence() != after.cadence() || before.send_hour() != after.send_hour() ||
         before.paused() != after.paused();
}

absl::Status OnWrite(Session& session, const Types& types, const ReportSchedule* before,
                     ReportSchedule& after) {
  if (before == nullptr) {
    ASSIGN_OR_RETURN(const int64_t count, resource::CountBelow(session, types.report_schedule,
                                                               resource::ParentOf(after.name())));
    if (count >= kMaxSchedules) {
      return status::LimitExceeded({"An organisation has at most {limit} schedules of reports.",
                                    "Une organisation a au plus {limit} calendriers de rapports."},
                                   "report schedules", kMaxSchedules);
    }
  }
  if (after.language_code().empty()) after.set_language_code("en");
  if (after.language_code() != "en" && after.language_code() != "fr") {
    return status::InvalidField("report_schedule.language_code",
                                {"expected en or fr", "attendu : en ou fr"});
  }
  RETURN_IF_ERROR(CheckRecipients(after));
  if (before == nullptr || ChangedTimes(*before, after)) after.clear_next_time();
  return absl::OkStatus();
}

absl::StatusOr<v1::PreviewReportResponse> Preview(const Context& context, const rpc::Call& call,
                                                  const v1::PreviewReportRequest& request) {
  RETURN_IF_ERROR(context.types.report_schedule.pattern().Parse(request.name()).status());
  ReportSchedule schedule;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    return session.Get(context.types.report_schedule, request.name(), &schedule);
  }));
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const ReportPeriod period = PeriodBefore(CadenceOf(schedule), book->model()->assessed_day);
  v1::PreviewReportResponse response;
  ASSIGN_OR_RETURN(*response.mutable_report(), WriteReport(context, call, schedule, period));
  return response;
}

}  // namespace

void AddReportSchedules(rpc::ServiceTable& table, const Context& context) {
  resource::Hooks hooks;
  hooks.on_write = [&types = context.types](Session& session, const rpc::Call&,
                                            const Message* before, Message& after) {
    return OnWrite(session, types, static_cast<const ReportSchedule*>(before),
                   static_cast<ReportSchedule&>(after));
  };
  resource::AddStandardMethods(table, context.store, context.cache, context.types.report_schedule,
                               "ReportSchedules", resource::MethodSet::All(), std::move(hooks));
  resource::MethodSet reading;
  reading.get = reading.list = true;
  resource::AddStandardMethods(table, context.store, context.cache, context.types.report, "Reports",
                               reading);
  table.Unary<v1::PreviewReportRequest, v1::PreviewReportResponse>(
      "PreviewReport", [&context](const rpc::Call& call, const auto& request) {
        return Preview(context, call, request);
      });
  resource::AddChangeMethods(table, context.store);
}

}  // namespace palier::reporting
