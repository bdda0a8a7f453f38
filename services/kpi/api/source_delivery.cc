// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/source_delivery.h"

#include "common/resource/read_through.h"
#include "common/status/macros.h"

namespace palier::kpi {

absl::StatusOr<v1::Source> ReadSource(Context& context, const std::string& name,
                                      absl::Time deadline) {
  ASSIGN_OR_RETURN(
      const cache::Entry entry,
      resource::ReadThrough(context.store, context.cache, context.types.source, name, deadline));
  v1::Source source;
  if (!source.ParseFromString(entry.bytes)) return absl::DataLossError(name);
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
                                                 const std::string& project,
                                                 const ProjectShare& share) {
  delivery.project.project = project;
  return TakeIn(context, delivery, share.measurements,
                {.origins = share.origins,
                 .refused = share.refused,
                 .replayed = share.replayed,
                 .users_are_hashed = true});
}

std::vector<int> RecordsOf(const ProjectShare& share) {
  std::vector<int> records = share.records;
  records.insert(records.end(), share.refused_records.begin(), share.refused_records.end());
  return records;
}

}  // namespace palier::kpi
