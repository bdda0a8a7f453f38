// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/mapped_delivery.h"

namespace palier::kpi {

void MappedDelivery::Take(const SourceRecord& record) {
  TakeAgain(record, false, absl::InfinitePast());
}

void MappedDelivery::TakeAgain(const SourceRecord& record, bool user_is_hashed,
                               absl::Time receive_time) {
  ++record_count_;
  Origin origin;
  if (receive_time != absl::InfinitePast()) origin.receive_time = receive_time;
  if (!record.node) {
    origin.raw = record.raw;
    return Refuse(record, record.why, std::move(origin), "");
  }
  const auto hash = [&](const std::string& user) {
    return user_is_hashed ? user : hasher_.Hash(user);
  };
  const int chosen = mapping_.Choose(*record.node);
  std::string user_hash;
  origin.raw = mapping_.Keepable(chosen, *record.node, hash, &user_hash);
  absl::StatusOr<MappedRecord> mapped = mapping_.Map(chosen, *record.node);
  if (!mapped.ok()) {
    return Refuse(record, mapped.status(), std::move(origin), std::move(user_hash));
  }
  if (mapped->measurements.empty()) {
    ++ignored_count_;
    return;
  }
  TakeMapped(record, *std::move(mapped), origin, user_hash);
}

// Of no project, even if one could be read: what else is wrong with the record is for who keeps its
// source.
void MappedDelivery::Refuse(const SourceRecord& record, absl::Status why, Origin origin,
                            std::string user_hash) {
  ProjectShare& share = shares_[""];
  Arrival& arrival = share.refused.emplace_back();
  arrival.version = std::move(why);
  arrival.source = source_;
  // Says that the record has the hash in the user's place.
  arrival.measurement.set_user(std::move(user_hash));
  arrival.raw = std::move(origin.raw);
  arrival.receive_time = origin.receive_time;
  share.refused_records.push_back(record.index);
}

void MappedDelivery::TakeMapped(const SourceRecord& record, MappedRecord mapped,
                                const Origin& origin, const std::string& user_hash) {
  ProjectShare& share = shares_[mapped.project];
  for (size_t i = 0; i < mapped.measurements.size(); ++i) {
    mapped.measurements[i].set_user(user_hash);
    *share.measurements.Add() = std::move(mapped.measurements[i]);
    share.origins.push_back(origin);
    share.origins.back().unit = std::move(mapped.units[i]);
    share.records.push_back(record.index);
  }
}

}  // namespace palier::kpi
