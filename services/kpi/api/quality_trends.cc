// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/adoption_kpis.h"
#include "kpi/api/assessment.h"
#include "kpi/api/comparison.h"
#include "kpi/api/context.h"
#include "kpi/api/definition.h"
#include "kpi/api/small_groups_guard.h"
#include "kpi/domain/quality_trend.h"
#include "palier/kpi/v1/quality_trend_service.pb.h"

namespace palier::kpi {
namespace {

constexpr size_t kMaxProjects = 1000;
// Three months of the season rule.
constexpr int kDays = 90;
constexpr char kUndecided[] = "(stage = POC OR stage = POST_POC)";

struct ComparedKpi {
  v1::Kpi kpi;
  ComparedSamples samples;
};

struct StoredProject {
  std::vector<ComparedKpi> quality;
  std::optional<absl::CivilDay> value_date;
};

class Trends {
 public:
  Trends(Context& context, const rpc::Call& call, absl::TimeZone zone)
      : context_(context),
        call_(call),
        zone_(zone),
        today_(absl::ToCivilDay(context.store.Now(), zone)),
        before_{today_ - 2 * kDays, today_ - kDays},
        after_{today_ - kDays, today_} {}

  const ComparedDays& before() const { return before_; }
  const ComparedDays& after() const { return after_; }

  absl::StatusOr<v1::ProjectQuality> Of(const PortfolioProject& project) const {
    ASSIGN_OR_RETURN(const ProjectKey key, ParseProject(project.name));
    StoredProject stored;
    RETURN_IF_ERROR(Read(key, stored));
    v1::ProjectQuality quality;
    quality.set_project(project.name);
    quality.set_display_name(project.display_name);
    if (project.stage.since != absl::InfinitePast()) {
      time::SetTime(project.stage.since, quality.mutable_stage_time());
    }
    std::vector<Verdict> verdicts;
    for (const ComparedKpi& one : stored.quality) {
      v1::QualityMeasure& measure = *quality.add_measures();
      measure.set_kpi(one.kpi.name());
      measure.set_display_name(one.kpi.display_name());
      measure.set_unit(one.kpi.unit());
      ASSIGN_OR_RETURN(*measure.mutable_comparison(),
                       CompareSamples(one.samples, one.kpi, call_.language));
      verdicts.push_back(static_cast<Verdict>(measure.comparison().verdict()));
    }
    quality.set_trend(static_cast<v1::ProjectQuality::Trend>(TrendOf(verdicts)));
    quality.set_value_measured(stored.value_date.has_value());
    if (stored.value_date) *quality.mutable_value_date() = DateOf(*stored.value_date);
    return quality;
  }

 private:
  absl::Status Read(const ProjectKey& key, StoredProject& stored) const {
    return context_.store.Read(call_.deadline, [&](resource::Session& session) -> absl::Status {
      ASSIGN_OR_RETURN(const auto kpis, KpisOf(session, context_.types, key));
      for (const v1::Kpi& kpi : kpis) RETURN_IF_ERROR(Take(session, key, kpi, stored));
      return absl::OkStatus();
    });
  }

  absl::Status Take(resource::Session& session, const ProjectKey& key, const v1::Kpi& kpi,
                    StoredProject& stored) const {
    // What counts people tells neither of the two.
    if (CountsPeople(kpi)) return absl::OkStatus();
    const std::string id = LastIdOf(kpi.name());
    if (kpi.category() == v1::Kpi::TECHNICAL) {
      ASSIGN_OR_RETURN(ComparedSamples samples, ReadSamples(session.sql(), {key, id}, kpi, "",
                                                            before_, after_, zone_, today_));
      stored.quality.push_back({kpi, std::move(samples)});
    }
    if (kpi.category() != v1::Kpi::EFFICIENCY && kpi.category() != v1::Kpi::ROI) {
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const Assessment assessment,
                     Assess(session.sql(), key, id, kpi, AsOfDay(today_, today_)));
    if (assessment.latest && (!stored.value_date || *stored.value_date < assessment.latest->date)) {
      stored.value_date = assessment.latest->date;
    }
    return absl::OkStatus();
  }

  Context& context_;
  const rpc::Call& call_;
  const absl::TimeZone zone_;
  const absl::CivilDay today_;
  const ComparedDays before_, after_;
};

absl::StatusOr<v1::QueryQualityTrendsResponse> Query(Context& context, const rpc::Call& call,
                                                     const v1::QueryQualityTrendsRequest& request) {
  ASSIGN_OR_RETURN(const std::string organization, ParseOrganization(request.parent()));
  ASSIGN_OR_RETURN(const absl::TimeZone zone, context.registry.ZoneOf(organization, call.deadline));
  const std::string filter = request.filter().empty()
                                 ? kUndecided
                                 : absl::StrCat(kUndecided, " AND (", request.filter(), ")");
  ASSIGN_OR_RETURN(const auto projects,
                   context.registry.ProjectsOf(organization, filter, kMaxProjects, call.deadline));
  const Trends trends(context, call, zone);
  v1::QueryQualityTrendsResponse response;
  *response.mutable_before() = RangeOf(trends.before());
  *response.mutable_after() = RangeOf(trends.after());
  for (const PortfolioProject& project : projects) {
    ASSIGN_OR_RETURN(*response.add_projects(), trends.Of(project));
  }
  return response;
}

}  // namespace

void AddQualityTrends(rpc::ServiceTable& table, Context& context) {
  table.Unary<v1::QueryQualityTrendsRequest, v1::QueryQualityTrendsResponse>(
      "QueryQualityTrends", [&context](const rpc::Call& call, const auto& request) {
        return Query(context, call, request);
      });
}

}  // namespace palier::kpi
