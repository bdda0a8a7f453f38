// SPDX-License-Identifier: Apache-2.0
// Judges a roll-out service by its change log alone: whether any wave ever started that must not.
// Shares no code with the service.
#ifndef PALIER_TESTS_SCENARIOS_WAVE_JUDGE_H_
#define PALIER_TESTS_SCENARIOS_WAVE_JUDGE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "palier/api/v1/change.pb.h"
#include "palier/rollout/v1/check_in.pb.h"
#include "palier/rollout/v1/plan_revision.pb.h"
#include "palier/rollout/v1/review.pb.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "palier/rollout/v1/wave.pb.h"

namespace palier::scenarios {

// Read the log in its order. Used by one thread.
class WaveJudge {
 public:
  // Headcounts of the teams and hours a week of the champions, by resource name.
  WaveJudge(std::map<std::string, int> headcounts, std::map<std::string, int> champion_hours)
      : headcounts_(std::move(headcounts)), champion_hours_(std::move(champion_hours)) {}

  // The manual way was tried out on that day, as was recorded then. Before the log is read, in any
  // order.
  void Drill(absl::CivilDay day, absl::Time recorded) { drills_.emplace(day, recorded); }
  void See(const api::v1::Change& change);
  // Once everything was seen.
  void End();

  int64_t sequence() const { return sequence_; }
  int64_t starts() const { return starts_; }
  int64_t revisions() const { return revisions_; }
  // What must not be, as sentences.
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void SeeWave(const api::v1::Change& change);
  void JudgeStart(const rollout::v1::Wave& before, const rollout::v1::Wave& after,
                  const api::v1::Change& change);
  // The wave keeps to the limits it was planned under.
  void JudgeCapacity(const rollout::v1::Wave& wave);
  // Nobody trains more in a week than their hours, whatever for.
  void JudgeChampions(const rollout::v1::Wave& wave);
  void JudgePrevious(const rollout::v1::Wave& wave);
  void JudgeDrills(const rollout::v1::Wave& wave, absl::Time now);
  void JudgeReviews(const rollout::v1::Wave& wave, absl::Time now);
  void Blame(const std::string& resource, const std::string& what);

  const std::map<std::string, int> headcounts_, champion_hours_;
  std::multimap<absl::CivilDay, absl::Time> drills_;
  int64_t sequence_ = 0, starts_ = 0, revisions_ = 0;
  std::map<std::string, rollout::v1::Rollout> rollouts_;
  std::map<std::string, rollout::v1::Wave> waves_;
  // By wave.
  std::map<std::string, std::map<std::string, rollout::v1::CheckIn>> check_ins_;
  // By roll-out.
  std::map<std::string, std::map<std::string, rollout::v1::Review>> reviews_;
  // Roll-outs as they were planned, by revision.
  std::map<std::string, rollout::v1::Rollout> planned_;
  std::vector<std::string> faults_;
};

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_WAVE_JUDGE_H_
