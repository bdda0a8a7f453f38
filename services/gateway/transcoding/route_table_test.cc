// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/route_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/testing/proto_text.h"
#include "gateway/transcoding/api_files.h"

namespace palier::gateway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// A service with one method a route, named A, B, C ... in their order.
std::string ServiceOf(const std::vector<std::string>& rules) {
  std::string text =
      "message Request { string name = 1; string parent = 2; Inner inner = 3; repeated string list "
      "= 4; bytes blob = 5; }\n"
      "message Inner { string name = 1; }\nservice Try {\n";
  char name = 'A';
  for (const std::string& rule : rules) {
    absl::StrAppend(&text, "  rpc ", std::string(1, name++),
                    "(Request) returns (Inner) { option (google.api.http) = { ", rule, " }; }\n");
  }
  return text + "}\n";
}

class Routes : public testing::Test {
 protected:
  absl::Status Load(const std::vector<std::string>& rules) {
    auto schema = SchemaWith(ServiceOf(rules));
    if (!schema.ok()) return schema.status();
    schema_ = *std::move(schema);
    auto table = RouteTable::Make(*schema_);
    if (table.ok()) table_ = *std::move(table);
    return table.status();
  }
  // `A name=x/y`, or `405 GET,POST`, or `404`.
  std::string At(const std::string& method, const std::string& path) const {
    const RouteMatch match = table_->Find(method, path);
    if (match.route == nullptr) {
      return match.allowed.empty() ? "404"
                                   : absl::StrCat("405 ", absl::StrJoin(match.allowed, ","));
    }
    return absl::StrCat(match.route->method->name(), match.bindings.empty() ? "" : " ",
                        absl::StrJoin(match.bindings, " ", absl::PairFormatter("=")));
  }

  std::unique_ptr<Schema> schema_;
  std::unique_ptr<RouteTable> table_;
};

TEST_F(Routes, FindTheMethodAndItsFields) {
  ASSERT_TRUE(Load({"get: '/t/{name=things/*}'", "get: '/t/{parent=things/*}/parts'",
                    "post: '/t/{name=things/*}:turn' body: '*'", "get: '/t/{inner.name=**}:all'",
                    "delete: '/t/{name=things/*}'", "get: '/t/plain'",
                    "post: '/t/{name=one/*}' additional_bindings { put: '/t/{name=two/*}' }"})
                  .ok());
  EXPECT_EQ(At("GET", "/t/things/a"), "A name=things/a");
  EXPECT_EQ(At("GET", "/t/things/a/parts"), "B parent=things/a");
  EXPECT_EQ(At("POST", "/t/things/a:turn"), "C name=things/a");
  EXPECT_EQ(At("GET", "/t/x/y/z:all"), "D inner.name=x/y/z");
  EXPECT_EQ(At("DELETE", "/t/things/a"), "E name=things/a");
  EXPECT_EQ(At("GET", "/t/plain"), "F");
  EXPECT_EQ(At("PUT", "/t/two/a"), "G name=two/a");
  EXPECT_EQ(At("PATCH", "/t/things/a"), "405 DELETE,GET");
  EXPECT_EQ(At("GET", "/t/things/a:turn"), "405 POST");
  for (const char* unknown :
       {"", "/", "t/plain", "/t", "/t/", "/t/things", "/t/things/", "/t//a", "/t/things/a/",
        "/t/other/a", "/t/things/a/parts/b", "/T/plain", "/t/plain/", "/t/%zz", "/t/%FF"}) {
    EXPECT_EQ(At("GET", unknown), "404") << unknown;
  }
}

TEST_F(Routes, DecodeOnce) {
  ASSERT_TRUE(Load({"get: '/t/{name}'", "get: '/m/{name=a/*}'", "get: '/r/{name=**}'"}).ok());
  EXPECT_EQ(At("GET", "/t/a%2Fb%20c"), "A name=a/b c");
  EXPECT_EQ(At("GET", "/m/a/b%2Fc%20d"), "B name=a/b%2Fc d");
  EXPECT_EQ(At("GET", "/r/a%2Fb/c"), "C name=a%2Fb/c");
  EXPECT_EQ(At("GET", "/%74/x"), "A name=x");
  EXPECT_EQ(At("GET", "/t/%252e"), "A name=%2e");
}

