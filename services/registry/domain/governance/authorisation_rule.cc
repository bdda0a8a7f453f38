// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/authorisation_rule.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/aip/text.h"
#include "common/time/proto_time.h"

namespace palier::registry {

using Rule = v1::AuthorisationRule;

EffectInTime::EffectInTime(const Rule& rule) : effect(rule.effect()), then(rule.then()) {
  if (rule.has_start_time()) start = time::TimeOf(rule.start_time());
  if (rule.has_expire_time()) end = time::TimeOf(rule.expire_time());
}

Rule::Effect EffectInTime::At(absl::Time now) const {
  if (now < start) return Rule::EFFECT_UNSPECIFIED;
  return now < end ? effect : then;
}

status::FieldErrors CheckRule(const Rule& rule) {
  status::FieldErrors errors;
  const EffectInTime in_time(rule);
  if (in_time.end <= in_time.start) {
    errors.Add("authorisation_rule.expire_time",
               {"must be after the start", "doit être postérieure au début"});
  }
  if (rule.then() != Rule::EFFECT_UNSPECIFIED && !rule.has_expire_time()) {
    errors.Add("authorisation_rule.then", {"needs an expire_time after which it holds",
                                           "demande une expire_time après laquelle il vaut"});
  }
  const bool conditional = rule.effect() == Rule::CONDITIONAL || rule.then() == Rule::CONDITIONAL;
  if (conditional && absl::StripAsciiWhitespace(rule.condition()).empty()) {
    errors.Add("authorisation_rule.condition",
               {"say what must be kept to", "dites ce qui doit être respecté"});
  }
  for (int i = 0; i < rule.data_classes_size(); ++i) {
    if (!aip::FoldText(rule.data_classes(i)).empty()) continue;
    errors.Add(absl::StrCat("authorisation_rule.data_classes[", i, "]"),
               {"an empty class fits no data", "une classe vide ne désigne aucune donnée"});
  }
  return errors;
}

}  // namespace palier::registry
