// SPDX-License-Identifier: Apache-2.0
#include "rollout/schedule/list_decoder.h"

#include <algorithm>

namespace palier::schedule {
namespace {

// The first start from `from` on with room for `need` in every period of the duration; beyond
// `horizon` when there is none. Looks from the end of the window: what does not fit there rules out
// every start up to it.
int FirstFit(const uint64_t* left, uint64_t need, int from, int duration, int horizon) {
  int checked = from;
  for (int end = from + duration; end <= horizon; end = from + duration) {
    int t = end - 1;
    while (t >= checked && ((left[t] - need) & kFieldTops) == kFieldTops) --t;
    if (t < checked) return from;
    from = t + 1;
    checked = end;
  }
  return horizon + 1;
}

}  // namespace

ListDecoder::ListDecoder(const PackedModel& packed)
    : packed_(packed), left_(packed.capacity), touched_(0) {}

int ListDecoder::FitAll(int activity, int from) const {
  const PackedNeed* const first = packed_.needs.First(activity);
  const int needs = packed_.needs.Size(activity);
  const int duration = packed_.duration[activity];
  const int horizon = packed_.horizon;
  // Round and round until one start suits all words.
  for (int agreed = 0, k = 0; agreed < needs; k = k + 1 == needs ? 0 : k + 1) {
    const uint64_t* const row = left_.data() + static_cast<size_t>(first[k].word) * horizon;
    const int fit = FirstFit(row, first[k].amount, from, duration, horizon);
    agreed = fit == from ? agreed + 1 : 1;
    from = fit;
    if (from > horizon) break;
  }
  return from;
}

int ListDecoder::EarliestFit(int activity, int from) const {
  while (true) {
    from = FitAll(activity, from);
    const int* const last = packed_.closed.Last(activity);
    const int* const closed = std::lower_bound(packed_.closed.First(activity), last, from);
    if (closed == last || *closed != from) return from;
    ++from;
  }
}

void ListDecoder::Decode(const std::vector<int>& order, Timetable& timetable) {
  const int n = packed_.size();
  const int horizon = packed_.horizon;
  for (int w = 0; w < packed_.words; ++w) {
    const auto row = packed_.capacity.begin() + static_cast<ptrdiff_t>(w) * horizon;
    std::copy(row, row + touched_, left_.begin() + static_cast<ptrdiff_t>(w) * horizon);
  }
  timetable.starts.resize(n);
  int* const starts = timetable.starts.data();
  int makespan = 0;
  int64_t late = 0;
  touched_ = 0;
  for (int i : order) {
    int earliest = packed_.release[i];
    const PackedArc* const last = packed_.before.Last(i);
    for (const PackedArc* arc = packed_.before.First(i); arc != last; ++arc) {
      earliest = std::max(earliest, starts[arc->activity] + arc->lag);
    }
    const int duration = packed_.duration[i];
    int start = EarliestFit(i, earliest);
    const int end = start + duration;
    if (end <= horizon) {
      for (const PackedNeed* need = packed_.needs.First(i); need != packed_.needs.Last(i); ++need) {
        uint64_t* const row = left_.data() + static_cast<size_t>(need->word) * horizon;
        for (int t = start; t < end; ++t) row[t] -= need->amount;
      }
      touched_ = std::max(touched_, end);
    } else {
      start = std::max(earliest, horizon);
    }
    starts[i] = start;
    makespan = std::max(makespan, start + duration);
    if (start + duration > packed_.due[i]) late += start + duration - packed_.due[i];
  }
  timetable.makespan = makespan;
  timetable.late = late;
}

}  // namespace palier::schedule
