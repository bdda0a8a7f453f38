// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/admission.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "kpi/api/definition.h"
#include "kpi/storage/quarantine_table.h"
#include "kpi/storage/secret.h"

namespace palier::kpi {
namespace {

using resource::Session;

// From here on a transaction of its own for the definitions costs less than the time it saves.
constexpr int kLargeBatch = 32;

// Rule and meaning of a KPI; nullopt for one that does not exist.
struct Definition {
  ValueRule rule;
  Semantics semantics = Semantics::kGauge;
  std::string unit;
  friend bool operator==(const Definition&, const Definition&) = default;
};
using Definitions = absl::flat_hash_map<std::string, std::optional<Definition>>;

absl::StatusOr<Definitions> Load(Session& session, const Types& types, const ProjectKey& project,
                                 const Measurements& measurements) {
  Definitions definitions;
  for (const v1::Measurement& measurement : measurements) {
    const auto [entry, fresh] = definitions.try_emplace(measurement.kpi());
    if (!fresh || measurement.kpi().empty() || measurement.kpi().size() > kMaxIdBytes) continue;
    // A zero byte is no part of any name, and PostgreSQL takes none.
    if (measurement.kpi().find('\0') != std::string::npos) continue;
    v1::Kpi kpi;
    ASSIGN_OR_RETURN(const bool exists,
                     session.Find(types.kpi, NameOf(project, measurement.kpi()), &kpi));
    if (exists) {
      entry->second = {RuleOf(kpi), static_cast<Semantics>(kpi.semantics()), kpi.unit()};
    }
  }
  return definitions;
}

absl::Status CheckText(absl::string_view field, const std::string& text) {
  if (text.find('\0') == std::string::npos) return absl::OkStatus();
  return status::InvalidField(
      field, {"This identifier contains a zero byte.", "Cet identifiant contient un octet nul."});
}

absl::Status CheckTexts(const v1::Measurement& measurement) {
  RETURN_IF_ERROR(CheckText("kpi", measurement.kpi()));
  RETURN_IF_ERROR(CheckText("team", measurement.team()));
  RETURN_IF_ERROR(CheckText("event_id", measurement.event_id()));
  RETURN_IF_ERROR(CheckText("business_key", measurement.business_key()));
  const bool has_value = measurement.value_case() != v1::Measurement::VALUE_NOT_SET;
  if (has_value || measurement.retraction()) return absl::OkStatus();
  return status::InvalidField("value", {"The value is missing.", "La valeur manque."});
}

// An unset or impossible time reads as the epoch, which is not admitted.
absl::Time TimeOf(const v1::Measurement& measurement) {
  const auto& event_time = measurement.event_time();
  return time::IsInRange(event_time) ? std::max(time::TimeOf(event_time), absl::UnixEpoch())
                                     : absl::UnixEpoch();
}

absl::StatusOr<Measurement> Admit(const v1::Measurement& measurement, const std::string& source,
                                  const std::string& user, const Definition* definition,
                                  absl::Time now) {
  RETURN_IF_ERROR(CheckTexts(measurement));
  Reading reading;
  reading.fields.kpi_id = measurement.kpi();
  reading.fields.team_id = measurement.team();
  reading.fields.source_id = source;
  reading.fields.event_id = measurement.event_id();
  reading.fields.item = measurement.item();
  reading.fields.business_key = measurement.business_key();
  reading.fields.order_key = measurement.order_key();
  if (!user.empty()) reading.fields.user_hash = user;
  reading.fields.retraction = measurement.retraction();
  if (definition != nullptr) reading.fields.semantics = definition->semantics;
  reading.event_time = TimeOf(measurement);
  if (measurement.has_decimal()) {
    reading.value = measurement.decimal();
  } else {
    reading.value = measurement.number();
  }
  return Admit(std::move(reading), definition == nullptr ? nullptr : &definition->rule, now);
}

// Amounts of two currencies are no amount.
absl::Status CheckUnit(const StatedUnit& stated, const Definition& definition,
                       const Delivery& delivery) {
  if (stated.path.empty() || stated.text == definition.unit) return absl::OkStatus();
  return UnitChanged(stated, definition.unit, delivery.source);
}

// What a delivery becomes under the definitions of its KPIs. A pure function of its parts.
class Admission {
 public:
  Admission(const Delivery& delivery, const Measurements& measurements, const Extras& extras,
            std::optional<UserHasher> hasher)
      : delivery_(delivery), measurements_(measurements), extras_(extras), hasher_(hasher) {}

  std::vector<Arrival> Arrive(const Definitions& definitions, absl::Time now) const {
    std::vector<Arrival> arrivals(static_cast<size_t>(measurements_.size()));
    for (size_t i = 0; i < arrivals.size(); ++i) Arrive(i, definitions, now, arrivals[i]);
    arrivals.insert(arrivals.end(), extras_.refused.begin(), extras_.refused.end());
    return arrivals;
  }

