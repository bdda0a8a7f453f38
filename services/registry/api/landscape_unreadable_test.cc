// SPDX-License-Identifier: Apache-2.0
// A stored record that cannot be read is an error of the store, not an empty record.
#include <gmock/gmock.h>
#include <google/protobuf/empty.pb.h>
#include <gtest/gtest.h>

#include "common/sql/database.h"
#include "palier/registry/v1/synergy_map_service.pb.h"
#include "registry/api/testing/landscape_fixture.h"
#include "registry/module.h"

namespace palier::registry {
namespace {

using google::protobuf::Empty;
using ::testing::HasSubstr;

class LandscapeUnreadableTest : public LandscapeFixture {
 public:
  void SetUp() override {
    LandscapeFixture::SetUp();
    ASSERT_EQ(Add("crm", Tool()).status(), absl::OkStatus());
    ASSERT_EQ(Add("erp", Tool()).status(), absl::OkStatus());
    ASSERT_EQ(Add("grow", v1::Objective()).status(), absl::OkStatus());
    ASSERT_EQ(Add("edge", Edge("applications/crm", "applications/erp")).status(), absl::OkStatus());
    ASSERT_EQ(Add("quotes", v1::Project()).status(), absl::OkStatus());
  }

  // Spoils what is stored of a type while no server holds the file.
  void Spoil(const std::string& type) {
    suite_.reset();
    {
      auto database = sql::Open({.url = "sqlite:" + dir_.File("data") + "/registry.db"});
      ASSERT_EQ(database.status(), absl::OkStatus());
      ASSERT_EQ((*database)->Write(absl::Now() + absl::Seconds(60),
                                   [&](sql::Transaction& transaction) {
                                     return transaction
                                         .Execute("UPDATE resource SET data=$1 WHERE type=$2",
                                                  {sql::Blob{"\xff"}, type})
                                         .status();
                                   }),
                absl::OkStatus());
    }
    app::Config config;
    config.listen = "127.0.0.1:0";
    config.data = dir_.File("data");
    config.drain_delay = absl::ZeroDuration();
    auto suite = app::Suite::Start(config, {Spec()});
    ASSERT_EQ(suite.status(), absl::OkStatus());
    suite_ = *std::move(suite);
  }

  absl::Status Islands() {
    v1::ReportIslandsRequest request;
    request.set_parent(kFirm);
    return Call<v1::ReportIslandsResponse>(request).status();
  }
  absl::Status Showcases() {
    v1::ReportShowcasesRequest request;
    request.set_parent(kFirm);
    return Call<v1::ReportShowcasesResponse>(request).status();
  }
  absl::Status SecondEdge() {
    return Add("again", Edge("applications/crm", "applications/erp")).status();
  }
  absl::Status DeleteFunction() {
    v1::DeleteAiFunctionRequest request;
    request.set_name(Firm("aiFunctions/data-analysis"));
    return Call<Empty>(request).status();
  }
};

TEST_F(LandscapeUnreadableTest, IsAnErrorThatNamesTheTypeAlone) {
  const struct {
    const char* type;
    absl::Status (LandscapeUnreadableTest::*call)();
  } cases[] = {
      {"Synergy", &LandscapeUnreadableTest::SecondEdge},
      {"Synergy", &LandscapeUnreadableTest::Islands},
      {"Project", &LandscapeUnreadableTest::Showcases},
      {"Objective", &LandscapeUnreadableTest::Showcases},
      {"Application", &LandscapeUnreadableTest::DeleteFunction},
  };
  for (const auto& [type, call] : cases) {
    Spoil(type);
    const absl::Status status = (this->*call)();
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << type << ": " << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(type));
  }
}

}  // namespace
}  // namespace palier::registry
