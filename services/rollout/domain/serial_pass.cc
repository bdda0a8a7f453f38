// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/serial_pass.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rollout/domain/filling.h"

namespace palier::rollout {
namespace {

// A day before every horizon.
constexpr int kNotLive = -1'000'000;
}  // namespace

SerialPass::SerialPass(const CompiledModel& model, std::vector<int> order)
    : model_(model),
      order_(std::move(order)),
      pool_(model),
      go_live_(model.deployments().size(), kNotLive),
      placed_(model.groups().size(), false),
      live_of_team_(model.teams().size(), 0),
      groups_left_(model.groups().size()),
      any_pilot_(std::any_of(model.groups().begin(), model.groups().end(),
                             [](const Group& group) { return group.pilot; })) {}

SerialPass::SerialPass(const CompiledModel& model, std::vector<int> order,
                       const StandingPlan& standing, std::vector<int> not_before)
    : SerialPass(model, std::move(order)) {
  standing_ = &standing;
  not_before_ = std::move(not_before);
  for (const PlannedWave& wave : standing.frozen()) TakeFrozen(wave);
  earliest_ = std::max(earliest_, standing.first());
}

void SerialPass::TakeFrozen(const PlannedWave& wave) {
  for (const PlannedDeployment& planned : wave.deployments) {
    const int team = model_.TeamAt(planned.team);
    int& live = live_of_team_[team];
    live_ += std::max(0, planned.people - live);
    live = std::max(live, planned.people);
    pool_.FinishWaveOf(team);
    for (const TrainingSession& session : planned.sessions) {
      const int day = model_.OffsetOf(session.day);
      ++held_[model_.WeekOf(day)];
      const std::optional<int> champion = ChampionAt(model_, session.champion);
      if (champion) pool_.HoldSession(*champion, day);
    }
  }
  for (size_t i = 0; i < model_.deployments().size(); ++i) {
    const int group = model_.GroupOf(static_cast<int>(i));
    if (standing_->IsFrozen(group) && standing_->WaveStart(group) == model_.OffsetOf(wave.start)) {
      go_live_[i] = model_.OffsetOf(standing_->Before(static_cast<int>(i))->go_live);
      if (!placed_[group]) --groups_left_;
      placed_[group] = true;
    }
  }
  plan_.waves.push_back(wave);
  earliest_ = model_.OffsetOf(wave.gate_day) + 1;
  number_ = wave.number + 1;
}

bool SerialPass::WantsToStay(int group) const {
  return !not_before_.empty() && standing_->WaveStart(group) == not_before_[group];
}

// The first one once its day is over, the last one before.
void SerialPass::NoteNotKept(int group, const RuleFinding& finding) {
  if (!WantsToStay(group)) return;
  const auto noted = not_kept_.find(group);
  if (noted == not_kept_.end() || earliest_ <= not_before_[group]) not_kept_[group] = finding;
}

std::optional<Plan> SerialPass::Run() {
  while (groups_left_ > 0) {
    if (!AddWave()) return std::nullopt;
  }
  return std::move(plan_);
}

absl::Status SerialPass::Failure() const {
  return NoPlanFound(failed_, /*proven=*/false, limits_);
}

bool SerialPass::Fail(const std::string& subject, std::vector<RuleFinding> limits) {
  failed_ = subject;
  limits_ = std::move(limits);
  return false;
}

std::string SerialPass::WaveSubject() const {
  return absl::StrCat("wave ", number_);
}

bool SerialPass::PilotsOnly() const {
  return number_ == 1 && any_pilot_;
}

bool SerialPass::AddWave() {
  const std::vector<int>& sizes = model_.limits().wave_sizes;
  const size_t most = sizes.empty() ? size_t{kMaxWaves} : sizes.size();
  if (plan_.waves.size() >= most) {
    int people = 0;
    for (size_t i = 0; i < placed_.size(); ++i) {
      if (!placed_[i]) people += model_.groups()[i].people;
    }
    return Fail(
        WaveSubject(),
        {{Rule::kWaveSize,
          WaveSubject(),
          {{"wave", absl::StrCat(number_)}, {"people", absl::StrCat(people)}, {"limit", "0"}}}});
  }
  std::map<int, RuleFinding> before = std::exchange(left_out_, {});
  const std::vector<Candidate> candidates = Fitting(Candidates());
  if (candidates.empty() || !ChooseStart(candidates)) return false;
  WaveDraft draft(model_, number_, live_, pool_);
  Fill(candidates, draft);
  before.swap(left_out_);
  // Explain() reads why the groups of this wave were left out of the one before.
  if (!Train(draft)) return false;
  before.swap(left_out_);
  ++number_;
  return true;
}

std::optional<SerialPass::Candidate> SerialPass::CandidateOf(int group) {
  const Group& wanted = model_.groups()[group];
  const std::string& id = model_.deployments()[wanted.deployments.front()].id;
  if (PilotsOnly() && !wanted.pilot) {
    left_out_[group] = {Rule::kPilotFirst, id, {}};
    return std::nullopt;
  }
  Candidate candidate{group, wanted.release, model_.ReleaseOf(wanted)};
  for (const Group::Need& need : wanted.needs) {
    const RuleFinding finding{Rule::kPrerequisite,
                              id,
                              {{"prerequisite", model_.deployments()[need.deployment].id},
                               {"lag_days", absl::StrCat(need.lag_days)}}};
    if (go_live_[need.deployment] == kNotLive) {
      left_out_[group] = finding;
      NoteNotKept(group, finding);
      return std::nullopt;
    }
    const int ready = go_live_[need.deployment] + need.lag_days;
    if (ready <= candidate.ready) continue;
    candidate.ready = ready;
    candidate.reason = finding;
    candidate.reason.numbers["day"] = absl::FormatCivilTime(model_.DayAt(ready));
  }
  if (!not_before_.empty() && not_before_[group] > candidate.ready) {
    candidate.ready = not_before_[group];
    candidate.reason = {WantsToStay(group) ? Rule::kKept : Rule::kGivesWay, id, {}};
  }
  return candidate;
}

std::vector<SerialPass::Candidate> SerialPass::Candidates() {
  std::vector<Candidate> candidates;
  for (const int group : order_) {
    if (placed_[group]) continue;
    if (std::optional<Candidate> candidate = CandidateOf(group)) candidates.push_back(*candidate);
  }
  // Nobody can say how ready a pilot will prove but the people: the readier goes first.
  if (number_ == 1) {
    std::stable_sort(
        candidates.begin(), candidates.end(), [&](const Candidate& a, const Candidate& b) {
          return model_.groups()[a.group].readiness > model_.groups()[b.group].readiness;
        });
  }
  return candidates;
}

std::vector<SerialPass::Candidate> SerialPass::Fitting(
    const std::vector<Candidate>& candidates) {
  const WaveDraft empty(model_, number_, live_, pool_);
  std::vector<Candidate> fitting;
  std::vector<RuleFinding> obstacles;
  for (const Candidate& candidate : candidates) {
    if (std::optional<RuleFinding> obstacle = empty.Obstacle(candidate.group)) {
      left_out_[candidate.group] = *obstacle;
      NoteNotKept(candidate.group, *obstacle);
      obstacles.push_back(*std::move(obstacle));
    } else {
      fitting.push_back(candidate);
    }
  }
  if (!fitting.empty()) return fitting;
  if (obstacles.empty()) {
    for (const auto& [group, finding] : left_out_) obstacles.push_back(finding);
  }
  Fail(WaveSubject(), std::move(obstacles));
  return fitting;
}

bool SerialPass::ChooseStart(const std::vector<Candidate>& candidates) {
  const Candidate& first =
      *std::min_element(candidates.begin(), candidates.end(),
                        [](const Candidate& a, const Candidate& b) { return a.ready < b.ready; });
  const std::optional<int> start = model_.NextWaveStart(std::max(earliest_, first.ready));
  if (!start) return Fail(WaveSubject(), {model_.NoRoom(WaveSubject())});
  start_ = *start;
  const bool waits = model_.NextWaveStart(earliest_) != start;
  if (waits) {
    start_reason_ = first.reason;
  } else if (standing_ != nullptr && earliest_ == standing_->first()) {
    start_reason_ = standing_->first_reason();
  } else if (number_ > 1) {
    const PlannedWave& last = plan_.waves.back();
    start_reason_ = {Rule::kGate,
                     "",
                     {{"wave", absl::StrCat(last.number)},
                      {"gate_day", absl::FormatCivilTime(last.gate_day)},
                      {"hypercare_days", absl::StrCat(model_.limits().hypercare_days)},
                      {"review_days", absl::StrCat(model_.limits().gate_review_days)}}};
  } else {
    start_reason_ = model_.NoRoom("");
  }
  start_reason_.subject = WaveSubject();
  return true;
}

void SerialPass::Fill(const std::vector<Candidate>& candidates, WaveDraft& draft) {
  std::vector<const Candidate*> ready;
  for (const Candidate& candidate : candidates) {
    if (candidate.ready > start_) {
      left_out_[candidate.group] = candidate.reason;
      continue;
    }
    ready.push_back(&candidate);
  }
  if (!not_before_.empty()) ready = Keep(ready, draft);
  std::vector<int> sizes;
  for (const Candidate* candidate : ready) {
    sizes.push_back(model_.groups()[candidate->group].people);
  }
  // Sizes fixed by the user are met as exactly as whole teams allow, or later waves could not hold
  // the rest.
  if (!model_.limits().wave_sizes.empty()) {
    const std::vector<bool> taken =
        BestFilling(sizes, std::max(0, draft.SizeLimit() - draft.headcount()));
    std::vector<const Candidate*> sorted;
    for (size_t i = 0; i < ready.size(); ++i) {
      if (taken[i]) sorted.push_back(ready[i]);
    }
    for (size_t i = 0; i < ready.size(); ++i) {
      if (!taken[i]) sorted.push_back(ready[i]);
    }
    ready.swap(sorted);
  }
  for (const Candidate* candidate : ready) {
    if (std::optional<RuleFinding> obstacle = draft.Obstacle(candidate->group)) {
      left_out_[candidate->group] = *std::move(obstacle);
    } else {
      draft.Add(candidate->group);
    }
  }
}

std::optional<RuleFinding> SerialPass::KeepObstacle(const Candidate& candidate,
                                                    const WaveDraft& draft,
                                                    const KeptSessions& kept) const {
  const int before = not_before_[candidate.group];
  if (candidate.ready > before) return candidate.reason;
  if (start_ != before) return start_reason_;
  if (std::optional<RuleFinding> room = draft.RoomObstacle(candidate.group)) return room;
  for (const int deployment : model_.groups()[candidate.group].deployments) {
    std::optional<RuleFinding> obstacle = kept.Obstacle(deployment, *standing_->Before(deployment));
    if (obstacle) return obstacle;
  }
  return std::nullopt;
}

std::vector<const SerialPass::Candidate*> SerialPass::Keep(
    const std::vector<const Candidate*>& ready, WaveDraft& draft) {
  KeptSessions kept(model_, start_, pool_, held_);
  std::vector<const Candidate*> others;
  for (const Candidate* candidate : ready) {
    const Group& group = model_.groups()[candidate->group];
    // Deployments of one group share a team; those of several are placed anew.
    const bool may_stay = WantsToStay(candidate->group) && group.deployments.size() == 1;
    const std::optional<RuleFinding> obstacle =
        may_stay ? KeepObstacle(*candidate, draft, kept) : std::nullopt;
    if (!may_stay || obstacle) {
      if (obstacle) NoteNotKept(candidate->group, *obstacle);
      others.push_back(candidate);
      continue;
    }
    const int deployment = group.deployments.front();
    draft.Add(candidate->group, {kept.Book(deployment, *standing_->Before(deployment))});
    kept_.insert(candidate->group);
    not_kept_.erase(candidate->group);
  }
  return others;
}

bool SerialPass::Train(const WaveDraft& draft) {
  std::vector<TrainingCourse> courses;
  for (const int group : draft.groups()) {
    for (const int position : model_.groups()[group].deployments) {
      const Deployment& deployment = model_.deployments()[position];
      TrainingCourse course{position, model_.groups()[group].team, draft.shares().at(position), {}};
      if (kept_.contains(group)) {
        course.training = *standing_->Before(position);
        course.go_live = model_.OffsetOf(course.training.go_live);
        courses.push_back(std::move(course));
        continue;
      }
      course.training.deployment = deployment.id;
      course.training.team = deployment.team;
      course.training.application = deployment.application;
      course.training.people = deployment.people;
      for (const auto& [champion, users] : course.shares) {
        course.training.champions.push_back({model_.champions()[champion].person, users});
      }
      courses.push_back(std::move(course));
    }
  }
  courses = PlaceSessions(model_, start_, std::move(courses), pool_, held_);
  std::sort(courses.begin(), courses.end(), [](const TrainingCourse& a, const TrainingCourse& b) {
    return a.deployment < b.deployment;
  });
  PlannedWave wave;
  for (TrainingCourse& course : courses) {
    if (!Place(std::move(course), wave)) return false;
  }
  Close(draft, wave);
  return true;
}

bool SerialPass::Place(TrainingCourse course, PlannedWave& wave) {
  const Deployment& deployment = model_.deployments()[course.deployment];
  if (!course.go_live) {
    std::vector<RuleFinding> limits = {model_.NoRoom(deployment.id)};
    if (course.delay) {
      course.delay->subject = deployment.id;
      limits.push_back(*course.delay);
    }
    return Fail(deployment.id, std::move(limits));
  }
  if (deployment.deadline && course.training.go_live > *deployment.deadline) {
    return Fail(deployment.id,
                {{Rule::kDeadline,
                  deployment.id,
                  {{"day", absl::FormatCivilTime(course.training.go_live)},
                   {"deadline", absl::FormatCivilTime(*deployment.deadline)}}}});
  }
  go_live_[course.deployment] = *course.go_live;
  Explain(course);
  wave.deployments.push_back(std::move(course.training));
  return true;
}

void SerialPass::Explain(const TrainingCourse& course) {
  const auto kept_out = left_out_.find(model_.GroupOf(course.deployment));
  RuleFinding finding = kept_out == left_out_.end() ? start_reason_ : kept_out->second;
  finding.subject = course.training.deployment;
  plan_.explanations.push_back(std::move(finding));
  if (!course.delay || course.training.start == model_.DayAt(start_)) return;
  plan_.explanations.push_back(*course.delay);
  plan_.explanations.back().subject = course.training.deployment;
}

void SerialPass::Close(const WaveDraft& draft, PlannedWave& wave) {
  absl::CivilDay last_go_live = model_.DayAt(start_);
  for (const PlannedDeployment& deployment : wave.deployments) {
    last_go_live = std::max(last_go_live, deployment.go_live);
  }
  for (const int group : draft.groups()) {
    const Group& done = model_.groups()[group];
    placed_[group] = true;
    --groups_left_;
    int& live = live_of_team_[done.team];
    live_ += std::max(0, done.people - live);
    live = std::max(live, done.people);
    pool_.FinishWaveOf(done.team);
  }
  wave.number = number_;
  wave.start = model_.DayAt(start_);
  wave.hypercare_end = last_go_live + model_.limits().hypercare_days;
  wave.gate_day = wave.hypercare_end + model_.limits().gate_review_days;
  wave.headcount = draft.headcount();
  const int64_t population = model_.model().population;
  wave.coverage_permille =
      static_cast<int>((int64_t{live_} * 2000 + population) / (2 * population));
  wave.start_reason = start_reason_;
  earliest_ = model_.OffsetOf(wave.gate_day) + 1;
  plan_.waves.push_back(std::move(wave));
}

}  // namespace palier::rollout
