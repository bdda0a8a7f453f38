// SPDX-License-Identifier: Apache-2.0
// People who plan, start, stop and decide at random on the same roll-outs, each in a thread of
// their own.
#ifndef PALIER_TESTS_SCENARIOS_RANDOM_PEOPLE_H_
#define PALIER_TESTS_SCENARIOS_RANDOM_PEOPLE_H_

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <random>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/status/error.h"
#include "palier/rollout/v1/access_service.pb.h"
#include "palier/rollout/v1/replan_service.pb.h"
#include "palier/rollout/v1/review_service.pb.h"
#include "palier/rollout/v1/rollout_service.pb.h"
#include "palier/rollout/v1/wave_service.pb.h"
#include "rollout/client/operations.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/wave_firm.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {

// What everybody sees: the roll-outs on which one works, and the clock.
class Board {
 public:
  // Roll-outs on which they work at a time.
  static constexpr int kSlots = 3;

  Board(World& world, absl::Time start) : world_(world), now_(start) {}

  std::string RolloutOf(int slot) const {
    return absl::StrCat(WaveFirm::kName, "/rollouts/", IdOf(slot));
  }
  std::string IdOf(int slot) const {
    const absl::MutexLock lock(&mutex_);
    return absl::StrCat("r-", slot, "-", generation_[slot]);
  }
  // The slot goes on with a new roll-out, unless somebody else was faster.
  bool Renew(int slot, const std::string& id) {
    const absl::MutexLock lock(&mutex_);
    if (id != absl::StrCat("r-", slot, "-", generation_[slot])) return false;
    ++generation_[slot];
    return true;
  }
  void PassDay() {
    const absl::MutexLock lock(&mutex_);
    now_ += absl::Hours(24);
    world_.SetTime(now_);
  }
  absl::CivilDay today() const {
    const absl::MutexLock lock(&mutex_);
    return absl::ToCivilDay(now_, absl::UTCTimeZone());
  }

 private:
  World& world_;
  mutable absl::Mutex mutex_;
  int generation_[kSlots] ABSL_GUARDED_BY(mutex_) = {};
  absl::Time now_ ABSL_GUARDED_BY(mutex_);
};

// One person with two hats: plans as `users/pN`, decides as `users/aN`.
class Person {
 public:
  using Wave = rollout::v1::Wave;

  Person(World& world, Board& board, int number)
      : number_(number),
        board_(board),
        manager_(world.As("rollout", absl::StrCat("users/p", number))),
        approver_(world.As("rollout", absl::StrCat("users/a", number))),
        registry_(world.As("registry", absl::StrCat("users/p", number))),
        random_(static_cast<uint64_t>(number) + 1) {}

  void DoSomething() {
    slot_ = Below(Board::kSlots);
    rollout_ = board_.RolloutOf(slot_);
    const int what = Below(100);
    if (what < 12) return Plan();
    if (what < 18) return Replan();
    if (what < 40) return Start();
    if (what < 44) return Move<rollout::v1::PauseWaveRequest>("PauseWave");
    if (what < 49) return Resume();
    if (what < 50) return Move<rollout::v1::StopWaveRequest>("StopWave");
    if (what < 66) return CompleteCheckIns();
    if (what < 78) return Complete();
    if (what < 82) return Decide();
    if (what < 87) return Review();
    if (what < 90) return ChangeLimits();
    if (what < 92) return Tell(RecordDrill(registry_, WaveFirm::kProject, board_.today()));
    if (what < 97) return Ask();
    if (number_ == 0) return board_.PassDay();
    Renew();
  }

