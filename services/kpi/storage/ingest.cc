// SPDX-License-Identifier: Apache-2.0
#include "kpi/storage/ingest.h"

#include <algorithm>
#include <deque>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/container/node_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/status/limit.h"
#include "common/status/macros.h"
#include "kpi/storage/quarantine_table.h"

namespace palier::kpi {
namespace {

using BusinessKey = std::pair<std::string, std::string>;  // KPI, key
using VersionKey = std::pair<Hash128, Hash128>;           // identity, payload

// KPI, team, day; the texts are those of a version.
using CellKey = std::tuple<absl::string_view, absl::string_view, int64_t>;

CellKey CellOf(const Version& version) {
  return {version.fact.kpi_id, version.fact.team_id, version.day};
}

// Versions that a batch brings or is linked to. A source that gives all of its events one business
// key would have each of them judged against all others.
constexpr size_t kMaxLinked = 200'000;

absl::Status TooManyLinked() {
  return status::LimitExceeded(
      {"More than {limit} measurements are linked by their identities and business "
       "keys. Give each fact a business key of its own.",
       "Plus de {limit} mesures sont liées par leurs identités et clés métier. "
       "Donnez à chaque fait sa propre clé métier."},
      "linked measurements", kMaxLinked);
}

// A version that the batch brings or touches.
struct Candidate {
  Version version;
  // As it is in the store; unset for a new one.
  std::optional<Truth> stored;
  int64_t stored_order_key = 0;
  // It stood until now, or would have, and something newer took its place.
  bool displaced_other = false;
};

// The batch on its way into the store.
class Batch {
 public:
  Batch(resource::Session& session, const ProjectKey& project)
      : session_(session), project_(project), facts_(session.sql(), project) {}

  // Takes an admitted version; returns its candidate and whether the batch already had it.
  std::pair<Candidate*, bool> Take(Version version);
  // Loads every stored version that any candidate is linked to by either identity.
  absl::Status Close();
  void Resolve();
  // The stored versions with this identity are to be judged again.
  void Follow(const Hash128& identity) {
    if (seen_identities_.insert(identity).second) open_identities_.push_back(identity);
  }
  bool merge_is_due() const { return facts_.merge_is_due(); }
  // Writes what changed. Returns whether anything did.
  absl::StatusOr<bool> Write(std::vector<QuarantineRow> refused);

 private:
  void TakeStored(Version version);
  void Note(const Version& version);
  absl::StatusOr<std::vector<DayChange>> Days();
  static bool NeedsAllFacts(const Candidate& one);
  // Folds in what is stored and the batch does not touch.
  absl::Status AddOthers(DayChange& day);
  absl::StatusOr<bool> WriteQuarantine(std::vector<QuarantineRow> refused);

