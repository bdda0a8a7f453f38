// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/testing/private_postgres.h"
#include "rollout/testing/rollout_fixture.h"

namespace palier::rollout {
namespace {

class PostgresRolloutTest : public RolloutFixture {
 protected:
  void SetUp() override {
    if (const auto why = testing::PrivatePostgres::WhyNot()) GTEST_SKIP() << *why;
    auto server = testing::PrivatePostgres::Start({});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    RolloutFixture::SetUp();
  }
  // The suite must end before its store does.
  void TearDown() override { suite_.reset(); }
  void Configure(app::Config& config) override { config.store = server_->url(); }

  std::unique_ptr<testing::PrivatePostgres> server_;
};

TEST_F(PostgresRolloutTest, AWaveIsPlannedStartedAndReported) {
  MakeReady();
  ASSERT_EQ(Waves().size(), 3u);
  EXPECT_EQ(GetRollout().plan().coverage_permille(), 171);
  ASSERT_TRUE(Plan().ok());  // in the place of the first one
  ASSERT_EQ(Waves().size(), 3u);
  const auto wave = Start("users/abe", 1, "33333333-3333-4333-8333-333333333333");
  ASSERT_TRUE(wave.ok()) << wave.status();
  ASSERT_TRUE(Start("users/abe", 1, "33333333-3333-4333-8333-333333333333").ok());
  EXPECT_EQ(CheckIns(1).size(), 4u);
  registry::v1::ListEvidenceRequest request;
  request.set_parent(kProject);
  request.set_filter(absl::StrCat("source = \"rollout\" AND subject = \"", WaveName(1), "\""));
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  int evidence = 0;
  while (evidence == 0 && absl::Now() < deadline) {
    const auto response =
        Registry<registry::v1::ListEvidenceResponse>("users/vic", "ListEvidence", request);
    ASSERT_TRUE(response.ok()) << response.status();
    evidence = response->evidence_size();
  }
  EXPECT_EQ(evidence, 1);
}

}  // namespace
}  // namespace palier::rollout
