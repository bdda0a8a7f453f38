// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/gate_evidence.h"

#include <algorithm>
#include <string>

#include "common/stats/small_group.h"
#include "rollout/api/kpi_view.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

// The scales of a survey, by how many scores they have.
constexpr int kRecommendationScores = 11;
constexpr int kPromoter = 9;
constexpr int kPassive = 7;
constexpr int kAgreementScores = 5;
constexpr int kAgrees = 3;
constexpr int kNeutral = 2;

absl::CivilDay FirstDay(kpi::v1::PeriodUnit unit, absl::CivilDay day) {
  switch (unit) {
    case kpi::v1::DAY:
      return day;
    case kpi::v1::MONTH:
      return absl::CivilDay(absl::CivilMonth(day));
    case kpi::v1::QUARTER:
      return absl::CivilDay(day.year(), (day.month() - 1) / 3 * 3 + 1, 1);
    default:
      return absl::PrevWeekday(day + 1, absl::Weekday::monday);
  }
}

absl::CivilDay NextFirstDay(kpi::v1::PeriodUnit unit, absl::CivilDay first_day) {
  switch (unit) {
    case kpi::v1::DAY:
      return first_day + 1;
    case kpi::v1::MONTH:
      return absl::CivilDay(absl::CivilMonth(first_day) + 1);
    case kpi::v1::QUARTER:
      return absl::CivilDay(absl::CivilMonth(first_day) + 3);
    default:
      return first_day + 7;
  }
}

// The first period that begins on `day` or later.
absl::CivilDay PeriodFrom(kpi::v1::PeriodUnit unit, absl::CivilDay day) {
  const absl::CivilDay first = FirstDay(unit, day);
  return first == day ? first : NextFirstDay(unit, first);
}

// The first day of the oldest period that kpi tells of.
absl::CivilDay Reach(kpi::v1::PeriodUnit unit, absl::CivilDay today) {
  absl::CivilDay first = FirstDay(unit, today);
  for (int i = 0; i < kAdoptionPeriods; ++i) first = FirstDay(unit, first - 1);
  return first;
}

const kpi::v1::AdoptionPeriod* PeriodOf(const std::optional<kpi::v1::Adoption>& adoption,
                                        absl::CivilDay first_day) {
  if (!adoption) return nullptr;
  for (const kpi::v1::AdoptionPeriod& period : adoption->periods()) {
    if (ToDay(period.first_date()) == first_day) return &period;
  }
  return nullptr;
}

const kpi::v1::AdoptionUnit* UnitOf(const kpi::v1::AdoptionPeriod* period,
                                    const std::string& team) {
  if (period == nullptr) return nullptr;
  for (const kpi::v1::AdoptionUnit& unit : period->units()) {
    if (unit.unit() == team) return &unit;
  }
  return nullptr;
}

// Somebody somewhere used the tool: the figures arrive.
bool IsHeard(const kpi::v1::AdoptionPeriod* period) {
  return period != nullptr && std::any_of(period->units().begin(), period->units().end(),
                                          [](const kpi::v1::AdoptionUnit& unit) {
                                            return unit.active_user_count() > 0;
                                          });
}

// Of the people of a wave, from the first period in which each team counts on; a period that was
// not heard of all of them is left out.
Course CourseOf(const v1::Wave& wave, const std::optional<kpi::v1::Adoption>& adoption,
                absl::CivilDay first, absl::CivilDay today) {
  Course course;
  if (!adoption) return course;
  for (const v1::WaveTeam& team : wave.teams()) course.people += team.people();
  const kpi::v1::PeriodUnit unit = adoption->period_unit();
  absl::CivilDay day = std::max(first, Reach(unit, today));
  for (; NextFirstDay(unit, day) <= today; day = NextFirstDay(unit, day)) {
    const kpi::v1::AdoptionPeriod* period = PeriodOf(adoption, day);
    if (!IsHeard(period)) continue;
    int64_t users = 0;
    bool whole = true;
    for (const v1::WaveTeam& team : wave.teams()) {
      const kpi::v1::AdoptionUnit* used = UnitOf(period, team.team());
      whole = whole && used != nullptr;
      if (used != nullptr) users += std::min<int64_t>(used->active_user_count(), team.people());
    }
    if (!whole || course.people == 0) continue;
    course.points.push_back({day, static_cast<double>(users) / static_cast<double>(course.people)});
  }
  return course;
}

bool IsPublished(const kpi::v1::AdoptionUnit& full, const kpi::v1::AdoptionUnit* published) {
  return published != nullptr && !published->hidden() &&
         published->active_user_count() == full.active_user_count();
}

