// SPDX-License-Identifier: Apache-2.0
#include "gateway/cloudevents/target.h"

#include <gmock/gmock.h>

#include "common/status/error.h"
#include "gateway/transcoding/api_files.h"
#include "gateway/transcoding/route_table.h"
#include "gateway/transcoding/schema.h"

namespace palier::gateway::cloudevents {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(EventTarget, APathNamesASource) {
  EXPECT_EQ(SourceOf("/v1/organizations/acme/sources/crm/events"),
            "organizations/acme/sources/crm");
  EXPECT_EQ(SourceOf("/v1/organizations/acme/sources/c%72m/events"),
            "organizations/acme/sources/crm");
  for (const char* other :
       {"/v1/organizations/acme/sources/crm", "/v1/organizations/acme/sources/crm/events/",
        "/v1/organizations/acme/sources//events", "/v1/organizations//sources/crm/events",
        "/v1/organizations/acme/sources/a%2Fb/events", "/v1/organizations/acme/sources/%zz/events",
        "/v2/organizations/acme/sources/crm/events", "v1/organizations/acme/sources/crm/events",
        ""}) {
    EXPECT_FALSE(SourceOf(other).has_value()) << other;
  }
}

TEST(EventTarget, NoMethodHasThatPath) {
  const auto schema = *Schema::Make(ApiFiles());
  const auto routes = *RouteTable::Make(*schema);
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    const RouteMatch match = routes->Find(method, "/v1/organizations/acme/sources/crm/events");
    EXPECT_EQ(match.route, nullptr) << method;
    EXPECT_TRUE(match.allowed.empty()) << method;
  }
}

TEST(EventTarget, ATokenMayStandInTheAddress) {
  EXPECT_EQ(*TokenOf(""), "");
  EXPECT_EQ(*TokenOf("access_token=mF_9.B5f-4.1JqM"), "mF_9.B5f-4.1JqM");
  EXPECT_EQ(*TokenOf("access_token=a%2Fb%2Bc%3D%3D"), "a/b+c==");
  for (const char* bad : {"access_token=", "access_token", "access_token==", "access_token=a%20b",
                          "access_token=a%0D%0Ab", "access_token=a=b",
                          "access_token=secret&access_token=other", "access_token=%zz"}) {
    EXPECT_EQ(TokenOf(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
  const absl::Status other = TokenOf("access_token=secret&code=hidden").status();
  ASSERT_EQ(status::DetailOf(other).field_violations_size(), 1);
  EXPECT_EQ(status::DetailOf(other).field_violations(0).subject(), "code");
  EXPECT_THAT(status::DetailOf(other).ShortDebugString(), Not(HasSubstr("secret")));
  EXPECT_THAT(status::DetailOf(other).ShortDebugString(), Not(HasSubstr("hidden")));
}

}  // namespace
}  // namespace palier::gateway::cloudevents
