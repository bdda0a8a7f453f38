// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/production.h"

#include "common/status/macros.h"
#include "kpi/storage/saved_time_production.h"

namespace palier::kpi {

SeenProduction ProductionOf(const ProjectStage& stage, std::optional<absl::Time> seen_since,
                            absl::Time now, absl::TimeZone zone) {
  SeenProduction seen;
  const absl::Time stage_since = stage.since == absl::InfinitePast() ? now : stage.since;
  if (stage.in_production && (!seen_since || stage_since < *seen_since)) {
    seen.since = stage_since;
    seen_since = stage_since;
  }
  if (seen_since) seen.production.first_day = absl::ToCivilDay(*seen_since, zone);
  // Nobody knows since when it is over: then nothing of it can be told.
  if (!stage.in_production) seen.production.end_day = absl::ToCivilDay(stage.since, zone);
  return seen;
}

absl::StatusOr<Production> SeeProduction(Context& context, const rpc::Call& call,
                                         const ProjectKey& project, absl::TimeZone zone) {
  ASSIGN_OR_RETURN(const ProjectStage stage,
                   context.registry.StageOf(NameOf(project), call.deadline));
  std::optional<absl::Time> since;
  RETURN_IF_ERROR(
      context.store.Read(call.deadline, [&](resource::Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(since, ProductionSince(session.sql(), project));
        return absl::OkStatus();
      }));
  const SeenProduction seen = ProductionOf(stage, since, context.store.Now(), zone);
  if (seen.since) RETURN_IF_ERROR(Remember(context, call, {{project, *seen.since}}));
  return seen.production;
}

absl::Status Remember(Context& context, const rpc::Call& call,
                      const std::vector<FirstSight>& seen) {
  if (seen.empty()) return absl::OkStatus();
  return context.store.Write(
      call.deadline, resource::Actor::Of(call), [&](resource::Session& session) -> absl::Status {
        for (const FirstSight& one : seen) {
          RETURN_IF_ERROR(SeeInProduction(session.sql(), one.project, one.since));
        }
        return absl::OkStatus();
      });
}

}  // namespace palier::kpi
