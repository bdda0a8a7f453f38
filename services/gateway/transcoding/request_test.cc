// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "common/status/error.h"
#include "gateway/testing/proto_text.h"

namespace palier::gateway {
namespace {

constexpr char kProto[] = R"(
message Thing { string name = 1; string title = 2; int64 size = 3; Thing part = 4; repeated string tags = 5; }
message GetRequest { string name = 1; int32 page_size = 2; repeated string words = 3; Thing like = 4; }
message CreateRequest { string parent = 1; string thing_id = 2; Thing thing = 3; bool validate_only = 4; }
message UpdateRequest { Thing thing = 1; google.protobuf.FieldMask update_mask = 2; }
message TurnRequest { string name = 1; int32 degrees = 2; }
service Try {
  rpc Get(GetRequest) returns (Thing) { option (google.api.http) = { get: '/t/{name=things/*}' }; }
  rpc Create(CreateRequest) returns (Thing) { option (google.api.http) = { post: '/t/{parent=boxes/*}/things' body: 'thing' }; }
  rpc Update(UpdateRequest) returns (Thing) { option (google.api.http) = { patch: '/t/{thing.name=things/*}' body: 'thing' }; }
  rpc Turn(TurnRequest) returns (Thing) { option (google.api.http) = { post: '/t/{name=things/*}:turn' body: '*' }; }
})";

class Requests : public testing::Test {
 protected:
  Requests() : schema_(*SchemaWith(kProto)), table_(*RouteTable::Make(*schema_)) {}

  // The request's JSON, or `!` with the fields that are wrong.
  std::string Read(const std::string& method, const std::string& target, const std::string& body) {
    const size_t mark = target.find('?');
    const RouteMatch match = table_->Find(method, target.substr(0, mark));
    if (match.route == nullptr) return "404";
    const auto query = ParseQuery(mark == std::string::npos ? "" : target.substr(mark + 1));
    const auto request = ReadRequest(*schema_, match, *query, body);
    if (request.ok()) return *schema_->Json(**request);
    std::string fields = "!";
    const error::v1::ErrorDetail detail = status::DetailOf(request.status());
    for (const auto& violation : detail.field_violations()) {
      absl::StrAppend(&fields, violation.subject(), " ");
      EXPECT_FALSE(violation.fr().empty());
    }
    return fields;
  }

  std::unique_ptr<Schema> schema_;
  std::unique_ptr<RouteTable> table_;
};

TEST_F(Requests, AreMadeOfPathQueryAndBody) {
  EXPECT_EQ(Read("GET", "/t/things/a?pageSize=5&words=x&words=y&like.part.title=%C3%A9", ""),
            R"({"name":"things/a","pageSize":5,"words":["x","y"],"like":{"part":{"title":"é"}}})");
  EXPECT_EQ(
      Read("POST", "/t/boxes/b/things?thing_id=a&validateOnly=true", R"({"title":"T","size":"7"})"),
      R"({"parent":"boxes/b","thingId":"a","thing":{"title":"T","size":"7"},"validateOnly":true})");
  EXPECT_EQ(Read("PATCH", "/t/things/a?updateMask=title", R"({"title":"T"})"),
            R"({"thing":{"name":"things/a","title":"T"},"updateMask":"title"})");
  EXPECT_EQ(Read("POST", "/t/things/a:turn", R"({"degrees":90})"),
            R"({"name":"things/a","degrees":90})");
  EXPECT_EQ(Read("POST", "/t/things/a:turn", ""), R"({"name":"things/a"})");
  EXPECT_EQ(Read("POST", "/t/things/a:turn", " \n"), R"({"name":"things/a"})");
  EXPECT_EQ(Read("PATCH", "/t/things/a", R"({"name":"things/a"})"),
            R"({"thing":{"name":"things/a"}})");
}

TEST_F(Requests, NameEachParameterThatDoesNotFit) {
  EXPECT_EQ(Read("GET", "/t/things/a?colour=red&pageSize=many&page_size=2", ""),
            "!colour pageSize page_size ");
  EXPECT_EQ(Read("GET", "/t/things/a?name=things/b", ""), "!name ");
  EXPECT_EQ(Read("POST", "/t/boxes/b/things?thing.title=x", "{}"), "!thing.title ");
  EXPECT_EQ(Read("POST", "/t/things/a:turn?degrees=1", "{}"), "!degrees ");
  EXPECT_EQ(Read("PATCH", "/t/things/a?thing.name=things/a", "{}"), "!thing.name ");
}

TEST_F(Requests, RefuseBodiesThatAreNone) {
  EXPECT_EQ(Read("GET", "/t/things/a", "{}"), "!body ");
  for (const char* bad : {"[]", "1", "null", "x", "{", R"({"other":1})", R"({"degrees":"x"})",
                          R"({"degrees":1}})", R"({"degrees":99999999999})", "{'degrees':1}"}) {
    EXPECT_EQ(Read("POST", "/t/things/a:turn", bad), "!body ") << bad;
  }
}

TEST_F(Requests, TheBodyMayNotNameAnotherResource) {
  EXPECT_EQ(Read("PATCH", "/t/things/a", R"({"name":"things/b"})"), "!thing.name ");
  EXPECT_EQ(Read("POST", "/t/things/a:turn", R"({"name":"things/b"})"), "!name ");
}

TEST_F(Requests, AreBoundedInDepthBeforeAnythingParses) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += R"({"part":)";
  EXPECT_EQ(Read("POST", "/t/boxes/b/things", deep), "!body ");
}

}  // namespace
}  // namespace palier::gateway
