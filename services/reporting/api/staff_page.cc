// SPDX-License-Identifier: Apache-2.0
#include "reporting/staff/staff_page.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/aip/resource_name.h"
#include "common/status/macros.h"
#include "palier/reporting/v1/staff_service.pb.h"
#include "reporting/api/context.h"
#include "reporting/api/people_names.h"
#include "reporting/api/report_day.h"
#include "reporting/domain/stage_labels.h"

namespace palier::reporting {
namespace {

using Names = std::map<std::string, std::string>;

void Fill(const StaffPromise& promise, v1::StaffPromise& to) {
  to.set_display_name(promise.display_name);
  to.set_unit(promise.unit);
  if (promise.promised.has_value()) to.set_promised_value(*promise.promised);
  if (promise.actual.has_value()) to.set_actual_value(*promise.actual);
  if (promise.day.has_value()) *to.mutable_actual_date() = ToDate(*promise.day);
  to.set_state(static_cast<v1::StaffPromise::State>(promise.state));
}

void Fill(const StaffTool& tool, const Names& names, rpc::Language language, v1::StaffTool& to) {
  to.set_project(tool.project);
  to.set_display_name(tool.display_name);
  to.set_purpose(tool.purpose);
  to.set_stage(tool.stage);
  to.set_stage_text(rpc::In(language, StageLabel(tool.stage)));
  for (const std::string& person : tool.contacts) {
    const auto name = names.find(person);
    if (name != names.end()) to.add_contacts(name->second);
  }
  for (const StaffPromise& promise : tool.promises) Fill(promise, *to.add_promises());
  if (tool.users.has_value()) to.set_active_user_count(*tool.users);
  to.set_period_label(tool.period);
  for (const auto& [department, users] : tool.departments) {
    v1::StaffDepartment& out = *to.add_departments();
    out.set_department(department);
    out.set_active_user_count(users);
  }
  if (tool.hours.has_value()) to.set_saved_hours(*tool.hours);
}

absl::StatusOr<v1::QueryStaffPageResponse> QueryStaffPage(
    const Context& context, const rpc::Call& call, const v1::QueryStaffPageRequest& request) {
  ASSIGN_OR_RETURN(const auto pattern, aip::NamePattern::Compile("organizations/{organization}"));
  RETURN_IF_ERROR(pattern.Parse(request.parent()).status());
  ASSIGN_OR_RETURN(const auto book, context.models.Current(call));
  const StaffPage page = MakeStaffPage(*book->model());
  // Who reads it may not read people: only those who asked to be named are.
  ASSIGN_OR_RETURN(
      const Names names,
      ReadNames(PeerClient(context.registry, call, PeerClient::Account::kService), page));
  v1::QueryStaffPageResponse response;
  *response.mutable_as_of_date() = ToDate(page.day);
  for (const StaffTool& tool : page.tools) Fill(tool, names, call.language, *response.add_tools());
  for (const StaffAnswer& answer : page.answers) {
    v1::StaffAnswer& to = *response.add_answers();
    to.set_display_name(answer.about);
    to.set_said(answer.said);
    to.set_state(static_cast<v1::StaffAnswer::State>(answer.state));
    to.set_answer(answer.answer);
  }
  for (const StaffWin& win : page.wins) {
    v1::StaffWin& to = *response.add_wins();
    to.set_project(win.project);
    to.set_display_name(win.display_name);
    to.set_expected(win.expected);
    to.set_achieved(win.achieved);
  }
  for (const StaffChampion& champion : page.champions) {
    const auto name = names.find(champion.person);
    if (name == names.end()) continue;
    v1::StaffChampion& to = *response.add_champions();
    to.set_display_name(name->second);
    to.set_session_count(champion.sessions);
    to.set_people_count(champion.people);
  }
  std::sort(response.mutable_champions()->begin(), response.mutable_champions()->end(),
            [](const auto& a, const auto& b) { return a.display_name() < b.display_name(); });
  for (const std::string& peer : page.silent_peers) response.add_unreachable_services(peer);
  return response;
}

}  // namespace

void AddStaffPage(rpc::ServiceTable& table, const Context& context) {
  table.Unary<v1::QueryStaffPageRequest, v1::QueryStaffPageResponse>(
      "QueryStaffPage", [&context](const rpc::Call& call, const auto& request) {
        return QueryStaffPage(context, call, request);
      });
}

}  // namespace palier::reporting
