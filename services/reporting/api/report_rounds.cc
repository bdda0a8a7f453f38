// SPDX-License-Identifier: Apache-2.0
#include "reporting/api/report_rounds.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/app/log.h"
#include "common/digest/sha256.h"
#include "common/resource/queries.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "common/status/transient.h"
#include "palier/registry/v1/organization_service.pb.h"
#include "reporting/api/own_call.h"
#include "reporting/api/people_names.h"
#include "reporting/api/report_writer.h"

namespace palier::reporting {
namespace {

using resource::Session;
using v1::Report;
using v1::ReportSchedule;

constexpr char kSelf[] = "ReportRounds";
constexpr char kFailure[] = "a report was not written or sent";
constexpr absl::Duration kPeriod = absl::Minutes(1);
constexpr absl::Duration kLongestPause = absl::Hours(1);
// Ids have at most 63 characters, of which a period takes 9.
constexpr size_t kMaxIdOfSchedule = 50;
constexpr size_t kDigits = 12;

std::string OrganizationName(const std::string& name) {
  return absl::StrCat("organizations/", resource::OrganizationOf(name));
}

// The same for each try to write it.
std::string NameFor(const ReportSchedule& schedule, const ReportPeriod& period) {
  std::string id = resource::IdOf(schedule.name());
  if (id.size() > kMaxIdOfSchedule) {
    id = absl::StrCat(id.substr(0, kMaxIdOfSchedule - kDigits - 1), "-",
                      digest::Sha256Hex(id).substr(0, kDigits));
  }
  return absl::StrCat(OrganizationName(schedule.name()), "/reports/", id, "-",
                      absl::AsciiStrToLower(period.label));
}

// The second try comes after a minute, each next one after twice as long.
absl::Time NextTry(const Report& report) {
  if (report.attempt_count() == 0) return absl::InfinitePast();
  const absl::Duration pause = absl::Minutes(1) * (1 << std::min(report.attempt_count() - 1, 10));
  return resource::StandardTime(report, "attempt_time") + std::min(pause, kLongestPause);
}

absl::StatusOr<absl::TimeZone> ReadZone(const PeerClient& registry,
                                        const std::string& organization) {
  registry::v1::GetOrganizationRequest request;
  request.set_name(organization);
  ASSIGN_OR_RETURN(const auto found,
                   registry.Ask<registry::v1::Organization>("GetOrganization", request));
  absl::TimeZone zone;
  if (absl::LoadTimeZone(found.time_zone(), &zone)) return zone;
  return absl::InternalError(absl::StrCat("unknown time zone: ", found.time_zone()));
}

}  // namespace

ReportRounds::ReportRounds(const Context& context, std::unique_ptr<Mailer> mailer)
    : context_(context),
      mailer_(std::move(mailer)),
      rounds_(
          kFailure, kPeriod, [&context] { return context.store.Now(); },
          [this](bool, absl::Time deadline) { return RunOnce(deadline); }) {}

void ReportRounds::Notice(absl::string_view name) {
  const bool matters = context_.types.report_schedule.pattern().Parse(name).ok() ||
                       context_.types.report.pattern().Parse(name).ok();
  if (matters) rounds_.Ask();
}

absl::Status ReportRounds::RunOnce(absl::Time deadline) {
  std::vector<std::string> schedules, reports;
  RETURN_IF_ERROR(context_.store.Read(deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(schedules, resource::AllNames(session, context_.types.report_schedule));
    ASSIGN_OR_RETURN(reports, resource::AllNames(session, context_.types.report));
    return absl::OkStatus();
  }));
  absl::Status first_error;
  const auto see = [&](const std::string& name, const absl::Status& status) {
    // Somebody else did it in the meantime, or it is gone.
    if (status.ok() || absl::IsAborted(status) || absl::IsNotFound(status)) return;
    if (status::IsTransient(status) || absl::IsCancelled(status)) {
      first_error.Update(status);
    } else {
      app::Log(app::Severity::kWarning, kFailure,
               {{"resource", name}, {"status", status.ToString()}});
    }
  };
  std::set<std::string> organizations;
  for (const std::string& name : schedules) {
    RETURN_IF_ERROR(rounds_.CheckRunning());
    see(name, LookAt(name, deadline));
    organizations.insert(OrganizationName(name));
  }
  for (const std::string& name : reports) organizations.insert(OrganizationName(name));
  for (const std::string& name : organizations) {
    RETURN_IF_ERROR(rounds_.CheckRunning());
    see(name, SendWaiting(name, deadline));
  }
  return first_error;
}

absl::Status ReportRounds::LookAt(const std::string& name, absl::Time deadline) {
  ReportSchedule schedule;
  RETURN_IF_ERROR(context_.store.Read(deadline, [&](Session& session) -> absl::Status {
    return session.Get(context_.types.report_schedule, name, &schedule);
  }));
  if (schedule.paused()) return absl::OkStatus();
  if (!schedule.has_next_time()) return SetNext(schedule, deadline);
  const absl::Time next = resource::StandardTime(schedule, "next_time");
  return context_.store.Now() < next ? absl::OkStatus() : Write(schedule, deadline);
}

absl::Status ReportRounds::SetNext(const ReportSchedule& schedule, absl::Time deadline) {
  const rpc::Call call = OwnCall(kSelf, schedule.name(), deadline);
  const PeerClient registry(context_.registry, call, PeerClient::Account::kService);
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   ReadZone(registry, OrganizationName(schedule.name())));
  return context_.store.Write(deadline, OwnActor(kSelf), [&](Session& session) -> absl::Status {
    ReportSchedule after = schedule;
    resource::SetStandardTime(
        after, "next_time",
        NextDue(CadenceOf(schedule), session.now(), schedule.send_hour(), zone));
    return session.Replace(context_.types.report_schedule, schedule, after).status();
  });
}

