// SPDX-License-Identifier: Apache-2.0
// Three processes of one service on one store are asked without a pause, while what they answer is
// revoked and granted, Redis is gone and the store hangs: what such scenarios have in common.
#ifndef PALIER_TESTS_SCENARIOS_REVOCATION_SCENARIO_H_
#define PALIER_TESTS_SCENARIOS_REVOCATION_SCENARIO_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "common/testing/private_redis.h"
#include "tests/scenarios/askers.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {

// `organizations/acme` with `users/lea` MANAGER and `users/marc` APPROVER.
class RevocationScenario : public ScenarioTest {
 protected:
  // What is asked of which service, and the words that are heard while it is granted, once it is
  // revoked, and when nothing can be known.
  struct Subject {
    std::string service;
    Question question;
    std::string granted, revoked, unknown;
  };
  explicit RevocationScenario(Subject subject);

  void SetUp() override;
  void TearDown() override { askers_.Clear(); }
  void Configure(WorldOptions& options) override { options.redis = redis_->address(); }

  // Makes what is asked about, granted.
  virtual void Make() = 0;
  virtual void Revoke() = 0;
  virtual void Grant() = 0;
  // A list of the service that waits for the store; its end.
  virtual absl::Status ReadList(const rpc::CallOptions& options) = 0;

  // Revokes and grants again some times, with Redis and without: it holds in every process within
  // two seconds, and every question is answered.
  void ExpectRevocationsHold(int rounds);
  // The store hangs, and is gone, while a crowd takes every thread there is: within two seconds
  // nothing can be known.
  void ExpectUnknownWithoutTheStore();

  const Askers& askers() const { return askers_; }

 private:
  absl::Duration RevokeAndGrant(int rounds);

  const Subject subject_;
  std::unique_ptr<testing::PrivateRedis> redis_;
  Askers askers_;
};

}  // namespace palier::scenarios

#endif  // PALIER_TESTS_SCENARIOS_REVOCATION_SCENARIO_H_
