// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/fallback_feed.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "common/resource/rows.h"
#include "common/resource/type.h"
#include "common/rpc/method_path.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "palier/kpi/v1/ingestion_service.pb.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

constexpr int kDays = 3;
constexpr char kSource[] = "palier-access";

}  // namespace

absl::Status FeedFallbacks(const v1::AccessPolicy& policy, const AccessCounts& counts,
                           const rpc::Client& kpi, absl::Time now, absl::Time deadline) {
  if (policy.fallback_kpi().empty()) return absl::OkStatus();
  const std::string rollout = resource::ParentOf(policy.name());
  // The service may write everywhere; a policy only at home.
  if (resource::OrganizationOf(policy.fallback_kpi()) != resource::OrganizationOf(rollout))
    return absl::OkStatus();
  const absl::TimeZone zone = ZoneNamed(policy.standing().time_zone());
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  ASSIGN_OR_RETURN(const std::vector<AccessTally> tallies,
                   counts.Read(rollout, today - kDays + 1, today, deadline));
  std::map<absl::CivilDay, int64_t> fallbacks;
  for (const AccessTally& tally : tallies)
    fallbacks[tally.day] += IsFallback(tally.reason) ? tally.answers : 0;
  if (fallbacks.empty()) return absl::OkStatus();

  kpi::v1::IngestMeasurementsRequest request;
  const std::string& name = policy.fallback_kpi();
  request.set_parent(resource::ParentOf(name));
  request.set_source(kSource);
  for (const auto& [day, count] : fallbacks) {
    kpi::v1::Measurement& measurement = *request.add_measurements();
    measurement.set_kpi(resource::IdOf(name));
    measurement.set_event_id(
        absl::StrCat(resource::IdOf(rollout), "/", absl::FormatCivilTime(day)));
    measurement.set_order_key(count);
    measurement.set_number(static_cast<double>(count));
    resource::SetStandardTime(measurement, "event_time", absl::FromCivil(day, zone));
  }
  rpc::CallOptions options;
  options.deadline = deadline;
  ASSIGN_OR_RETURN(const auto answer,
                   kpi.Unary<kpi::v1::IngestMeasurementsResponse>(
                       rpc::MethodPath("IngestMeasurements", request), request, options));
  if (answer.counts().quarantined_count() == 0) return absl::OkStatus();
  return status::Internal(absl::StrCat("fallbacks of ", rollout,
                                       " were quarantined by kpi: ", answer.refusals(0).reason()));
}

}  // namespace palier::rollout
