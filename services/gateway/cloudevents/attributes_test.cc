// SPDX-License-Identifier: Apache-2.0
// What is an event in the JSON format and what is none: the specification's own cases, and ours.
#include "gateway/cloudevents/attributes.h"

#include <gmock/gmock.h>

#include <vector>

#include "absl/strings/str_cat.h"

namespace palier::gateway::cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The paths that are wrong.
std::vector<std::string> Faulty(const std::string& event, absl::string_view prefix = "") {
  const auto document = mapping::JsonDocument::Parse(event);
  EXPECT_TRUE(document.ok()) << event;
  Faults faults;
  CheckEvent(document->root(), prefix, faults);
  std::vector<std::string> paths;
  const auto detail = status::DetailOf(faults.ToStatus());
  for (const auto& violation : detail.field_violations()) {
    EXPECT_FALSE(violation.fr().empty());
    paths.push_back(violation.subject());
  }
  return paths;
}

// A minimal event and these members.
std::string With(const std::string& members) {
  return absl::StrCat(R"({"specversion":"1.0","id":"1","type":"com.acme.closed","source":"/crm")",
                      members.empty() ? "" : ",", members, "}");
}

TEST(EventAttributes, AnEventMayHave) {
  for (
      const char* members : {
          "",
          R"("datacontenttype":null,"dataschema":null,"subject":null,"time":null)",
          R"("datacontenttype":"text/plain","dataschema":"https://acme.example/s","subject":"a")",
          R"("time":"2018-04-05T17:31:00Z")",
          R"("time":"2018-04-05T17:31:00.000000000Z")",
          R"("time":"2018-04-05T18:31:00+01:00")",
          R"("time":"2018-04-05T16:31:00-01:00")",
          R"("source":"#fragment")",
          R"("source":"urn:event:acme/%C3%A9")",
          R"("datacontenttype":"text/plain; charset=utf-8","data":"a")",
          R"("data":{"a":[1.25,null]})",
          R"("data":null,"data_base64":"TWE=")",
          R"("extinteger":10,"extboolean":true,"extstring":"text","extbinary":"TWE=")",
          R"("exturi":"https://acme.example","exttimestamp":"2023-03-31T15:12:00Z","extnone":null)",
          R"("sequence":2147483647,"low":-2147483648)",
          R"("iodebeziumtxId":"565")",
          R"("subject":"Émile 😀")",
      }) {
    EXPECT_THAT(Faulty(With(members)), IsEmpty()) << members;
  }
}

TEST(EventAttributes, EachFaultIsNamedByItsAttribute) {
  EXPECT_THAT(Faulty("{}"), ElementsAre("specversion", "id", "source", "type"));
  const std::pair<const char*, const char*> cases[] = {
      {R"("time":"lunchtime")", "time"},
      {R"("time":"2018-04-05T18:31Z")", "time"},
      {R"("time":"2018-04-05T18:31:00X")", "time"},
      {R"("time":"2018-04-05T18:31:00+25:00")", "time"},
      {R"("time":"2018-04-05T18:31:00+xx:00")", "time"},
      {R"("time":"2018-04-05T18:31:00+05")", "time"},
      {R"("time":1522950000)", "time"},
      {R"("id":"")", "id"},
      {R"("id":null)", "id"},
      {R"("id":25)", "id"},
      {R"("id":{"xyz":"abc"})", "id"},
      {R"("type":"")", "type"},
      {R"("source":"")", "source"},
      {R"("source":"the crm")", "source"},
      {R"("source":"/%zz")", "source"},
      {R"("specversion":"")", "specversion"},
      {R"("specversion":"0.3")", "specversion"},
      {R"("specversion":1.0)", "specversion"},
      {R"("datacontenttype":"xyz")", "datacontenttype"},
      {R"("datacontenttype":"")", "datacontenttype"},
      {R"("dataschema":"")", "dataschema"},
      {R"("dataschema":"/relative")", "dataschema"},
      {R"("subject":"")", "subject"},
      {R"("my.extension":"bad")", "my.extension"},
      {R"("my_extension":"bad")", "my_extension"},
      {R"("":"bad")", ""},
      {R"("rate":1.5)", "rate"},
      {R"("lsn":2147483648)", "lsn"},
      {R"("nested":{})", "nested"},
      {R"("list":[])", "list"},
      {R"("data":"text","data_base64":"eyAieHl6IjogMTIzIH0=")", "data_base64"},
      {R"("data_base64":"not base64!")", "data_base64"},
      {R"("data_base64":5)", "data_base64"},
      {R"("note":"a\u0000b")", "note"},
      {R"("note":"a\nb")", "note"},
      {R"("note":"\u007f")", "note"},
      {R"("note":"\u0085")", "note"},
      {R"("note":"\ufdd0")", "note"},
      {R"("note":"\uffff")", "note"},
      {R"("note":"\ud83f\udffe")", "note"},
      {R"("subject":"\u0007")", "subject"},
  };
  for (const auto& [members, path] : cases)
    EXPECT_THAT(Faulty(With(members)), ElementsAre(path)) << members;
}

TEST(EventAttributes, WhatIsNoObjectIsNoEvent) {
  EXPECT_THAT(Faulty("5"), ElementsAre("event"));
  EXPECT_THAT(Faulty("[]", "events[7]."), ElementsAre("events[7]"));
  EXPECT_THAT(Faulty(R"({"specversion":"1.0","id":"1","source":"/crm"})", "events[7]."),
              ElementsAre("events[7].type"));
}

TEST(EventAttributes, TwentyFaultsAreEnough) {
  std::string members;
  for (int i = 0; i < 100; ++i) absl::StrAppend(&members, i == 0 ? "" : ",", "\"x-", i, "\":1");
  EXPECT_EQ(Faulty(With(members)).size(), 20u);
}

}  // namespace
}  // namespace palier::gateway::cloudevents
