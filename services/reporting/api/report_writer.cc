// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/report_writer.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "reporting/api/peer_client.h"
#include "reporting/api/report_day.h"
#include "reporting/documents/digest.h"
#include "reporting/documents/html.h"
#include "reporting/documents/plain_text.h"

namespace palier::reporting {
namespace {

Document Make(const v1::ReportSchedule& schedule, const StaffPage& page, const DigestFacts& facts,
              rpc::Language language) {
  switch (schedule.audience()) {
    case v1::ReportSchedule::MANAGEMENT:
      return ManagementDigest(facts, language);
    case v1::ReportSchedule::BOARD:
      return BoardDigest(facts, language);
    default:
      return StaffDigest(page, facts, language);
  }
}

}  // namespace

Cadence CadenceOf(const v1::ReportSchedule& schedule) {
  switch (schedule.cadence()) {
    case v1::ReportSchedule::QUARTERLY:
      return Cadence::kQuarterly;
    case v1::ReportSchedule::MONTHLY:
      return Cadence::kMonthly;
    default:
      return Cadence::kWeekly;
  }
}

absl::StatusOr<v1::Report> WriteReport(const Context& context, const rpc::Call& call,
                                       const v1::ReportSchedule& schedule,
                                       const ReportPeriod& period) {
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const PeerClient registry(context.registry, call, PeerClient::Account::kService);
  registry::v1::GetOrganizationRequest request;
  request.set_name(absl::StrCat("organizations/", call.organization));
  ASSIGN_OR_RETURN(const auto organization,
                   registry.Ask<registry::v1::Organization>("GetOrganization", request));
  const StaffPage page = MakeStaffPage(*book->model());
  const rpc::Language language =
      schedule.language_code() == "fr" ? rpc::Language::kFrench : rpc::Language::kEnglish;
  const Document document =
      Make(schedule, page, {*book, organization.display_name(), period}, language);
  v1::Report report;
  report.set_schedule(schedule.name());
  report.set_audience(schedule.audience());
  report.set_language_code(schedule.language_code());
  report.set_period_label(period.label);
  *report.mutable_first_date() = ToDate(period.first);
  *report.mutable_last_date() = ToDate(period.last);
  report.set_subject(absl::StrCat(document.title, ", ", period.label));
  report.set_text(ToPlainText(document));
  report.set_html(ToHtml(document));
  return report;
}

}  // namespace palier::reporting
