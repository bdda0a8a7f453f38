// SPDX-License-Identifier: Apache-2.0
// From an order of activities to a schedule: the serial schedule generation scheme (Kelley 1963)
// for every rule of a model. Activities are placed one after the other, each at the start that is
// worth most among those that what is placed before leaves; without values, at the earliest one.
// An order alone does not reach every schedule worth having: where people must go live before
// others may start, it can pay that one waits although it could start. Hence delays.
#ifndef PALIER_ROLLOUT_SCHEDULE_SERIAL_DECODER_H_
#define PALIER_ROLLOUT_SCHEDULE_SERIAL_DECODER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "rollout/schedule/model.h"
#include "rollout/schedule/windows.h"

namespace palier::schedule {

// What a start is worth, in any unit: by activity, then by period from 0; the last value of an
// activity holds for all later periods. Empty for activities of which only the end counts.
using Values = std::vector<std::vector<int64_t>>;

int64_t ValueOf(const Values& values, const Starts& starts);

// Capacity that an activity supplies counts from then on, so that one placed later never takes away
// what one placed earlier stands on. One that finds no start yet is tried again when another has
// given room; an order leads nowhere when some activity finds none before its deadline, a maximal
// lag or the horizon.
//
// Not thread-safe: one decoder for each thread. The model, which passes Validate, must outlive it.
class SerialDecoder {
 public:
  // `values` is empty or has one list for each activity.
  explicit SerialDecoder(const Model& model, const Values& values = {});

  // `order` holds each activity once, the most urgent first; one whose predecessors (by arcs that
  // say "after": a lag above 0, or 0 from the lower position) are not placed waits for them. An
  // activity with a `not_before` above 0 (by position; empty for none) takes the earliest start
  // from there on, whatever it is worth. False when some found no start: unplaced().
  bool Decode(const std::vector<int>& order, Starts& starts, const Starts& not_before = {});
  // From now on the activities that have a start in `held` (-1 for none; one for each activity)
  // keep it in every decode, and an order holds the others only. A decode fails in which they lack
  // what one of the others supplied.
  void Hold(const Starts& held);
  // What those that are held lack now, they may lack in every decode to come.
  void AcceptLacks();
  // After a decode that failed: those that could have been tried, the most urgent first.
  const std::vector<int>& unplaced() const { return deferred_; }
  // Activities that found a start in the last decode.
  int placed() const { return placed_; }

  // The first rule that keeps the activity from starting at `start` while all others start as in
  // `starts`, a good schedule; none when it could.
  std::optional<Violation> WhyNot(const Starts& starts, int activity, int start);

 private:
  struct Neighbour {
    int activity = 0;
    int lag = 0;
  };
  struct Membership {
    int growth = 0;
    int64_t people = 0;
    int live_after = 0;
  };

  // What is left of everything that limits a start.
  struct Ledger {
    // By resource and period: what nobody uses yet.
    std::vector<int64_t> free;
    // By growth and period: 1000 pilot + growth live - 1000 started; and the least from there on.
    std::vector<std::vector<int64_t>> room, least_room;
    // The least that is unspent from each period on: what a start there may cost.
    std::vector<int64_t> unspent;
  };

  void Reset();
  bool Lacks() const;
  void MakeReady(int activity);
  bool TryPlace(int activity);
  // Those that found no start before, until one does not again.
  void RetryFirst();
  void RetryAll();
  // The earliest start in [from, latest] that all rules leave; -1 for none.
  int EarliestFrom(int activity, int from, int latest) const;
  int BestStart(int activity, int from, int latest) const;
  // The start, or the first one after it that what forbids the start leaves.
  std::optional<Violation> Unmet(int activity, int start) const;
  int AfterResources(int activity, int start) const;
  int AfterGrowths(int activity, int start) const;
  int AfterBudget(int activity, int start) const;
  bool IsClosed(int activity, int start) const;
  void Place(int activity, int start);

  int64_t* Free(int resource) {
    return now_.free.data() + static_cast<size_t>(resource) * periods_;
  }
  const int64_t* Free(int resource) const {
    return now_.free.data() + static_cast<size_t>(resource) * periods_;
  }

  static void FillLeast(const std::vector<int64_t>& room, std::vector<int64_t>& least);

  const Model& model_;
  const Values values_;
  const Windows windows_;
  const size_t periods_;
  // Without any activity, with those that are held, and at this moment of a decode.
  Ledger empty_, begin_, now_;
  // What those that are held may lack.
  Ledger accepted_;
  // What activities that are not held supply, and growths that they are members of.
  std::vector<int> supplied_, grown_;
  // By activity and period: the most a start from there on is worth; empty where only the first
  // start counts.
  std::vector<std::vector<int64_t>> most_later_;
  // Arcs into and out of each activity.
  std::vector<std::vector<Neighbour>> into_, out_of_;
  std::vector<std::vector<Membership>> memberships_;
  // How many must be placed before; and how many of them are not held.
  std::vector<int> needs_, needs_at_first_;
  Starts held_;
  int held_count_ = 0;
  std::vector<std::vector<bool>> closed_;
  // Working space.
  std::vector<bool> gives_room_;
  std::vector<int> waits_for_, rank_, ready_, deferred_;
  Starts starts_;
  const Starts* not_before_ = nullptr;
  int placed_ = 0;
};

}  // namespace palier::schedule

#endif  // PALIER_ROLLOUT_SCHEDULE_SERIAL_DECODER_H_
