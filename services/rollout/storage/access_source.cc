// SPDX-License-Identifier: Apache-2.0
#include "rollout/storage/access_source.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/aip/text.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/access.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/storage/dates.h"
#include "rollout/storage/state_reason.h"

namespace palier::rollout {
namespace {

using resource::Session;

// Between the name of a roll-out and a member of its cluster; stands in no name.
constexpr char kMemberMark[] = "#";

// What a name is about: the roll-out it is or lies below, or a user.
struct Subject {
  absl::string_view collection, id;
};

std::optional<Subject> SubjectOf(absl::string_view resource) {
  const std::vector<absl::string_view> parts = absl::StrSplit(resource, '/');
  if (parts.size() < 4) return std::nullopt;
  if (parts[2] == "accessUsers") return Subject{parts[2], parts[3]};
  if (parts[2] != "rollouts") return std::nullopt;
  // Reviews, revisions, check-ins and the like say nothing of access.
  const bool matters = parts.size() == 4 || (parts.size() == 5 && parts[4] == "accessPolicy") ||
                       (parts.size() == 6 && parts[4] == "waves");
  if (!matters) return std::nullopt;
  return Subject{parts[2], parts[3]};
}

std::vector<std::string> Sorted(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return words;
}

AccessFrame FrameOf(const v1::AccessFrame& stored) {
  AccessFrame frame;
  for (const std::string& team : stored.teams()) frame.teams.push_back(resource::IdOf(team));
  for (const std::string& data_class : stored.data_classes())
    frame.data_classes.push_back(aip::FoldText(data_class));
  frame.teams = Sorted(std::move(frame.teams));
  frame.data_classes = Sorted(std::move(frame.data_classes));
  frame.volume_cap = stored.volume_cap();
  if (stored.has_end_time()) frame.end = resource::StandardTime(stored, "end_time");
  return frame;
}

AccessRollout::Terms TermsOf(const v1::Rollout& rollout, const v1::AccessPolicy& policy,
                             const v1::ProjectStanding& standing) {
  AccessRollout::Terms terms;
  terms.name = rollout.name();
  terms.project_ended = standing.ended();
  if (policy.has_switched_off()) terms.switched_off = policy.switched_off().reason();
  terms.manual_way = standing.manual_way();
  terms.zone = ZoneNamed(standing.time_zone());
  if (standing.has_frame()) terms.frame = FrameOf(standing.frame());
  return terms;
}

// What a roll-out says of its own application, under its name, and of each that the other projects
// of its cluster bring, under a name of its own that nobody asks for.
std::vector<std::pair<std::string, AccessRollout::Terms>> AllTermsOf(
    const v1::Rollout& rollout, const v1::AccessPolicy& policy) {
  std::vector<std::pair<std::string, AccessRollout::Terms>> all;
  const v1::ProjectStanding& own = policy.standing();
  AccessRollout::Terms& first =
      all.emplace_back(rollout.name(), TermsOf(rollout, policy, own)).second;
  first.application = policy.application();
  if (first.application.empty() && own.applications_size() == 1)
    first.application = own.applications(0);
  for (const v1::ProjectStanding& member : policy.member_standings()) {
    for (const std::string& application : member.applications()) {
      AccessRollout::Terms terms = TermsOf(rollout, policy, member);
      terms.application = application;
      all.emplace_back(absl::StrCat(rollout.name(), kMemberMark, member.project(), application),
                       std::move(terms));
    }
  }
  return all;
}

WaveState StateOf(v1::Wave::State state) {
  return static_cast<WaveState>(state - v1::Wave::PLANNED);
}

// What a new book is made of.
struct Parts {
  AccessBook::Rollouts rollouts;
  std::shared_ptr<const AccessBook::Users> users;
  std::shared_ptr<const AccessBook> before;
};

void Forget(const std::string& rollout, Parts& parts) {
  parts.rollouts.erase(rollout);
  const std::string members = rollout + kMemberMark;
  const auto first = parts.rollouts.lower_bound(members);
  auto last = first;
  while (last != parts.rollouts.end() && absl::StartsWith(last->first, members)) ++last;
  parts.rollouts.erase(first, last);
}

// Nobody has a tool of a roll-out that was deleted.
absl::Status ReadRolloutInto(Session& session, const Types& types, const std::string& name,
                             Parts& parts) {
  Forget(name, parts);
  v1::Rollout rollout;
  ASSIGN_OR_RETURN(const bool found, session.Find(types.rollout, name, &rollout));
  if (!found || rollout.has_delete_time()) return absl::OkStatus();
  v1::AccessPolicy policy;
  RETURN_IF_ERROR(
      session.Find(types.access_policy, absl::StrCat(name, "/accessPolicy"), &policy).status());
  std::vector<AccessRollout::Wave> waves;
  std::vector<AccessRollout::Team> teams;
  RETURN_IF_ERROR(session.ForEach(
      types.wave, resource::OrganizationOf(name), name,
      [&](absl::string_view bytes) -> absl::Status {
        v1::Wave wave;
        if (!wave.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
          return absl::DataLossError("unreadable Wave");
        const absl::TimeZone zone = ZoneNamed(wave.time_zone());
        for (const v1::WaveTeam& team : wave.teams()) {
          teams.push_back({resource::IdOf(team.team()), static_cast<int>(waves.size()),
                           absl::FromCivil(ToDay(team.go_live_date()), zone)});
        }
        waves.push_back({wave.name(), StateOf(wave.state()), StateReasonOf(wave)});
        return absl::OkStatus();
      }));
  for (auto& [key, terms] : AllTermsOf(rollout, policy)) {
    parts.rollouts[key] = std::make_shared<const AccessRollout>(std::move(terms), waves, teams);
  }
  return absl::OkStatus();
}

absl::Status ReadAll(Session& session, const Types& types, const std::string& organization,
                     Parts& parts) {
  const std::string parent = absl::StrCat("organizations/", organization);
  std::vector<std::string> names;
  RETURN_IF_ERROR(session.ForEach(
      types.rollout, organization, parent, [&](absl::string_view bytes) -> absl::Status {
        v1::Rollout rollout;
        rollout.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
        names.push_back(rollout.name());
        return absl::OkStatus();
      }));
  for (const std::string& name : names)
    RETURN_IF_ERROR(ReadRolloutInto(session, types, name, parts));
  auto users = std::make_shared<AccessBook::Users>();
  RETURN_IF_ERROR(session.ForEach(
      types.access_user, organization, parent, [&](absl::string_view bytes) -> absl::Status {
        v1::AccessUser user;
        user.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
        users->emplace(resource::IdOf(user.name()), resource::IdOf(user.team()));
        return absl::OkStatus();
      }));
  parts.users = std::move(users);
  return absl::OkStatus();
}

absl::Status ReadUser(Session& session, const Types& types, const std::string& name,
                      AccessBook::Users& users) {
  v1::AccessUser user;
  ASSIGN_OR_RETURN(const bool found, session.Find(types.access_user, name, &user));
  if (found) {
    users[resource::IdOf(name)] = resource::IdOf(user.team());
  } else {
    users.erase(resource::IdOf(name));
  }
  return absl::OkStatus();
}

}  // namespace

bool AccessSource::Concerns(absl::string_view resource) const {
  return SubjectOf(resource).has_value();
}

absl::StatusOr<AccessSource::Make> AccessSource::ReadBook(
    Session& session, const std::string& organization,
    const std::shared_ptr<const AccessBook>& before,
    const std::vector<std::string>& changed) const {
  auto parts = std::make_shared<Parts>();
  if (before == nullptr) {
    RETURN_IF_ERROR(ReadAll(session, types_, organization, *parts));
  } else {
    parts->before = before;
    parts->rollouts = before->rollouts();
    parts->users = before->users();
    std::set<std::string> rollouts;
    std::shared_ptr<AccessBook::Users> users;
    for (const std::string& name : changed) {
      const Subject subject = *SubjectOf(name);
      if (subject.collection == "rollouts") {
        rollouts.insert(absl::StrCat("organizations/", organization, "/rollouts/", subject.id));
        continue;
      }
      if (users == nullptr) users = std::make_shared<AccessBook::Users>(*before->users());
      RETURN_IF_ERROR(ReadUser(session, types_, name, *users));
    }
    for (const std::string& name : rollouts)
      RETURN_IF_ERROR(ReadRolloutInto(session, types_, name, *parts));
    if (users != nullptr) parts->users = std::move(users);
  }
  return [parts] {
    return std::make_shared<const AccessBook>(std::move(parts->rollouts), std::move(parts->users),
                                              parts->before.get());
  };
}

}  // namespace palier::rollout
