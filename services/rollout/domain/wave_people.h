// SPDX-License-Identifier: Apache-2.0
// What is known of the people of a wave: whether they were involved before (S0-11, S0-28), what
// they are afraid of (S0-12, S1-07), what changes in their jobs (S0-26), and whether the project
// says that it knows all that (S0-19).
#ifndef PALIER_ROLLOUT_DOMAIN_WAVE_PEOPLE_H_
#define PALIER_ROLLOUT_DOMAIN_WAVE_PEOPLE_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "rollout/domain/condition.h"

namespace palier::rollout {

enum class InvolvementType { kInterview, kWorkshop, kDemonstration };

struct InvolvementFact {
  InvolvementType type = InvolvementType::kInterview;
  std::set<std::string> teams;
};

struct ConcernFact {
  std::string team;
  absl::CivilDay day;
  bool resolved = false;
};

struct RoleChangeFact {
  std::string team;
  bool signed_by_hr = false;
};

enum class HumanAnswer { kYes, kNo, kUnsure };

struct PeopleFacts {
  // People of the wave, by team.
  std::map<std::string, int> teams;
  std::vector<InvolvementFact> involvements;
  std::vector<ConcernFact> concerns;
  std::vector<RoleChangeFact> role_changes;
  std::optional<HumanAnswer> human;
};

struct TeamStanding {
  int people = 0;
  int interviews = 0, workshops = 0, demonstrations = 0;
  int concerns = 0, open_concerns = 0;
  int role_changes = 0, signed_role_changes = 0;

  bool involved() const { return interviews + workshops + demonstrations > 0; }
};

struct MonthOfConcerns {
  int raised = 0;
  int open = 0;
};

struct WavePeople {
  std::map<std::string, TeamStanding> teams;
  int people = 0;
  int involved_teams = 0;
  // People of involved teams in thousandths of those of the wave, half up.
  int involved_permille = 0;
  // Workshops with at least one of the teams.
  int workshops = 0;
  int open_concerns = 0;
  std::map<absl::CivilMonth, MonthOfConcerns> months;
};

// Facts about other teams do not count.
WavePeople PeopleOf(const PeopleFacts& facts);

// What is not so and should be, team by team, then of the wave: TEAM_NOT_INVOLVED, CONCERN_OPEN,
// ROLE_CHANGE_MISSING, ROLE_CHANGE_UNSIGNED, WORKSHOP_MISSING, DIAGNOSTIC_MISSING.
Conditions FindingsOf(const WavePeople& people, const std::optional<HumanAnswer>& human,
                      const std::string& wave);

// What must have been before the wave starts; 0 asks for nothing.
struct InvolvementMinimum {
  int permille = 0;
  int workshops = 0;
};

// INVOLVEMENT_TOO_LOW and WORKSHOPS_TOO_FEW of that wave.
Conditions UnmetBy(const WavePeople& people, const InvolvementMinimum& minimum,
                   const std::string& wave);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_WAVE_PEOPLE_H_
