// SPDX-License-Identifier: Apache-2.0
#include "common/mapping/record_filter.h"

#include <gtest/gtest.h>

#include "common/status/error.h"

namespace palier::mapping {
namespace {

constexpr char kRecord[] =
    R"({"schema":1,"case":"c-7","amount":"12.50","data":{"op":"u","owner":{"name":"Zoé"}},)"
    R"("none":null,"tags":["a",{"b":7}],"open":true,"1":"one"})";

TEST(RecordFilterTest, Holds) {
  const struct {
    const char* filter;
    bool holds;
  } kCases[] = {
      {"", true},
      {"schema = 1", true},
      {"schema = 1.0", true},
      {"schema = 2", false},
      {"schema != 2", true},
      {"schema < 2 AND schema >= 1", true},
      {"amount > 9", true},  // as numbers, though the record has a text
      {"amount <= 12.5", true},
      {"case = \"c-*\"", true},
      {"case = \"*-7\"", true},
      {"case = \"d-*\"", false},
      {"case > b", true},
      {"data.op = u OR data.op = c", true},
      {"data.op = d", false},
      {"NOT data.op = d", true},
      {"data.owner.name : Zo", true},
      {"data.owner.name:*", true},
      {"none:*", false},
      {"none = \"\"", true},
      {"missing = \"\"", true},
      {"missing != x", true},
      {"missing < x", false},
      {"missing > \"\"", false},
      {"tags:*", false},
      {"data:*", false},
      {"tags.0 = a", true},
      {"tags.1.b = 7", true},
      {"tags.1:*", false},
      {"tags.2:*", false},
      {"tags.b:*", false},
      {"tags.99999999999:*", false},
      {"open = true", true},
      {"case.deeper = \"\"", true},
  };
  const auto document = JsonDocument::Parse(kRecord);
  ASSERT_TRUE(document.ok());
  for (const auto& [text, holds] : kCases) {
    const auto filter = RecordFilter::Parse(text);
    ASSERT_TRUE(filter.ok()) << text << ": " << filter.status();
    EXPECT_EQ(filter->Holds(document->root()), holds) << text;
  }
}

TEST(RecordFilterTest, ARecordThatIsNoObjectHasNoFields) {
  const auto document = JsonDocument::Parse("7");
  ASSERT_TRUE(document.ok());
  EXPECT_TRUE(RecordFilter::Parse("")->Holds(document->root()));
  EXPECT_FALSE(RecordFilter::Parse("schema = 1")->Holds(document->root()));
}

TEST(RecordFilterTest, MalformedFiltersAreRefused) {
  for (const char* text : {"schema =", "chatbot", "(schema = 1", "a = 1 AND word"}) {
    EXPECT_EQ(status::ReasonOf(RecordFilter::Parse(text).status()), error::v1::INVALID_FILTER)
        << text;
  }
}

}  // namespace
}  // namespace palier::mapping
