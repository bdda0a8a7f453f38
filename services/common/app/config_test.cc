// SPDX-License-Identifier: Apache-2.0
#include "common/app/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/flags/declare.h"
#include "absl/flags/flag.h"
#include "absl/flags/reflection.h"
#include "common/app/loopback.h"
#include "common/app/suite.h"

ABSL_DECLARE_FLAG(std::string, auth);
ABSL_DECLARE_FLAG(std::string, migrate);
ABSL_DECLARE_FLAG(std::vector<std::string>, peer);

namespace palier::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(ConfigTest, DevServesHttpOnLoopbackOnly) {
  Config config;
  config.http.listen = "127.0.0.1:8080";
  EXPECT_TRUE(Validate(config).ok());
  config.http.listen = "0.0.0.0:8080";
  EXPECT_THAT(std::string(Validate(config).message()), HasSubstr("--http_listen"));
  config.auth = AuthMode::kTokens;
  config.tokens_file = "tokens";
  EXPECT_TRUE(Validate(config).ok());
}

TEST(ConfigTest, EachOriginIsNamed) {
  Config config;
  config.http.cors_origins = {"https://portal.example", "http://localhost:5173"};
  EXPECT_TRUE(Validate(config).ok());
  for (const char* bad : {"*", "https://*", "https://*.example", "portal.example", "https://",
                          "https://portal.example/", "https://a b"}) {
    config.http.cors_origins = {bad};
    EXPECT_THAT(std::string(Validate(config).message()), HasSubstr("--cors_origins")) << bad;
  }
}

TEST(ConfigTest, DevBelievesCallersOnLoopbackOnly) {
  const struct {
    const char* listen;
    bool ok;
  } cases[] = {
      {"127.0.0.1:8443", true},
      {"127.8.9.10:0", true},
      {"localhost:8443", true},
      {"[::1]:8443", true},
      {"unix:/run/palier.sock", true},
      {"", true},
      {"0.0.0.0:8443", false},
      {"[::]:8443", false},
      {"10.0.0.7:8443", false},
      {"palier.example:1", false},
      {":8443", false},
      {"localhost.example:1", false},
      {"127.example.org:1", false},
  };
  for (const auto& [listen, ok] : cases) {
    Config config;
    config.listen = listen;
    const absl::Status status = Validate(config);
    EXPECT_EQ(status.ok(), ok) << listen << ": " << status;
    if (!ok) {
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
      EXPECT_THAT(std::string(status.message()), HasSubstr("--auth=tokens with --tokens_file"));
    }
    config.auth = AuthMode::kTokens;
    config.tokens_file = "tokens";
    EXPECT_EQ(Validate(config), absl::OkStatus()) << listen;
  }
}

TEST(ConfigTest, ThePartsMustFitTogether) {
  const struct {
    const char* flag;
    void (*spoil)(Config&);
  } cases[] = {
      {"--tokens_file", [](Config& config) { config.auth = AuthMode::kTokens; }},
      {"--threads", [](Config& config) { config.threads = 0; }},
      {"--threads", [](Config& config) { config.threads = 257; }},
      {"--queue", [](Config& config) { config.queue = -1; }},
      {"--queue", [](Config& config) { config.queue = 100001; }},
      {"--smtp_url",
       [](Config& config) {
         config.smtp = {"mail:25", "a@b", "", ""};
       }},
      {"--smtp_user",
       [](Config& config) {
         config.smtp = {"smtp://u:p@mail", "a@b", "", ""};
       }},
      {"--smtp_from",
       [](Config& config) {
         config.smtp = {"smtp://mail", "", "", ""};
       }},
      {"--smtp_password_file",
       [](Config& config) {
         config.smtp = {"smtps://mail", "a@b", "user", ""};
       }},
  };
  for (const auto& [flag, spoil] : cases) {
    Config config;
    ASSERT_EQ(Validate(config), absl::OkStatus());
    spoil(config);
    const absl::Status status = Validate(config);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << flag;
    EXPECT_THAT(std::string(status.message()), HasSubstr(flag));
  }
}

TEST(LoopbackTest, NamesThatOnlyLookLikeItAreElsewhere) {
  for (const char* here :
       {"127.0.0.1:25", "127.9.9.9:0", "localhost:25", "[::1]:25", "unix:/s", ""})
    EXPECT_TRUE(IsLoopback(here)) << here;
  for (const char* there : {"127.example.org:25", "localhost.example.org:25", "10.0.0.1:25",
                            "mail:25", "0.0.0.0:25", "[::]:25"})
    EXPECT_FALSE(IsLoopback(there)) << there;
}