TEST_F(Routes, AColonThatIsEscapedOrNobodysVerbIsText) {
  ASSERT_TRUE(Load({"get: '/t/{name}'", "get: '/t/{name}:turn'"}).ok());
  EXPECT_EQ(At("GET", "/t/a:turn"), "B name=a");
  EXPECT_EQ(At("GET", "/t/a%3Aturn"), "A name=a:turn");
  EXPECT_EQ(At("GET", "/t/a:other"), "A name=a:other");
  EXPECT_EQ(At("GET", "/t/a:b:turn"), "B name=a:b");
}

TEST_F(Routes, TheMostSpecificWinsWhateverTheOrder) {
  const std::vector<std::string> rules = {"get: '/t/{name=**}'", "get: '/t/{name=*/*}'",
                                          "get: '/t/{name=a/*}'", "get: '/t/{name=a/b}'"};
  ASSERT_TRUE(Load(rules).ok());
  EXPECT_EQ(At("GET", "/t/a/b"), "D name=a/b");
  EXPECT_EQ(At("GET", "/t/a/c"), "C name=a/c");
  EXPECT_EQ(At("GET", "/t/x/y"), "B name=x/y");
  EXPECT_EQ(At("GET", "/t/x/y/z"), "A name=x/y/z");
  EXPECT_EQ(At("GET", "/t/a/b/c"), "A name=a/b/c");  // back from the literals
  EXPECT_EQ(At("GET", "/t"), "A name=");
  ASSERT_TRUE(Load({rules.rbegin(), rules.rend()}).ok());
  EXPECT_EQ(At("GET", "/t/a/b"), "A name=a/b");
}

TEST_F(Routes, WhatNoPathTellsApartIsRefused) {
  const absl::Status status = Load({"get: '/t/{name=a/*}'", "get: '/t/{parent=a/*}'"});
  EXPECT_THAT(std::string(status.message()), HasSubstr("palier.try.v1.Try.B"));
  EXPECT_TRUE(Load({"get: '/t/{name=a/*}'", "post: '/t/{parent=a/*}'"}).ok());
  EXPECT_TRUE(Load({"get: '/t/{name=a/*}'", "get: '/t/{parent=a/*}:v'"}).ok());
}

TEST_F(Routes, WhatTheMessagesLackIsRefused) {
  for (const char* bad :
       {"get: '/t/{other}'", "get: '/t/{list}'", "get: '/t/{inner}'", "get: '/t/{blob}'",
        "get: '/t/{name.x}'", "get: 't'", "get: ''", "post: '/t' body: 'other'",
        "post: '/t' body: 'name'", "get: '/t' response_body: 'name'",
        "get: '/t' additional_bindings { get: '/u' additional_bindings { get: '/v' } }"}) {
    EXPECT_FALSE(Load({bad}).ok()) << bad;
  }
}

TEST_F(Routes, EveryDefectIsNamed) {
  const absl::Status status = Load({"get: '/t/{other}'", "get: '/ok'", "get: '/'"});
  EXPECT_THAT(std::string(status.message()), HasSubstr("Try.A: "));
  EXPECT_THAT(std::string(status.message()), HasSubstr("Try.C: "));
}

TEST_F(Routes, OfPalierFitTogether) {
  const auto schema = Schema::Make(ApiFiles());
  ASSERT_TRUE(schema.ok()) << schema.status();
  const auto table = RouteTable::Make(**schema);
  ASSERT_TRUE(table.ok()) << table.status();
  EXPECT_GT((*table)->routes().size(), 400u);
  EXPECT_GT((*schema)->services().size(), 40u);
  const RouteMatch match = (*table)->Find("GET", "/v1/organizations/acme/projects/assistant");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.route->method->full_name(), "palier.registry.v1.RegistryService.GetProject");
  EXPECT_THAT(match.bindings,
              ElementsAre(testing::Pair("name", "organizations/acme/projects/assistant")));
  EXPECT_THAT(match.allowed, IsEmpty());
}

}  // namespace
}  // namespace palier::gateway
