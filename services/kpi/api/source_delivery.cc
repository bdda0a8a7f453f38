// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/source_delivery.h"

#include <algorithm>

#include "common/resource/read_all.h"
#include "common/resource/read_through.h"
#include "common/status/macros.h"
#include "kpi/api/case_delivery.h"

namespace palier::kpi {
namespace {

// Small enough that other writers get their turn.
constexpr size_t kPerTransaction = 2000;

}  // namespace

absl::StatusOr<v1::Source> ReadSource(Context& context, const std::string& name,
                                      absl::Time deadline) {
  ASSIGN_OR_RETURN(
      const cache::Entry entry,
      resource::ReadThrough(context.store, context.cache, context.types.source, name, deadline));
  v1::Source source;
  RETURN_IF_ERROR(resource::ReadStored(context.types.source, entry.bytes, source));
  return source;
}

absl::StatusOr<SourceMapping> MappingOf(Context& context, const v1::Source& source,
                                        const std::string& organization, absl::Time deadline) {
  ASSIGN_OR_RETURN(const absl::TimeZone zone, context.registry.ZoneOf(organization, deadline));
  return SourceMapping::Compile(source, zone);
}

absl::StatusOr<Delivery> DeliveryOf(Context& context, const rpc::Call& call, const SourceKey& key) {
  Delivery delivery;
  delivery.project.organization = key.organization;
  delivery.source = key.source;
  delivery.actor = resource::Actor::Of(call);
  delivery.deadline = call.deadline;
  ASSIGN_OR_RETURN(delivery.zone, context.registry.ZoneOf(key.organization, call.deadline));
  return delivery;
}

absl::StatusOr<std::vector<Judgement>> TakeShare(Context& context, Delivery delivery,
                                                 const std::string& project, ProjectShare& share) {
  delivery.project.project = project;
  RETURN_IF_ERROR(MeasureCases(context, delivery, share));
  std::vector<Judgement> judgements;
  const absl::Span<const Origin> origins = share.origins;
  const size_t count = origins.size();
  // At least once: there may be refused records alone.
  for (size_t begin = 0; begin == 0 || begin < count; begin += kPerTransaction) {
    const size_t end = std::min(count, begin + kPerTransaction);
    const bool last = end == count;
    const Measurements part(share.measurements.begin() + static_cast<std::ptrdiff_t>(begin),
                            share.measurements.begin() + static_cast<std::ptrdiff_t>(end));
    Extras extras{.origins = origins.subspan(begin, end - begin), .users_are_hashed = true};
    if (last) extras.refused = share.refused;
    if (last) extras.replayed = share.replayed;
    ASSIGN_OR_RETURN(const auto judged, TakeIn(context, delivery, part, extras));
    judgements.insert(judgements.end(), judged.begin(), judged.end());
  }
  return judgements;
}

std::vector<int> RecordsOf(const ProjectShare& share) {
  std::vector<int> records = share.records;
  records.insert(records.end(), share.refused_records.begin(), share.refused_records.end());
  return records;
}

}  // namespace palier::kpi
