// SPDX-License-Identifier: Apache-2.0
// A stored record that cannot be read is an error of the store, not an empty record.
#include <gmock/gmock.h>
#include <google/protobuf/empty.pb.h>
#include <gtest/gtest.h>

#include "palier/registry/v1/synergy_map_service.pb.h"
#include "registry/api/testing/landscape_fixture.h"

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

  // Spoils all that is stored of a type.
  void Spoil(const std::string& type) {
    WhileStopped([&](sql::Database& database) {
      return database.Write(absl::Now() + absl::Seconds(60), [&](sql::Transaction& transaction) {
        return transaction
            .Execute("UPDATE resource SET data=$1 WHERE type=$2", {sql::Blob{"\xff"}, type})
            .status();
      });
    });
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
