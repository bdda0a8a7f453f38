// SPDX-License-Identifier: Apache-2.0
#include "gateway/transcoding/field_text.h"

#include <gtest/gtest.h>

#include "gateway/testing/proto_text.h"

namespace palier::gateway {
namespace {

constexpr char kProto[] = R"(
message M {
  enum Colour { COLOUR_UNSPECIFIED = 0; RED = 1; }
  string text = 1; bytes blob = 2; bool flag = 3; int32 small = 4; int64 large = 5; uint32 natural = 6;
  double real = 7; float half = 8; Colour colour = 9; repeated string words = 10; repeated int32 numbers = 11;
  M inner = 12; repeated M inners = 13; google.protobuf.Timestamp start_time = 14;
  google.protobuf.Duration delay = 15; google.protobuf.FieldMask update_mask = 16;
  google.protobuf.Int64Value maybe = 17; google.protobuf.StringValue word = 18; google.type.Date day = 19;
  map<string, string> labels = 20; google.protobuf.Struct any = 21; repeated Colour colours = 22;
  oneof choice { string left = 23; string right = 24; }
  uint64 huge = 25;
})";

class FieldText : public testing::Test {
 protected:
  FieldText() : schema_(*SchemaWith(kProto)), message_(New()) {}
  std::unique_ptr<google::protobuf::Message> New() const {
    return schema_->New(schema_->pool().FindMessageTypeByName("palier.try.v1.M"));
  }
  // JSON of a message with only this set, or `!` and what is wrong.
  std::string Set(const std::string& path, const std::string& text) {
    const auto fresh = New();
    if (const auto problem = SetFieldText(*fresh, path, text)) return "!" + problem->en;
    return *schema_->Json(*fresh);
  }

  std::unique_ptr<Schema> schema_;
  std::unique_ptr<google::protobuf::Message> message_;
};

TEST_F(FieldText, ReadsEachType) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"text", "é/ \"x\"", R"({"text":"é/ \"x\""})"},
      {"blob", "_-8=", R"({"blob":"/+8="})"},
      {"blob", "/+8=", R"({"blob":"/+8="})"},
      {"flag", "true", R"({"flag":true})"},
      {"small", "-2147483648", R"({"small":-2147483648})"},
      {"large", "9223372036854775807", R"({"large":"9223372036854775807"})"},
      {"natural", "4294967295", R"({"natural":4294967295})"},
      {"huge", "18446744073709551615", R"({"huge":"18446744073709551615"})"},
      {"real", "-2.5e3", R"({"real":-2500})"},
      {"half", "0.5", R"({"half":0.5})"},
      {"colour", "RED", R"({"colour":"RED"})"},
      {"colour", "1", R"({"colour":"RED"})"},
      {"colours", "RED", R"({"colours":["RED"]})"},
      {"words", "a", R"({"words":["a"]})"},
      {"inner.inner.text", "deep", R"({"inner":{"inner":{"text":"deep"}}})"},
      {"start_time", "2026-03-09T09:00:00+01:00", R"({"startTime":"2026-03-09T08:00:00Z"})"},
      {"startTime", "2026-03-09T08:00:00Z", R"({"startTime":"2026-03-09T08:00:00Z"})"},
      {"delay", "3.5s", R"({"delay":"3.500s"})"},
      {"updateMask", "displayName,inner.start_time",
       R"({"updateMask":"displayName,inner.startTime"})"},
      {"maybe", "0", R"({"maybe":"0"})"},
      {"word", "a\"b\\c", R"({"word":"a\"b\\c"})"},
      {"day.year", "2026", R"({"day":{"year":2026}})"},
      {"left", "", R"({"left":""})"},
  };
  for (const auto& [path, text, json] : cases) EXPECT_EQ(Set(path, text), json) << path;
}

TEST_F(FieldText, SaysWhatDoesNotFit) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"flag", "yes", "!`yes` is not true or false."},
      {"small", "2147483648", "!`2147483648` is not a whole number of its range."},
      {"small", "1.5", "!`1.5` is not a whole number of its range."},
      {"small", "", "!`` is not a whole number of its range."},
      {"natural", "-1", "!`-1` is not a whole number of its range."},
      {"real", "nan", "!`nan` is not a number."},
      {"half", "1e300", "!`1e300` is not a number of its range."},
      {"colour", "GREEN", "!`GREEN` is none of COLOUR_UNSPECIFIED, RED."},
      {"colour", "7", "!`7` is none of COLOUR_UNSPECIFIED, RED."},
      {"blob", "?", "!`?` is not base64."},
      {"start_time", "tomorrow", "!`tomorrow` is not a time such as 2026-03-09T08:00:00Z."},
      {"delay", "3", "!`3` is not a duration such as 3.5s."},
      {"other", "x", "!There is no such parameter."},
      {"inner.other", "x", "!There is no such parameter."},
      {"text.more", "x", "!There is no such parameter."},
      {"inners.text", "x", "!There is no such parameter."},
      {"labels", "x", "!There is no such parameter."},
      {"inner", "x", "!Set the fields inside it, as in `field.inner=value`."},
      {"any", "x", "!Set the fields inside it, as in `field.inner=value`."},
      {"", "x", "!There is no such parameter."},
      {".", "x", "!There is no such parameter."},
      {"inner.", "x", "!There is no such parameter."},
  };
  for (const auto& [path, text, problem] : cases) EXPECT_EQ(Set(path, text), problem) << path;
}

TEST_F(FieldText, RepeatedFieldsGrowAndChoicesAreOne) {
  EXPECT_FALSE(SetFieldText(*message_, "numbers", "1"));
  EXPECT_FALSE(SetFieldText(*message_, "numbers", "2"));
  EXPECT_FALSE(SetFieldText(*message_, "left", "a"));
  EXPECT_EQ(SetFieldText(*message_, "right", "b")->fr, "Un autre du même choix est donné aussi.");
  EXPECT_EQ(*schema_->Json(*message_), R"({"numbers":[1,2],"left":"a"})");
}

}  // namespace
}  // namespace palier::gateway
