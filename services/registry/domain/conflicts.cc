// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/conflicts.h"

#include <algorithm>
#include <optional>

#include "common/time/proto_time.h"

namespace palier::registry {
namespace {

using Conflict = v1::PortfolioConflict;

struct Period {
  absl::CivilDay first = absl::CivilDay::min();
  absl::CivilDay last = absl::CivilDay::max();
};

Period PeriodOf(const v1::ContendingProject& project) {
  Period period;
  period.first = time::DayOf(project.start_date()).value_or(period.first);
  period.last = time::DayOf(project.end_date()).value_or(period.last);
  return period;
}

void SetDate(absl::CivilDay day, google::type::Date* to) {
  to->set_year(static_cast<int>(day.year()));
  to->set_month(day.month());
  to->set_day(day.day());
}

v1::ContendingProject ClaimOf(const v1::Project& project, absl::TimeZone zone) {
  v1::ContendingProject claim;
  claim.set_project(project.name());
  claim.set_display_name(project.display_name());
  claim.set_portfolio_rank(project.portfolio_rank());
  const auto& start =
      project.has_poc_start_time() ? project.poc_start_time() : project.stage_time();
  const bool started = project.has_poc_start_time() || project.has_stage_time();
  if (started) SetDate(absl::ToCivilDay(time::TimeOf(start), zone), claim.mutable_start_date());
  const auto end = time::DayOf(project.production_target_date());
  // A date that has gone by while the project is still under way says nothing.
  if (end.has_value() && (!started || *end >= *time::DayOf(claim.start_date())))
    SetDate(*end, claim.mutable_end_date());
  return claim;
}

// How many of them need the subject on one day, at most: the maximum is reached where one begins.
int Peak(const std::vector<Period>& periods) {
  int peak = 0;
  for (const Period& at : periods) {
    const auto there = std::count_if(periods.begin(), periods.end(), [&](const Period& other) {
      return other.first <= at.first && at.first <= other.last;
    });
    peak = std::max(peak, static_cast<int>(there));
  }
  return peak;
}

bool GoesBefore(const v1::ContendingProject& a, const v1::ContendingProject& b) {
  const auto key = [](const v1::ContendingProject& project) {
    return std::make_tuple(project.portfolio_rank() == 0, project.portfolio_rank(),
                           project.project());
  };
  return key(a) < key(b);
}

// The only one with the lowest rank, of projects in the order of GoesBefore.
std::string FirstOf(const v1::PortfolioConflict& conflict) {
  const v1::ContendingProject& first = conflict.projects(0);
  const bool tied = conflict.projects(1).portfolio_rank() == first.portfolio_rank();
  return first.portfolio_rank() == 0 || tied ? "" : first.project();
}

}  // namespace

bool IsActive(const v1::Project& project) {
  switch (project.stage()) {
    case v1::Project::SCOPING:
    case v1::Project::POC:
    case v1::Project::POST_POC:
    case v1::Project::LIMITED:
    case v1::Project::INDUSTRIALISATION:
    case v1::Project::ROLLOUT:
      return true;
    default:
      return false;
  }
}

void ConflictReport::Claim(v1::PortfolioConflict::Kind kind, const std::string& subject) {
  if (!subject.empty()) claims_[{kind, subject}].insert(projects_.size() - 1);
}

void ConflictReport::Add(const v1::Project& project) {
  if (!IsActive(project)) return;
  projects_.push_back(ClaimOf(project, zone_));
  Claim(Conflict::SPONSOR_OVERLOADED, project.sponsor());
  Claim(Conflict::SAME_PERSON, project.owner());
  for (const v1::TeamMember& member : project.team_members())
    Claim(Conflict::SAME_PERSON, member.person());
  for (const std::string& team : project.population().teams()) Claim(Conflict::SAME_TEAM, team);
}

std::vector<v1::PortfolioConflict> ConflictReport::Conflicts() const {
  std::vector<v1::PortfolioConflict> conflicts;
  for (const auto& [key, claimants] : claims_) {
    std::vector<Period> periods;
    for (const size_t at : claimants) periods.push_back(PeriodOf(projects_[at]));
    const int bearable = key.first == Conflict::SPONSOR_OVERLOADED ? sponsor_capacity_ : 1;
    if (static_cast<int>(claimants.size()) <= bearable || Peak(periods) <= bearable) continue;
    v1::PortfolioConflict& conflict = conflicts.emplace_back();
    conflict.set_kind(key.first);
    conflict.set_subject(key.second);
    size_t n = 0;
    for (const size_t at : claimants) {
      const Period& mine = periods[n++];
      const bool overlaps = std::count_if(periods.begin(), periods.end(), [&](const Period& other) {
                              return other.first <= mine.last && mine.first <= other.last;
                            }) > 1;
      if (overlaps) *conflict.add_projects() = projects_[at];
    }
    std::sort(conflict.mutable_projects()->begin(), conflict.mutable_projects()->end(), GoesBefore);
    conflict.set_first_project(FirstOf(conflict));
  }
  std::stable_sort(conflicts.begin(), conflicts.end(), [](const auto& a, const auto& b) {
    return a.projects_size() > b.projects_size();
  });
  return conflicts;
}

}  // namespace palier::registry
