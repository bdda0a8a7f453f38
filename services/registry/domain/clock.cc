// SPDX-License-Identifier: Apache-2.0
#include "registry/domain/clock.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/digest/sha256.h"

namespace palier::registry {
namespace {

using N = v1::Notice;
using P = v1::Project;

constexpr int kHour = 8;

// `event` is what there may be several of for one kind and subject. Neither settings nor the time
// zone are part of it: when they change, nothing is said again.
std::string IdOf(const std::string& subject, N::Kind kind, const std::string& event) {
  const std::string key = absl::StrCat(subject, "\n", N::Kind_Name(kind), "\n", event);
  return absl::StrCat("n-", digest::Sha256Hex(key).substr(0, 32));
}

class Collector {
 public:
  explicit Collector(const Facts& facts) : facts_(facts) {}

  void Add(N::Kind kind, const std::string& event, absl::Time due, const std::string& subject,
           const std::string& recipient, std::string en, std::string fr) {
    if (due > facts_.now) return;
    notices_.push_back(
        {IdOf(subject, kind, event), kind, subject, recipient, due, std::move(en), std::move(fr)});
  }

  std::vector<DueNotice> Take() {
    std::stable_sort(notices_.begin(), notices_.end(),
                     [](const DueNotice& a, const DueNotice& b) { return a.due < b.due; });
    return std::move(notices_);
  }

