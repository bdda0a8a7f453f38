// SPDX-License-Identifier: Apache-2.0
#include "reporting/staff/staff_page.h"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time/proto_time.h"
#include "reporting/figures/figure.h"
#include "reporting/figures/promise_state.h"
#include "reporting/model/measures.h"
#include "reporting/model/peer_facts.h"
#include "reporting/model/silent_services.h"

namespace palier::reporting {
namespace {

using kpi::v1::AdoptionUnit;
using kpi::v1::KpiStatus;
using registry::v1::Project;
using rollout::v1::FeedbackReply;

constexpr size_t kMostTools = 500;
constexpr size_t kMostAnswers = 200;
constexpr size_t kMostWins = 100;
constexpr size_t kMostChampions = 100;

template <typename Items>
void Cut(Items& items, size_t most) {
  if (items.size() > most) items.resize(most);
}

// A KPI that nobody measures promises nothing that could be told.
void AddPromises(const KpiFacts& facts, const Dossier& dossier, StaffTool& tool) {
  for (const KeptPromise& promise : facts.promises) {
    if (!promise.review.has_value() || dossier.cases.count(promise.business_case) == 0) continue;
    const kpi::v1::ReviewKpiPromiseResponse& review = *promise.review;
    StaffPromise told;
    told.display_name = review.promised().display_name();
    told.unit = review.promised().unit();
    const PromiseState state = StateOf(promise);
    if (state == PromiseState::kKept) told.state = StaffPromise::State::kKept;
    if (state == PromiseState::kBehind) told.state = StaffPromise::State::kBehind;
    const KpiStatus& today = review.today();
    if (today.has_expected_value()) told.promised = today.expected_value();
    if (today.has_actual_value()) told.actual = today.actual_value();
    if (today.has_actual_value()) told.day = time::DayOf(today.actual_date());
    tool.promises.push_back(std::move(told));
  }
}

// Hidden as a whole, it is hidden in its parts.
void AddUse(const ProjectMeasures& measures, StaffTool& tool) {
  if (!measures.adoption.has_value()) return;
  const kpi::v1::AdoptionPeriod* const period = LastPeriod(*measures.adoption);
  const AdoptionUnit* const whole = period == nullptr ? nullptr : WholeOf(*period);
  if (whole == nullptr) return;
  tool.users = whole->active_user_count();
  tool.period = period->label();
  for (const AdoptionUnit& unit : period->units())
    if (IsDepartment(unit) && !unit.hidden())
      tool.departments[unit.unit()] = unit.active_user_count();
  if (tool.users == 0 || !measures.saved_time.has_value()) return;
  tool.hours = std::llround(static_cast<double>(MeasuredHundredths(*measures.saved_time)) / 100);
}

StaffTool ToolOf(const PortfolioModel& model, const Dossier& dossier) {
  const Project& project = dossier.project;
  StaffTool tool;
  tool.project = project.name();
  tool.display_name = project.display_name();
  tool.purpose = project.purpose();
  tool.stage = project.stage();
  if (model.kpi.facts == nullptr) return tool;
  AddPromises(*model.kpi.facts, dossier, tool);
  const auto measures = model.kpi.facts->projects.find(project.name());
  if (measures != model.kpi.facts->projects.end()) AddUse(measures->second, tool);
  return tool;
}

void AddAnswers(const RolloutFacts& facts, StaffPage& page) {
  for (const auto& [name, dossier] : facts.rollouts) {
    for (const FeedbackReply& reply : dossier.feedback.replies()) {
      if (reply.state() == FeedbackReply::OPEN || reply.state() == FeedbackReply::STATE_UNSPECIFIED)
        continue;
      const auto state = reply.state() == FeedbackReply::DONE       ? StaffAnswer::State::kDone
                         : reply.state() == FeedbackReply::ACCEPTED ? StaffAnswer::State::kAccepted
                                                                    : StaffAnswer::State::kRefused;
      page.answers.push_back({dossier.rollout.display_name(), reply.said(), state, reply.answer()});
    }
  }
  std::stable_sort(page.answers.begin(), page.answers.end(),
                   [](const auto& a, const auto& b) { return a.state < b.state; });
}

// People who want to be named, by the champion that each is.
std::map<std::string, std::string> NamedChampions(const RolloutFacts& facts) {
  std::map<std::string, std::string> people;
  for (const rollout::v1::Champion& champion : facts.champions)
    if (champion.recognition_opt_in()) people[champion.name()] = champion.person();
  return people;
}

void AddChampions(const RolloutFacts& facts, StaffPage& page) {
  const std::map<std::string, std::string> people = NamedChampions(facts);
  std::map<std::string, StaffChampion> sums;
  for (const auto& [name, dossier] : facts.rollouts) {
    for (const rollout::v1::Ambassador& each : dossier.successes.recognised()) {
      const auto person = people.find(each.champion());
      if (person == people.end()) continue;
      StaffChampion& sum = sums[person->second];
      sum.person = person->second;
      sum.sessions += each.held_session_count();
      sum.people += each.trained_count() + each.demonstration_attendee_count();
      for (StaffTool& tool : page.tools)
        if (tool.project == dossier.rollout.project()) tool.contacts.insert(person->second);
    }
  }
  for (auto& [person, sum] : sums) page.champions.push_back(std::move(sum));
}

// Also of projects that were stopped: what they won stays won.
void AddWins(const PortfolioModel& model, StaffPage& page) {
  std::vector<std::pair<absl::Time, StaffWin>> wins;
  for (const auto& [name, dossier] : model.dossiers) {
    for (const auto& [entry_name, entry] : dossier->entries) {
      const auto& win = entry.quick_win();
      if (!entry.has_quick_win() || !win.published() || win.achieved().empty()) continue;
      wins.push_back({time::TimeOf(entry.update_time()),
                      {name, dossier->project.display_name(), win.expected(), win.achieved()}});
    }
  }
  std::stable_sort(wins.begin(), wins.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (auto& [written, win] : wins) page.wins.push_back(std::move(win));
}

}  // namespace

StaffPage MakeStaffPage(const PortfolioModel& model) {
  StaffPage page;
  page.day = model.assessed_day;
  for (const auto& [name, dossier] : model.dossiers) {
    const Project& project = dossier->project;
    const bool is_told =
        IsAlive(project) && project.stage() >= Project::POC && project.stage() <= Project::RUN;
    if (is_told) page.tools.push_back(ToolOf(model, *dossier));
  }
  std::sort(page.tools.begin(), page.tools.end(), [](const auto& a, const auto& b) {
    return std::tie(a.display_name, a.project) < std::tie(b.display_name, b.project);
  });
  AddWins(model, page);
  if (model.rollout.facts != nullptr) {
    AddAnswers(*model.rollout.facts, page);
    AddChampions(*model.rollout.facts, page);
  }
  page.silent_peers = SilentServices(model);
  Cut(page.tools, kMostTools);
  Cut(page.answers, kMostAnswers);
  Cut(page.wins, kMostWins);
  Cut(page.champions, kMostChampions);
  return page;
}

}  // namespace palier::reporting
