// SPDX-License-Identifier: Apache-2.0
// Who may use what now: what the roll-outs of one organisation say, made ready to be asked.
#ifndef PALIER_ROLLOUT_DOMAIN_ACCESS_BOOK_H_
#define PALIER_ROLLOUT_DOMAIN_ACCESS_BOOK_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/status/error.h"
#include "rollout/domain/wave_state.h"

namespace palier::rollout {

// Why; the numbers are those of AccessAnswer.Reason.
enum class AccessReason {
  kLive = 1,
  kUnknownApplication,
  kUnknownUser,
  kNotInRollout,
  kWaveNotStarted,
  kNotYetLive,
  kWavePaused,
  kWaveStopped,
  kSwitchedOff,
  kProjectEnded,
  kOutsideFrame,
  kDataClassOutsideFrame,
  kFrameEnded,
  kVolumeUsedUp,
  kDataClassDenied,
  kNotKnown,
};

// People who were live are sent to the manual way, or nobody can say.
bool IsFallback(AccessReason reason);

// A limited production (S3-06).
struct AccessFrame {
  // Ids, sorted; none: all.
  std::vector<std::string> teams;
  // Sorted, without case and accents; none: any.
  std::vector<std::string> data_classes;
  // Uses a month; 0: any number.
  int64_t volume_cap = 0;
  absl::Time end = absl::InfiniteFuture();
};

// What one roll-out says. Immutable once it is in a book.
class AccessRollout {
 public:
  struct Team {
    std::string id;
    // Index of its wave.
    int wave = 0;
    absl::Time go_live;
  };
  struct Wave {
    // Resource name.
    std::string name;
    WaveState state = WaveState::kPlanned;
    // Why it is paused or stopped.
    status::Text reason;
  };
  struct Terms {
    // Resource names; the application may be empty.
    std::string name, application;
    bool project_ended = false;
    // Why it is switched off; unset while it is on.
    std::optional<std::string> switched_off;
    std::string manual_way;
    // Days and months count there.
    absl::TimeZone zone = absl::UTCTimeZone();
    std::optional<AccessFrame> frame;
  };

  // At most 65,536 waves; ids below 64 KiB in all for each 1,000 teams. A team counts once.
  AccessRollout(Terms terms, std::vector<Wave> waves, std::vector<Team> teams);

  const Terms& terms() const { return terms_; }
  const std::vector<Wave>& waves() const { return waves_; }
  size_t team_count() const { return places_.size(); }
  absl::string_view team(size_t place) const;
  int wave_of(size_t place) const { return places_[place].wave; }
  absl::Time go_live_of(size_t place) const { return absl::FromUnixSeconds(places_[place].live); }
  // Its place among the teams, which are in order.
  std::optional<size_t> Find(absl::string_view team) const;

 private:
  struct Place {
    uint32_t offset;
    uint16_t size, wave;
    int64_t live;
  };
  const Terms terms_;
  const std::vector<Wave> waves_;
  std::string ids_;
  std::vector<Place> places_;
};

// Names of applications and roll-outs are resource names; teams and classes of data are ids and
// folded.
struct AccessCase {
  absl::string_view application;
  absl::string_view team;
  absl::string_view data_class;
};

// What is answered, and what it rests on; points into the book that gave it.
struct AccessFinding {
  AccessReason reason = AccessReason::kNotKnown;
  const AccessRollout* rollout = nullptr;
  const AccessRollout::Wave* wave = nullptr;
  // From then on another answer, though nobody changes anything.
  absl::Time end = absl::InfiniteFuture();

  bool enabled() const { return reason == AccessReason::kLive; }
};

// What an organisation says. Of several roll-outs of an application that hold a team: one that is
// switched off decides, then one in which the team is live, then the one that came furthest.
// Immutable, thread-safe.
class AccessBook {
 public:
  using Rollouts = std::map<std::string, std::shared_ptr<const AccessRollout>>;
  using Users = absl::flat_hash_map<std::string, std::string>;
  // Uses of a roll-out in the month of `now` where it is.
  using Uses = std::function<int64_t(const AccessRollout&, absl::Time now)>;

  // Team ids by user id. What `before` made of an application none of whose roll-outs has changed
  // is kept. `before` may be null.
  AccessBook(Rollouts rollouts, std::shared_ptr<const Users> users, const AccessBook* before);

  AccessFinding Judge(const AccessCase& asked, absl::Time now, const Uses& uses) const;
  // The team of a user; none for one that is not known.
  std::optional<absl::string_view> TeamOf(absl::string_view user) const;

  const Rollouts& rollouts() const { return rollouts_; }
  const std::shared_ptr<const Users>& users() const { return users_; }
  // Teams of all roll-outs, and users.
  size_t size() const;

 private:
  // The teams of all roll-outs of one application, in order.
  struct Application {
    struct Entry {
      uint32_t rollout, place;
    };
    std::vector<std::shared_ptr<const AccessRollout>> rollouts;
    std::vector<Entry> entries;
  };

  static std::shared_ptr<const Application> Index(
      std::vector<std::shared_ptr<const AccessRollout>> rollouts);

  Rollouts rollouts_;
  std::shared_ptr<const Users> users_;
  absl::flat_hash_map<std::string, std::shared_ptr<const Application>> applications_;
};

}  // namespace palier::rollout

#endif  // PALIER_ROLLOUT_DOMAIN_ACCESS_BOOK_H_
