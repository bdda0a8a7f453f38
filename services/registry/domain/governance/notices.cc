// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/governance/notices.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"

namespace palier::registry {
namespace {

using Kind = v1::Notice;

constexpr int kHour = 8;

class Calendar {
 public:
  explicit Calendar(const GovernanceFacts& facts) : facts_(facts) {}

  void Add(GovernanceNotice notice) {
    if (notice.due <= facts_.now) notices_.push_back(std::move(notice));
  }
  absl::Time MorningOf(absl::CivilDay day) const {
    return absl::FromCivil(absl::CivilHour(day) + kHour, facts_.zone);
  }
  absl::Time MorningAfter(absl::Time since, int days) const {
    return MorningOf(absl::ToCivilDay(since, facts_.zone) + days);
  }
  std::vector<GovernanceNotice> Take() {
    std::stable_sort(
        notices_.begin(), notices_.end(),
        [](const GovernanceNotice& a, const GovernanceNotice& b) { return a.due < b.due; });
    return std::move(notices_);
  }

 private:
  const GovernanceFacts& facts_;
  std::vector<GovernanceNotice> notices_;
};

void AddWaiver(const v1::Waiver& waiver, int waiting_days, Calendar& to) {
  const std::string& name = waiver.display_name();
  // A request may be deleted, and another one be made under its name.
  const std::string made = absl::StrCat(waiver.create_time().seconds());
  if (waiver.state() == v1::Waiver::APPROVED) {
    to.Add({Kind::WAIVER_EXPIRED, waiver.name(), made, "", time::TimeOf(waiver.expire_time()),
            absl::StrCat("The waiver “", name, "” has ended; the rule holds again."),
            absl::StrCat("La dérogation « ", name, " » a pris fin ; la règle vaut à nouveau.")});
  }
  if (waiver.state() == v1::Waiver::REQUESTED) {
    to.Add({Kind::GOVERNANCE_WAITING, waiver.name(), made, "",
            to.MorningAfter(time::TimeOf(waiver.create_time()), waiting_days),
            absl::StrCat("The waiver “", name, "” was asked for ", waiting_days,
                         " days ago and nobody has answered. Approve or revoke it."),
            absl::StrCat("La dérogation « ", name, " » est demandée depuis ", waiting_days,
                         " jours sans réponse. Approuvez-la ou révoquez-la.")});
  }
}

// A provisional rule that ended and put nothing in its place has left a hole: what no rule allows
// is denied.
void AddRule(const v1::AuthorisationRule& rule, Calendar& to) {
  if (!rule.has_expire_time() || rule.then() != v1::AuthorisationRule::EFFECT_UNSPECIFIED) return;
  const std::string& name = rule.display_name();
  to.Add({Kind::GOVERNANCE_WAITING, rule.name(), absl::StrCat(rule.expire_time().seconds()), "",
          time::TimeOf(rule.expire_time()),
          absl::StrCat("The provisional rule “", name,
                       "” has ended and says nothing any more. Decide what holds now."),
          absl::StrCat("La règle provisoire « ", name,
                       " » a pris fin et ne dit plus rien. Décidez de ce qui vaut désormais.")});
}

void AddStandard(const v1::Standard& standard, Calendar& to) {
  const auto review = time::DayOf(standard.next_review_date());
  const auto end = time::DayOf(standard.end_date());
  if (!review.has_value() || (end.has_value() && *end <= *review)) return;
  const std::string& name = standard.display_name();
  to.Add({Kind::STANDARD_REVIEW_DUE, standard.name(), absl::FormatCivilTime(*review),
          standard.owner(), to.MorningOf(*review),
          absl::StrCat("The standard “", name, "” is to be reviewed."),
          absl::StrCat("Le standard « ", name, " » est à revoir.")});
}

void AddAudit(const v1::ToolAudit& audit, Calendar& to) {
  const auto due = time::DayOf(audit.due_date());
  if (!due.has_value() || time::DayOf(audit.done_date()).has_value()) return;
  const std::string& name = audit.display_name();
  const std::string day = absl::FormatCivilTime(*due);
  to.Add({Kind::AUDIT_DUE, audit.name(), day + " due", "", to.MorningOf(*due),
          absl::StrCat("The audit “", name, "” is due today."),
          absl::StrCat("L'audit « ", name, " » est à faire aujourd'hui.")});
  to.Add({Kind::AUDIT_DUE, audit.name(), day + " overdue", "", to.MorningOf(*due + 1),
          absl::StrCat("The audit “", name, "” is overdue."),
          absl::StrCat("L'audit « ", name, " » est en retard.")});
}

}  // namespace

std::vector<GovernanceNotice> GovernanceNotices(const GovernanceFacts& facts) {
  Calendar calendar(facts);
  for (const v1::Waiver& waiver : facts.waivers) AddWaiver(waiver, facts.waiting_days, calendar);
  for (const v1::AuthorisationRule& rule : facts.rules) AddRule(rule, calendar);
  for (const v1::Standard& standard : facts.standards) AddStandard(standard, calendar);
  for (const v1::ToolAudit& audit : facts.audits) AddAudit(audit, calendar);
  return calendar.Take();
}

}  // namespace palier::registry
