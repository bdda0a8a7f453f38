// SPDX-License-Identifier: Apache-2.0
#include "rollout/fact_pusher.h"

#include <grpcpp/channel.h>
#include <gtest/gtest.h>

#include "common/rpc/auth.h"
#include "rollout/storage/migrations.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

absl::Time Soon() {
  return absl::Now() + absl::Seconds(20);
}

class FactPusherTest : public RolloutFixture {
 protected:
  void SetUp() override {
    RolloutFixture::SetUp();
    sql::OpenOptions options;
    options.url = "sqlite::memory:";
    database_ = *sql::Open(options);
    ASSERT_TRUE(sql::Migrate(*database_, "rollout", Migrations(), sql::MigrateMode::kAuto).ok());
    channel_ = rpc::Connect(suite_->address());
    rpc::ClientOptions client;
    client.headers = {{rpc::kPrincipalKey, "services/rollout"}};
    client_ = std::make_unique<rpc::Client>(channel_, client);
  }

  void Tell(const std::string& project, const std::string& wave) {
    registry::v1::WaveFact fact;
    fact.set_state("ACTIVE");
    ASSERT_TRUE(database_
                    ->Write(Soon(),
                            [&](sql::Transaction& transaction) {
                              return Announce(transaction, {"firm", project, wave, FactKind::kWave,
                                                            absl::FromUnixSeconds(1772000000),
                                                            fact.SerializeAsString()});
                            })
                    .ok());
  }
  // Whether the outbox empties in time.
  bool Empties() {
    for (const absl::Time deadline = Soon(); absl::Now() < deadline;) {
      const auto pending = PendingNews(*database_, 10, deadline);
      if (pending.ok() && pending->empty()) return true;
    }
    return false;
  }
  std::vector<registry::v1::Evidence> Evidence() {
    registry::v1::ListEvidenceRequest request;
    request.set_parent(kProject);
    request.set_filter("source = \"rollout\"");
    const auto response =
        Registry<registry::v1::ListEvidenceResponse>("users/vic", "ListEvidence", request);
    EXPECT_TRUE(response.ok()) << response.status();
    if (!response.ok()) return {};
    return {response->evidence().begin(), response->evidence().end()};
  }

  std::unique_ptr<sql::Database> database_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<rpc::Client> client_;
};

TEST_F(FactPusherTest, WhatTheRegistryRefusesForEverDoesNotHoldUpTheRest) {
  Tell(std::string(kFirm) + "/projects/gone", "a");
  Tell(kProject, "b");
  FactPusher pusher(*database_, *client_);
  pusher.Start();
  EXPECT_TRUE(Empties());
  ASSERT_EQ(Evidence().size(), 1u);
  EXPECT_EQ(Evidence()[0].subject(), "b");
}

TEST_F(FactPusherTest, ARegistryThatWasAwayHearsOfItLater) {
  config_.listen = suite_->address();
  suite_.reset();
  Tell(kProject, "b");
  FactPusher pusher(*database_, *client_);
  pusher.Start();
  const absl::Time deadline = Soon();
  while (channel_->GetState(false) != GRPC_CHANNEL_TRANSIENT_FAILURE && absl::Now() < deadline) {
    channel_->WaitForStateChange(channel_->GetState(false),
                                 absl::ToChronoTime(absl::Now() + absl::Milliseconds(100)));
  }
  EXPECT_EQ(channel_->GetState(false), GRPC_CHANNEL_TRANSIENT_FAILURE);
  EXPECT_EQ(PendingNews(*database_, 10, Soon())->size(), 1u);
  Serve();
  ASSERT_NE(suite_, nullptr);
  EXPECT_TRUE(Empties());
  EXPECT_EQ(Evidence().size(), 1u);
}

TEST_F(FactPusherTest, StopsWithNewsLeft) {
  suite_.reset();
  Tell(kProject, "b");
  FactPusher pusher(*database_, *client_);
  pusher.Start();
  pusher.Stop();
  EXPECT_EQ(PendingNews(*database_, 10, Soon())->size(), 1u);
}

}  // namespace
}  // namespace palier::rollout
