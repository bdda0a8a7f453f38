// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/resume.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/testing/proto_text.h"
#include "gateway/transcoding/field_text.h"

namespace palier::gateway {
namespace {

using testing::ElementsAre;
using testing::Pair;

class Resume : public testing::Test {
 protected:
  Resume()
      : schema_(*SchemaWith(R"(
    message WatchRequest { string parent = 1; int64 cursor = 2; google.type.Date as_of_date = 3; string note = 4; }
    message WatchResponse { int64 cursor = 1; google.type.Date as_of_date = 2; repeated string note = 3; string more = 4; }
    message ReadRequest { string parent = 1; string more = 2; }
    service Try {
      rpc Watch(WatchRequest) returns (stream WatchResponse);
      rpc Read(ReadRequest) returns (stream WatchResponse);
    })")) {}
  const google::protobuf::MethodDescriptor& Method(const std::string& name) const {
    return *schema_->pool().FindMethodByName("palier.try.v1.Try." + name);
  }

  std::unique_ptr<Schema> schema_;
};

TEST_F(Resume, TheIdIsTheQueryThatGoesOn) {
  const auto message = schema_->New(Method("Watch").output_type());
  EXPECT_EQ(ResumeId(Method("Watch"), *message), "");
  SetFieldText(*message, "cursor", "17");
  SetFieldText(*message, "more", "x");
  EXPECT_EQ(ResumeId(Method("Watch"), *message), "cursor=17");
  SetFieldText(*message, "as_of_date.year", "2026");
  SetFieldText(*message, "as_of_date.month", "3");
  EXPECT_EQ(ResumeId(Method("Watch"), *message), "cursor=17&asOfDate.year=2026&asOfDate.month=3");
  EXPECT_EQ(ResumeId(Method("Read"), *message), "");
}

TEST_F(Resume, TheIdReplacesWhatTheQueryBeganWith) {
  EXPECT_THAT(
      *ResumedQuery(Method("Watch"), {{"cursor", "1"}, {"note", "n"}, {"asOfDate.day", "4"}},
                    "cursor=17&asOfDate.year=2026"),
      ElementsAre(Pair("note", "n"), Pair("cursor", "17"), Pair("asOfDate.year", "2026")));
}

TEST_F(Resume, OnlyWhatBelongsToTheIdIsTaken) {
  for (const char* bad : {"note=n", "17", "parent=x", "cursor=1&note=n", "cursor=%"}) {
    EXPECT_FALSE(ResumedQuery(Method("Watch"), {}, bad).ok()) << bad;
  }
  EXPECT_FALSE(ResumedQuery(Method("Read"), {}, "cursor=1").ok());
}

}  // namespace
}  // namespace palier::gateway