 private:
  void Arrive(size_t i, const Definitions& definitions, absl::Time now, Arrival& arrival) const {
    const v1::Measurement& measurement = measurements_[static_cast<int>(i)];
    const bool hashes = hasher_ && !measurement.user().empty();
    const std::string& user = hashes ? hasher_->Hash(measurement.user()) : measurement.user();
    const std::optional<Definition>& definition = definitions.at(measurement.kpi());
    auto fact =
        Admit(measurement, delivery_.source, user, definition ? &*definition : nullptr, now);
    const bool has_origin = !extras_.origins.empty();
    if (has_origin) arrival.receive_time = extras_.origins[i].receive_time;
    if (fact.ok() && has_origin) {
      const absl::Status unit = CheckUnit(extras_.origins[i].unit, *definition, delivery_);
      if (!unit.ok()) fact = unit;
    }
    if (fact.ok()) {
      arrival.version = MakeVersion(*std::move(fact), definition->rule.decimals, delivery_.zone);
      return;
    }
    arrival.version = fact.status();
    arrival.source = delivery_.source;
    arrival.measurement = measurement;
    arrival.measurement.set_user(user);
    if (!has_origin) return;
    arrival.raw = extras_.origins[i].raw;
    if (!arrival.raw.empty()) arrival.measurement.set_user(extras_.origins[i].hashed_users);
  }

  const Delivery& delivery_;
  const Measurements& measurements_;
  const Extras& extras_;
  const std::optional<UserHasher> hasher_;
};

// A fact that a newer one of another KPI displaced changes that KPI too; such facts are rare, and
// the daily renewal finds them.
void Renew(Context& context, const Delivery& delivery, const Measurements& measurements,
           absl::Span<const Judgement> judgements) {
  std::set<std::string> changed;
  for (int i = 0; i < measurements.size(); ++i) {
    const v1::Fate fate = judgements[static_cast<size_t>(i)].fate;
    if (fate == v1::ACCEPTED || fate == v1::RESTATED) changed.insert(measurements[i].kpi());
  }
  for (const std::string& kpi : changed) {
    context.evidence.Renew(NameOf(delivery.project, kpi));
  }
}

}  // namespace

absl::StatusOr<std::vector<Judgement>> TakeIn(Context& context, const Delivery& delivery,
                                              const Measurements& measurements,
                                              const Extras& extras) {
  std::optional<UserHasher> hasher;
  if (!extras.users_are_hashed) {
    ASSIGN_OR_RETURN(hasher, context.secrets.Of(delivery.project.organization, delivery.deadline));
  }
  const Admission admission(delivery, measurements, extras, hasher);
  // Most of the work of a large batch is done before the transaction, which others wait for; it is
  // done again in it when a definition has changed meanwhile.
  Definitions definitions;
  std::optional<std::vector<Arrival>> ready;
  if (measurements.size() >= kLargeBatch) {
    RETURN_IF_ERROR(context.store.Read(delivery.deadline, [&](Session& session) -> absl::Status {
      ASSIGN_OR_RETURN(definitions, Load(session, context.types, delivery.project, measurements));
      return absl::OkStatus();
    }));
    ready = admission.Arrive(definitions, context.store.Now());
  }
  std::vector<Judgement> judgements;
  bool merge_is_due = false;
  {
    ASSIGN_OR_RETURN(const Turns::Turn turn,
                     context.turns.Take(delivery.project, delivery.deadline));
    RETURN_IF_ERROR(context.store.Write(
        delivery.deadline, delivery.actor, [&](Session& session) -> absl::Status {
          RETURN_IF_ERROR(QuarantineTable(session.sql(), delivery.project)
                              .Remove({extras.replayed.begin(), extras.replayed.end()}));
          ASSIGN_OR_RETURN(const Definitions current,
                           Load(session, context.types, delivery.project, measurements));
          if (!ready || current != definitions) ready = admission.Arrive(current, session.now());
          ASSIGN_OR_RETURN(judgements, Ingest(session, delivery.project,
                                              *std::exchange(ready, std::nullopt), &merge_is_due));
          return absl::OkStatus();
        }));
  }
  if (merge_is_due) context.merger.Ask(delivery.project, delivery.deadline);
  context.tally.Add(judgements);
  Renew(context, delivery, measurements, judgements);
  return judgements;
}

void AddCounts(const v1::IngestCounts& counts, v1::IngestCounts& all) {
  all.set_accepted_count(all.accepted_count() + counts.accepted_count());
  all.set_duplicate_count(all.duplicate_count() + counts.duplicate_count());
  all.set_restated_count(all.restated_count() + counts.restated_count());
  all.set_quarantined_count(all.quarantined_count() + counts.quarantined_count());
  all.set_superseded_count(all.superseded_count() + counts.superseded_count());
}

}  // namespace palier::kpi
