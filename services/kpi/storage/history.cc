// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/history.h"

#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "kpi/storage/day_fold.h"

namespace palier::kpi {
namespace {

using BusinessKey = std::pair<std::string, std::string>;  // KPI, key

absl::Status TooMany() {
  return status::LimitExceeded({"The past can be told of KPIs with at most {limit} measurements.",
                                "Le passé ne peut être dit que des KPI d'au plus {limit} mesures."},
                               "measurements", History::kMaxVersions);
}

// Gathers versions, each once, with what links them to others.
class Gathering {
 public:
  void Take(Version version) {
    if (!seen_.insert({version.identity, version.payload}).second) return;
    const Measurement& fact = version.fact;
    if (linked_.insert(version.identity).second) identities_.push_back(version.identity);
    if (!fact.business_key.empty() && keyed_.insert({fact.kpi_id, fact.business_key}).second) {
      keys_.emplace_back(fact.kpi_id, fact.business_key);
    }
    versions_.push_back(std::move(version));
  }
  // Nothing of what was taken so far needs to be followed.
  void Known() {
    identities_.clear();
    keys_.clear();
  }
  absl::Status Follow(FactTable& facts) {
    const auto take = [this](Version version) { Take(std::move(version)); };
    while (!identities_.empty() || !keys_.empty()) {
      const auto identities = std::exchange(identities_, {});
      const auto keys = std::exchange(keys_, {});
      RETURN_IF_ERROR(facts.FindByIdentity(identities, take));
      RETURN_IF_ERROR(facts.FindByBusinessKey(keys, take));
    }
    return absl::OkStatus();
  }
  std::vector<Version> versions() && { return std::move(versions_); }

 private:
  absl::flat_hash_set<std::pair<Hash128, Hash128>> seen_;
  absl::flat_hash_set<Hash128> linked_;
  absl::flat_hash_set<BusinessKey> keyed_;
  std::vector<Hash128> identities_;
  std::vector<BusinessKey> keys_;
  std::vector<Version> versions_;
};

// When a fact, by either identity, was last touched.
template <typename Key>
using Touched = absl::flat_hash_map<Key, absl::Time>;

template <typename Key>
void Touch(Touched<Key>& touched, const Key& key, absl::Time time) {
  absl::Time& latest = touched.try_emplace(key, absl::InfinitePast()).first->second;
  latest = std::max(latest, time);
}

// The readings of counters that count, by time.
class Counters {
 public:
  explicit Counters(const std::vector<Version>& versions) {
    for (const Version& version : versions) {
      const Measurement& fact = version.fact;
      if (fact.semantics != Semantics::kCumulative || !version.Counts()) continue;
      days_[{fact.kpi_id, fact.team_id, fact.source_id}].emplace(fact.event_time_us, version.day);
    }
  }
  // Its own, and of a counter the one of the next reading, which grew from it.
  std::vector<int64_t> DaysThatDependOn(const Version& version) const {
    std::vector<int64_t> days{version.day};
    const Measurement& fact = version.fact;
    const auto counter = days_.find({fact.kpi_id, fact.team_id, fact.source_id});
    if (counter == days_.end()) return days;
    const auto next = counter->second.upper_bound({fact.event_time_us, INT64_MAX});
    if (next != counter->second.end()) days.push_back(next->second);
    return days;
  }

 private:
  // KPI, team, source; time, day.
  std::map<std::tuple<std::string, std::string, std::string>, std::set<std::pair<int64_t, int64_t>>>
      days_;
};

}  // namespace

History::History(std::string kpi, const std::string* team)
    : kpi_(std::move(kpi)), one_team_(team != nullptr), team_(team == nullptr ? "" : *team) {}

absl::StatusOr<History> History::Read(sql::Transaction& transaction, const ProjectKey& project,
                                      const std::string& kpi, const std::string* team) {
  History history(kpi, team);
  FactTable facts(transaction, project);
  Gathering gathering;
  int64_t count = 0;
  RETURN_IF_ERROR(facts.FindAll(kpi, kMaxVersions + 1, [&](Version version) {
    ++count;
    gathering.Take(std::move(version));
  }));
  if (count > kMaxVersions) return TooMany();
  // All of the KPI's own are there; only facts that moved between KPIs lead further.
  gathering.Known();
  RETURN_IF_ERROR(
      facts.FindShared(kpi, [&](Version version) { gathering.Take(std::move(version)); }));
  RETURN_IF_ERROR(gathering.Follow(facts));
  history.versions_ = std::move(gathering).versions();
  return history;
}

bool History::Tells(const Version& version) const {
  return version.fact.kpi_id == kpi_ && (!one_team_ || version.fact.team_id == team_);
}

std::map<std::string, TeamDays> History::AsKnown(absl::Time time, DaySpan days) const {
  std::vector<Version> known;
  for (const Version& version : versions_) {
    if (version.receive_time <= time) known.push_back(version);
  }
  std::vector<Version*> judged;
  for (Version& version : known) judged.push_back(&version);
  Judge(judged);
  DayFold fold(days);
  for (const Version& version : known) {
    if (version.Counts() && Tells(version)) fold.Add(version);
  }
  return std::move(fold).Teams();
}

std::set<absl::CivilDay> History::ChangedAfter(
    const std::function<absl::Time(absl::CivilDay)>& close_of) const {
  Touched<Hash128> by_identity;
  Touched<BusinessKey> by_key;
  for (const Version& version : versions_) {
    Touch(by_identity, version.identity, version.receive_time);
    const Measurement& fact = version.fact;
    if (!fact.business_key.empty()) {
      Touch(by_key, BusinessKey(fact.kpi_id, fact.business_key), version.receive_time);
    }
  }
  const Counters counters(versions_);
  std::set<absl::CivilDay> changed;
  for (const Version& version : versions_) {
    if (!Tells(version)) continue;
    absl::Time touched = by_identity.at(version.identity);
    const auto keyed = by_key.find({version.fact.kpi_id, version.fact.business_key});
    if (keyed != by_key.end()) touched = std::max(touched, keyed->second);
    for (const int64_t number : counters.DaysThatDependOn(version)) {
      const absl::CivilDay day = DayOfNumber(number);
      if (touched > close_of(day)) changed.insert(day);
    }
  }
  return changed;
}

}  // namespace palier::kpi
