// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/mapped_delivery.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace palier::kpi {
namespace {

// No hash has one.
constexpr char kBetweenUsers[] = " ";

}  // namespace

void MappedDelivery::Take(const SourceRecord& record) {
  TakeAgain(record, "", absl::InfinitePast());
}

void MappedDelivery::TakeAgain(const SourceRecord& record, const std::string& hashed_users,
                               absl::Time receive_time) {
  ++record_count_;
  Origin origin;
  if (receive_time != absl::InfinitePast()) origin.receive_time = receive_time;
  if (!record.node) {
    origin.raw = record.raw;
    return Refuse(record, record.why, std::move(origin), "");
  }
  const std::vector<std::string> known = absl::StrSplit(hashed_users, kBetweenUsers);
  const auto hash = [&](const std::string& user) {
    return absl::c_linear_search(known, user) ? user : hasher_.Hash(user);
  };
  const int chosen = mapping_.Choose(*record.node);
  std::vector<std::string> hashes;
  origin.raw = mapping_.Keepable(chosen, *record.node, hash, &hashes);
  std::string user_hash = absl::StrJoin(hashes, kBetweenUsers);
  origin.hashed_users = user_hash;
  absl::StatusOr<MappedRecord> mapped = mapping_.Map(chosen, *record.node);
  if (mapped.ok() && mapped->event) {
    // It would be the first or the last of its case for ever.
    const absl::Status time = CheckEventTime(mapped->event->event.time, now_);
    if (!time.ok()) mapped = time;
  }
  if (!mapped.ok()) {
    return Refuse(record, mapped.status(), std::move(origin), std::move(user_hash));
  }
  if (mapped->measurements.empty() && !mapped->event) {
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
  // Says which texts of the record are hashes of users.
  arrival.measurement.set_user(std::move(user_hash));
  arrival.raw = std::move(origin.raw);
  arrival.receive_time = origin.receive_time;
  share.refused_records.push_back(record.index);
}

void MappedDelivery::TakeMapped(const SourceRecord& record, MappedRecord mapped,
                                const Origin& origin, const std::string& user_hash) {
  ProjectShare& share = shares_[mapped.project];
  if (mapped.event) {
    CaseShare& of_case = share.cases[mapped.event->case_id];
    of_case.events.push_back(std::move(mapped.event->event));
    for (auto& figure : mapped.event->figures) {
      const int item = figure.second.item();
      of_case.figures[item] = std::move(figure);
    }
    of_case.origin = origin;
    of_case.record = record.index;
  }
  for (size_t i = 0; i < mapped.measurements.size(); ++i) {
    mapped.measurements[i].set_user(user_hash);
    *share.measurements.Add() = std::move(mapped.measurements[i]);
    share.origins.push_back(origin);
    share.origins.back().unit = std::move(mapped.units[i]);
    share.records.push_back(record.index);
  }
}

}  // namespace palier::kpi
