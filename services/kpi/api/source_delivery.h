// SPDX-License-Identifier: Apache-2.0
// How records of a source reach the store, whoever brings them.
#ifndef PALIER_KPI_API_SOURCE_DELIVERY_H_
#define PALIER_KPI_API_SOURCE_DELIVERY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "kpi/api/context.h"
#include "kpi/api/mapped_delivery.h"
#include "palier/kpi/v1/source.pb.h"

namespace palier::kpi {

// The source of that name. NOT_FOUND.
absl::StatusOr<v1::Source> ReadSource(Context& context, const std::string& name,
                                      absl::Time deadline);
// Its mapping, with the zone of its organisation where it names none.
absl::StatusOr<SourceMapping> MappingOf(Context& context, const v1::Source& source,
                                        const std::string& organization, absl::Time deadline);
// A delivery of the caller, of no project yet.
absl::StatusOr<Delivery> DeliveryOf(Context& context, const rpc::Call& call, const SourceKey& key);
// Takes in what goes to one project, some thousand measurements to a transaction, those of its
// cases too; with the last of them go its refused records, and the rows of the quarantine that came
// with it leave.
absl::StatusOr<std::vector<Judgement>> TakeShare(Context& context, Delivery delivery,
                                                 const std::string& project, ProjectShare& share);
// Index of the record that each judgement of TakeShare is about.
std::vector<int> RecordsOf(const ProjectShare& share);

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_SOURCE_DELIVERY_H_