absl::Status ReportRounds::Write(const ReportSchedule& schedule, absl::Time deadline) {
  const rpc::Call call = OwnCall(kSelf, schedule.name(), deadline);
  ASSIGN_OR_RETURN(const auto book, context_.models.Current(call));
  const absl::TimeZone zone = book->model()->zone;
  const absl::Time now = context_.store.Now();
  const ReportPeriod period = PeriodBefore(CadenceOf(schedule), absl::ToCivilDay(now, zone));
  ASSIGN_OR_RETURN(const Report written, WriteReport(context_, call, schedule, period));
  const std::string name = NameFor(schedule, period);
  return context_.store.Write(deadline, OwnActor(kSelf), [&](Session& session) -> absl::Status {
    Report report = written;
    report.set_name(name);
    report.set_state(Report::WAITING);
    Report there;
    ASSIGN_OR_RETURN(const bool is_there, session.Find(context_.types.report, name, &there));
    // A schedule that was set back does not write a period again.
    if (!is_there) RETURN_IF_ERROR(session.Insert(context_.types.report, report));
    ReportSchedule after = schedule;
    after.set_last_report(name);
    resource::SetStandardTime(after, "next_time",
                              NextDue(CadenceOf(schedule), now, schedule.send_hour(), zone));
    return session.Replace(context_.types.report_schedule, schedule, after).status();
  });
}

absl::Status ReportRounds::SendWaiting(const std::string& organization, absl::Time deadline) {
  std::vector<Report> waiting;
  RETURN_IF_ERROR(context_.store.Read(deadline, [&](Session& session) -> absl::Status {
    waiting.clear();
    resource::ListQuery query;
    query.organization = resource::IdOf(organization);
    query.parent = organization;
    query.filter = "state = WAITING";
    ASSIGN_OR_RETURN(const resource::ListPage page, session.List(context_.types.report, query));
    for (const std::string& bytes : page.resources) {
      waiting.emplace_back();
      if (!waiting.back().ParseFromString(bytes))
        return absl::DataLossError("an unreadable report");
    }
    return absl::OkStatus();
  }));
  absl::Status first_error;
  for (const Report& report : waiting) {
    RETURN_IF_ERROR(rounds_.CheckRunning());
    if (context_.store.Now() >= NextTry(report)) first_error.Update(Send(report, deadline));
  }
  return first_error;
}

absl::StatusOr<bool> ReportRounds::Note(const Report& before, Report after, absl::Time deadline) {
  const absl::Status status =
      context_.store.Write(deadline, OwnActor(kSelf), [&](Session& session) -> absl::Status {
        return session.Replace(context_.types.report, before, after).status();
      });
  if (absl::IsAborted(status)) return false;
  RETURN_IF_ERROR(status);
  return true;
}

absl::Status ReportRounds::Send(const Report& report, absl::Time deadline) {
  ReportSchedule schedule;
  Report claimed = report;
  const absl::Status known = context_.store.Read(deadline, [&](Session& session) -> absl::Status {
    return session.Get(context_.types.report_schedule, report.schedule(), &schedule);
  });
  if (!known.ok() && !absl::IsNotFound(known)) return known;
  const rpc::Call call = OwnCall(kSelf, report.name(), deadline);
  const PeerClient registry(context_.registry, call, PeerClient::Account::kService);
  ASSIGN_OR_RETURN(Addresses addresses,
                   ReadAddresses(registry, {schedule.people().begin(), schedule.people().end()}));
  addresses.known.insert(addresses.known.end(), schedule.list_addresses().begin(),
                         schedule.list_addresses().end());
  claimed.set_unreachable_count(addresses.missing);
  if (mailer_ == nullptr || addresses.known.empty()) {
    claimed.set_state(Report::PUBLISHED);
    return Note(report, std::move(claimed), deadline).status();
  }
  // Who notes the try is who sends.
  const absl::Time now = context_.store.Now();
  claimed.set_attempt_count(report.attempt_count() + 1);
  resource::SetStandardTime(claimed, "attempt_time", now);
  bool is_mine = false;
  RETURN_IF_ERROR(
      context_.store.Write(deadline, OwnActor(kSelf), [&](Session& session) -> absl::Status {
        Report after = claimed;
        ASSIGN_OR_RETURN(is_mine, session.Replace(context_.types.report, report, after));
        claimed = after;
        return absl::OkStatus();
      }));
  if (!is_mine) return absl::OkStatus();
  Mail mail;
  mail.subject = report.subject();
  mail.text = report.text();
  mail.html = report.html();
  mail.recipients = addresses.known;
  mail.message_id = absl::StrCat(report.uid(), "@palier.invalid");
  mail.date = resource::StandardTime(report, "create_time");
  const absl::Status sent = mailer_->Send(mail, call.deadline);
  Report after = claimed;
  if (sent.ok()) {
    after.set_state(Report::SENT);
    after.set_recipient_count(static_cast<int>(addresses.known.size()));
    after.clear_last_error();
    resource::SetStandardTime(after, "send_time", now);
  } else {
    after.set_last_error(std::string(sent.message()));
    const absl::Time written = resource::StandardTime(report, "create_time");
    if (now - written >= kPatience) after.set_state(Report::FAILED);
    app::Log(app::Severity::kWarning, "a report could not be sent",
             {{"report", report.name()}, {"why", std::string(sent.message())}});
  }
  return Note(claimed, std::move(after), deadline).status();
}

}  // namespace palier::reporting
