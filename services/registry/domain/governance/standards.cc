// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/standards.h"

#include <algorithm>

#include "common/time/proto_time.h"

namespace palier::registry {
namespace {

bool HasEnded(const v1::Standard& standard, absl::CivilDay today) {
  const auto end = time::DayOf(standard.end_date());
  return end.has_value() && today >= *end;
}

}  // namespace

bool InForce(const v1::Standard& standard, absl::CivilDay today) {
  const auto start = time::DayOf(standard.effective_date());
  return start.has_value() && today >= *start && !HasEnded(standard, today);
}

bool ReviewDue(const v1::Standard& standard, absl::CivilDay today) {
  const auto review = time::DayOf(standard.next_review_date());
  return review.has_value() && today >= *review && !HasEnded(standard, today);
}

std::vector<v1::Standard::Domain> MissingDomains(absl::Span<const v1::Standard> standards,
                                                 absl::CivilDay today) {
  std::vector<v1::Standard::Domain> missing;
  for (const auto domain : {v1::Standard::DATA_PROTECTION, v1::Standard::QUALITY,
                            v1::Standard::SELECTION, v1::Standard::TRAINING}) {
    const bool there =
        std::any_of(standards.begin(), standards.end(), [&](const v1::Standard& standard) {
          return standard.domain() == domain && InForce(standard, today);
        });
    if (!there) missing.push_back(domain);
  }
  return missing;
}

status::FieldErrors CheckStandard(const v1::Standard* before, const v1::Standard& after) {
  status::FieldErrors errors;
  const auto start = time::DayOf(after.effective_date());
  const auto end = time::DayOf(after.end_date());
  if (!start.has_value()) {
    errors.Add("standard.effective_date", {"a whole day is needed", "un jour entier est attendu"});
  } else if (end.has_value() && *end <= *start) {
    errors.Add("standard.end_date",
               {"must be after the effective date", "doit être postérieure à la date d'effet"});
  }
  const bool changed = before != nullptr && (before->text() != after.text() ||
                                             before->document_uri() != after.document_uri());
  if (changed && before->version() == after.version()) {
    errors.Add("standard.version",
               {"what the standard says has changed: give it another version",
                "le contenu du standard a changé : donnez-lui une autre version"});
  }
  return errors;
}

}  // namespace palier::registry