  resource::Session& session_;
  const ProjectKey& project_;
  FactTable facts_;
  absl::node_hash_map<VersionKey, Candidate> candidates_;
  // Links to follow, and those followed.
  std::vector<Hash128> open_identities_;
  std::vector<BusinessKey> open_business_;
  absl::flat_hash_set<Hash128> seen_identities_;
  absl::flat_hash_set<BusinessKey> seen_business_;
  std::vector<VersionChange> changed_;
  // In the order of identity and payload, so that two runs write alike.
  std::vector<Candidate*> ordered_;
  // Facts of the cells that are made anew, which the batch does not touch.
  std::deque<Version> others_;
};

void Batch::Note(const Version& version) {
  Follow(version.identity);
  if (version.fact.business_key.empty()) return;
  BusinessKey key{version.fact.kpi_id, version.fact.business_key};
  if (seen_business_.insert(key).second) open_business_.push_back(std::move(key));
}

std::pair<Candidate*, bool> Batch::Take(Version version) {
  const auto [entry, fresh] = candidates_.try_emplace({version.identity, version.payload});
  Candidate& candidate = entry->second;
  if (fresh) {
    Note(version);
    candidate.version = std::move(version);
  } else {
    int64_t& order_key = candidate.version.fact.order_key;
    order_key = std::max(order_key, version.fact.order_key);
  }
  return {&candidate, !fresh};
}

void Batch::TakeStored(Version version) {
  const int64_t order_key = version.fact.order_key;
  const Truth standing = version.standing;
  // What is stored stays: the zone and the scale may have changed since, and it came when it came.
  const int64_t day = version.day;
  const int scale = version.scale;
  const absl::Time receive_time = version.receive_time;
  Candidate* candidate = Take(std::move(version)).first;
  candidate->stored = standing;
  candidate->stored_order_key = order_key;
  candidate->version.day = day;
  candidate->version.scale = scale;
  candidate->version.receive_time = receive_time;
}

absl::Status Batch::Close() {
  const auto take = [this](Version version) { TakeStored(std::move(version)); };
  while (!open_identities_.empty() || !open_business_.empty()) {
    const auto identities = std::exchange(open_identities_, {});
    const auto business = std::exchange(open_business_, {});
    RETURN_IF_ERROR(facts_.FindByIdentity(identities, take));
    RETURN_IF_ERROR(facts_.FindByBusinessKey(business, take));
    if (candidates_.size() > kMaxLinked) return TooManyLinked();
  }
  return absl::OkStatus();
}

void Batch::Resolve() {
  std::vector<Version*> versions;
  for (auto& [key, candidate] : candidates_) {
    versions.push_back(&candidate.version);
    ordered_.push_back(&candidate);
  }
  Judge(versions);
  std::sort(ordered_.begin(), ordered_.end(), [](const Candidate* a, const Candidate* b) {
    return std::tie(a->version.identity, a->version.payload) <
           std::tie(b->version.identity, b->version.payload);
  });
  absl::flat_hash_set<Hash128> fallen_identities;
  absl::flat_hash_set<BusinessKey> fallen_business;
  for (const Candidate* one : ordered_) {
    if (one->stored != Truth::kStands || one->version.standing == Truth::kStands) continue;
    fallen_identities.insert(one->version.identity);
    const Measurement& fact = one->version.fact;
    if (!fact.business_key.empty()) fallen_business.insert({fact.kpi_id, fact.business_key});
  }
  for (Candidate* one : ordered_) {
    const Measurement& fact = one->version.fact;
    one->displaced_other = fallen_identities.contains(one->version.identity) ||
                           fallen_business.contains(BusinessKey{fact.kpi_id, fact.business_key});
    const bool same =
        one->stored == one->version.standing && one->stored_order_key == fact.order_key;
    if (!one->stored || !same) changed_.push_back({&one->version, one->stored.has_value()});
  }
}

bool Batch::NeedsAllFacts(const Candidate& one) {
  const bool stood = one.stored == Truth::kStands;
  const bool stands = one.version.standing == Truth::kStands;
  const bool reordered = one.stored_order_key != one.version.fact.order_key;
  return one.stored && (stood != stands || (stands && reordered));
}

absl::Status Batch::AddOthers(DayChange& day) {
  return facts_.FindInCell(day.kpi, std::string(day.team), day.day, [&](Version version) {
    if (candidates_.contains({version.identity, version.payload}) || !version.Counts()) return;
    day.Add(others_.emplace_back(std::move(version)));
  });
}

absl::StatusOr<std::vector<DayChange>> Batch::Days() {
  std::vector<DayChange> days;
  absl::flat_hash_map<CellKey, size_t> places;
  const auto day_of = [&](const Version& version, bool anew) {
    const CellKey key = CellOf(version);
    const auto [place, fresh] = places.try_emplace(key, days.size());
    if (fresh) {
      const auto& [kpi, team, number] = key;
      days.push_back({kpi, team, number, anew, {}, {}});
    }
    return place->second;
  };
  // A cell only grows by what is new in it; what is taken away or re-ordered asks for all its
  // facts.
  for (const Candidate* one : ordered_) {
    if (NeedsAllFacts(*one)) day_of(one->version, true);
  }
  for (DayChange& day : days) RETURN_IF_ERROR(AddOthers(day));
  for (const Candidate* one : ordered_) {
    if (!one->version.Counts()) continue;
    const bool is_new = !one->stored;
    if (!is_new && !places.contains(CellOf(one->version))) continue;
    DayChange& day = days[day_of(one->version, false)];
    if (is_new || day.anew) day.Add(one->version);
  }
  return days;
}

absl::StatusOr<bool> Batch::WriteQuarantine(std::vector<QuarantineRow> refused) {
  std::vector<std::string> released;
  for (const Candidate* one : ordered_) {
    const bool was = one->stored == Truth::kConflicts;
    const bool is = one->version.standing == Truth::kConflicts;
    const bool reordered = one->stored_order_key != one->version.fact.order_key;
    if (was && (!is || reordered)) released.push_back(Beaten(one->version, session_.now()).id);
    if (is && (!was || reordered)) refused.push_back(Beaten(one->version, session_.now()));
  }
  QuarantineTable quarantine(session_.sql(), project_);
  RETURN_IF_ERROR(quarantine.Remove(released));
  ASSIGN_OR_RETURN(const int64_t added, quarantine.Add(refused));
  return added > 0 || !released.empty();
}

absl::StatusOr<bool> Batch::Write(std::vector<QuarantineRow> refused) {
  ASSIGN_OR_RETURN(const std::vector<DayChange> days, Days());
  RETURN_IF_ERROR(facts_.Write(changed_, days));
  ASSIGN_OR_RETURN(const bool quarantined, WriteQuarantine(std::move(refused)));
  return quarantined || !changed_.empty();
}

Judgement JudgementOf(const Candidate& candidate, bool repeated, absl::Time now) {
  switch (candidate.version.standing) {
    case Truth::kConflicts: {
      const status::Text text = Beaten(candidate.version, now).text;
      return {v1::QUARANTINED, status::Error(absl::StatusCode::kAlreadyExists,
                                             error::v1::CONFLICTING_DUPLICATE, text)};
    }
    case Truth::kRepeats:
      return {v1::DUPLICATE, absl::OkStatus()};
    case Truth::kSuperseded:
      return {repeated || candidate.stored ? v1::DUPLICATE : v1::SUPERSEDED, absl::OkStatus()};
    case Truth::kStands:
      break;
  }
  // Known, but not what stood: it has come back as the newer one.
  const bool back = candidate.stored && *candidate.stored != Truth::kStands;
  if (repeated || (candidate.stored && !back)) return {v1::DUPLICATE, absl::OkStatus()};
  return {back || candidate.displaced_other ? v1::RESTATED : v1::ACCEPTED, absl::OkStatus()};
}

absl::Status LogBatch(resource::Session& session, const ProjectKey& project,
                      absl::Span<const Judgement> judgements) {
  api::v1::Change change;
  change.set_kind(api::v1::Change::UPDATED);
  change.set_resource(project.project.empty()
                          ? absl::StrCat("organizations/", project.organization, "/quarantine")
                          : absl::StrCat("organizations/", project.organization, "/projects/",
                                         project.project, "/measurements"));
  change.mutable_after()->PackFrom(CountsOf(judgements));
  return session.LogChange(std::move(change), project.organization);
}

}  // namespace

absl::StatusOr<std::vector<Judgement>> Ingest(resource::Session& session, const ProjectKey& project,
                                              std::vector<Arrival> arrivals, bool* merge_is_due) {
  Segments segments(session.sql(), project);
  RETURN_IF_ERROR(segments.PassGate());
  Batch batch(session, project);
  std::vector<std::pair<Candidate*, bool>> taken(arrivals.size());
  std::vector<QuarantineRow> refused;
  for (size_t i = 0; i < arrivals.size(); ++i) {
    Arrival& arrival = arrivals[i];
    if (arrival.version.ok()) {
      arrival.version->receive_time = session.now();
      taken[i] = batch.Take(*std::move(arrival.version));
    } else {
      refused.push_back(Refused(arrival.version.status(), arrival.source, arrival.measurement,
                                arrival.raw, arrival.receive_time.value_or(session.now())));
    }
  }
  RETURN_IF_ERROR(batch.Close());
  batch.Resolve();
  ASSIGN_OR_RETURN(const bool wrote, batch.Write(std::move(refused)));
  if (merge_is_due != nullptr) *merge_is_due = batch.merge_is_due();
  std::vector<Judgement> judgements(arrivals.size());
  for (size_t i = 0; i < arrivals.size(); ++i) {
    judgements[i] = taken[i].first == nullptr
                        ? Judgement{v1::QUARANTINED, arrivals[i].version.status()}
                        : JudgementOf(*taken[i].first, taken[i].second, session.now());
  }
  if (wrote) RETURN_IF_ERROR(LogBatch(session, project, judgements));
  return judgements;
}

absl::Status Rejudge(resource::Session& session, const ProjectKey& project,
                     absl::Span<const Hash128> identities) {
  if (identities.empty()) return absl::OkStatus();
  Batch batch(session, project);
  for (const Hash128& identity : identities) batch.Follow(identity);
  RETURN_IF_ERROR(batch.Close());
  batch.Resolve();
  return batch.Write({}).status();
}

v1::IngestCounts CountsOf(absl::Span<const Judgement> judgements) {
  v1::IngestCounts counts;
  for (const Judgement& judgement : judgements) {
    switch (judgement.fate) {
      case v1::ACCEPTED:
        counts.set_accepted_count(counts.accepted_count() + 1);
        break;
      case v1::DUPLICATE:
        counts.set_duplicate_count(counts.duplicate_count() + 1);
        break;
      case v1::RESTATED:
        counts.set_restated_count(counts.restated_count() + 1);
        break;
      case v1::SUPERSEDED:
        counts.set_superseded_count(counts.superseded_count() + 1);
        break;
      default:
        counts.set_quarantined_count(counts.quarantined_count() + 1);
        break;
    }
  }
  return counts;
}

absl::StatusOr<std::vector<ProjectKey>> DeliveredProjects(sql::Transaction& transaction,
                                                          const std::string& organization) {
  std::vector<ProjectKey> projects;
  RETURN_IF_ERROR(transaction.Query(
      "SELECT project FROM kpi_segment WHERE organization=$1 UNION SELECT project FROM "
      "kpi_quarantine WHERE organization=$1",
      {organization}, [&](const sql::Row& row) {
        projects.push_back({organization, std::string(row.text(0))});
        return absl::OkStatus();
      }));
  return projects;
}

}  // namespace palier::kpi
