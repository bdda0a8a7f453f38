// SPDX-License-Identifier: Apache-2.0
// One schedule: the deployments put into waves by a given order of priority.
#ifndef PALIER_ROLLOUT_DOMAIN_SERIAL_PASS_H_
#define PALIER_ROLLOUT_DOMAIN_SERIAL_PASS_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "rollout/domain/champion_pool.h"
#include "rollout/domain/compiled_model.h"
#include "rollout/domain/plan.h"
#include "rollout/domain/standing_plan.h"
#include "rollout/domain/wave_draft.h"
#include "rollout/domain/wave_sessions.h"

namespace palier::rollout {

// Used once, not thread-safe. Model and standing plan must outlive it.
class SerialPass {
 public:
  // `order` holds each group once, the most urgent first.
  SerialPass(const CompiledModel& model, std::vector<int> order);
  // In the place of a plan in force: its frozen waves stay. No group goes into a wave that starts
  // before its day in `not_before` (empty for none); one whose day is that on which its wave was to
  // start keeps its sessions if that wave still starts then and no rule speaks against it.
  SerialPass(const CompiledModel& model, std::vector<int> order, const StandingPlan& standing,
             std::vector<int> not_before);

  // None if the order leads to no plan.
  std::optional<Plan> Run();
  // After a run that led to none: NO_PLAN_FOUND with the limits that bind. Its sentences cost more
  // than the run.
  absl::Status Failure() const;
  // After a run: whether each group found its place, and the day on which each deployment goes
  // live.
  const std::vector<bool>& placed() const { return placed_; }
  const std::vector<int>& go_live() const { return go_live_; }
  // Of groups that were to keep their sessions and could not: the rule that speaks against it.
  const std::map<int, RuleFinding>& not_kept() const { return not_kept_; }

 private:
  // A group that may go into the coming wave, from day `ready` on.
  struct Candidate {
    int group = 0;
    int ready = 0;
    // What makes it wait until `ready`.
    RuleFinding reason;
  };

  void TakeFrozen(const PlannedWave& wave);
  bool WantsToStay(int group) const;
  void NoteNotKept(int group, const RuleFinding& finding);
  // These return false, or nothing, once a limit speaks against the order.
  bool AddWave();
  // Groups whose prerequisites are all live; says of the others why not.
  std::vector<Candidate> Candidates();
  std::optional<Candidate> CandidateOf(int group);
  // Those of them that fit into a wave of their own; empty for none.
  std::vector<Candidate> Fitting(const std::vector<Candidate>& candidates);
  bool ChooseStart(const std::vector<Candidate>& candidates);
  void Fill(const std::vector<Candidate>& candidates, WaveDraft& draft);
  // Adds those that keep their sessions to the draft; returns the others.
  std::vector<const Candidate*> Keep(const std::vector<const Candidate*>& ready, WaveDraft& draft);
  std::optional<RuleFinding> KeepObstacle(const Candidate& candidate, const WaveDraft& draft,
                                          const KeptSessions& kept) const;
  bool Train(const WaveDraft& draft);
  bool Place(TrainingCourse course, PlannedWave& wave);
  // Notes what speaks against the order; false.
  bool Fail(const std::string& subject, std::vector<RuleFinding> limits);
  void Close(const WaveDraft& draft, PlannedWave& wave);
  void Explain(const TrainingCourse& course);
  bool PilotsOnly() const;
  std::string WaveSubject() const;

  const CompiledModel& model_;
  const std::vector<int> order_;
  ChampionPool pool_;
  SessionsByWeek held_;
  Plan plan_;
  // Day of go-live of each deployment; far before the horizon until it is placed.
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
  // None for a plan without one before it.
  const StandingPlan* standing_ = nullptr;
  std::vector<int> not_before_;
  std::set<int> kept_;
  std::map<int, RuleFinding> not_kept_;
  // Of a run that led to no plan.
  std::string failed_;
  std::vector<RuleFinding> limits_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_SERIAL_PASS_H_
