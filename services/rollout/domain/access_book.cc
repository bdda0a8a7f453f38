// SPDX-License-Identifier: Apache-2.0
#include "rollout/domain/access_book.h"

#include <algorithm>

namespace palier::rollout {
namespace {

// How far a team has come, of roll-outs none of which is switched off: who is live goes first.
int Rank(AccessReason reason) {
  switch (reason) {
    case AccessReason::kSwitchedOff:
      return 7;
    case AccessReason::kLive:
      return 6;
    case AccessReason::kVolumeUsedUp:
    case AccessReason::kDataClassOutsideFrame:
      return 5;
    case AccessReason::kFrameEnded:
    case AccessReason::kOutsideFrame:
    case AccessReason::kProjectEnded:
      return 4;
    case AccessReason::kWavePaused:
    case AccessReason::kNotYetLive:
      return 3;
    case AccessReason::kWaveStopped:
      return 2;
    case AccessReason::kWaveNotStarted:
      return 1;
    default:
      return 0;
  }
}

absl::Time NextMonth(absl::Time now, absl::TimeZone zone) {
  return absl::FromCivil(absl::CivilMonth(absl::ToCivilSecond(now, zone)) + 1, zone);
}

AccessReason ReasonOf(WaveState state) {
  switch (state) {
    case WaveState::kPlanned:
      return AccessReason::kWaveNotStarted;
    case WaveState::kPaused:
      return AccessReason::kWavePaused;
    case WaveState::kStopped:
      return AccessReason::kWaveStopped;
    default:
      return AccessReason::kLive;
  }
}

// Of a team that would be live without the frame.
AccessFinding JudgeFrame(const AccessFrame& frame, const AccessCase& asked, absl::Time now,
                         const AccessBook::Uses& uses, AccessFinding live) {
  if (now >= frame.end) {
    live.reason = AccessReason::kFrameEnded;
    return live;
  }
  live.end = std::min(live.end, frame.end);
  const auto lacks = [](const std::vector<std::string>& sorted, absl::string_view id) {
    return !sorted.empty() && !std::binary_search(sorted.begin(), sorted.end(), id);
  };
  if (lacks(frame.teams, asked.team)) {
    live.reason = AccessReason::kOutsideFrame;
  } else if (!asked.data_class.empty() && lacks(frame.data_classes, asked.data_class)) {
    live.reason = AccessReason::kDataClassOutsideFrame;
  } else if (frame.volume_cap > 0 && uses(*live.rollout, now) >= frame.volume_cap) {
    live.reason = AccessReason::kVolumeUsedUp;
    live.end = std::min(live.end, NextMonth(now, live.rollout->terms().zone));
  }
  return live;
}

AccessFinding JudgePlace(const AccessRollout& rollout, std::optional<size_t> place,
                         const AccessCase& asked, absl::Time now, const AccessBook::Uses& uses) {
  AccessFinding finding;
  finding.rollout = &rollout;
  if (!place) {
    finding.reason = AccessReason::kNotInRollout;
    return finding;
  }
  finding.wave = &rollout.waves()[rollout.wave_of(*place)];
  const AccessRollout::Terms& terms = rollout.terms();
  finding.reason = ReasonOf(finding.wave->state);
  if (terms.switched_off) {
    finding.reason = AccessReason::kSwitchedOff;
  } else if (terms.project_ended) {
    finding.reason = AccessReason::kProjectEnded;
  } else if (finding.enabled() && now < rollout.go_live_of(*place)) {
    finding.reason = AccessReason::kNotYetLive;
    finding.end = rollout.go_live_of(*place);
  } else if (finding.enabled() && terms.frame) {
    return JudgeFrame(*terms.frame, asked, now, uses, finding);
  }
  return finding;
}

}  // namespace

bool IsFallback(AccessReason reason) {
  switch (reason) {
    case AccessReason::kLive:
    case AccessReason::kUnknownApplication:
    case AccessReason::kUnknownUser:
    case AccessReason::kNotInRollout:
    case AccessReason::kWaveNotStarted:
    case AccessReason::kNotYetLive:
    case AccessReason::kOutsideFrame:
      return false;
    default:
      return true;
  }
}

AccessRollout::AccessRollout(Terms terms, std::vector<Wave> waves, std::vector<Team> teams)
    : terms_(std::move(terms)), waves_(std::move(waves)) {
  std::stable_sort(teams.begin(), teams.end(),
                   [](const Team& a, const Team& b) { return a.id < b.id; });
  teams.erase(std::unique(teams.begin(), teams.end(),
                          [](const Team& a, const Team& b) { return a.id == b.id; }),
              teams.end());
  places_.reserve(teams.size());
  for (const Team& team : teams) {
    places_.push_back({static_cast<uint32_t>(ids_.size()), static_cast<uint16_t>(team.id.size()),
                       static_cast<uint16_t>(team.wave), absl::ToUnixSeconds(team.go_live)});
    ids_ += team.id;
  }
  ids_.shrink_to_fit();
}

absl::string_view AccessRollout::team(size_t place) const {
  return absl::string_view(ids_).substr(places_[place].offset, places_[place].size);
}

std::optional<size_t> AccessRollout::Find(absl::string_view id) const {
  size_t low = 0, high = places_.size();
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (team(middle) < id) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == places_.size() || team(low) != id) return std::nullopt;
  return low;
}

