// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/gate_criteria.h"

#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/digest/sha256.h"

namespace palier::rollout {
namespace {

constexpr size_t kMaxId = 40;
constexpr size_t kMaxLabel = 200;
constexpr int64_t kMaxSample = 1'000'000;
constexpr int kMaxHoldDays = 366;

constexpr const char* kKinds[] = {"CRITERION", "GUARDRAIL", "SIGNAL"};
constexpr const char* kBetter[] = {"HIGHER", "LOWER"};
constexpr const char* kFigures[] = {"PROPORTION", "BOUNDED", "MEAN"};
constexpr const char* kTargetRules[] = {"PROVEN", "ESTIMATED"};

bool IsId(const std::string& id) {
  if (id.empty() || id.size() > kMaxId) return false;
  for (const char c : id) {
    if (!absl::ascii_islower(c) && !absl::ascii_isdigit(c) && c != '-') return false;
  }
  return true;
}

// Reads a number in the range of the figure.
bool IsFigure(const Criterion& criterion, double value) {
  if (criterion.figure == FigureKind::kMean) return std::isfinite(value);
  return value >= 0 && value <= 1;
}

void CheckLevels(const Criterion& criterion, const std::string& path, status::FieldErrors& errors) {
  const status::Text range = {"must be a number, of shares from 0 to 1",
                              "doit être un nombre, de 0 à 1 pour une part"};
  if (!IsFigure(criterion, criterion.minimum)) errors.Add(path + ".minimum_permille", range);
  if (!IsFigure(criterion, criterion.target)) errors.Add(path + ".target_permille", range);
  const bool worse = criterion.better == Better::kHigher ? criterion.target < criterion.minimum
                                                         : criterion.target > criterion.minimum;
  if (worse) {
    errors.Add(path + ".target_permille",
               {"must not be worse than the minimum", "ne peut être moins bon que le minimum"});
  }
  if (criterion.kind != CriterionKind::kCriterion && criterion.target != criterion.minimum) {
    errors.Add(path + ".target_permille", {"only a CRITERION has a target besides its minimum",
                                           "seul un CRITERION a une cible en plus de son minimum"});
  }
}

void CheckRange(double value, double least, double most, const std::string& path,
                status::FieldErrors& errors) {
  if (value >= least && value <= most) return;
  errors.Add(path, {absl::StrCat("must be from ", least, " to ", most),
                    absl::StrCat("doit être compris entre ", least, " et ", most)});
}

void CheckCriterion(const Criterion& criterion, const std::string& path,
                    status::FieldErrors& errors) {
  if (!IsId(criterion.id)) {
    errors.Add(path + ".criterion_id",
               {"must be 1 to 40 lower-case letters, digits and hyphens",
                "doit comporter 1 à 40 lettres minuscules, chiffres et tirets"});
  }
  for (const std::string* label : {&criterion.label.en, &criterion.label.fr}) {
    if (!label->empty() && label->size() <= kMaxLabel) continue;
    errors.Add(path + (label == &criterion.label.en ? ".english_label" : ".french_label"),
               {absl::StrCat("must have 1 to ", kMaxLabel, " bytes"),
                absl::StrCat("doit avoir 1 à ", kMaxLabel, " octets")});
  }
  CheckLevels(criterion, path, errors);
  CheckRange(static_cast<double>(criterion.minimum_sample), 1, kMaxSample, path + ".minimum_sample",
             errors);
  CheckRange(criterion.minimum_coverage_permille, 0, 1000, path + ".minimum_coverage_permille",
             errors);
  CheckRange(criterion.hold_days, 0, kMaxHoldDays, path + ".hold_days", errors);
  CheckRange(criterion.intraclass_correlation, 0, 0.99, path + ".correlation_permille", errors);
  CheckRange(static_cast<double>(criterion.tuned_sample), 1, kMaxSample, path + ".tuned_sample",
             errors);
}

// What decides, by name.
std::vector<std::pair<const char*, std::string>> Terms(const Criterion& criterion) {
  const auto exact = [](double value) { return absl::StrFormat("%.17g", value); };
  return {{"kind", kKinds[static_cast<int>(criterion.kind)]},
          {"better", kBetter[static_cast<int>(criterion.better)]},
          {"figure", kFigures[static_cast<int>(criterion.figure)]},
          {"minimum", exact(criterion.minimum)},
          {"target", exact(criterion.target)},
          {"target_rule", kTargetRules[static_cast<int>(criterion.target_rule)]},
          {"minimum_sample", absl::StrCat(criterion.minimum_sample)},
          {"minimum_coverage_permille", absl::StrCat(criterion.minimum_coverage_permille)},
          {"hold_days", absl::StrCat(criterion.hold_days)},
          {"intraclass_correlation", exact(criterion.intraclass_correlation)},
          {"tuned_sample", absl::StrCat(criterion.tuned_sample)},
          {"source", criterion.source}};
}

std::map<std::string, const Criterion*> ById(absl::Span<const Criterion> criteria) {
  std::map<std::string, const Criterion*> by_id;
  for (const Criterion& criterion : criteria) by_id[criterion.id] = &criterion;
  return by_id;
}

// Shorter than exactly, for people.
std::string Shown(const std::string& term) {
  double number;
  return absl::SimpleAtod(term, &number) ? absl::StrCat(number) : term;
}

}  // namespace

status::FieldErrors CheckCriteria(absl::Span<const Criterion> criteria) {
  status::FieldErrors errors;
  std::set<std::string> ids;
  bool decides = false;
  for (size_t i = 0; i < criteria.size(); ++i) {
    const std::string path = absl::StrCat("criteria[", i, "]");
    CheckCriterion(criteria[i], path, errors);
    decides = decides || criteria[i].kind == CriterionKind::kCriterion;
    if (!ids.insert(criteria[i].id).second) {
      errors.Add(path + ".criterion_id", {"is there twice", "figure deux fois"});
    }
  }
  if (!decides) {
    errors.Add("criteria", {"one of them must be a CRITERION, which says when to go on",
                            "l'un d'eux doit être un CRITERION, qui dit quand continuer"});
  }
  if (criteria.size() > kMaxCriteria) {
    errors.Add("criteria",
               {absl::StrCat("at most ", kMaxCriteria), absl::StrCat("au plus ", kMaxCriteria)});
  }
  return errors;
}

std::string FingerprintOf(absl::Span<const Criterion> criteria) {
  std::string terms;
  for (const auto& [id, criterion] : ById(criteria)) {
    absl::StrAppend(&terms, id, "\n");
    for (const auto& [name, term] : Terms(*criterion)) {
      absl::StrAppend(&terms, name, "=", term, "\n");
    }
  }
  return digest::Sha256Hex(terms);
}

std::vector<CriterionChange> ChangesBetween(absl::Span<const Criterion> before,
                                            absl::Span<const Criterion> after) {
  const std::map<std::string, const Criterion*> old = ById(before);
  const std::map<std::string, const Criterion*> present = ById(after);
  std::vector<CriterionChange> changes;
  for (const auto& [id, criterion] : present) {
    const auto was = old.find(id);
    if (was == old.end()) {
      changes.push_back({id, {absl::StrCat(id, " is new."), absl::StrCat(id, " est nouveau.")}});
      continue;
    }
    const auto from = Terms(*was->second);
    const auto to = Terms(*criterion);
    std::vector<std::string> parts;
    for (size_t i = 0; i < to.size(); ++i) {
      if (from[i].second == to[i].second) continue;
      parts.push_back(
          absl::StrCat(to[i].first, " ", Shown(from[i].second), " -> ", Shown(to[i].second)));
    }
    if (parts.empty()) continue;
    changes.push_back({id,
                       {absl::StrCat(id, " was changed: ", absl::StrJoin(parts, ", "), "."),
                        absl::StrCat(id, " a été modifié : ", absl::StrJoin(parts, ", "), ".")}});
  }
  for (const auto& [id, criterion] : old) {
    if (present.contains(id)) continue;
    changes.push_back(
        {id, {absl::StrCat(id, " was taken out."), absl::StrCat(id, " a été retiré.")}});
  }
  return changes;
}

}  // namespace palier::rollout
