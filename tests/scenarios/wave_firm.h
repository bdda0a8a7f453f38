// SPDX-License-Identifier: Apache-2.0
// An organisation with teams, champions and roll-outs, for scenarios about waves.
#ifndef PALIER_TESTS_SCENARIOS_WAVE_FIRM_H_
#define PALIER_TESTS_SCENARIOS_WAVE_FIRM_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/rpc/client.h"
#include "palier/rollout/v1/rollout.pb.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {

// What people must be told before a first wave: the tool's card, a communication, an upskilling
// plan.
absl::Status PreparePeople(const rpc::Client& manager, const std::string& rollout);
// The manual way of a project was tried out with success on that day.
absl::Status RecordDrill(const rpc::Client& contributor, const std::string& project,
                         absl::CivilDay day);

// `organizations/acme` with six teams of 12 to 30 people, of which `team-0` is small, and three
// champions; the first two are certified. `users/p0` .. are MANAGER and CONTRIBUTOR, `users/a0` ..
// APPROVER and CONTRIBUTOR. Its project is `tool`.
class WaveFirm {
 public:
  static constexpr char kName[] = "organizations/acme";
  static constexpr char kProject[] = "organizations/acme/projects/tool";

  // Fails the test when it cannot be made.
  WaveFirm(World& world, int people);

  // By resource name.
  static std::map<std::string, int> Headcounts();
  // Hours a week, by resource name.
  static std::map<std::string, int> ChampionHours();
  // A roll-out of four of the teams with its people prepared; `variant` says which.
  static absl::Status CreateRollout(const rpc::Client& manager, const std::string& id, int variant);
};

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_WAVE_FIRM_H_