AccessBook::AccessBook(Rollouts rollouts, std::shared_ptr<const Users> users,
                       const AccessBook* before)
    : rollouts_(std::move(rollouts)), users_(std::move(users)) {
  std::map<std::string, std::vector<std::shared_ptr<const AccessRollout>>> by_application;
  for (const auto& [name, rollout] : rollouts_) {
    if (rollout->terms().application.empty()) continue;
    by_application[rollout->terms().application].push_back(rollout);
  }
  for (auto& [name, held] : by_application) {
    if (before != nullptr) {
      const auto known = before->applications_.find(name);
      if (known != before->applications_.end() && known->second->rollouts == held) {
        applications_[name] = known->second;
        continue;
      }
    }
    applications_[name] = Index(std::move(held));
  }
}

std::shared_ptr<const AccessBook::Application> AccessBook::Index(
    std::vector<std::shared_ptr<const AccessRollout>> rollouts) {
  auto application = std::make_shared<Application>();
  application->rollouts = std::move(rollouts);
  size_t count = 0;
  for (const auto& rollout : application->rollouts) count += rollout->team_count();
  application->entries.reserve(count);
  for (uint32_t r = 0; r < application->rollouts.size(); ++r) {
    for (uint32_t place = 0; place < application->rollouts[r]->team_count(); ++place)
      application->entries.push_back({r, place});
  }
  const auto team = [&](const Application::Entry& entry) {
    return application->rollouts[entry.rollout]->team(entry.place);
  };
  std::sort(application->entries.begin(), application->entries.end(),
            [&](const Application::Entry& a, const Application::Entry& b) {
              const int order = team(a).compare(team(b));
              return order != 0 ? order < 0 : a.rollout < b.rollout;
            });
  return application;
}

AccessFinding AccessBook::Judge(const AccessCase& asked, absl::Time now, const Uses& uses) const {
  AccessFinding best;
  best.reason = AccessReason::kUnknownApplication;
  const auto application = applications_.find(asked.application);
  if (application == applications_.end()) {
    const auto rollout = rollouts_.find(std::string(asked.application));
    if (rollout == rollouts_.end()) return best;
    return JudgePlace(*rollout->second, rollout->second->Find(asked.team), asked, now, uses);
  }
  const Application& held = *application->second;
  best.reason = AccessReason::kNotInRollout;
  const auto first =
      std::lower_bound(held.entries.begin(), held.entries.end(), asked.team,
                       [&](const Application::Entry& entry, absl::string_view team) {
                         return held.rollouts[entry.rollout]->team(entry.place) < team;
                       });
  for (auto entry = first; entry != held.entries.end(); ++entry) {
    const AccessRollout& rollout = *held.rollouts[entry->rollout];
    if (rollout.team(entry->place) != asked.team) break;
    const AccessFinding finding = JudgePlace(rollout, entry->place, asked, now, uses);
    if (best.rollout == nullptr || Rank(finding.reason) > Rank(best.reason)) best = finding;
  }
  return best;
}

std::optional<absl::string_view> AccessBook::TeamOf(absl::string_view user) const {
  const auto found = users_->find(user);
  if (found == users_->end()) return std::nullopt;
  return found->second;
}

size_t AccessBook::size() const {
  size_t size = users_->size();
  for (const auto& [name, rollout] : rollouts_) size += rollout->team_count();
  return size;
}

}  // namespace palier::rollout
