// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/settings.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "registry/domain/clock.h"
#include "registry/domain/rulebook.h"

namespace palier::registry {
namespace {

constexpr int kPurgatoryDays = 180;  // S0-01: "six months later"
constexpr int kPurgatoryWarningDays = 90;
constexpr int kWaitingDays = 10;
constexpr int kSponsorCapacity = 5;

void CheckRule(const std::string& path, const std::string& id, status::FieldErrors& errors) {
  if (FindRule(id) != nullptr) return;
  errors.Add(path, {"no such rule; ListRules names them all",
                    "règle inconnue ; ListRules les nomme toutes"});
}

void CheckTunings(const v1::OrganizationSettings& settings, status::FieldErrors& errors) {
  std::set<std::string> seen;
  for (int i = 0; i < settings.rule_tunings_size(); ++i) {
    const v1::RuleTuning& tuning = settings.rule_tunings(i);
    const std::string path = absl::StrCat("organization_settings.rule_tunings[", i, "]");
    CheckRule(path + ".rule", tuning.rule(), errors);
    if (!seen.insert(tuning.rule()).second)
      errors.Add(path + ".rule", {"is tuned twice", "est réglée deux fois"});
    const Rule* rule = FindRule(tuning.rule());
    if (rule == nullptr || !tuning.has_threshold()) continue;
    if (!rule->threshold.has_value()) {
      errors.Add(path + ".threshold",
                 {"this rule has no threshold", "cette règle n'a pas de seuil"});
    } else if (!(tuning.threshold() >= 0)) {
      errors.Add(path + ".threshold", {"must not be negative", "ne doit pas être négatif"});
    }
  }
}

void CheckClock(const v1::DecisionClock& given, status::FieldErrors& errors) {
  const v1::DecisionClock clock = EffectiveClock(given);
  const bool ordered = clock.first_reminder_day() <= clock.second_reminder_day() &&
                       clock.second_reminder_day() <= clock.sponsor_day() &&
                       clock.sponsor_day() <= clock.board_day() &&
                       clock.board_day() <= clock.stop_day();
  if (ordered) return;
  errors.Add("organization_settings.decision_clock",
             {"the days must follow each other: reminders, sponsor, board, stop",
              "les jours doivent se suivre : rappels, sponsor, conseil, arrêt"});
}

}  // namespace

void FillEffective(v1::OrganizationSettings& settings) {
  settings.set_effective_purgatory_days(settings.has_purgatory_days() ? settings.purgatory_days()
                                                                      : kPurgatoryDays);
  settings.set_effective_purgatory_warning_days(settings.has_purgatory_warning_days()
                                                    ? settings.purgatory_warning_days()
                                                    : kPurgatoryWarningDays);
  settings.set_effective_waiting_days(settings.has_waiting_days() ? settings.waiting_days()
                                                                  : kWaitingDays);
  settings.set_effective_sponsor_capacity(
      settings.has_sponsor_capacity() ? settings.sponsor_capacity() : kSponsorCapacity);
  *settings.mutable_effective_decision_clock() = EffectiveClock(settings.decision_clock());
}

std::vector<std::string> SensitiveClasses(const v1::OrganizationSettings& settings) {
  if (settings.sensitive_data_classes().empty()) return {"sensitive"};
  return {settings.sensitive_data_classes().begin(), settings.sensitive_data_classes().end()};
}

absl::Status CheckSettings(const v1::OrganizationSettings& settings) {
  status::FieldErrors errors;
  for (int i = 0; i < settings.disabled_rules_size(); ++i) {
    CheckRule(absl::StrCat("organization_settings.disabled_rules[", i, "]"),
              settings.disabled_rules(i), errors);
  }
  CheckTunings(settings, errors);
  CheckClock(settings.decision_clock(), errors);
  return errors.ToStatus();
}

}  // namespace palier::registry
