// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/programme_replan.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "common/status/macros.h"
#include "rollout/domain/programme_entries.h"
#include "rollout/domain/programme_model.h"
#include "rollout/schedule/replan.h"

namespace palier::rollout {
namespace {

using Key = std::pair<std::string, std::string>;

class ProgrammeReplanning {
 public:
  ProgrammeReplanning(const Programme& programme, const ProgrammeInForce& in_force,
                      const PlanOptions& options, ProgrammeModel model)
      : programme_(programme),
        in_force_(in_force),
        options_(options),
        model_(std::move(model)),
        decoder_(model_.model, model_.values) {}

  absl::StatusOr<ProgrammeReplans> Run() {
    RETURN_IF_ERROR(ReadEntries());
    schedule::SearchOptions options;
    options.decodes = std::max<int64_t>(1, options_.schedules);
    options.seed = options_.seed;
    absl::Status checked;
    options.progress = [&](const schedule::Progress&) {
      if (options_.check && checked.ok()) checked = options_.check();
      return checked.ok();
    };
    const auto found = schedule::Replan(model_.model, model_.values, standing_, options);
    RETURN_IF_ERROR(checked);
    if (absl::IsNotFound(found.status())) return NoProgrammePlan(programme_, model_, false);
    if (!found.ok()) return status::Internal(std::string(found.status().message()));
    ProgrammeReplans replans;
    replans.least_change = Told(found->least_change, found->bound);
    replans.best_value = Told(found->best_value, found->bound);
    replans.frozen =
        static_cast<int>(std::count(standing_.frozen.begin(), standing_.frozen.end(), true));
    replans.schedules = found->decodes;
    return replans;
  }

 private:
  int WeekOf(absl::CivilDay day) const { return static_cast<int>((day - model_.first_monday) / 7); }

  absl::Status ReadEntries() {
    std::map<Key, int> weeks;
    status::FieldErrors errors;
    for (size_t i = 0; i < in_force_.entries.size(); ++i) {
      const ProgrammeInForce::Entry& entry = in_force_.entries[i];
      const std::string path = absl::StrCat("entries[", i, "]");
      const int64_t days = entry.start - model_.first_monday;
      if (days < 0 || days % 7 != 0 || days / 7 >= model_.model.horizon) {
        errors.Add(path + ".start_date",
                   {"must be a Monday of the programme.", "doit être un lundi du programme."});
        continue;
      }
      if (!weeks.insert({{entry.tool, entry.team}, WeekOf(entry.start)}).second) {
        errors.Add(path, {"is given twice.", "est donné deux fois."});
      }
    }
    const int first = std::max(0, WeekOf(in_force_.first));
    standing_.first = first;
    for (size_t i = 0; i < model_.activities.size(); ++i) {
      const ProgrammeActivity& what = model_.activities[i];
      const auto at = weeks.find({programme_.tools[static_cast<size_t>(what.tool)].id, what.team});
      const int latest = model_.model.horizon - model_.model.activities[i].duration;
      const bool known = at != weeks.end();
      known_.push_back(known);
      standing_.starts.push_back(known ? at->second : std::max(0, latest));
      standing_.frozen.push_back(known && at->second < first);
      if (!standing_.frozen.back() || at->second <= latest) continue;
      errors.Add("entries", {absl::StrCat(what.team, " is at work and not through by the end."),
                             absl::StrCat(what.team, " est en cours et n'aura pas fini.")});
    }
    RETURN_IF_ERROR(errors.ToStatus());
    standing_.move_costs =
        schedule::EvenMoveCosts(model_.values, standing_.starts, schedule::kUsualMovePermille);
    for (size_t i = 0; i < known_.size(); ++i) {
      if (!known_[i]) standing_.move_costs[i] = 0;
    }
    return absl::OkStatus();
  }

  ProgrammeAlternative Told(const schedule::Replanned& found, int64_t bound) {
    ProgrammeAlternative alternative;
    ProgrammePlan& plan = alternative.plan;
    plan.value = found.value;
    plan.bound = std::max(bound, found.value);
    plan.start = model_.first_monday;
    plan.end = model_.first_monday + 7 * schedule::MakespanOf(model_.model, found.starts);
    plan.entries = EntriesOf(programme_, model_, found.starts, decoder_);
    std::map<Key, absl::CivilDay> before;
    for (const ProgrammeInForce::Entry& entry : in_force_.entries) {
      before[{entry.tool, entry.team}] = entry.start;
    }
    for (ProgrammeEntry& entry : plan.entries) {
      const auto was = before.find({entry.tool, entry.team});
      const bool stays = was != before.end() && was->second == entry.start;
      Correct(stays, entry);
      if (stays) continue;
      ProgrammeMove move;
      if (was != before.end()) move.before = was->second;
      move.after = entry;
      alternative.moves.push_back(std::move(move));
    }
    return alternative;
  }

  // A rule keeps it back; else the notice, or that it stays where it was.
  void Correct(bool stays, ProgrammeEntry& entry) const {
    const absl::CivilDay first = model_.first_monday + 7 * standing_.first;
    if (stays && (entry.start < first || entry.reason.limit == ProgrammeLimit::kPlan)) {
      entry.reason = {ProgrammeLimit::kKept, "", entry.start, 0};
    } else if (entry.start == first && standing_.first > 0) {
      entry.reason = {ProgrammeLimit::kNotice, "", first, 0};
    }
  }

  const Programme& programme_;
  const ProgrammeInForce& in_force_;
  const PlanOptions& options_;
  const ProgrammeModel model_;
  schedule::SerialDecoder decoder_;
  schedule::Standing standing_;
  std::vector<bool> known_;
};

}  // namespace

absl::StatusOr<ProgrammeReplans> ReplanProgramme(const Programme& programme,
                                                 const ProgrammeInForce& in_force,
                                                 const PlanOptions& options) {
  ASSIGN_OR_RETURN(ProgrammeModel model, ModelOf(programme));
  return ProgrammeReplanning(programme, in_force, options, std::move(model)).Run();
}

}  // namespace palier::rollout
