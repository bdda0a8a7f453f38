// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/wave_people.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "common/stats/permille.h"

namespace palier::rollout {
namespace {

void Count(InvolvementType type, TeamStanding& team) {
  switch (type) {
    case InvolvementType::kInterview:
      ++team.interviews;
      return;
    case InvolvementType::kWorkshop:
      ++team.workshops;
      return;
    case InvolvementType::kDemonstration:
      ++team.demonstrations;
      return;
  }
}

void AddInvolvements(const PeopleFacts& facts, WavePeople& people) {
  for (const InvolvementFact& fact : facts.involvements) {
    bool of_wave = false;
    for (const std::string& name : fact.teams) {
      const auto team = people.teams.find(name);
      if (team == people.teams.end()) continue;
      Count(fact.type, team->second);
      of_wave = true;
    }
    people.workshops += of_wave && fact.type == InvolvementType::kWorkshop;
  }
}

void AddConcerns(const PeopleFacts& facts, WavePeople& people) {
  for (const ConcernFact& concern : facts.concerns) {
    const auto team = people.teams.find(concern.team);
    if (team == people.teams.end()) continue;
    MonthOfConcerns& month = people.months[absl::CivilMonth(concern.day)];
    ++team->second.concerns;
    ++month.raised;
    if (concern.resolved) continue;
    ++team->second.open_concerns;
    ++month.open;
    ++people.open_concerns;
  }
}

void AddFindings(const std::string& name, const TeamStanding& team, Conditions& findings) {
  if (!team.involved()) {
    findings.push_back({"TEAM_NOT_INVOLVED",
                        name,
                        {"Nobody asked or showed this team anything before.",
                         "Personne n'a interrogé cette équipe ni ne lui a rien montré avant."}});
  }
  if (team.open_concerns > 0) {
    findings.push_back(
        {"CONCERN_OPEN",
         name,
         {absl::StrCat(team.open_concerns, " of ", team.concerns, " concerns are open."),
          absl::StrCat("Craintes ouvertes : ", team.open_concerns, " sur ", team.concerns, ".")}});
  }
  if (team.role_changes == 0) {
    findings.push_back({"ROLE_CHANGE_MISSING",
                        name,
                        {"Nothing says what changes in its jobs.",
                         "Rien ne dit ce qui change dans ses métiers."}});
  } else if (team.signed_role_changes < team.role_changes) {
    const int unsigned_count = team.role_changes - team.signed_role_changes;
    findings.push_back({"ROLE_CHANGE_UNSIGNED",
                        name,
                        {absl::StrCat("HR has not signed ", unsigned_count, " of ",
                                      team.role_changes, " changes of its jobs."),
                         absl::StrCat("Évolutions de métier sans signature RH : ", unsigned_count,
                                      " sur ", team.role_changes, ".")}});
  }
}

}  // namespace

WavePeople PeopleOf(const PeopleFacts& facts) {
  WavePeople people;
  for (const auto& [name, count] : facts.teams) {
    people.teams[name].people = count;
    people.people += count;
  }
  AddInvolvements(facts, people);
  AddConcerns(facts, people);
  for (const RoleChangeFact& change : facts.role_changes) {
    const auto team = people.teams.find(change.team);
    if (team == people.teams.end()) continue;
    ++team->second.role_changes;
    team->second.signed_role_changes += change.signed_by_hr;
  }
  int64_t involved = 0;
  for (const auto& [name, team] : people.teams) {
    if (!team.involved()) continue;
    ++people.involved_teams;
    involved += team.people;
  }
  people.involved_permille = stats::Permille(involved, people.people);
  return people;
}

Conditions FindingsOf(const WavePeople& people, const std::optional<HumanAnswer>& human,
                      const std::string& wave) {
  Conditions findings;
  for (const auto& [name, team] : people.teams) AddFindings(name, team, findings);
  if (people.workshops == 0) {
    findings.push_back({"WORKSHOP_MISSING",
                        wave,
                        {"No workshop was held with any team of the wave.",
                         "Aucun atelier ne s'est tenu avec une équipe de la vague."}});
  }
  if (human != HumanAnswer::kYes) {
    findings.push_back({"DIAGNOSTIC_MISSING",
                        wave,
                        {"The project does not say that it knows its users and their fears.",
                         "Le projet ne dit pas connaître ses utilisateurs et leurs craintes."}});
  }
  return findings;
}

Conditions UnmetBy(const WavePeople& people, const InvolvementMinimum& minimum,
                   const std::string& wave) {
  Conditions unmet;
  if (people.involved_permille < minimum.permille) {
    const auto percent = [](int permille, char point) {
      return absl::StrCat(permille / 10, std::string(1, point), permille % 10, " %");
    };
    unmet.push_back(
        {"INVOLVEMENT_TOO_LOW",
         wave,
         {absl::StrCat(percent(people.involved_permille, '.'),
                       " of its people are in teams that were involved before; at least ",
                       percent(minimum.permille, '.'), " are asked for."),
          absl::StrCat(percent(people.involved_permille, ','),
                       " de ses personnes sont dans des équipes associées avant ; au moins ",
                       percent(minimum.permille, ','), " demandés.")}});
  }
  if (people.workshops < minimum.workshops) {
    unmet.push_back({"WORKSHOPS_TOO_FEW",
                     wave,
                     {absl::StrCat("Workshops with its teams: ", people.workshops, " of ",
                                   minimum.workshops, " asked for."),
                      absl::StrCat("Ateliers avec ses équipes : ", people.workshops, " sur ",
                                   minimum.workshops, " demandés.")}});
  }
  return unmet;
}

}  // namespace palier::rollout