TEST(ConfigTest, PrintHidesPasswords) {
  const struct {
    const char* store;
    const char* shown;
  } cases[] = {
      {"", "--store=\n"},
      {"sqlite:/var/lib/palier/kpi.db", "--store=sqlite:/var/lib/palier/kpi.db\n"},
      {"postgres://palier:s3cret@db:5432/palier", "--store=postgres://***@db:5432/palier\n"},
      {"postgres://palier:s3c@ret@db/palier", "--store=postgres://***@db/palier\n"},
      {"postgres://db/palier?user=palier&password=s3cret&sslmode=require",
       "--store=postgres://db/palier?user=palier&password=***&sslmode=require\n"},
      {"postgres:///palier?host=/run/pg&password=s3cret",
       "--store=postgres:///palier?host=/run/pg&password=***\n"},
      {"postgres://palier:s3c?ret@db/palier", "--store=postgres://***\n"},
      {"postgres://db/palier?password=a@s3cret", "--store=postgres://***\n"},
      {"postgres://a:s3cret@db/palier?sslpassword=s3cret",
       "--store=postgres://***@db/palier?sslpassword=***\n"},
  };
  for (const auto& [store, shown] : cases) {
    Config config;
    config.store = store;
    EXPECT_THAT(Print(config), HasSubstr(shown));
    EXPECT_THAT(Print(config), Not(HasSubstr("s3c"))) << store;
  }
}

TEST(ConfigTest, PrintShowsEveryValueAsItsFlag) {
  Config config;
  config.peers = {{"kpi", "dns:///kpi:8443"}, {"registry", "unix:/r"}};
  config.platform_admins = {"users/a", "users/b"};
  config.drain_timeout = absl::Seconds(90);
  config.migrate = sql::MigrateMode::kCheck;
  const std::string printed = Print(config);
  for (const char* line :
       {"--listen=127.0.0.1:8443\n", "--data=data\n", "--auth=dev\n", "--migrate=check\n",
        "--peer=kpi=dns:///kpi:8443,registry=unix:/r\n", "--platform_admins=users/a,users/b\n",
        "--drain_timeout=1m30s\n", "--threads=32\n", "--queue=256\n"}) {
    EXPECT_THAT(printed, HasSubstr(line));
  }
}

TEST(FlagsTest, DefaultsAreThoseOfConfig) {
  const absl::StatusOr<Config> config = ConfigFromFlags();
  ASSERT_EQ(config.status(), absl::OkStatus());
  // Only a program serves HTTP unasked: what a test makes by hand takes no port.
  Config expected;
  expected.http.listen = "127.0.0.1:8080";
  EXPECT_EQ(Print(*config), Print(expected));
  EXPECT_FALSE(config->print_config);
}

TEST(FlagsTest, PeersAreNamesAndTargets) {
  const absl::FlagSaver saver;
  absl::SetFlag(&FLAGS_peer, {"registry=dns:///r:8443", "kpi=unix:/run/kpi=1.sock"});
  const absl::StatusOr<Config> config = ConfigFromFlags();
  ASSERT_EQ(config.status(), absl::OkStatus());
  EXPECT_THAT(config->peers, UnorderedElementsAre(Pair("registry", "dns:///r:8443"),
                                                  Pair("kpi", "unix:/run/kpi=1.sock")));
  for (const char* wrong : {"registry", "=dns:///r", "registry="}) {
    absl::SetFlag(&FLAGS_peer, {wrong});
    const absl::Status status = ConfigFromFlags().status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << wrong;
    EXPECT_THAT(std::string(status.message()), HasSubstr("expected name=target"));
  }
}

TEST(FlagsTest, WordsAreChecked) {
  const absl::FlagSaver saver;
  absl::SetFlag(&FLAGS_auth, "none");
  EXPECT_THAT(std::string(ConfigFromFlags().status().message()),
              HasSubstr("--auth=none: expected dev or tokens"));
  absl::SetFlag(&FLAGS_auth, "tokens");
  EXPECT_THAT(std::string(ConfigFromFlags().status().message()), HasSubstr("--tokens_file"));
  absl::SetFlag(&FLAGS_auth, "dev");
  absl::SetFlag(&FLAGS_migrate, "never");
  EXPECT_THAT(std::string(ConfigFromFlags().status().message()),
              HasSubstr("--migrate=never: expected auto, check or only"));
}

// In a child for the wrong flags and here for the right ones: a process has one main.
TEST(MainTest, PrintsItsConfigurationOrSaysWhatIsWrong) {
  const auto run = [](std::vector<const char*> arguments) {
    std::vector<char*> argv;
    for (const char* argument : arguments) argv.push_back(const_cast<char*>(argument));
    argv.push_back(nullptr);
    return Main(static_cast<int>(arguments.size()), argv.data(), "usage", {});
  };
  EXPECT_EXIT(std::_Exit(run({"palier", "--auth=tokens"})), ::testing::ExitedWithCode(2),
              "--auth=tokens needs --tokens_file");
  EXPECT_EXIT(std::_Exit(run({"palier", "--listen=0.0.0.0:1"})), ::testing::ExitedWithCode(2),
              "serves loopback only");
  const absl::FlagSaver saver;
  ::testing::internal::CaptureStdout();
  const int code = run({"palier", "--print_config", "--store=postgres://u:s3cret@db/palier"});
  std::fflush(stdout);
  const std::string printed = ::testing::internal::GetCapturedStdout();
  EXPECT_EQ(code, 0);
  EXPECT_THAT(printed, HasSubstr("--store=postgres://***@db/palier\n"));
}

}  // namespace
}  // namespace palier::app