 private:
  const Facts& facts_;
  std::vector<DueNotice> notices_;
};

void AddDecision(const Facts& facts, const v1::OrganizationSettings& settings, Collector& to) {
  const P& project = facts.project;
  const DecisionAge age = AgeOf(project, facts.now, facts.zone);
  if (!age.since.has_value()) return;
  const v1::DecisionClock clock = EffectiveClock(settings.decision_clock());
  const std::string& name = project.display_name();
  // The end of this PoC, and which of the reminders.
  const std::string end = absl::StrCat(absl::ToUnixSeconds(*age.since));
  int step = 0;
  const auto add = [&](N::Kind kind, int day, const std::string& recipient, std::string en,
                       std::string fr) {
    to.Add(kind, absl::StrCat(end, " ", step), DueTime(*age.since, day, facts.zone), project.name(),
           recipient, std::move(en), std::move(fr));
  };
  for (const int day : {clock.first_reminder_day(), clock.second_reminder_day()}) {
    // Two on one day are one.
    if (++step == 2 && day == clock.first_reminder_day()) break;
    add(N::DECISION_REMINDER, day, project.owner(),
        absl::StrCat(name, ": the PoC ended ", day, " days ago. Prepare the decision: stop, frame ",
                     "or industrialise."),
        absl::StrCat(name, " : le PoC est fini depuis ", day,
                     " jours. Préparez la décision : ", "arrêter, cadrer ou industrialiser."));
  }
  step = 0;
  const int sponsor = clock.sponsor_day();
  add(N::SPONSOR_ESCALATION, sponsor, project.sponsor(),
      absl::StrCat(name, ": no decision after ", sponsor, " days. The sponsor decides or asks."),
      absl::StrCat(name, " : aucune décision après ", sponsor,
                   " jours. Le sponsor décide ou demande."));
  const int board = clock.board_day();
  add(N::BOARD_LIST, board, "",
      absl::StrCat(name, ": no decision after ", board, " days. It goes on the board's list."),
      absl::StrCat(name, " : aucune décision après ", board,
                   " jours. Il va sur la liste du conseil."));
  const int stop = clock.stop_day();
  add(N::STOP_PROPOSED, stop, project.sponsor(),
      absl::StrCat(name, ": no decision after ", stop, " days. Stopping it is proposed."),
      absl::StrCat(name, " : aucune décision après ", stop, " jours. L'arrêt est proposé."));
  const int warning = settings.effective_purgatory_warning_days();
  if (warning <= 0) return;
  add(N::PURGATORY_WARNING, warning, project.owner(),
      absl::StrCat(name, " will be in purgatory after ", settings.effective_purgatory_days(),
                   " days; ", warning, " have passed."),
      absl::StrCat(name, " sera au purgatoire après ", settings.effective_purgatory_days(),
                   " jours ; ", warning, " sont passés."));
}

// `source` is the record that sets the day: another day in it is another event.
void AddDay(const Facts& facts, N::Kind kind, const std::string& source,
            const google::type::Date& date, const std::string& subject,
            const std::string& recipient, std::string en, std::string fr, Collector& to) {
  const auto day = DayOf(date);
  if (!day.has_value()) return;
  to.Add(kind, absl::StrCat(source, " ", absl::FormatCivilTime(*day)),
         DueTime(absl::FromCivil(*day, facts.zone), 0, facts.zone), subject, recipient,
         std::move(en), std::move(fr));
}

void AddProduction(const Facts& facts, Collector& to) {
  const P& project = facts.project;
  const std::string& name = project.display_name();
  if (project.stage() == P::LIMITED && facts.limit.has_value()) {
    AddDay(facts, N::LIMITED_ENDED, facts.limit->name(),
           facts.limit->direction().frame().end_date(), project.name(), project.owner(),
           absl::StrCat(name, ": the limited production ends. Decide again."),
           absl::StrCat(name, " : la production limitée prend fin. Décidez à nouveau."), to);
  }
  if (project.stage() != P::RUN) return;
  if (const auto reviews = facts.Of(v1::Entry::kRunReview); !reviews.empty()) {
    const v1::Entry* entry = Newest(reviews);
    AddDay(facts, N::RUN_REVIEW_DUE, entry->name(), entry->run_review().next_review_date(),
           project.name(), project.run_pack().owner(), absl::StrCat(name, ": a review is due."),
           absl::StrCat(name, " : une revue est due."), to);
  }
  for (const auto type : {v1::Maintenance::DRIFT_CHECK, v1::Maintenance::RETRAINING}) {
    const v1::Entry* entry = facts.NewestOf(v1::Entry::kMaintenance, [&](const v1::Entry& one) {
      return one.maintenance().type() == type;
    });
    if (entry == nullptr) continue;
    AddDay(facts, N::MAINTENANCE_DUE, entry->name(), entry->maintenance().next_due_date(),
           entry->name(), project.run_pack().owner(), absl::StrCat(name, ": maintenance is due."),
           absl::StrCat(name, " : une maintenance est due."), to);
  }
}

}  // namespace

DecisionAge AgeOf(const P& project, absl::Time now, absl::TimeZone zone) {
  DecisionAge age;
  if (project.stage() != P::POST_POC) return age;
  if (project.has_poc_end_time()) {
    age.since = TimeOf(project.poc_end_time());
  } else if (project.has_stage_time()) {
    age.since = TimeOf(project.stage_time());
  } else {
    return age;
  }
  age.days = static_cast<int>(absl::ToCivilDay(now, zone) - absl::ToCivilDay(*age.since, zone));
  return age;
}

absl::Time DueTime(absl::Time since, int days, absl::TimeZone zone) {
  const absl::CivilDay day = absl::ToCivilDay(since, zone) + days;
  return absl::FromCivil(absl::CivilHour(day) + kHour, zone);
}

v1::DecisionClock EffectiveClock(const v1::DecisionClock& clock) {
  v1::DecisionClock effective = clock;
  if (!clock.has_first_reminder_day()) effective.set_first_reminder_day(20);
  if (!clock.has_second_reminder_day()) effective.set_second_reminder_day(27);
  if (!clock.has_sponsor_day()) effective.set_sponsor_day(30);
  if (!clock.has_board_day()) effective.set_board_day(37);
  if (!clock.has_stop_day()) effective.set_stop_day(60);
  return effective;
}

std::vector<DueNotice> DueNotices(const Facts& facts, const v1::OrganizationSettings& settings) {
  Collector notices(facts);
  AddDecision(facts, settings, notices);
  AddProduction(facts, notices);
  return notices.Take();
}

}  // namespace palier::registry
