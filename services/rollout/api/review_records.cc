// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/review_records.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "common/resource/read_all.h"
#include "common/status/macros.h"
#include "palier/rollout/v1/wave.pb.h"
#include "rollout/api/registry_view.h"
#include "rollout/api/wave_records.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

using resource::Session;

std::string NameOf(const std::string& rollout, const ReviewDay& day) {
  return absl::StrCat(rollout, "/reviews/", day.id);
}

v1::Review NewReview(const std::string& rollout, const ReviewDay& from, absl::CivilDay first,
                     absl::TimeZone zone) {
  const DueDay when = DueOn(from.day, zone);
  v1::Review review;
  review.set_name(NameOf(rollout, from));
  review.set_kind(static_cast<v1::Review::Kind>(from.kind));
  *review.mutable_due_date() = ToDate(from.day);
  resource::SetStandardTime(review, "due_time", when.due);
  resource::SetStandardTime(review, "overdue_time", when.overdue);
  *review.mutable_first_date() = ToDate(first);
  return review;
}

bool IsGoingOn(const v1::Rollout& rollout) {
  return rollout.state() != v1::Rollout::COMPLETED && rollout.state() != v1::Rollout::STOPPED;
}

absl::CivilDay EndOfPlan(const v1::Rollout& rollout) {
  return rollout.plan().has_end_date() ? ToDay(rollout.plan().end_date()) : absl::CivilDay();
}

// When the waves really were.
struct ActualTimes {
  std::optional<absl::Time> first_start;
  absl::Time last_end = absl::UnixEpoch();
};

absl::StatusOr<ActualTimes> ReadTimes(Session& session, const Types& types,
                                      const std::string& rollout) {
  ASSIGN_OR_RETURN(const std::vector<v1::Wave> waves, ReadWaves(session, types, rollout));
  ActualTimes times;
  for (const v1::Wave& wave : waves) {
    if (!wave.has_actual_start_time()) continue;
    const absl::Time start = resource::StandardTime(wave, "actual_start_time");
    times.first_start = std::min(start, times.first_start.value_or(start));
    times.last_end = std::max(times.last_end, resource::StandardTime(wave, "actual_end_time"));
    times.last_end = std::max(times.last_end, resource::StandardTime(wave.gate(), "decide_time"));
  }
  return times;
}

ReviewSpan SpanOf(const v1::Rollout& rollout, absl::CivilDay first, absl::CivilDay today,
                  absl::CivilDay ended) {
  const bool going_on = IsGoingOn(rollout);
  return {first, going_on ? EndOfPlan(rollout) : ended, going_on, today};
}

}  // namespace

absl::StatusOr<std::vector<v1::Review>> ReadReviews(Session& session, const Types& types,
                                                    const std::string& rollout) {
  std::vector<v1::Review> reviews;
  RETURN_IF_ERROR(resource::ReadAll(session, types.review, rollout, reviews));
  return reviews;
}

ReviewRecord RecordOf(const v1::Review& review) {
  ReviewRecord record;
  record.name = review.name();
  record.kind = static_cast<ReviewKind>(review.kind());
  record.day = ToDay(review.due_date());
  record.done = review.has_done_time();
  if (review.decision() != v1::Review::DECISION_UNSPECIFIED) {
    record.decision = static_cast<ReviewDecision>(review.decision());
  }
  return record;
}

std::vector<ReviewRecord> RecordsOf(const std::vector<v1::Review>& reviews) {
  std::vector<ReviewRecord> records;
  for (const v1::Review& review : reviews) records.push_back(RecordOf(review));
  return records;
}

absl::StatusOr<ReviewChanges> ChangesOfReviews(Session& session, const Types& types,
                                               const std::string& name, absl::TimeZone zone) {
  ReviewChanges changes;
  v1::Rollout rollout;
  RETURN_IF_ERROR(session.Get(types.rollout, name, &rollout));
  ASSIGN_OR_RETURN(const ActualTimes times, ReadTimes(session, types, name));
  if (!times.first_start) return changes;
  ASSIGN_OR_RETURN(const std::vector<v1::Review> reviews, ReadReviews(session, types, name));
  const absl::CivilDay today = DayOf(session.now(), zone);
  const absl::CivilDay first =
      reviews.empty() ? DayOf(*times.first_start, zone) : ToDay(reviews.front().first_date());
  absl::flat_hash_set<std::string> there, wanted;
  for (const v1::Review& review : reviews) there.insert(review.name());
  for (const ReviewDay& day :
       ReviewDays(SpanOf(rollout, first, today, DayOf(times.last_end, zone)))) {
    wanted.insert(NameOf(name, day));
    if (there.contains(NameOf(name, day))) continue;
    changes.missing.push_back(NewReview(name, day, first, zone));
  }
  for (const v1::Review& review : reviews) {
    const bool open = !review.has_done_time() && ToDay(review.due_date()) > today;
    if (open && !wanted.contains(review.name())) changes.needless.push_back(review);
  }
  return changes;
}

absl::Status StoreReviews(Session& session, const Types& types, ReviewChanges changes) {
  for (v1::Review& review : changes.missing) {
    RETURN_IF_ERROR(session.Insert(types.review, review));
  }
  for (const v1::Review& review : changes.needless) {
    RETURN_IF_ERROR(session.Remove(types.review, review));
  }
  return absl::OkStatus();
}

absl::Status MakeFirstReviews(Session& session, const Types& types, const v1::Rollout& rollout,
                              absl::CivilDay today, absl::TimeZone zone) {
  for (const ReviewDay& day : ReviewDays({today, EndOfPlan(rollout), true, today})) {
    v1::Review review = NewReview(rollout.name(), day, today, zone);
    RETURN_IF_ERROR(session.Insert(types.review, review));
  }
  return absl::OkStatus();
}

void FillState(absl::Time now, v1::Review& review) {
  const bool overdue = now >= resource::StandardTime(review, "overdue_time");
  review.set_state(review.has_done_time() ? v1::Review::DONE
                   : overdue              ? v1::Review::OVERDUE
                                          : v1::Review::DUE);
}

absl::Status AddReviewConditions(Session& session, const Types& types, const v1::Rollout& rollout,
                                 absl::CivilDay today, Conditions& unmet) {
  ASSIGN_OR_RETURN(const std::vector<v1::Review> reviews,
                   ReadReviews(session, types, rollout.name()));
  if (reviews.empty()) return absl::OkStatus();
  std::vector<ReviewRecord> expected;
  for (const ReviewDay& day :
       ReviewDays({ToDay(reviews.front().first_date()), EndOfPlan(rollout), true, today})) {
    expected.push_back({NameOf(rollout.name(), day), day.kind, day.day, false, {}});
  }
  AddReviewConditions(RecordsOf(reviews), expected, today, unmet);
  return absl::OkStatus();
}

}  // namespace palier::rollout
