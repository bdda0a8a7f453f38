// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <optional>
#include <string>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/assessment.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/definition_changes.h"
#include "kpi/api/definition_history.h"
#include "kpi/api/kpi_days.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/api/status.h"
#include "kpi/storage/history.h"
#include "palier/kpi/v1/promise_review_service.pb.h"

namespace palier::kpi {
namespace {

absl::Status NotThereThen() {
  return status::InvalidField("promise_time", {"The KPI was not there at that time.",
                                               "Le KPI n'existait pas à ce moment-là."});
}

absl::StatusOr<absl::Time> PromiseTimeOf(const v1::ReviewKpiPromiseRequest& request,
                                         absl::Time now) {
  const absl::Time time = time::TimeOf(request.promise_time());
  if (time <= now) return time;
  return status::InvalidField("promise_time",
                              {"Expected a time that has passed.", "Un moment passé est attendu."});
}

// By what was known then.
Assessment AssessAsKnown(const History& history, absl::Time time, const v1::Kpi& kpi,
                         absl::CivilDay date) {
  Assessment assessment;
  const TeamDays days = OneSeries(history.AsKnown(time), kpi, nullptr);
  assessment.latest = LatestMeasure(days, kpi, AsOfDay(date, date));
  for (const auto& [day, cell] : days.cells) assessment.measurement_count += cell.count;
  if (const std::optional<Target> target = TargetOf(kpi)) {
    assessment.standing = StandingOn(*target, date, assessment.latest);
  }
  return assessment;
}

v1::KpiStatus NotComparable(const v1::Kpi& promised, absl::CivilDay date, rpc::Language language) {
  v1::KpiStatus status;
  status.set_name(promised.name());
  *status.mutable_as_of_date() = DateOf(date);
  status.set_definition_version(promised.definition_version());
  status.set_status(v1::KpiStatus::UNKNOWN);
  status.set_reason("DEFINITION_CHANGED");
  status.set_explanation(rpc::In(
      language, {"It measures something else today.", "Il mesure autre chose aujourd'hui."}));
  return status;
}

// What is stored, in the past and today.
struct Figures {
  v1::Kpi now;
  Assessment then, today, today_by_today;
};

class Review {
 public:
  Review(Context& context, const rpc::Call& call, const KpiKey& key, absl::TimeZone zone)
      : context_(context), call_(call), key_(key), zone_(zone) {}

  absl::StatusOr<v1::ReviewKpiPromiseResponse> Of(const v1::ReviewKpiPromiseRequest& request) {
    const absl::Time now = context_.store.Now();
    ASSIGN_OR_RETURN(const absl::Time time, PromiseTimeOf(request, now));
    ASSIGN_OR_RETURN(const auto promised, KpiAt(context_.store, key_, time, call_.deadline));
    const absl::CivilDay then = absl::ToCivilDay(time, zone_);
    const absl::CivilDay today = absl::ToCivilDay(now, zone_);
    ASSIGN_OR_RETURN(const Figures figures, Read(promised, time, then, today));
    return Response(*promised, figures, time, then, today);
  }

 private:
  absl::StatusOr<Figures> Read(const std::optional<v1::Kpi>& promised, absl::Time time,
                               absl::CivilDay then, absl::CivilDay today) {
    Figures figures;
    RETURN_IF_ERROR(
        context_.store.Read(call_.deadline, [&](resource::Session& session) -> absl::Status {
          const std::string name = NameOf(key_.project, key_.kpi);
          RETURN_IF_ERROR(session.Get(context_.types.kpi, name, &figures.now));
          RETURN_IF_ERROR(CheckTellsOfNobody(call_, figures.now));
          // One that was deleted and made again has none of the measurements of the first.
          if (!promised || promised->uid() != figures.now.uid()) return NotThereThen();
          RETURN_IF_ERROR(CheckTellsOfNobody(call_, *promised));
          const v1::Kpi by_promise = AsStored(*promised, figures.now);
          const auto assess = [&](const v1::Kpi& kpi) {
            return Assess(session.sql(), key_.project, key_.kpi, kpi, AsOfDay(today, today));
          };
          ASSIGN_OR_RETURN(figures.today, assess(by_promise));
          ASSIGN_OR_RETURN(figures.today_by_today, assess(figures.now));
          ASSIGN_OR_RETURN(const History history,
                           History::Read(session.sql(), key_.project, key_.kpi, nullptr));
          figures.then = AssessAsKnown(history, time, by_promise, then);
          return absl::OkStatus();
        }));
    return figures;
  }

  // The scale of what is stored is today's: it could change only while there was nothing.
  static v1::Kpi AsStored(v1::Kpi promised, const v1::Kpi& now) {
    promised.set_decimals(now.decimals());
    return promised;
  }

  v1::ReviewKpiPromiseResponse Response(const v1::Kpi& promised, const Figures& figures,
                                        absl::Time time, absl::CivilDay then,
                                        absl::CivilDay today) const {
    const v1::Kpi by_promise = AsStored(promised, figures.now);
    const rpc::Language language = call_.language;
    v1::ReviewKpiPromiseResponse response;
    time::SetTime(time, response.mutable_promise_time());
    *response.mutable_promised() = promised;
    response.set_comparable(MeasuresTheSame(promised, figures.now));
    *response.mutable_then() = StatusOf(by_promise, figures.then, then, language);
    *response.mutable_today() = response.comparable()
                                    ? StatusOf(by_promise, figures.today, today, language)
                                    : NotComparable(promised, today, language);
    *response.mutable_today_by_today() =
        StatusOf(figures.now, figures.today_by_today, today, language);
    const auto changes = DefinitionChanges(promised, figures.now);
    response.mutable_changes()->Add(changes.begin(), changes.end());
    response.set_explanation(rpc::In(language, ChangesText(changes, response.comparable())));
    return response;
  }

  Context& context_;
  const rpc::Call& call_;
  const KpiKey& key_;
  const absl::TimeZone zone_;
};

absl::StatusOr<v1::ReviewKpiPromiseResponse> ReviewKpiPromise(
    Context& context, const rpc::Call& call, const v1::ReviewKpiPromiseRequest& request) {
  ASSIGN_OR_RETURN(const KpiKey key, ParseKpi(request.name()));
  ASSIGN_OR_RETURN(const absl::TimeZone zone,
                   context.registry.ZoneOf(key.project.organization, call.deadline));
  return Review(context, call, key, zone).Of(request);
}

}  // namespace

void AddPromiseReview(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::ReviewKpiPromiseRequest, v1::ReviewKpiPromiseResponse>(
      "ReviewKpiPromise", [&context](const rpc::Call& call, const auto& request) {
        return ReviewKpiPromise(context, call, request);
      });
}

}  // namespace palier::kpi
