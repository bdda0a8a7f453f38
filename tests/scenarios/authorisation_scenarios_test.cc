// SPDX-License-Identifier: Apache-2.0
// Three registries on one store are asked without a pause whether an application may process data,
// while rules change, Redis is gone and the store hangs.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "common/rpc/auth.h"
#include "common/testing/private_postgres.h"
#include "palier/registry/v1/authorisation_service.pb.h"
#include "palier/registry/v1/catalogue_service.pb.h"
#include "palier/registry/v1/registry_service.pb.h"
#include "tests/scenarios/registry_calls.h"
#include "tests/scenarios/service_calls.h"
#include "tests/scenarios/world.h"

namespace palier::scenarios {
namespace {

using registry::v1::Application;
using registry::v1::AuthorisationRule;
using registry::v1::CheckAuthorisationResponse;

constexpr char kAuthorisation[] = "palier.registry.v1.AuthorisationService/";
constexpr char kChatbot[] = "organizations/acme/applications/chatbot";
// From the end of the call that revokes to the start of the last one that is still allowed.
constexpr absl::Duration kPromise = absl::Seconds(2);
constexpr int kRounds = 4;

// Asks one process again and again, as a CRM does.
class Asker {
 public:
  explicit Asker(const std::string& address)
      : client_(rpc::Connect(address), Options()), thread_([this] { Run(); }) {}
  ~Asker() {
    stopping_ = true;
    thread_.join();
  }

  AuthorisationRule::Effect effect() const {
    absl::MutexLock lock(&mutex_);
    return effect_;
  }
  std::string explanation() const {
    absl::MutexLock lock(&mutex_);
    return explanation_;
  }
  // When the last question was asked that was answered by ALLOWED.
  absl::Time last_allowed() const {
    absl::MutexLock lock(&mutex_);
    return last_allowed_;
  }
  int64_t answers() const { return answers_; }
  std::vector<std::string> failures() const {
    absl::MutexLock lock(&mutex_);
    return failures_;
  }

 private:
  static rpc::ClientOptions Options() {
    rpc::ClientOptions options;
    options.headers = {{rpc::kPrincipalKey, "services/crm"}};
    options.default_timeout = absl::Seconds(20);
    options.attempts = 1;
    return options;
  }

  void Run() {
    registry::v1::CheckAuthorisationRequest request;
    request.set_parent("organizations/acme");
    request.set_application(kChatbot);
    request.set_data_class("public");
    while (!stopping_) {
      const absl::Time asked = absl::Now();
      const auto answer = client_.Unary<CheckAuthorisationResponse>(
          absl::StrCat(kAuthorisation, "CheckAuthorisation"), request);
      ++answers_;
      absl::MutexLock lock(&mutex_);
      if (!answer.ok()) {
        failures_.push_back(answer.status().ToString());
        continue;
      }
      effect_ = answer->effect();
      explanation_ = answer->explanation();
      if (effect_ == AuthorisationRule::ALLOWED) last_allowed_ = asked;
    }
  }

  const rpc::Client client_;
  std::atomic<bool> stopping_{false};
  std::atomic<int64_t> answers_{0};
  mutable absl::Mutex mutex_;
  AuthorisationRule::Effect effect_ ABSL_GUARDED_BY(mutex_) = AuthorisationRule::EFFECT_UNSPECIFIED;
  std::string explanation_ ABSL_GUARDED_BY(mutex_);
  absl::Time last_allowed_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::vector<std::string> failures_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

// People who ask for lists until the end, more of them than a process has threads.
class Crowd {
 public:
  explicit Crowd(const rpc::Client& client) {
    for (int i = 0; i < 48; ++i) {
      threads_.emplace_back([this, &client] {
        registry::v1::ListProjectsRequest list;
        list.set_parent("organizations/acme");
        rpc::CallOptions options;
        while (!leaving_) {
          options.deadline = absl::Now() + absl::Seconds(5);
          const auto listed = client.Unary<registry::v1::ListProjectsResponse>(
              absl::StrCat(kRegistry, "ListProjects"), list, options);
          if (!listed.ok()) ++refused_;
        }
      });
    }
  }
  ~Crowd() {
    leaving_ = true;
    for (std::thread& thread : threads_) thread.join();
  }
  int refused() const { return refused_; }

 private:
  std::atomic<bool> leaving_{false};
  std::atomic<int> refused_{0};
  std::vector<std::thread> threads_;
};

class AuthorisationScenario : public ScenarioTest {
 protected:
  void SetUp() override {
    if (const auto why = testing::PrivateRedis::WhyNot()) GTEST_SKIP() << *why;
    auto redis = testing::PrivateRedis::Start();
    ASSERT_TRUE(redis.ok()) << redis.status();
    redis_ = *std::move(redis);
    ScenarioTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    MakeOrganization(As("registry", "users/dev"), "acme");
    registry::v1::CreateApplicationRequest application;
    application.set_parent("organizations/acme");
    application.set_application_id("chatbot");
    application.mutable_application()->set_display_name("Chatbot");
    application.mutable_application()->set_state(Application::DEPLOYED);
    application.mutable_application()->set_hosting(Application::CLOUD);
    const auto made =
        Admin<Application>("palier.registry.v1.CatalogueService/CreateApplication", application);
    ASSERT_TRUE(made.ok()) << made.status();
    registry::v1::CreateAuthorisationRuleRequest rule;
    rule.set_parent("organizations/acme");
    rule.set_authorisation_rule_id("chatbot");
    rule.mutable_authorisation_rule()->set_display_name("Chatbot");
    rule.mutable_authorisation_rule()->set_application(kChatbot);
    rule.mutable_authorisation_rule()->set_effect(AuthorisationRule::ALLOWED);
    const auto ruled =
        Admin<AuthorisationRule>(absl::StrCat(kAuthorisation, "CreateAuthorisationRule"), rule);
    ASSERT_TRUE(ruled.ok()) << ruled.status();
    askers_.push_back(std::make_unique<Asker>(world().AddressOf("registry")));
    for (int i = 0; i < 2; ++i) {
      const auto replica = world().StartReplica("registry");
      ASSERT_TRUE(replica.ok()) << replica.status();
      askers_.push_back(std::make_unique<Asker>(*replica));
    }
    ASSERT_TRUE(AllSay(AuthorisationRule::ALLOWED));
  }
  void TearDown() override { askers_.clear(); }
  void Configure(WorldOptions& options) override { options.redis = redis_->address(); }

