// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_entries.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"

namespace palier::rollout {
namespace {

ProgrammeReason ReasonOfStart(const Programme& programme, const ProgrammeModel& model,
                              const schedule::Starts& starts, int activity,
                              schedule::SerialDecoder& decoder) {
  const int start = starts[activity];
  ProgrammeReason reason;
  reason.week = model.first_monday;
  if (start == 0) return reason;
  const auto why = decoder.WhyNot(starts, activity, start - 1);
  if (why) return ReasonOf(model, programme, *why);
  reason.limit = ProgrammeLimit::kPlan;
  reason.week = model.first_monday + 7 * (start - 1);
  return reason;
}

}  // namespace

std::vector<ProgrammeEntry> EntriesOf(const Programme& programme, const ProgrammeModel& model,
                                      const schedule::Starts& starts,
                                      schedule::SerialDecoder& decoder) {
  std::vector<ProgrammeEntry> entries;
  const auto monday = [&](int week) { return model.first_monday + 7 * week; };
  // Weeks in which training begins, by tool.
  std::map<int, std::set<int>> waves;
  const auto trained_from = [&](size_t i) { return starts[i] + model.activities[i].prepare; };
  for (size_t i = 0; i < starts.size(); ++i) {
    waves[model.activities[i].tool].insert(trained_from(i));
  }
  for (size_t i = 0; i < starts.size(); ++i) {
    const ProgrammeActivity& what = model.activities[i];
    const std::set<int>& of_tool = waves.at(what.tool);
    ProgrammeEntry entry;
    entry.tool = programme.tools[static_cast<size_t>(what.tool)].id;
    entry.team = what.team;
    entry.people = what.people;
    entry.start = monday(starts[i]);
    entry.training = monday(trained_from(i));
    entry.go_live = monday(trained_from(i) + what.train);
    entry.end = monday(starts[i] + model.model.activities[i].duration);
    entry.wave =
        1 + static_cast<int>(std::distance(of_tool.begin(), of_tool.find(trained_from(i))));
    entry.reason = ReasonOfStart(programme, model, starts, static_cast<int>(i), decoder);
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.training, a.tool, a.team) < std::tie(b.training, b.tool, b.team);
  });
  return entries;
}

absl::Status NoProgrammePlan(const Programme& programme, const ProgrammeModel& model, bool proven) {
  schedule::SerialDecoder decoder(model.model, model.values);
  std::vector<int> order;
  for (size_t i = 0; i < model.activities.size(); ++i) order.push_back(static_cast<int>(i));
  schedule::Starts starts;
  decoder.Decode(order, starts);
  status::Error error(absl::StatusCode::kFailedPrecondition, error::v1::NO_PLAN_FOUND,
                      {proven ? "No plan exists: not every team finds a place."
                              : "No plan was found in which every team finds a place.",
                       proven ? "Aucun plan n'existe : toutes les équipes ne trouvent pas de place."
                              : "Aucun plan n'a été trouvé où chaque équipe trouve une place."});
  error.With("proven", proven ? "true" : "false");
  constexpr size_t kShown = 20;
  for (size_t i = 0; i < std::min(kShown, decoder.unplaced().size()); ++i) {
    const ProgrammeActivity& left = model.activities[decoder.unplaced()[i]];
    const std::string& tool = programme.tools[static_cast<size_t>(left.tool)].id;
    error.Precondition(
        "HORIZON", absl::StrCat(tool, "/", left.team),
        {absl::StrCat(left.team, " finds no place for ", tool, " within the limits."),
         absl::StrCat(left.team, " ne trouve pas de place pour ", tool, " dans les limites.")});
  }
  return error;
}

}  // namespace palier::rollout
