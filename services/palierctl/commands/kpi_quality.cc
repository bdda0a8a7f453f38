// SPDX-License-Identifier: Apache-2.0
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/quality_trend_service.pb.h"
#include "palierctl/commands/commands.h"
#include "palierctl/names.h"
#include "palierctl/output/message_text.h"
#include "palierctl/session.h"

namespace palier::ctl {
namespace {

namespace v1 = kpi::v1;

std::string TrendText(const Session& session, v1::ProjectQuality::Trend trend) {
  switch (trend) {
    case v1::ProjectQuality::FALLS:
      return session.Say({"falls", "baisse"});
    case v1::ProjectQuality::RISES:
      return session.Say({"rises", "monte"});
    case v1::ProjectQuality::HOLDS:
      return session.Say({"holds", "stable"});
    default:
      return session.Say({"unknown", "inconnue"});
  }
}

// `errors 7.00 → 27.00 %`
std::string MeasuresText(const v1::ProjectQuality& project) {
  return absl::StrJoin(project.measures(), ", ",
                       [](std::string* out, const v1::QualityMeasure& measure) {
                         const v1::CompareKpiResponse& comparison = measure.comparison();
                         absl::StrAppend(out, ShortName(measure.kpi()));
                         if (comparison.before().size() == 0 || comparison.after().size() == 0)
                           return;
                         absl::StrAppendFormat(out, " %.2f → %.2f %s", comparison.before().mean(),
                                               comparison.after().mean(), measure.unit());
                       });
}

Table TableOf(const Session& session, const v1::QueryQualityTrendsResponse& response) {
  Table table{{{session.Say({"project", "projet"})},
               {session.Say({"in its stage since", "à ce stade depuis"})},
               {session.Say({"quality", "qualité"})},
               {session.Say({"measures", "mesures"})},
               {session.Say({"value measured", "valeur mesurée"})}},
              {}};
  for (const v1::ProjectQuality& project : response.projects()) {
    const auto cell = [&](const char* field) {
      return CellOf(project, v1::ProjectQuality::descriptor()->FindFieldByName(field));
    };
    table.rows.push_back(
        {ShortName(project.project()), cell("stage_time"), TrendText(session, project.trend()),
         MeasuresText(project),
         project.value_measured() ? cell("value_date") : session.Say({"never", "jamais"})});
  }
  return WithoutEmptyColumns(table);
}

absl::Status Quality(Session& session, const std::string& filter) {
  v1::QueryQualityTrendsRequest request;
  ASSIGN_OR_RETURN(*request.mutable_parent(), session.Organization());
  request.set_filter(filter);
  ASSIGN_OR_RETURN(const auto response,
                   session.connection.Call<v1::QueryQualityTrendsResponse>(
                       "palier.kpi.v1.QualityTrendService/QueryQualityTrends", request));
  if (session.json()) {
    session.Print(response);
  } else {
    session.Print(TableOf(session, response));
  }
  return absl::OkStatus();
}

}  // namespace

void AddKpiQuality(Command& kpi) {
  auto filter = std::make_shared<std::string>();
  kpi.Sub("quality", {"Proofs of concept without a decision: how their quality goes, and whether "
                      "value was measured",
                      "Preuves de concept sans décision : l'évolution de leur qualité, et si une "
                      "valeur a été mesurée"})
      .With({"--filter",
             "FILTER",
             {"Only projects that match, as in `list projects`",
              "Seulement les projets qui y répondent, comme dans `list projects`"},
             filter.get()})
      .Run([filter](Session& session) { return Quality(session, *filter); });
}

}  // namespace palier::ctl
