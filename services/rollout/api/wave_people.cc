// SPDX-License-Identifier: Apache-2.0
// The people of a wave, as the registry knows them.
#include "rollout/api/wave_people.h"

#include <algorithm>
#include <utility>

#include "common/status/macros.h"
#include "palier/rollout/v1/people_service.pb.h"
#include "rollout/api/condition_messages.h"
#include "rollout/api/context.h"
#include "rollout/domain/wave_people.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using registry::v1::Diagnostic;
using registry::v1::Entry;
using registry::v1::Involvement;
using resource::Session;

// The day of an entry: the one it is about, else that of its recording.
absl::CivilDay DayOfEntry(const Entry& entry, absl::TimeZone zone) {
  if (entry.has_event_date() && IsWholeDate(entry.event_date())) return ToDay(entry.event_date());
  return DayOf(resource::StandardTime(entry, "create_time"), zone);
}

std::optional<InvolvementType> TypeOf(Involvement::Type type) {
  switch (type) {
    case Involvement::INTERVIEW:
      return InvolvementType::kInterview;
    case Involvement::WORKSHOP:
      return InvolvementType::kWorkshop;
    case Involvement::DEMONSTRATION:
      return InvolvementType::kDemonstration;
    default:
      return std::nullopt;
  }
}

void AddInvolvement(const Entry& entry, PeopleFacts& facts) {
  const Involvement& involvement = entry.involvement();
  const std::optional<InvolvementType> type = TypeOf(involvement.type());
  if (!type) return;
  facts.involvements.push_back({*type, {involvement.teams().begin(), involvement.teams().end()}});
}

std::optional<HumanAnswer> AnswerOf(Diagnostic::Answer answer) {
  switch (answer) {
    case Diagnostic::YES:
      return HumanAnswer::kYes;
    case Diagnostic::NO:
      return HumanAnswer::kNo;
    case Diagnostic::UNSURE:
      return HumanAnswer::kUnsure;
    default:
      return std::nullopt;
  }
}

// That of the last diagnostic.
std::optional<HumanAnswer> LastAnswer(const std::vector<Entry>& diagnostics, absl::TimeZone zone) {
  const auto last =
      std::max_element(diagnostics.begin(), diagnostics.end(), [&](const Entry& a, const Entry& b) {
        return std::make_pair(DayOfEntry(a, zone), resource::StandardTime(a, "create_time")) <
               std::make_pair(DayOfEntry(b, zone), resource::StandardTime(b, "create_time"));
      });
  if (last == diagnostics.end()) return std::nullopt;
  return AnswerOf(last->diagnostic().human());
}

absl::StatusOr<PeopleFacts> AskFacts(Context& context, const rpc::Call& call,
                                     const WaveRecord& record) {
  const std::string& project = record.rollout.project();
  ASSIGN_OR_RETURN(const registry::v1::Organization organization,
                   context.registry.Organization(call));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, ZoneOf(organization));
  const absl::CivilDay today = DayOf(context.store.Now(), zone);
  PeopleFacts facts;
  for (const v1::WaveTeam& team : record.wave.teams()) facts.teams[team.team()] = team.people();
  ASSIGN_OR_RETURN(const std::vector<Entry> involvements,
                   context.registry.Entries(call, project, "involvement"));
  for (const Entry& entry : involvements) {
    if (DayOfEntry(entry, zone) <= today) AddInvolvement(entry, facts);
  }
  ASSIGN_OR_RETURN(const std::vector<Entry> concerns,
                   context.registry.Entries(call, project, "concern"));
  for (const Entry& entry : concerns) {
    facts.concerns.push_back(
        {entry.concern().team(), DayOfEntry(entry, zone), entry.concern().resolved()});
  }
  ASSIGN_OR_RETURN(const std::vector<Entry> changes,
                   context.registry.Entries(call, project, "role_change"));
  for (const Entry& entry : changes) {
    facts.role_changes.push_back(
        {entry.role_change().team(), !entry.role_change().hr_signer().empty()});
  }
  ASSIGN_OR_RETURN(const std::vector<Entry> diagnostics,
                   context.registry.Entries(call, project, "diagnostic"));
  facts.human = LastAnswer(diagnostics, zone);
  return facts;
}

v1::TeamPeople MessageOf(const std::string& name, const TeamStanding& team) {
  v1::TeamPeople message;
  message.set_team(name);
  message.set_people_count(team.people);
  message.set_interview_count(team.interviews);
  message.set_workshop_count(team.workshops);
  message.set_demonstration_count(team.demonstrations);
  message.set_concern_count(team.concerns);
  message.set_open_concern_count(team.open_concerns);
  message.set_role_change_count(team.role_changes);
  message.set_signed_role_change_count(team.signed_role_changes);
  return message;
}

v1::HumanAnswer MessageOf(const std::optional<HumanAnswer>& answer) {
  return answer ? static_cast<v1::HumanAnswer>(static_cast<int>(*answer) + v1::HUMAN_YES)
                : v1::HUMAN_ANSWER_UNSPECIFIED;
}

absl::StatusOr<v1::QueryWavePeopleResponse> QueryWavePeople(
    Context& context, const rpc::Call& call, const v1::QueryWavePeopleRequest& request) {
  WaveRecord record;
  RETURN_IF_ERROR(context.store.Read(call.deadline, [&](Session& session) -> absl::Status {
    ASSIGN_OR_RETURN(record, ReadWave(session, context.types, request.name()));
    return absl::OkStatus();
  }));
  ASSIGN_OR_RETURN(const PeopleFacts facts, AskFacts(context, call, record));
  const WavePeople people = PeopleOf(facts);
  v1::QueryWavePeopleResponse response;
  for (const v1::WaveTeam& team : record.wave.teams()) {
    *response.add_teams() = MessageOf(team.team(), people.teams.at(team.team()));
  }
  response.set_people_count(people.people);
  response.set_involved_team_count(people.involved_teams);
  response.set_involved_permille(people.involved_permille);
  response.set_workshop_count(people.workshops);
  response.set_open_concern_count(people.open_concerns);
  for (const auto& [month, concerns] : people.months) {
    v1::ConcernMonth& to = *response.add_concern_months();
    *to.mutable_month_date() = ToDate(absl::CivilDay(month));
    to.set_raised_count(concerns.raised);
    to.set_open_count(concerns.open);
  }
  response.set_human_answer(MessageOf(facts.human));
  for (const Condition& finding : FindingsOf(people, facts.human, record.wave.name())) {
    *response.add_findings() = ExplanationOf(finding, call.language);
  }
  return response;
}

}  // namespace

absl::Status AddUninvolved(Context& context, const rpc::Call& call, const WaveRecord& record,
                           Conditions& unmet) {
  const v1::Limits& limits = record.rollout.limits();
  const InvolvementMinimum minimum = {limits.min_involved_permille(), limits.min_workshops()};
  if (minimum.permille == 0 && minimum.workshops == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const PeopleFacts facts, AskFacts(context, call, record));
  for (Condition& condition : UnmetBy(PeopleOf(facts), minimum, record.wave.name())) {
    unmet.push_back(std::move(condition));
  }
  return absl::OkStatus();
}

void AddWavePeople(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryWavePeopleRequest, v1::QueryWavePeopleResponse>(
      "QueryWavePeople", [&context](const rpc::Call& call, const auto& request) {
        return QueryWavePeople(context, call, request);
      });
}

}  // namespace palier::rollout
