// SPDX-License-Identifier: Apache-2.0
#include "rollout/api/programme_call.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/status/macros.h"
#include "common/time/proto_time.h"
#include "rollout/api/capacity_inputs.h"
#include "rollout/api/field_checks.h"
#include "rollout/api/time_left.h"
#include "rollout/storage/dates.h"

namespace palier::rollout {
namespace {

constexpr int kDefaultWeeks = 104;
constexpr int kDefaultDiscount = 80;
constexpr int64_t kDefaultSchedules = 20'000;
// Teams placed in all schedules of one search at most: seconds.
constexpr int64_t kMostPlacings = 2'000'000;

absl::Status NoDate(const std::string& path) {
  return status::InvalidField(path, {"must be a day with year, month and day.",
                                     "doit être un jour avec année, mois et jour."});
}

}  // namespace

absl::Status ProgrammeCall::Gather() {
  RETURN_IF_ERROR(CheckNames());
  for (int i = 0; i < request_.tools_size(); ++i) RETURN_IF_ERROR(AddTool(i));
  RETURN_IF_ERROR(AddLimits());
  RETURN_IF_ERROR(AddShared());
  return cents_.ToStatus();
}

PlanOptions ProgrammeCall::Options() const {
  size_t teams = 1;
  for (const ProgrammeTool& tool : programme_.tools) teams += tool.model.deployments.size();
  PlanOptions options;
  options.seed = static_cast<uint64_t>(request_.seed());
  options.schedules = request_.schedule_count() > 0 ? request_.schedule_count() : kDefaultSchedules;
  options.schedules =
      std::clamp<int64_t>(kMostPlacings / static_cast<int64_t>(teams), 1, options.schedules);
  options.check = TimeLeft(call_);
  return options;
}

absl::Status ProgrammeCall::CheckNames() const {
  std::set<std::string> seen;
  status::FieldErrors errors;
  for (int i = 0; i < request_.tools_size(); ++i) {
    const std::string& rollout = request_.tools(i).rollout();
    const std::string at = absl::StrCat(path_, "tools[", i, "].rollout");
    CheckReference(at, rollout, "rollouts", absl::StrCat("organizations/", call_.organization),
                   errors);
    if (seen.insert(rollout).second) continue;
    errors.Add(at, {"is given twice.", "est donné deux fois."});
  }
  return errors.ToStatus();
}

absl::Status ProgrammeCall::AddTool(int position) {
  const v1::ProgrammeTool& wanted = request_.tools(position);
  const std::string path = absl::StrCat(path_, "tools[", position, "].");
  ASSIGN_OR_RETURN(const PlanInputs inputs, GatherInputs(context_, call_, wanted.rollout()));
  today_ = inputs.today;
  ProgrammeTool tool;
  tool.id = wanted.rollout();
  ASSIGN_OR_RETURN(tool.model, ModelOf(inputs));
  for (const v1::TeamDeployment& team : inputs.rollout.teams()) {
    team_names_[IdOf(team.team())] = team.team();
  }
  tool.prepare_weeks = wanted.prepare_weeks();
  tool.it_units = wanted.it_units();
  tool.value_per_user_week = cents_.Of(wanted.value_per_user_week(), path + "value_per_user_week");
  const v1::Rollout& rollout = inputs.rollout;
  tool.cost_per_team =
      cents_.Of(wanted.has_cost_per_team() ? wanted.cost_per_team() : rollout.cost_per_team(),
                path + "cost_per_team");
  tool.cost_per_user =
      cents_.Of(wanted.has_cost_per_user() ? wanted.cost_per_user() : rollout.cost_per_user(),
                path + "cost_per_user");
  for (Deployment& deployment : tool.model.deployments) {
    deployment.cost = tool.cost_per_team + tool.cost_per_user * deployment.people;
  }
  AddSponsor(inputs);
  tool.after = wanted.after();
  any_value_ = any_value_ || tool.value_per_user_week > 0;
  programme_.tools.push_back(std::move(tool));
  return absl::OkStatus();
}

void ProgrammeCall::AddSponsor(const PlanInputs& inputs) {
  projects_.insert(inputs.project.name());
  if (inputs.project.sponsor().empty()) return;
  sponsored_[IdOf(inputs.project.sponsor())] = inputs.sponsored;
  sponsor_capacity_ = inputs.sponsor_capacity;
}

// What the tools may take together: of the programme, and of the sponsors' attention.
absl::Status ProgrammeCall::AddShared() {
  if (!request_.programme().empty()) {
    status::FieldErrors errors;
    CheckReference(path_ + "programme", request_.programme(), "programmes",
                   absl::StrCat("organizations/", call_.organization), errors);
    RETURN_IF_ERROR(errors.ToStatus());
    std::set<std::string> tools;
    for (const ProgrammeTool& tool : programme_.tools) tools.insert(tool.id);
    v1::Programme programme;
    RETURN_IF_ERROR(
        context_.store.Read(call_.deadline, [&](resource::Session& session) -> absl::Status {
          RETURN_IF_ERROR(session.Get(context_.types.programme, request_.programme(), &programme));
          ASSIGN_OR_RETURN(programme_.shared, LeftBy(session, context_.types, programme, tools));
          return absl::OkStatus();
        }));
    cents_.Of(programme.capacity().budget(), path_ + "programme");
  }
  for (auto& [sponsor, active] : sponsored_) {
    for (const std::string& project : projects_) active.erase(project);
    programme_.shared.sponsors.push_back(
        {sponsor, static_cast<int>(active.size()), sponsor_capacity_});
  }
  return absl::OkStatus();
}

absl::Status ProgrammeCall::AddLimits() {
  programme_.start = today_;
  if (request_.has_start_date()) {
    const auto start = time::DayOf(request_.start_date());
    if (!start) return NoDate(path_ + "start_date");
    programme_.start = *start;
  }
  programme_.weeks = request_.week_count() > 0 ? request_.week_count() : kDefaultWeeks;
  programme_.changes_per_team = std::max(1, request_.changes_per_team());
  programme_.discount_permille =
      request_.has_discount_permille() ? request_.discount_permille() : kDefaultDiscount;
  if (request_.has_it_capacity()) programme_.it_capacity = request_.it_capacity();
  for (int i = 0; i < request_.budget_size(); ++i) {
    const std::string path = absl::StrCat(path_, "budget[", i, "].");
    const auto day = time::DayOf(request_.budget(i).release_date());
    if (!day) return NoDate(path + "release_date");
    programme_.budget.push_back({*day, cents_.Of(request_.budget(i).amount(), path + "amount")});
  }
  return absl::OkStatus();
}

v1::ProgrammeEntry ProgrammeCall::MessageOf(const ProgrammeEntry& entry) const {
  v1::ProgrammeEntry to;
  to.set_rollout(entry.tool);
  to.set_team(team_names_.at(entry.team));
  to.set_people(entry.people);
  *to.mutable_start_date() = ToDate(entry.start);
  *to.mutable_training_date() = ToDate(entry.training);
  *to.mutable_go_live_date() = ToDate(entry.go_live);
  *to.mutable_end_date() = ToDate(entry.end);
  to.set_wave(entry.wave);
  // Sentences speak of roll-outs by their ids.
  ProgrammeReason reason = entry.reason;
  reason.of = IdOf(reason.of);
  if (reason.limit == ProgrammeLimit::kBudget) reason.shortage = (reason.shortage + 99) / 100;
  v1::Explanation& why = *to.mutable_reason();
  why.set_rule(std::string(ProgrammeLimitName(reason.limit)));
  why.set_subject(reason.of);
  (*why.mutable_numbers())["week"] = absl::FormatCivilTime(reason.week);
  (*why.mutable_numbers())["shortage"] = absl::StrCat(reason.shortage);
  why.set_text(rpc::In(call_.language, TextOf(reason)));
  return to;
}

v1::ProgrammeLever ProgrammeCall::MessageOf(const ProgrammeLever& lever) const {
  v1::ProgrammeLever to;
  to.set_rule(std::string(ProgrammeLimitName(lever.limit)));
  to.set_rollout(lever.of);
  const bool is_money = lever.limit == ProgrammeLimit::kBudget;
  is_money ? void(*to.mutable_more_money() = cents_.Money(lever.more)) : to.set_more(lever.more);
  if (any_value_) {
    *to.mutable_gain() = cents_.Money(lever.gain);
  } else {
    to.set_gain_user_weeks(lever.gain / kPersonWeek);
  }
  to.set_weeks_earlier(lever.weeks_earlier);
  to.set_text(rpc::In(call_.language, SentenceOf(lever, is_money, IdOf(lever.of))));
  return to;
}

status::Text ProgrammeCall::SentenceOf(const ProgrammeLever& lever, bool is_money,
                                       const std::string& of) const {
  const int64_t more = is_money ? lever.more / 100 : lever.more;
  const int64_t gain = any_value_ ? lever.gain / 100 : lever.gain / kPersonWeek;
  const std::string currency = cents_.Money(0).currency_code();
  const std::string en = any_value_ ? currency : "weeks of use";
  const std::string fr = any_value_ ? currency : "semaines d'utilisation";
  switch (lever.limit) {
    case ProgrammeLimit::kItCapacity:
      return {absl::StrCat(more, " more unit of IT work a week brings ", gain, " ", en, "."),
              absl::StrCat(more, " unité de travail informatique de plus par semaine apporte ",
                           gain, " ", fr, ".")};
    case ProgrammeLimit::kTrainers:
      return {absl::StrCat(more, " more session of ", of, " a week brings ", gain, " ", en, "."),
              absl::StrCat(more, " session de ", of, " de plus par semaine apporte ", gain, " ", fr,
                           ".")};
    case ProgrammeLimit::kChampions:
      return {
          absl::StrCat("One more certified champion of ", of, " brings ", gain, " ", en, "."),
          absl::StrCat("Un champion certifié de plus pour ", of, " apporte ", gain, " ", fr, ".")};
    case ProgrammeLimit::kGrowth:
      return {absl::StrCat("A first wave of ", of, " with ", more, " people more brings ", gain,
                           " ", en, "."),
              absl::StrCat("Une première vague de ", of, " avec ", more,
                           " personnes de plus apporte ", gain, " ", fr, ".")};
    default:
      return {absl::StrCat(more, " ", currency, " more from the first week on bring ", gain, " ",
                           en, "."),
              absl::StrCat(more, " ", currency, " de plus dès la première semaine apportent ", gain,
                           " ", fr, ".")};
  }
}

}  // namespace palier::rollout
