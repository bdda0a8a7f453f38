// SPDX-License-Identifier: Apache-2.0
// The records of one delivery as measurements of their projects.
#ifndef PALIER_KPI_API_MAPPED_DELIVERY_H_
#define PALIER_KPI_API_MAPPED_DELIVERY_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "kpi/api/admission.h"
#include "kpi/mapping/record_reader.h"
#include "kpi/mapping/source_mapping.h"
#include "kpi/storage/secret.h"

namespace palier::kpi {

// Events of one case, and the record that came last of them.
struct CaseShare {
  std::vector<CaseEvent> events;
  // What is to be measured of it, by item.
  std::map<int, std::pair<v1::MeasureMapping::CaseFigure, v1::Measurement>> figures;
  Origin origin;
  int record = 0;
};

// What goes to one project: measurements, and records that are none.
struct ProjectShare {
  std::map<std::string, CaseShare> cases;

  Measurements measurements;
  std::vector<Origin> origins;  // of each measurement
  std::vector<Arrival> refused;
  std::vector<std::string> replayed;  // rows of the quarantine that came with it
  // Index of the record of each measurement, then of each that was refused: as the judgements are.
  std::vector<int> records;
  std::vector<int> refused_records;
};

// Not thread-safe.
class MappedDelivery {
 public:
  // `source` is the id that identities and the quarantine carry, `hasher` the organisation's, `now`
  // the store's.
  MappedDelivery(const SourceMapping& mapping, std::string source, const UserHasher& hasher,
                 absl::Time now)
      : mapping_(mapping), source_(std::move(source)), hasher_(hasher), now_(now) {}

  // A record of a file; never fails: what cannot be mapped is refused with its reason.
  void Take(const SourceRecord& record);
  // A record of the quarantine: which of its texts are hashes of users, and when it came.
  void TakeAgain(const SourceRecord& record, const std::string& hashed_users,
                 absl::Time receive_time);

  int record_count() const { return record_count_; }
  int ignored_count() const { return ignored_count_; }
  // By project; those of no project under "".
  std::map<std::string, ProjectShare>& shares() { return shares_; }

 private:
  void Refuse(const SourceRecord& record, absl::Status why, Origin origin, std::string user_hash);
  void TakeMapped(const SourceRecord& record, MappedRecord mapped, const Origin& origin,
                  const std::string& user_hash);

  const SourceMapping& mapping_;
  const std::string source_;
  const UserHasher hasher_;
  const absl::Time now_;
  int record_count_ = 0;
  int ignored_count_ = 0;
  std::map<std::string, ProjectShare> shares_;
};

}  // namespace palier::kpi

#endif  // PALIER_KPI_API_MAPPED_DELIVERY_H_
