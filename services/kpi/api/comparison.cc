// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/comparison.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/domain/compare.h"
#include "kpi/storage/fact_table.h"
#include "kpi/storage/version.h"
#include "palier/kpi/v1/comparison_service.pb.h"

namespace palier::kpi {
namespace {

absl::StatusOr<ComparedDays> ComparedDaysOf(const v1::DateRange& range, const std::string& field) {
  ComparedDays days;
  ASSIGN_OR_RETURN(days.first, DayOf(range.first_date(), field + ".first_date"));
  ASSIGN_OR_RETURN(days.next, DayOf(range.last_date(), field + ".last_date"));
  ++days.next;
  return days;
}

// The same days of the year before, as the domain counts a year.
ComparedDays YearBefore(const ComparedDays& range, absl::TimeZone zone) {
  const auto earlier = [&](absl::CivilDay day) {
    return absl::ToCivilDay(OneYearEarlier(absl::FromCivil(day, zone), zone), zone);
  };
  return {earlier(range.first), earlier(range.next)};
}

using Values = std::vector<double>;

// The weeks that lie in the days as a whole, those without measurements left out. A single part of
// what adds up says nothing: the same amount may come in one piece or in ten.
absl::StatusOr<Values> ReadWeeks(sql::Transaction& transaction, const KpiKey& key,
                                 const v1::Kpi& kpi, const std::string* team,
                                 const ComparedDays& range) {
  const DaySpan days{DayNumber(range.first), DayNumber(range.next) - 1};
  ASSIGN_OR_RETURN(const KpiDays read,
                   ReadDays(transaction, key.project, key.kpi, kpi, team, days));
  Values values;
  for (const auto& [week, period] : Periods(OneSeries(read, kpi, team), PeriodUnit::kWeek)) {
    if (week < range.first || week + 7 > range.next) continue;
    values.push_back(FixedDouble(ValueOf(period, kpi), kpi.decimals()));
  }
  return values;
}

absl::StatusOr<Values> ReadSingle(sql::Transaction& transaction, const KpiKey& key,
                                  const v1::Kpi& kpi, const std::string* team,
                                  const ComparedDays& range) {
  // What teams state is no part of what is stated without one.
  const std::string organization;
  if (kpi.semantics() == v1::Kpi::SNAPSHOT && team == nullptr) team = &organization;
  ASSIGN_OR_RETURN(const std::vector<Fixed> fixed,
                   FactTable(transaction, key.project)
                       .Values(key.kpi, team, {DayNumber(range.first), DayNumber(range.next) - 1}));
  Values values;
  values.reserve(fixed.size());
  for (const Fixed value : fixed) values.push_back(FixedDouble(value, kpi.decimals()));
  return values;
}

void FillTest(const stats::RankTest& test, v1::RankTest& out) {
  out.set_before_size(test.n);
  out.set_after_size(test.m);
  out.set_u(test.u1);
  out.set_z(test.z);
  out.set_p_value(test.p);
  out.set_cliffs_delta(test.cliffs_delta);
}

v1::CompareKpiResponse ResponseOf(const Comparison& comparison, rpc::Language language) {
  v1::CompareKpiResponse response;
  response.set_verdict(static_cast<v1::CompareKpiResponse::Verdict>(comparison.verdict));
  response.set_reason(static_cast<v1::CompareKpiResponse::Reason>(comparison.reason));
  response.set_season_check(static_cast<v1::CompareKpiResponse::SeasonCheck>(comparison.season));
  response.set_explanation(rpc::In(language, comparison.text));
  response.mutable_before()->set_size(comparison.test.n);
  response.mutable_before()->set_median(comparison.median_before);
  response.mutable_before()->set_mean(comparison.mean_before);
  response.mutable_after()->set_size(comparison.test.m);
  response.mutable_after()->set_median(comparison.median_after);
  response.mutable_after()->set_mean(comparison.mean_after);
  response.set_hodges_lehmann(comparison.hodges_lehmann);
  FillTest(comparison.test, *response.mutable_test());
  response.set_magnitude(
      static_cast<v1::CompareKpiResponse::Magnitude>(static_cast<int>(comparison.magnitude) + 1));
  if (comparison.mean_change) {
    response.mutable_mean_change()->set_effect(comparison.mean_change->effect);
    response.mutable_mean_change()->set_lower(comparison.mean_change->lower);
    response.mutable_mean_change()->set_upper(comparison.mean_change->upper);
  }
  if (comparison.control) FillTest(*comparison.control, *response.mutable_control());
  return response;
}

absl::StatusOr<v1::CompareKpiResponse> CompareKpi(Context& context, const rpc::Call& call,
                                                  const v1::CompareKpiRequest& request) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(request.name()));
  ASSIGN_OR_RETURN(const ComparedDays before, ComparedDaysOf(request.before(), "before"));
  ASSIGN_OR_RETURN(const ComparedDays after, ComparedDaysOf(request.after(), "after"));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOf(key.project.organization, call.deadline));
  v1::Kpi kpi;
  ComparedSamples samples;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        RETURN_IF_ERROR(session.Get(context.types.kpi, request.name(), &kpi));
        RETURN_IF_ERROR(CheckTellsOfNobody(call, kpi));
        ASSIGN_OR_RETURN(samples, ReadSamples(session.sql(), key, kpi, request.team(), before,
                                              after, zone, absl::ToCivilDay(session.now(), zone)));
        return absl::OkStatus();
      }));
  return CompareSamples(samples, kpi, call.language);
}

}  // namespace

