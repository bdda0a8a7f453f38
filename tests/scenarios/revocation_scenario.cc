// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/revocation_scenario.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "common/testing/private_postgres.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"

namespace palier::scenarios {
namespace {

// From the end of the call that revokes to the start of the last one that is still granted.
constexpr absl::Duration kPromise = absl::Seconds(2);
constexpr int kReplicas = 2;

}  // namespace

RevocationScenario::RevocationScenario(Subject subject)
    : subject_(std::move(subject)), askers_(subject_.question, subject_.granted) {}

void RevocationScenario::SetUp() {
  if (const auto why = testing::PrivateRedis::WhyNot()) GTEST_SKIP() << *why;
  auto redis = testing::PrivateRedis::Start();
  ASSERT_TRUE(redis.ok()) << redis.status();
  redis_ = *std::move(redis);
  ScenarioTest::SetUp();
  if (IsSkipped() || HasFatalFailure()) return;
  MakeOrganization(As("registry", "users/dev"), "acme",
                   {{"users/lea", api::v1::MANAGER}, {"users/marc", api::v1::APPROVER}});
  Make();
  if (HasFatalFailure()) return;
  askers_.Add(world().AddressOf(subject_.service));
  for (int i = 0; i < kReplicas; ++i) {
    const auto replica = world().StartReplica(subject_.service);
    ASSERT_TRUE(replica.ok()) << replica.status();
    askers_.Add(*replica);
  }
  ASSERT_TRUE(askers_.AllSay(subject_.granted));
}

absl::Duration RevocationScenario::RevokeAndGrant(int rounds) {
  absl::Duration longest = -absl::InfiniteDuration();
  for (int round = 0; round < rounds; ++round) {
    Revoke();
    const absl::Time revoked = absl::Now();
    EXPECT_TRUE(askers_.AllSay(subject_.revoked));
    // Long enough to see one that goes on as before.
    EXPECT_TRUE(Await([&] { return absl::Now() > revoked + kPromise; }));
    longest = std::max(longest, askers_.LongestAfter(revoked));
    Grant();
    EXPECT_TRUE(askers_.AllSay(subject_.granted));
  }
  return longest;
}

void RevocationScenario::ExpectRevocationsHold(int rounds) {
  const absl::Duration healthy = RevokeAndGrant(rounds);
  EXPECT_LE(healthy, kPromise);
  redis_->Stop();
  const absl::Duration stopped = RevokeAndGrant(rounds);
  EXPECT_LE(stopped, kPromise);
  RecordProperty("longest", absl::FormatDuration(healthy));
  RecordProperty("longest without Redis", absl::FormatDuration(stopped));
  askers_.ExpectNoFailure();
}

void RevocationScenario::ExpectUnknownWithoutTheStore() {
  const auto postgres = testing::PrivatePostgres::Shared();
  ASSERT_TRUE(postgres.ok()) << postgres.status();
  const std::pair<const char*, void (testing::PrivatePostgres::*)()> faults[] = {
      {"hangs", &testing::PrivatePostgres::Pause}, {"is gone", &testing::PrivatePostgres::Stop}};
  const Crowd crowd([this](const rpc::CallOptions& options) { return ReadList(options); });
  for (const auto& [what, fault] : faults) {
    ((*postgres)->*fault)();
    const absl::Time lost = absl::Now();
    EXPECT_TRUE(askers_.AllSay(subject_.unknown)) << what;
    EXPECT_TRUE(Await([&] { return absl::Now() > lost + 2 * kPromise; }));
    EXPECT_LE(askers_.LongestAfter(lost), kPromise) << what;
    // Told as what it is, in words too.
    askers_.ExpectExplanation("sk again in a moment");
    if (fault == &testing::PrivatePostgres::Pause) {
      (*postgres)->Resume();
    } else {
      EXPECT_TRUE((*postgres)->Restart().ok());
    }
    EXPECT_TRUE(askers_.AllSay(subject_.granted)) << what;
  }
  EXPECT_GT(crowd.refused(), 0);
  askers_.ExpectNoFailure();
}

}  // namespace palier::scenarios
