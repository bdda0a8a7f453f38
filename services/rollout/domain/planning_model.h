// SPDX-License-Identifier: Apache-2.0
// What is to be rolled out, to whom, and within which limits: the input of a planner.
#ifndef PALIER_ROLLOUT_DOMAIN_PLANNING_MODEL_H_
#define PALIER_ROLLOUT_DOMAIN_PLANNING_MODEL_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"

namespace palier::rollout {

// Civil days from `start` to the day before `end`.
struct DayRange {
  absl::CivilDay start;
  absl::CivilDay end;
  friend bool operator==(const DayRange&, const DayRange&) = default;
};

struct Team {
  std::string id;
  std::string department;
  // Everybody in the team, 1 to 100 000.
  int headcount = 0;
  // How much of the team may be in training on one day, in thousandths (S1-08), rounded down to
  // whole people. A team so small that this gives nobody cannot be trained: raise the share.
  int max_training_permille = 150;
  // Changes the team may live through at once, from the first session to the end of hypercare, 1 to
  // 100.
  int saturation = 1;
  // The language sessions are held in; empty for any.
  std::string language;
  // Days on which nobody of the team can be trained and nothing goes live there.
  std::vector<DayRange> absences;
  // Person-hours of training the team can give to the whole plan (S1-09); none for no limit.
  std::optional<int64_t> training_hours;
};

// `deployment` must be live in an earlier wave, `lag_days` (0 to 730) before the wave starts
// (S1-29).
struct Prerequisite {
  std::string deployment;
  int lag_days = 0;
};

// One application brought to one team: the unit that is planned.
struct Deployment {
  std::string id;
  std::string team;
  std::string application;
  // People of the team to train, 1 to its headcount. When a team has several deployments, the
  // people of the smaller are taken to be among those of the larger.
  int people = 0;
  std::vector<Prerequisite> prerequisites;
  // The wave does not start before this day, and what it waits for until then (data, a decision);
  // empty: the team itself.
  std::optional<absl::CivilDay> release_day;
  std::string waits_for;
  // The deployment is live on this day or earlier.
  std::optional<absl::CivilDay> deadline;
  // The deployments of one team with the same cluster go into the same wave (S1-28); empty for
  // none.
  std::string cluster;
  // When any deployment is a pilot, the first wave holds pilots only. Equal within a cluster of a
  // team.
  bool pilot = false;
  // 0 to 100; the readier goes first among equals.
  int readiness = 0;
  // Value of one week of use, in hundredths of the programme's currency, 0 to 10^12.
  int64_t value_per_week = 0;
  // In the same unit, 0 to 10^12.
  int64_t cost = 0;
  // Id of the sponsor; empty for none.
  std::string sponsor;
};

// A user who trains others. In a wave, a champion must be certified or come from a team of an
// earlier wave (S1-31).
struct Champion {
  std::string person;
  std::string team;
  // Hours a week for sessions, 0 to 60. Who cannot hold one session a week does not count.
  int hours_per_week = 0;
  // Empty for any.
  std::vector<std::string> languages;
  bool certified = false;
  // Minutes of sessions in other plans, by the Monday of their week: one person has one week.
  std::map<absl::CivilDay, int> booked_minutes = {};
};

// Whose attention is limited (S1-09).
struct Sponsor {
  std::string id;
  // Initiatives the sponsor carries outside this plan.
  int active_elsewhere = 0;
  int max_active = 0;
};

struct Limits {
  // People in one session, 1 to 1000, and its length, 15 to 480 minutes.
  int session_size = 12;
  int session_minutes = 120;
  // Sessions in one week (Monday to Sunday) over all teams; 0 for no limit.
  int sessions_per_week = 0;
  // Users that one champion carries in one wave; 0 for a plan without champions.
  int users_per_champion = 15;
  // Days from the last go-live of a wave to the end of its close support, 0 to 365.
  int hypercare_days = 28;
  // Days from there to the gate decision, 0 to 90. The next wave starts after that day.
  int gate_review_days = 3;
  // Waves start on this day of the week only; none for any day.
  std::optional<absl::Weekday> start_weekday = absl::Weekday::monday;
  // The big-bang guard (S1-44): largest wave in thousandths of the population, and departments at
  // once (0: no limit).
  int max_wave_permille = 250;
  int max_departments = 0;
  // Most people in the first wave, and in a later wave in thousandths of the people already live.
  int pilot_size = 20;
  int growth_permille = 3000;
  // When given, wave n holds at most wave_sizes[n-1] people, there are no more waves than sizes,
  // and pilot_size and growth_permille are not used.
  std::vector<int> wave_sizes;
};

struct WorkCalendar {
  // Monday first.
  std::array<bool, 7> working_days = {true, true, true, true, true, false, false};
  std::vector<DayRange> holidays;
  // Freezes of the whole organisation: no wave start, no session, no go-live.
  std::vector<DayRange> blackouts;
};

struct PlanningModel {
  // Everybody in the organisation: what coverage and the big-bang guard are counted against.
  int population = 0;
  // Sessions and go-lives lie in these days, 1100 at most.
  DayRange horizon;
  std::vector<Team> teams;
  std::vector<Deployment> deployments;
  std::vector<Champion> champions;
  std::vector<Sponsor> sponsors;
  // For the costs of all deployments; none for no limit.
  std::optional<int64_t> budget;
  Limits limits;
  WorkCalendar calendar;
};

constexpr int kMaxDeployments = 2000;
constexpr int kMaxTeams = 2000;
constexpr int kMaxChampions = 2000;
constexpr int kMaxSponsors = 500;
constexpr int kMaxRanges = 200;
constexpr int kMaxPrerequisites = 20;
constexpr int kMaxHorizonDays = 1100;
constexpr int kMaxWaves = 200;

// Returns INVALID_ARGUMENT (INVALID_FIELDS) with the path of each field that is out of range,
// doubled, or names what does not exist; the first twenty. Whether a plan exists is not looked at.
absl::Status ValidateModel(const PlanningModel& model);

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_PLANNING_MODEL_H_
