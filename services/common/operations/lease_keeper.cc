// SPDX-License-Identifier: Apache-2.0
// The thread of the runner that watches the store.
#include <set>
#include <utility>

#include "absl/time/clock.h"
#include "common/app/log.h"
#include "common/operations/runner.h"
#include "common/resource/rows.h"
#include "common/status/macros.h"

namespace palier::operations {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(5);
constexpr std::chrono::milliseconds kBetweenBeats{1000};
constexpr std::chrono::milliseconds kBetweenReports{200};

}  // namespace

void Runner::KeepLoop() {
  const auto due = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return woken_ || stopping_; };
  while (true) {
    const bool busy = Look();
    Beat();
    absl::MutexLock lock(&mutex_);
    if (stopping_ && places_.empty()) return;
    const absl::Duration wait = busy ? options_.look : options_.idle_look;
    if (stopping_) {
      mutex_.AwaitWithTimeout(absl::Condition(&woken_), wait);
    } else {
      mutex_.AwaitWithTimeout(absl::Condition(&due), wait);
    }
    woken_ = false;
  }
}

bool Runner::Look() {
  const Moment begin = std::chrono::steady_clock::now();
  std::vector<Sighting> seen;
  const absl::Status status = store_.database().Read(
      absl::Now() + kPatience, [&](sql::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(seen, ledger_.ListUnfinished(transaction));
        return absl::OkStatus();
      });
  if (!status.ok()) return false;  // it is away: no need to hurry
  for (const Sighting& other : TellRuns(seen, begin)) {
    if (MayTake(other)) TakeOver(other);
  }
  return !seen.empty();
}

std::vector<Sighting> Runner::TellRuns(const std::vector<Sighting>& seen, Moment begin) {
  std::vector<Sighting> others;
  std::set<std::string> names;
  absl::MutexLock lock(&mutex_);
  for (const Sighting& sighting : seen) {
    names.insert(sighting.name);
    const auto place = places_.find(sighting.name);
    if (place == places_.end()) {
      others.push_back(sighting);
      continue;
    }
    OperationRun& run = *place->second.run;
    if (sighting.cancelled) run.cancelled_ = true;
    if (place->second.begin < begin && sighting.owner != id_) run.lost_ = true;
  }
  // Forgotten, or ended this moment.
  for (auto& [name, place] : places_) {
    if (place.begin < begin && !names.contains(name)) place.run->lost_ = true;
  }
  std::erase_if(pauses_, [&](const auto& pause) { return !names.contains(pause.first); });
  std::erase_if(silences_, [&](const auto& silence) { return !names.contains(silence.first); });
  return others;
}

bool Runner::MayTake(const Sighting& sighting) {
  if (KindOf(sighting.method) == nullptr) return false;  // of a newer version
  const Moment now = std::chrono::steady_clock::now();
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) return false;
    const auto pause = pauses_.find(sighting.name);
    if (pause != pauses_.end() && now < pause->second) return false;
  }
  if (sighting.owner.empty()) return true;
  if (options_.sole && sighting.owner != id_) return true;
  Silence& silence = silences_[sighting.name];
  if (silence.owner != sighting.owner || silence.beat != sighting.beat) {
    silence = {sighting.owner, sighting.beat, now};
    return false;
  }
  return now - silence.since > absl::ToChronoNanoseconds(options_.lease);
}

void Runner::TakeOver(const Sighting& sighting) {
  const std::string organization = resource::OrganizationOf(sighting.name);
  if (!Reserve(organization)) return;
  std::optional<Work> work;
  const absl::Status status = store_.Write(
      absl::Now() + kPatience, Keeper(), [&](resource::Session& session) -> absl::Status {
        ASSIGN_OR_RETURN(work, ledger_.Take(session, sighting, id_));
        return absl::OkStatus();
      });
  if (status.ok() && work.has_value()) return Launch(*std::move(work));
  Abandon(organization);
}

std::vector<std::shared_ptr<OperationRun>> Runner::DueBeats() {
  const Moment now = std::chrono::steady_clock::now();
  std::vector<std::shared_ptr<OperationRun>> due;
  absl::MutexLock lock(&mutex_);
  for (auto& [name, place] : places_) {
    const auto silent = now - place.last_beat;
    const bool first = place.last_beat == place.begin;
    const bool tell = place.run->has_news() && (first || silent >= kBetweenReports);
    if (!tell && silent < kBetweenBeats) continue;
    place.last_beat = now;
    due.push_back(place.run);
  }
  return due;
}

void Runner::Beat() {
  const std::vector<std::shared_ptr<OperationRun>> due = DueBeats();
  if (due.empty()) return;
  std::vector<std::string> progress;
  for (const auto& run : due) progress.push_back(run->TakeProgress());
  const absl::Status status = store_.database().Write(
      absl::Now() + kPatience, [&](sql::Transaction& transaction) -> absl::Status {
        for (size_t i = 0; i < due.size(); ++i) {
          ASSIGN_OR_RETURN(const bool ours,
                           ledger_.Beat(transaction, due[i]->work().name, id_, progress[i]));
          if (!ours) due[i]->lost_ = true;
        }
        return absl::OkStatus();
      });
  if (!status.ok()) {
    app::Log(app::Severity::kWarning, "operations gave no sign of life",
             {{"status", status.ToString()}});
  }
}

}  // namespace palier::operations