void Expect(absl::CivilDay day, int64_t units, std::vector<Arrival>& arrivals) {
  arrivals.push_back({day, units});
  std::stable_sort(arrivals.begin(), arrivals.end(),
                   [](const Arrival& a, const Arrival& b) { return a.day < b.day; });
}

const kpi::v1::SurveyQuestionResult* ResultOf(const kpi::v1::SurveyResults& results,
                                              const std::string& team,
                                              const std::string& question) {
  for (const kpi::v1::SurveyUnitResult& unit : results.units()) {
    if (unit.unit() != team || unit.hidden()) continue;
    for (const kpi::v1::SurveyQuestionResult& result : unit.results()) {
      if (result.question_id() == question) return &result;
    }
  }
  return nullptr;
}

int64_t CountOf(const kpi::v1::SurveyQuestionResult& result, v1::SurveyFigure::Answers answers) {
  const int scores = result.score_counts_size();
  if (scores != kRecommendationScores && scores != kAgreementScores) return 0;
  const bool recommendation = scores == kRecommendationScores;
  const bool favourable = answers == v1::SurveyFigure::FAVOURABLE;
  const int first = !favourable ? 0 : recommendation ? kPromoter : kAgrees;
  const int end = favourable ? scores : recommendation ? kPassive : kNeutral;
  int64_t count = 0;
  for (int score = first; score < end; ++score) count += result.score_counts(score);
  return count;
}

}  // namespace

CriterionEvidence AdoptionEvidence(const v1::AdoptionFigure& figure,
                                   absl::Span<const StartedWave> waves,
                                   const AdoptionAnswers& answers, absl::CivilDay today) {
  const kpi::v1::PeriodUnit unit = answers.full ? answers.full->period_unit() : kpi::v1::WEEK;
  const int after = figure.has_after_days() ? figure.after_days() : kDefaultAfterDays;
  const absl::CivilDay reach = Reach(unit, today);
  CriterionEvidence evidence;
  for (const StartedWave& started : waves) {
    // Teams go live as many days after the start as was planned.
    const int64_t late = started.start - ToDay(started.wave.start_date());
    absl::CivilDay all_count = reach;
    for (const v1::WaveTeam& team : started.wave.teams()) {
      const absl::CivilDay first = PeriodFrom(unit, ToDay(team.go_live_date()) + late + after);
      const absl::CivilDay end = NextFirstDay(unit, first);
      all_count = std::max(all_count, first);
      if (today < end) {
        Expect(end, team.people(), evidence.arrivals);
        continue;
      }
      if (first < reach) continue;
      evidence.expected += team.people();
      const kpi::v1::AdoptionPeriod* period = PeriodOf(answers.full, first);
      const kpi::v1::AdoptionUnit* used = UnitOf(period, team.team());
      if (used == nullptr || !IsHeard(period)) continue;
      evidence.units += team.people();
      evidence.successes += std::min<int64_t>(used->active_user_count(), team.people());
      evidence.team_units.push_back(team.people());
      evidence.hidden =
          evidence.hidden ||
          !IsPublished(*used, UnitOf(PeriodOf(answers.published, first), team.team()));
    }
    evidence.courses.push_back(CourseOf(started.wave, answers.full, all_count, today));
  }
  evidence.feed_missing = evidence.expected > 0 && evidence.units == 0;
  return evidence;
}

CriterionEvidence SurveyEvidence(const v1::SurveyFigure& figure,
                                 absl::Span<const StartedWave> waves,
                                 const SurveyAnswers& answers) {
  CriterionEvidence evidence;
  int64_t people = 0;
  for (const StartedWave& started : waves) {
    for (const v1::WaveTeam& team : started.wave.teams()) {
      people += team.people();
      const kpi::v1::SurveyQuestionResult* result =
          ResultOf(answers.full, team.team(), figure.question_id());
      if (!answers.closed || result == nullptr || result->answer_count() == 0) continue;
      evidence.units += result->answer_count();
      evidence.successes += CountOf(*result, figure.answers());
      evidence.team_units.push_back(result->answer_count());
      const kpi::v1::SurveyQuestionResult* published =
          ResultOf(answers.published, team.team(), figure.question_id());
      evidence.hidden = evidence.hidden || published == nullptr ||
                        published->answer_count() != result->answer_count();
    }
  }
  evidence.feed_missing = false;
  if (!answers.closed) {
    Expect(answers.close_day, people, evidence.arrivals);
    return evidence;
  }
  evidence.expected = people;
  evidence.feed_missing = evidence.units == 0;
  // Shares of those who answered so, which kpi does not tell, must not be of a few either.
  evidence.hidden = evidence.hidden || evidence.successes < stats::kSmallestGroup ||
                    evidence.units - evidence.successes < stats::kSmallestGroup;
  return evidence;
}

}  // namespace palier::rollout
