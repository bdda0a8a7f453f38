// SPDX-License-Identifier: Apache-2.0
// One schedule: the deployments put into waves by a given order of priority.
#ifndef PALIER_ROLLOUT_DOMAIN_SERIAL_PASS_H_
#define PALIER_ROLLOUT_DOMAIN_SERIAL_PASS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rollout/domain/champion_pool.h"
#include "rollout/domain/compiled_model.h"
#include "rollout/domain/plan.h"
#include "rollout/domain/wave_draft.h"
#include "rollout/domain/wave_sessions.h"

namespace palier::rollout {

// Used once, not thread-safe. The model must outlive it.
class SerialPass {
 public:
  // `order` holds each group once, the most urgent first.
  SerialPass(const CompiledModel& model, std::vector<int> order);

  // Returns NO_PLAN_FOUND with the limits that bind if the order leads to no plan.
  absl::StatusOr<Plan> Run();
  // After a run: whether each group found its place, and the day on which each deployment goes
  // live.
  const std::vector<bool>& placed() const { return placed_; }
  const std::vector<int>& go_live() const { return go_live_; }

 private:
  // A group that may go into the coming wave, from day `ready` on.
  struct Candidate {
    int group = 0;
    int ready = 0;
    // What makes it wait until `ready`.
    RuleFinding reason;
  };

  absl::Status AddWave();
  // Groups whose prerequisites are all live; says of the others why not.
  std::vector<Candidate> Candidates();
  std::optional<Candidate> CandidateOf(int group);
  // Those of them that fit into a wave of their own, or NO_PLAN_FOUND.
  absl::StatusOr<std::vector<Candidate>> Fitting(const std::vector<Candidate>& candidates);
  absl::Status ChooseStart(const std::vector<Candidate>& candidates);
  void Fill(const std::vector<Candidate>& candidates, WaveDraft& draft);
  absl::Status Train(const WaveDraft& draft);
  absl::Status Place(TrainingCourse course, PlannedWave& wave);
  void Close(const WaveDraft& draft, PlannedWave& wave);
  void Explain(const TrainingCourse& course);
  RuleFinding HorizonFinding(const std::string& subject) const;
  bool PilotsOnly() const;
  std::string WaveSubject() const;

  const CompiledModel& model_;
  const std::vector<int> order_;
  ChampionPool pool_;
  SessionsByWeek held_;
  Plan plan_;
  // Day of go-live of each deployment, -1 before it is placed.
  std::vector<int> go_live_;
  std::vector<bool> placed_;
  // People live by team, each once.
  std::vector<int> live_of_team_;
  int live_ = 0;
  size_t groups_left_;
  bool any_pilot_;
  // Of the coming wave.
  int number_ = 1;
  int earliest_ = 0;
  int start_ = 0;
  RuleFinding start_reason_;
  // Why each group was left out of the last wave.
  std::map<int, RuleFinding> left_out_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_SERIAL_PASS_H_