v1::DateRange RangeOf(const ComparedDays& days) {
  v1::DateRange range;
  *range.mutable_first_date() = DateOf(days.first);
  *range.mutable_last_date() = DateOf(days.next - 1);
  return range;
}

absl::StatusOr<ComparedSamples> ReadSamples(sql::Transaction& transaction, const KpiKey& key,
                                            const v1::Kpi& kpi, const std::string& team,
                                            const ComparedDays& before, const ComparedDays& after,
                                            absl::TimeZone zone, absl::CivilDay today) {
  ComparedSamples samples{before, after, zone, {}, {}, {}, {}};
  const std::string* one_team = team.empty() ? nullptr : &team;
  const auto read = [&](ComparedDays range) {
    if (!GrowsInPeriod(kpi)) return ReadSingle(transaction, key, kpi, one_team, range);
    range.next = std::min(range.next, today);
    return ReadWeeks(transaction, key, kpi, one_team, range);
  };
  ASSIGN_OR_RETURN(samples.before, read(before));
  ASSIGN_OR_RETURN(samples.after, read(after));
  ASSIGN_OR_RETURN(samples.control_before, read(YearBefore(before, zone)));
  ASSIGN_OR_RETURN(samples.control_after, read(YearBefore(after, zone)));
  return samples;
}

absl::StatusOr<v1::CompareKpiResponse> CompareSamples(const ComparedSamples& samples,
                                                      const v1::Kpi& kpi, rpc::Language language) {
  std::optional<SeasonControl> control;
  if (!samples.control_before.empty() && !samples.control_after.empty()) {
    control = SeasonControl{samples.control_before, samples.control_after};
  }
  CompareOptions options;
  options.direction = static_cast<Direction>(kpi.direction());
  options.zone = samples.zone;
  const auto sample = [&](const ComparedDays& days, const Values& values) {
    return Sample{absl::FromCivil(days.first, samples.zone),
                  absl::FromCivil(days.next, samples.zone), values};
  };
  ASSIGN_OR_RETURN(const Comparison comparison,
                   Compare(sample(samples.before_days, samples.before),
                           sample(samples.after_days, samples.after), options, control));
  v1::CompareKpiResponse response = ResponseOf(comparison, language);
  response.set_name(kpi.name());
  return response;
}

void AddComparison(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::CompareKpiRequest, v1::CompareKpiResponse>(
      "CompareKpi", [&context](const rpc::Call& call, const auto& request) {
        return CompareKpi(context, call, request);
      });
}

}  // namespace palier::kpi