  template <typename Response>
  absl::StatusOr<Response> Admin(const std::string& method,
                                 const google::protobuf::Message& request) {
    return As("registry", "users/dev").Unary<Response>(method, request);
  }
  // Returns when the call ended.
  absl::Time Set(AuthorisationRule::Effect effect) {
    registry::v1::UpdateAuthorisationRuleRequest request;
    request.mutable_authorisation_rule()->set_name("organizations/acme/authorisationRules/chatbot");
    request.mutable_authorisation_rule()->set_effect(effect);
    const auto changed =
        Admin<AuthorisationRule>(absl::StrCat(kAuthorisation, "UpdateAuthorisationRule"), request);
    EXPECT_TRUE(changed.ok()) << changed.status();
    return absl::Now();
  }
  bool AllSay(AuthorisationRule::Effect effect) {
    return Await([&] {
      return std::all_of(askers_.begin(), askers_.end(),
                         [&](const auto& asker) { return asker->effect() == effect; });
    });
  }
  // The longest that a process went on allowing after `revoked`.
  absl::Duration LongestAfter(absl::Time revoked) {
    absl::Duration longest = -absl::InfiniteDuration();
    for (const auto& asker : askers_) longest = std::max(longest, asker->last_allowed() - revoked);
    return longest;
  }
  void ExpectNoFailure() {
    for (const auto& asker : askers_) {
      EXPECT_TRUE(asker->failures().empty())
          << asker->failures().size() << " of " << asker->answers() << ": "
          << asker->failures().front();
    }
  }
  // Revokes and grants again, some times.
  absl::Duration RevokeAndGrant() {
    absl::Duration longest = -absl::InfiniteDuration();
    for (int round = 0; round < kRounds; ++round) {
      const absl::Time revoked = Set(AuthorisationRule::DENIED);
      EXPECT_TRUE(AllSay(AuthorisationRule::DENIED));
      // Long enough to see one that allows again.
      EXPECT_TRUE(Await([&] { return absl::Now() > revoked + kPromise; }));
      longest = std::max(longest, LongestAfter(revoked));
      Set(AuthorisationRule::ALLOWED);
      EXPECT_TRUE(AllSay(AuthorisationRule::ALLOWED));
    }
    return longest;
  }

  std::unique_ptr<testing::PrivateRedis> redis_;
  std::vector<std::unique_ptr<Asker>> askers_;
};

TEST_P(AuthorisationScenario, ARevocationHoldsInEveryProcessWithinTwoSeconds) {
  RecordProperty("requirement", "S1-11");
  const absl::Duration healthy = RevokeAndGrant();
  EXPECT_LE(healthy, kPromise);
  redis_->Stop();
  const absl::Duration stopped = RevokeAndGrant();
  EXPECT_LE(stopped, kPromise);
  RecordProperty("longest", absl::FormatDuration(healthy));
  RecordProperty("longest without Redis", absl::FormatDuration(stopped));
  ExpectNoFailure();
}

TEST_P(AuthorisationScenario, WithoutTheStoreTheAnswerIsDenied) {
  RecordProperty("requirement", "S1-11");
  const auto postgres = testing::PrivatePostgres::Shared();
  ASSERT_TRUE(postgres.ok()) << postgres.status();
  const std::pair<const char*, void (testing::PrivatePostgres::*)()> faults[] = {
      {"hangs", &testing::PrivatePostgres::Pause}, {"is gone", &testing::PrivatePostgres::Stop}};
  // Their calls wait for the store and take every thread there is.
  const Crowd crowd(As("registry", "users/dev"));
  for (const auto& [what, fault] : faults) {
    const absl::Time lost = absl::Now();
    ((*postgres)->*fault)();
    EXPECT_TRUE(AllSay(AuthorisationRule::DENIED)) << what;
    EXPECT_TRUE(Await([&] { return absl::Now() > lost + 2 * kPromise; }));
    EXPECT_LE(LongestAfter(lost), kPromise) << what;
    for (const auto& asker : askers_)
      EXPECT_NE(asker->explanation().find("cannot be read"), std::string::npos) << what;
    if (fault == &testing::PrivatePostgres::Pause) {
      (*postgres)->Resume();
    } else {
      EXPECT_TRUE((*postgres)->Restart().ok());
    }
    EXPECT_TRUE(AllSay(AuthorisationRule::ALLOWED)) << what;
  }
  EXPECT_GT(crowd.refused(), 0);
  ExpectNoFailure();
}

INSTANTIATE_TEST_SUITE_P(Worlds, AuthorisationScenario,
                         ::testing::Values(std::pair(Topology::kDistributed, StoreKind::kPostgres)),
                         WorldName);

}  // namespace
}  // namespace palier::scenarios
