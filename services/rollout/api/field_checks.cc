// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/field_checks.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/resource/queries.h"
#include "common/resource/read_all.h"
#include "common/resource/rows.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

status::Text GivenTwice() {
  return {"is given twice", "est donné deux fois"};
}

bool IsCalendarDay(const google::type::Date& date) {
  return IsWholeDate(date) && ToDay(date).month() == date.month() &&
         ToDay(date).day() == date.day();
}

}  // namespace

void CheckReference(absl::string_view path, const std::string& name, absl::string_view collection,
                    const std::string& owner, status::FieldErrors& errors) {
  const std::string organization = resource::OrganizationOf(owner);
  const absl::StatusOr<aip::ResourceName> parsed = aip::ParseName(name);
  if (parsed.ok() && parsed->pairs().size() == 2 && parsed->organization() == organization &&
      parsed->collection() == collection && !parsed->is_singleton()) {
    return;
  }
  const std::string pattern = absl::StrCat("organizations/", organization, "/", collection, "/...");
  errors.Add(path, {absl::StrCat("must be a name of the form ", pattern),
                    absl::StrCat("doit être un nom de la forme ", pattern)});
}

void CheckReferences(const std::string& path, const Names& names, absl::string_view collection,
                     const std::string& owner, status::FieldErrors& errors) {
  std::set<std::string> seen;
  for (int i = 0; i < names.size(); ++i) {
    const std::string at = absl::StrCat(path, "[", i, "]");
    CheckReference(at, names.Get(i), collection, owner, errors);
    if (!seen.insert(names.Get(i)).second) errors.Add(at, GivenTwice());
  }
}

void CheckDate(const std::string& path, bool given, const google::type::Date& date,
               status::FieldErrors& errors) {
  if (!given) return;
  if (IsCalendarDay(date)) return;
  if (!IsWholeDate(date)) {
    errors.Add(path, {"needs year, month and day", "demande l'année, le mois et le jour"});
  } else {
    errors.Add(path, {"is no day of the calendar", "n'est pas un jour du calendrier"});
  }
}

void CheckPastDate(const std::string& path, const google::type::Date& date, absl::Time now,
                   status::FieldErrors& errors) {
  CheckDate(path, true, date, errors);
  // Where the day begins first.
  const absl::TimeZone east = absl::FixedTimeZone(14 * 60 * 60);
  if (IsCalendarDay(date) && ToDay(date) > absl::ToCivilDay(now, east)) {
    errors.Add(path, {"has not come yet", "n'est pas encore venue"});
  }
}

void CheckTeamsOf(const v1::Rollout& rollout, const std::string& path, const Names& teams,
                  status::FieldErrors& errors) {
  std::set<std::string> known, seen;
  for (const v1::TeamDeployment& team : rollout.teams()) known.insert(team.team());
  for (int i = 0; i < teams.size(); ++i) {
    const std::string at = absl::StrCat(path, "[", i, "]");
    if (!known.contains(teams.Get(i))) {
      errors.Add(at, {"is no team of this roll-out", "n'est pas une équipe de ce déploiement"});
    } else if (!seen.insert(teams.Get(i)).second) {
      errors.Add(at, GivenTwice());
    }
  }
}

absl::StatusOr<v1::Rollout> RolloutAbove(resource::Session& session, const Types& types,
                                         const std::string& name) {
  ASSIGN_OR_RETURN(const aip::ResourceName parsed, aip::ParseName(name));
  v1::Rollout rollout;
  RETURN_IF_ERROR(session.Get(
      types.rollout,
      absl::StrCat("organizations/", parsed.organization(), "/rollouts/", parsed.IdIn("rollouts")),
      &rollout));
  return rollout;
}

absl::StatusOr<std::set<std::string>> RolloutsNamed(resource::Session& session, const Types& types,
                                                    const std::string& name) {
  ASSIGN_OR_RETURN(const aip::ResourceName parsed, aip::ParseName(name, aip::Wildcard::kAllowed));
  std::vector<v1::Rollout> rollouts;
  if (parsed.IdIn("rollouts") == "-") {
    RETURN_IF_ERROR(resource::ReadAll(session, types.rollout, resource::ParentOf(name), rollouts));
  } else {
    RETURN_IF_ERROR(session.Get(types.rollout, name, &rollouts.emplace_back()));
  }
  std::set<std::string> names;
  for (const v1::Rollout& rollout : rollouts) names.insert(rollout.name());
  return names;
}

absl::Status StillNamed(const std::string& resource, const std::string& by) {
  return status::Error(absl::StatusCode::kFailedPrecondition, error::v1::RESOURCE_HAS_CHILDREN,
                       {"{resource} is still named by {by}. Change that first.",
                        "{resource} est encore cité par {by}. Changez cela d'abord."})
      .With("resource", resource)
      .With("by", by);
}

absl::Status CheckRoom(resource::Session& session, const resource::Type& type,
                       const std::string& parent, absl::string_view subject, int limit) {
  ASSIGN_OR_RETURN(const int64_t count, resource::CountBelow(session, type, parent));
  if (count < limit) return absl::OkStatus();
  return status::LimitExceeded(
      {"There are at most {limit} {subject} here.", "Il y a au plus {limit} {subject} ici."},
      subject, limit);
}

}  // namespace palier::rollout
