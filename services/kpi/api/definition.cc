// SPDX-License-Identifier: Apache-2.0
#include "kpi/api/definition.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <string>

#include "common/status/error.h"
#include "common/status/macros.h"
#include "kpi/api/small_groups_guard.h"

namespace palier::kpi {
namespace {

constexpr int kDefaultCloseDays = 7;
constexpr int kDefaultTolerance = 10;

// Adds what `status` says about `field`, if anything.
void Collect(status::FieldErrors& errors, absl::string_view field, const absl::Status& status) {
  if (status.ok()) return;
  const error::v1::ErrorDetail detail = status::DetailOf(status);
  if (detail.field_violations().empty()) {
    errors.Add(field, {std::string(status.message()), detail.fr()});
  }
  for (const error::v1::Violation& violation : detail.field_violations()) {
    errors.Add(field, {violation.en(), violation.fr()});
  }
}

v1::Kpi::Aggregation DefaultAggregation(v1::Kpi::Semantics semantics) {
  switch (semantics) {
    case v1::Kpi::DELTA:
    case v1::Kpi::CUMULATIVE:
      return v1::Kpi::SUM;
    case v1::Kpi::SNAPSHOT:
      return v1::Kpi::LAST;
    default:
      return v1::Kpi::MEAN;
  }
}

void FillDefaults(v1::Kpi& kpi) {
  if (kpi.semantics() == v1::Kpi::SEMANTICS_UNSPECIFIED) kpi.set_semantics(v1::Kpi::GAUGE);
  if (kpi.aggregation() == v1::Kpi::AGGREGATION_UNSPECIFIED) {
    kpi.set_aggregation(DefaultAggregation(kpi.semantics()));
  }
  if (kpi.evidence_grade() == v1::Kpi::EVIDENCE_GRADE_UNSPECIFIED) {
    kpi.set_evidence_grade(v1::Kpi::REAL);
  }
}

void CheckAggregation(const v1::Kpi& kpi, status::FieldErrors& errors) {
  const bool adds = kpi.aggregation() == v1::Kpi::SUM || kpi.aggregation() == v1::Kpi::COUNT ||
                    kpi.aggregation() == v1::Kpi::DISTINCT_USERS;
  if (kpi.semantics() == v1::Kpi::CUMULATIVE && kpi.aggregation() != v1::Kpi::SUM) {
    errors.Add("aggregation", {"What a CUMULATIVE KPI's counters grew by is added up: SUM.",
                               "Ce dont grandissent les compteurs d'un KPI CUMULATIVE "
                               "s'additionne : SUM."});
  }
  if (kpi.semantics() == v1::Kpi::SNAPSHOT && adds) {
    errors.Add("aggregation", {"A SNAPSHOT is never added up: LAST, MEAN, MEDIAN or "
                               "NINETIETH_PERCENTILE.",
                               "Un SNAPSHOT ne s'additionne jamais : LAST, MEAN, MEDIAN ou "
                               "NINETIETH_PERCENTILE."});
  }
}

void CheckRange(const v1::Kpi& kpi, status::FieldErrors& errors) {
  const absl::StatusOr<Fixed> minimum = Quantise(kpi.minimum_value(), kpi.decimals());
  const absl::StatusOr<Fixed> maximum = Quantise(kpi.maximum_value(), kpi.decimals());
  Collect(errors, "minimum_value", minimum.status());
  Collect(errors, "maximum_value", maximum.status());
  if (!minimum.ok() || !maximum.ok() || !kpi.has_minimum_value() || !kpi.has_maximum_value())
    return;
  if (*minimum <= *maximum) return;
  errors.Add("maximum_value", {"The largest value is below the smallest one.",
                               "La plus grande valeur est inférieure à la plus petite."});
}

absl::StatusOr<Change> ChangeOf(const v1::KpiTarget& target, int decimals) {
  Change change;
  if (target.has_points()) {
    change.kind = Change::Kind::kPoints;
    ASSIGN_OR_RETURN(change.amount, Quantise(target.points(), decimals));
    return change;
  }
  change.kind = Change::Kind::kRelative;
  ASSIGN_OR_RETURN(change.amount, Quantise(target.relative_percent(), 3));
  return change;
}

void CheckTarget(const v1::Kpi& kpi, status::FieldErrors& errors) {
  if (kpi.has_baseline()) {
    Collect(errors, "baseline.value", Quantise(kpi.baseline().value(), kpi.decimals()).status());
    Collect(errors, "baseline.date", DayOf(kpi.baseline().date(), "baseline.date").status());
  }
  if (kpi.has_horizon_date()) {
    Collect(errors, "horizon_date", DayOf(kpi.horizon_date(), "horizon_date").status());
  }
  if (kpi.has_target()) {
    Collect(errors, "target", ChangeOf(kpi.target(), kpi.decimals()).status());
    if (kpi.target().change_case() == v1::KpiTarget::CHANGE_NOT_SET) {
      errors.Add("target", {"Say how far to go: relative_percent or points.",
                            "Indiquez l'ampleur visée : relative_percent ou points."});
    }
  }
  if (!errors.empty()) return;
  if (const std::optional<Target> target = TargetOf(kpi)) {
    Collect(errors, "target", Validate(*target));
  }
}

bool Quantified(const v1::Kpi& kpi) {
  return !kpi.unit().empty() && kpi.direction() != v1::Kpi::DIRECTION_UNSPECIFIED &&
         TargetOf(kpi).has_value() && !kpi.owner().empty() && !kpi.source().empty();
}

// The KPI without what can change while its numbers keep their meaning.
v1::Kpi DefinitionOf(const v1::Kpi& kpi) {
  v1::Kpi definition;
  definition.set_unit(kpi.unit());
  definition.set_direction(kpi.direction());
  definition.set_category(kpi.category());
  definition.set_cadence(kpi.cadence());
  definition.set_decimals(kpi.decimals());
  definition.set_semantics(kpi.semantics());
  definition.set_aggregation(kpi.aggregation());
  if (kpi.has_minimum_value()) definition.set_minimum_value(kpi.minimum_value());
  if (kpi.has_maximum_value()) definition.set_maximum_value(kpi.maximum_value());
  if (kpi.has_baseline()) *definition.mutable_baseline() = kpi.baseline();
  if (kpi.has_target()) *definition.mutable_target() = kpi.target();
  if (kpi.has_horizon_date()) *definition.mutable_horizon_date() = kpi.horizon_date();
  if (kpi.has_tolerance_percent()) definition.set_tolerance_percent(kpi.tolerance_percent());
  return definition;
}

bool SameDefinition(const v1::Kpi& a, const v1::Kpi& b) {
  return google::protobuf::util::MessageDifferencer::Equals(DefinitionOf(a), DefinitionOf(b));
}

}  // namespace

absl::Status Complete(const v1::Kpi* before, v1::Kpi& kpi) {
  FillDefaults(kpi);
  status::FieldErrors errors;
  CheckAggregation(kpi, errors);
  CheckRange(kpi, errors);
  CheckTarget(kpi, errors);
  RETURN_IF_ERROR(errors.ToStatus());
  kpi.set_quantified(Quantified(kpi));
  if (before == nullptr) {
    kpi.set_definition_version(1);
  } else {
    kpi.set_definition_version(before->definition_version() +
                               (SameDefinition(*before, kpi) ? 0 : 1));
  }
  return absl::OkStatus();
}

absl::string_view ChangedMeaning(const v1::Kpi& before, const v1::Kpi& after) {
  if (before.decimals() != after.decimals()) return "decimals";
  if (before.semantics() != after.semantics()) return "semantics";
  if (CountsPeople(before) != CountsPeople(after)) return "aggregation";
  return "";
}

ValueRule RuleOf(const v1::Kpi& kpi) {
  ValueRule rule;
  rule.decimals = kpi.decimals();
  if (kpi.has_minimum_value()) rule.minimum = *Quantise(kpi.minimum_value(), kpi.decimals());
  if (kpi.has_maximum_value()) rule.maximum = *Quantise(kpi.maximum_value(), kpi.decimals());
  if (kpi.semantics() == v1::Kpi::CUMULATIVE)
    rule.minimum = std::max<Fixed>(rule.minimum.value_or(0), 0);
  return rule;
}

int CloseDaysOf(const v1::Kpi& kpi) {
  return kpi.has_close_days() ? kpi.close_days() : kDefaultCloseDays;
}

Cadence CadenceOf(const v1::Kpi& kpi) {
  if (kpi.cadence() != v1::Kpi::CADENCE_UNSPECIFIED) return static_cast<Cadence>(kpi.cadence());
  return CadenceOf(static_cast<Category>(kpi.category()));
}

std::optional<Target> TargetOf(const v1::Kpi& kpi) {
  if (!kpi.has_baseline() || !kpi.has_target() || !kpi.has_horizon_date()) return std::nullopt;
  const absl::StatusOr<Fixed> baseline = Quantise(kpi.baseline().value(), kpi.decimals());
  const absl::StatusOr<absl::CivilDay> date = DayOf(kpi.baseline().date(), "baseline.date");
  const absl::StatusOr<absl::CivilDay> horizon = DayOf(kpi.horizon_date(), "horizon_date");
  const absl::StatusOr<Change> change = ChangeOf(kpi.target(), kpi.decimals());
  if (!baseline.ok() || !date.ok() || !horizon.ok() || !change.ok()) return std::nullopt;
  Target target;
  target.direction = static_cast<Direction>(kpi.direction());
  target.decimals = kpi.decimals();
  target.baseline = *baseline;
  target.baseline_date = *date;
  target.change = *change;
  target.horizon = *horizon;
  target.cadence = CadenceOf(kpi);
  target.tolerance_percent =
      kpi.has_tolerance_percent() ? kpi.tolerance_percent() : kDefaultTolerance;
  return target;
}

absl::StatusOr<absl::CivilDay> DayOf(const google::type::Date& date, absl::string_view field) {
  const absl::CivilDay day(date.year(), date.month(), date.day());
  const bool same = day.year() == date.year() && day.month() == date.month() &&
                    day.day() == date.day() && date.year() >= 1 && date.year() <= 9999;
  if (same) return day;
  return status::InvalidField(
      field, {"This is no day of the calendar.", "Ce n'est pas un jour du calendrier."});
}

google::type::Date DateOf(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

}  // namespace palier::kpi