  const std::map<std::string, int64_t>& outcomes() const { return outcomes_; }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<uint64_t>(n)); }

  void Tell(const absl::Status& status) {
    const std::string outcome =
        status.ok() ? "OK" : error::v1::ErrorReason_Name(status::ReasonOf(status));
    ++outcomes_[outcome];
    if (absl::IsInternal(status) || absl::IsUnknown(status) || absl::IsDataLoss(status))
      ADD_FAILURE() << status;
  }
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(const rpc::Client& client, const std::string& method,
                                const Request& request) {
    auto response = Unary<Response>(client, method, request);
    Tell(response.status());
    return response;
  }
  std::string SomeWave() { return absl::StrCat(rollout_, "/waves/wave-", 1 + Below(4)); }

  void Plan() {
    rollout::v1::PlanWavesRequest request;
    request.set_name(rollout_);
    request.set_schedule_count(kSchedules);
    const auto planned = rollout::PlanWavesAndWait(manager_, request);
    Tell(planned.status());
    if (absl::IsNotFound(planned.status()))
      Tell(WaveFirm::CreateRollout(manager_, board_.IdOf(slot_), slot_ + Below(6)));
  }
  void Replan() {
    rollout::v1::ReplanWavesRequest request;
    request.set_name(rollout_);
    request.set_notice_days(Below(20));
    request.set_schedule_count(kSchedules);
    request.set_choice(Below(2) == 0 ? rollout::v1::Replanning::LEAST_CHANGE
                                     : rollout::v1::Replanning::BEST_VALUE);
    Call<rollout::v1::PlanRevision>(manager_, "ReplanWaves", request).IgnoreError();
  }
  void Start() {
    rollout::v1::StartWaveRequest request;
    request.set_name(SomeWave());
    Call<Wave>(approver_, "StartWave", request).IgnoreError();
  }
  template <typename Request>
  void Move(const std::string& method) {
    Request request;
    request.set_name(SomeWave());
    request.set_reason("at random");
    Call<Wave>(approver_, method, request).IgnoreError();
  }
  void Resume() {
    rollout::v1::ResumeWaveRequest request;
    request.set_name(SomeWave());
    Call<Wave>(approver_, "ResumeWave", request).IgnoreError();
  }
  void CompleteCheckIns() {
    rollout::v1::ListCheckInsRequest list;
    list.set_parent(SomeWave());
    const auto listed = Call<rollout::v1::ListCheckInsResponse>(approver_, "ListCheckIns", list);
    if (!listed.ok()) return;
    for (const rollout::v1::CheckIn& check_in : listed->check_ins()) {
      if (check_in.has_done_time() || Below(4) == 0) continue;
      rollout::v1::CompleteCheckInRequest request;
      request.set_name(check_in.name());
      request.set_notes("said and done");
      Call<rollout::v1::CheckIn>(approver_, "CompleteCheckIn", request).IgnoreError();
    }
  }
  Wave::GateDecision SomeDecision() {
    // Mostly the one that goes on.
    const int choice = Below(8);
    return choice < 6 ? Wave::CONTINUE : choice == 6 ? Wave::ADJUST : Wave::PAUSE;
  }
  void Complete() {
    rollout::v1::CompleteWaveRequest request;
    request.set_name(SomeWave());
    request.set_gate_decision(SomeDecision());
    request.set_reason("at random");
    if (Below(8) != 0) request.set_evidence_waiver("nobody measures");
    if (Below(5) == 0) {
      request.set_waive_check_ins(true);
      request.set_waiver_reason("nobody was there");
    }
    Call<Wave>(approver_, "CompleteWave", request).IgnoreError();
  }
  void Decide() {
    rollout::v1::DecideGateRequest request;
    request.set_name(SomeWave());
    request.set_gate_decision(SomeDecision());
    request.set_reason("thought again");
    if (Below(8) != 0) request.set_evidence_waiver("nobody measures");
    Call<Wave>(approver_, "DecideGate", request).IgnoreError();
  }
  void Review() {
    rollout::v1::ListReviewsRequest list;
    list.set_parent(rollout_);
    const auto listed = Call<rollout::v1::ListReviewsResponse>(manager_, "ListReviews", list);
    if (!listed.ok()) return;
    for (const rollout::v1::Review& review : listed->reviews()) {
      if (review.kind() != rollout::v1::Review::MONTHLY_REVIEW || review.has_done_time()) continue;
      rollout::v1::CompleteReviewRequest request;
      request.set_name(review.name());
      request.set_decision(Below(6) == 0 ? rollout::v1::Review::PAUSE
                                         : rollout::v1::Review::CONTINUE);
      request.set_reason("at random");
      Call<rollout::v1::Review>(manager_, "CompleteReview", request).IgnoreError();
      return;
    }
  }
  void ChangeLimits() {
    rollout::v1::UpdateRolloutRequest request;
    request.mutable_rollout()->set_name(rollout_);
    rollout::v1::Limits& limits = *request.mutable_rollout()->mutable_limits();
    limits.set_session_size(4 + Below(9));
    limits.set_users_per_champion(Below(3) == 0 ? 0 : 10 + Below(6));
    limits.set_pilot_size(8 + Below(8));
    request.mutable_update_mask()->add_paths("limits.session_size");
    request.mutable_update_mask()->add_paths("limits.users_per_champion");
    request.mutable_update_mask()->add_paths("limits.pilot_size");
    Call<rollout::v1::Rollout>(manager_, "UpdateRollout", request).IgnoreError();
  }
  void Ask() {
    rollout::v1::EvaluateAccessRequest request;
    request.set_parent(WaveFirm::kName);
    request.mutable_question()->set_application(rollout_);
    request.mutable_question()->set_team(absl::StrCat(WaveFirm::kName, "/teams/team-", Below(6)));
    Call<rollout::v1::AccessAnswer>(approver_, "EvaluateAccess", request).IgnoreError();
  }
  // Once all its waves are over, its place is another one's.
  void Renew() {
    rollout::v1::GetRolloutRequest get;
    get.set_name(rollout_);
    const auto rollout = Call<rollout::v1::Rollout>(manager_, "GetRollout", get);
    if (!rollout.ok()) return;
    if (rollout->state() != rollout::v1::Rollout::COMPLETED &&
        rollout->state() != rollout::v1::Rollout::STOPPED)
      return;
    if (!board_.Renew(slot_, rollout_.substr(rollout_.rfind('/') + 1))) return;
    rollout::v1::DeleteRolloutRequest request;
    request.set_name(rollout_);
    Call<rollout::v1::Rollout>(manager_, "DeleteRollout", request).IgnoreError();
  }

  // What is judged does not depend on how good a plan is.
  static constexpr int kSchedules = 100;

  const int number_;
  Board& board_;
  const rpc::Client &manager_, &approver_, &registry_;
  std::mt19937_64 random_;
  int slot_ = 0;
  std::string rollout_;
  std::map<std::string, int64_t> outcomes_;
};

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_RANDOM_PEOPLE_H_
