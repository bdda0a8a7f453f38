// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <libpq-fe.h>
#include <signal.h>

#include <filesystem>
#include <memory>

#include "common/testing/private_postgres.h"
#include "common/testing/private_redis.h"

namespace palier::testing {
namespace {

TEST(TempDirTest, IsRemovedWithItsContent) {
  std::string path;
  {
    const TempDir dir;
    path = dir.path();
    std::filesystem::create_directory(dir.File("inside"));
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(ChildProcessTest, TellsHowItEnded) {
  const struct {
    const char* command;
    int exit;
  } cases[] = {{"exit 3", 3}, {"exit 0", 0}, {"kill -9 $$", 128 + SIGKILL}};
  for (const auto& [command, exit] : cases) {
    auto child = ChildProcess::Start({"/bin/sh", "-c", command}, {});
    ASSERT_TRUE(child.ok()) << child.status();
    EXPECT_EQ((*child)->Wait(absl::Seconds(10)), exit) << command;
  }
}

TEST(PrivateRedisTest, StopsAndRestarts) {
  if (const auto reason = PrivateRedis::WhyNot()) GTEST_SKIP() << *reason;
  auto redis = PrivateRedis::Start();
  ASSERT_TRUE(redis.ok()) << redis.status();
  EXPECT_TRUE(std::filesystem::exists((*redis)->socket()));
  (*redis)->Pause();
  (*redis)->Resume();
  (*redis)->Stop();
  EXPECT_FALSE(std::filesystem::exists((*redis)->socket()));
  EXPECT_TRUE((*redis)->Restart().ok());
}

TEST(PrivatePostgresTest, TakesConnectionsUntilStopped) {
  if (const auto reason = PrivatePostgres::WhyNot()) GTEST_SKIP() << *reason;
  auto server = PrivatePostgres::Start({});
  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_EQ(PQping((*server)->url().c_str()), PQPING_OK);
  (*server)->Stop();
  EXPECT_NE(PQping((*server)->url().c_str()), PQPING_OK);
  ASSERT_TRUE((*server)->Restart().ok());
  EXPECT_EQ(PQping((*server)->url().c_str()), PQPING_OK);
}

}  // namespace
}  // namespace palier::testing
