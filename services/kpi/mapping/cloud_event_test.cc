// SPDX-License-Identifier: Apache-2.0
#include "kpi/mapping/cloud_event.h"

#include <gtest/gtest.h>

#include "common/status/error.h"

namespace palier::kpi {
namespace {

absl::StatusOr<std::optional<std::string>> Data(const std::string& event) {
  const auto document = mapping::JsonDocument::Parse(event);
  EXPECT_TRUE(document.ok()) << event;
  return EncodedData(document->root());
}

// An event with these members besides the four that each has.
std::string Event(const std::string& rest = "") {
  return R"({"specversion":"1.0","id":"e-1","type":"com.acme.case","source":"/crm")" + rest + "}";
}

TEST(CloudEventTest, WhatIsNoEventIsRefused) {
  for (const char* event : {
           R"({"id":"1","type":"t","source":"s"})",
           R"({"specversion":"1.0","type":"t","source":"s"})",
           R"({"specversion":"1.0","id":"1","source":"s"})",
           R"({"specversion":"1.0","id":"1","type":"t"})",
           R"({"specversion":"1.0","id":"","type":"t","source":"s"})",
           R"({"specversion":"1.0","id":"1","type":"","source":"s"})",
           R"({"specversion":"1.0","id":"1","type":"t","source":""})",
           R"({"specversion":"","id":"1","type":"t","source":"s"})",
           R"({"specversion":"0.9","id":"1","type":"t","source":"s"})",
           R"({"specversion":1.0,"id":"1","type":"t","source":"s"})",
           R"({"specversion":"1.0","id":25,"type":"t","source":"s"})",
           R"({"specversion":"1.0","id":{"x":"y"},"type":"t","source":"s"})",
           R"({"specversion":"1.0","id":null,"type":"t","source":"s"})",
           R"({"case":"c-1"})",
       }) {
    const auto data = Data(event);
    EXPECT_EQ(status::ReasonOf(data.status()), error::v1::UNREADABLE_RECORD) << event;
    EXPECT_FALSE(status::DetailOf(data.status()).fr().empty()) << event;
  }
}

TEST(CloudEventTest, EncodedJsonIsRead) {
  const struct {
    const char *rest, *data;
  } kCases[] = {
      {R"(,"data_base64":"eyJhIjogMS41MH0=")", R"({"a":1.50})"},
      {R"(,"datacontenttype":"application/json","data_base64":"WzEsMl0=")", "[1,2]"},
      {R"(,"datacontenttype":" Application/Vnd.acme+JSON ; charset=utf-8","data_base64":"Nw==")",
       "7"},
      {R"(,"datacontenttype":null,"data":null,"data_base64":"bnVsbA==")", "null"},
  };
  for (const auto& [rest, data] : kCases) {
    const auto read = Data(Event(rest));
    ASSERT_TRUE(read.ok()) << rest << ": " << read.status();
    EXPECT_EQ(read->value_or("nothing"), data) << rest;
  }
}

TEST(CloudEventTest, OtherEventsStayAsTheyAre) {
  for (const char* rest : {
           "",
           R"(,"data":{"a":1})",
           R"(,"data":"{\"a\":1}","datacontenttype":"application/json")",
           R"(,"datacontenttype":"application/avro","data_base64":"AAEC")",
           R"(,"datacontenttype":"text/plain","data_base64":"eyJhIjogMX0=")",
           R"(,"data":{"a":1},"data_base64":null)",
           // Names that the specification forbids, and that feeds have.
           R"(,"iodebeziumtxId":"565","time":"lunchtime","ratio":1.5)",
       }) {
    const auto read = Data(Event(rest));
    ASSERT_TRUE(read.ok()) << rest << ": " << read.status();
    EXPECT_FALSE(read->has_value()) << rest;
  }
}

TEST(CloudEventTest, WrongDataIsRefused) {
  for (const char* rest : {
           R"(,"data":"text","data_base64":"eyAieHl6IjogMTIzIH0=")",
           R"(,"data_base64":"not base64!")",
           R"(,"data_base64":{"a":1})",
           R"(,"data_base64":"eyJhIjog")",
           R"(,"datacontenttype":"application/json","data_base64":"AAEC")",
       }) {
    EXPECT_EQ(status::ReasonOf(Data(Event(rest)).status()), error::v1::UNREADABLE_RECORD) << rest;
  }
  // A bomb of depth, within 64 KiB.
  EXPECT_FALSE(Data(Event(R"(,"data_base64":")" + std::string(40'000, 'W') + "\"")).ok());
}

}  // namespace
}  // namespace palier::kpi
