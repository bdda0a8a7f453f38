// SPDX-License-Identifier: Apache-2.0
// What people must have been given before the first wave of a roll-out starts: a card that says
// what the tool does not do (S1-07), a communication plan with its impact on each population, and
// an upskilling plan (S0-29).
#ifndef PALIER_ROLLOUT_DOMAIN_PREPARATION_H_
#define PALIER_ROLLOUT_DOMAIN_PREPARATION_H_

#include <set>
#include <string>
#include <vector>

#include "rollout/domain/condition.h"

namespace palier::rollout {

struct Preparation {
  std::string rollout;
  // Ids of the teams that the tool is brought to.
  std::vector<std::string> teams;
  bool has_tool_card = false;
  // Teams whose people are told what changes for them, and those whose learning is planned.
  std::set<std::string> told_teams;
  std::set<std::string> upskilled_teams;
};

// TOOL_CARD_MISSING, COMMUNICATION_PLAN_MISSING and UPSKILLING_PLAN_MISSING, in that order, each
// once; the latter two name the teams.
Conditions UnmetBy(const Preparation& preparation);

// Names of at most ten, and how many more.
status::Text NamesOf(const std::vector<std::string>& names);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PREPARATION_H_
