// SPDX-License-Identifier: Apache-2.0
#include "gateway/cloudevents/delivery.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/status/error.h"

namespace palier::gateway::cloudevents {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr char kEvent[] = R"({"specversion":"1.0","id":"1","source":"/crm","type":"closed"})";

Fields Binary(Fields more = {}) {
  Fields fields = {
      {"ce-specversion", "1.0"}, {"ce-id", "1"}, {"ce-source", "/crm"}, {"ce-type", "closed"}};
  for (auto& field : more) fields.push_back(std::move(field));
  return fields;
}

// The only line, or the paths that are wrong.
std::string Read(Mode mode, const Fields& headers, const std::string& body = "") {
  const auto pieces = ReadDelivery(mode, headers, body);
  if (!pieces.ok()) {
    std::vector<std::string> paths;
    const auto detail = status::DetailOf(pieces.status());
    for (const auto& violation : detail.field_violations()) paths.push_back(violation.subject());
    return absl::StrJoin(paths, " ");
  }
  EXPECT_EQ(pieces->size(), 1u);
  return pieces->at(0).lines;
}

TEST(EventDelivery, TheContentTypeSaysTheMode) {
  const auto mode = [](const char* type, Fields more = {}) {
    more.insert(more.begin(), {"Content-Type", type});
    return ModeOf(more);
  };
  EXPECT_EQ(mode("application/cloudevents+json"), Mode::kStructured);
  EXPECT_EQ(mode("Application/CloudEvents+JSON; charset=UTF-8"), Mode::kStructured);
  EXPECT_EQ(mode("application/cloudevents-batch+json"), Mode::kBatch);
  EXPECT_EQ(mode("application/json", {{"Ce-Id", "1"}}), Mode::kBinary);
  EXPECT_EQ(ModeOf(Binary()), Mode::kBinary);
  // The beginning of the type goes before attributes in headers.
  EXPECT_EQ(mode("application/cloudevents+json", {{"ce-id", "1"}}), Mode::kStructured);
  for (const char* other :
       {"application/cloudevents+xml", "application/cloudevents",
        "application/cloudevents-batch+avro", "application/cloudevents-batch"}) {
    EXPECT_EQ(mode(other, {{"ce-id", "1"}}), std::nullopt) << other;
  }
  EXPECT_EQ(mode("application/json"), std::nullopt);
  EXPECT_EQ(ModeOf({}), std::nullopt);
}

TEST(EventDelivery, AnEventStaysAsItIs) {
  const std::string body =
      R"({ "specversion": "1.0", "id": "1", "source": "/crm", "type": "closed",
           "data": {"amount": 1250.750000000000000001, "n": 12345678901234567890} })";
  EXPECT_EQ(Read(Mode::kStructured, {}, body),
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/crm\",\"type\":\"closed\","
            "\"data\":{\"amount\":1250.750000000000000001,\"n\":12345678901234567890}}\n");
}

TEST(EventDelivery, HeadersAndABodyAreAnEvent) {
  const std::string head = R"({"specversion":"1.0","id":"1","source":"/crm","type":"closed")";
  const std::tuple<const char*, std::string, std::string> bodies[] = {
      {"application/json", R"({"n": 1.50})",
       R"(,"datacontenttype":"application/json","data":{"n":1.50})"},
      {"application/vnd.acme+json", "7",
       R"(,"datacontenttype":"application/vnd.acme+json","data":7)"},
      {"application/json", "\"5\"", R"(,"datacontenttype":"application/json","data":"5")"},
      {"application/json", "null", R"(,"datacontenttype":"application/json","data":null)"},
      {"text/plain", "caf\xC3\xA9", ",\"datacontenttype\":\"text/plain\",\"data\":\"caf\xC3\xA9\""},
      {"text/plain", "{}", R"(,"datacontenttype":"text/plain","data":"{}")"},
      {"text/plain; charset=iso-8859-1", "caf\xE9",
       R"(,"datacontenttype":"text/plain; charset=iso-8859-1","data_base64":"Y2Fm6Q==")"},
      {"text/plain", "caf\xE9", R"(,"datacontenttype":"text/plain","data_base64":"Y2Fm6Q==")"},
      {"image/png", "\x89PNG", R"(,"datacontenttype":"image/png","data_base64":"iVBORw==")"},
      {"application/xml", "<a/>",
       R"(,"datacontenttype":"application/xml","data_base64":"PGEvPg==")"},
      {"application/json", "", R"(,"datacontenttype":"application/json")"},
  };
  for (const auto& [type, body, members] : bodies) {
    EXPECT_EQ(Read(Mode::kBinary, Binary({{"Content-Type", type}}), body),
              absl::StrCat(head, members, "}\n"))
        << type;
  }
  EXPECT_EQ(Read(Mode::kBinary, Binary(), "{}"), absl::StrCat(head, ",\"data\":{}}\n"));
  EXPECT_EQ(Read(Mode::kBinary, Binary(), "<a/>"),
            absl::StrCat(head, R"(,"datacontenttype":"application/octet-stream",)",
                         "\"data_base64\":\"PGEvPg==\"}\n"));
}

TEST(EventDelivery, HeadersAreDecodedOnce) {
  const std::pair<const char*, const char*> values[] = {
      {"Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro \xE2\x82\xAC \xF0\x9F\x98\x80"},
      {"%e2%82%ac", "\xE2\x82\xAC"},
      {"%41%2542", "A%42"},
      {"\"a \\\"b\\\" %41\"", "a \\\"b\\\" A"},
      {"plain text", "plain text"},
      {"\"", "\\\""},
  };
  for (const auto& [value, text] : values) {
    EXPECT_THAT(Read(Mode::kBinary, Binary({{"Ce-Subject", value}})),
                HasSubstr(absl::StrCat("\"subject\":\"", text, "\"")))
        << value;
  }
}

TEST(EventDelivery, HeadersThatAreNoAttributesAreNamed) {
  const std::pair<Fields, const char*> cases[] = {
      {{{"ce-subject", "%"}}, "subject"},
      {{{"ce-subject", "%C3%28"}}, "subject"},
      {{{"ce-subject", "\xC3\x28"}}, "subject"},
      {{{"ce-subject", "%00"}}, "subject"},
      {{{"ce-subject", "%0A"}}, "subject"},
      {{{"ce-subject", ""}}, "subject"},
      {{{"ce-time", "noon"}}, "time"},
      {{{"CE-ID", "2"}}, "id"},
      {{{"ce-my-extension", "1"}}, "my-extension"},
      {{{"ce-data", "1"}}, "data"},
      {{{"ce-datacontenttype", "text/plain"}}, "datacontenttype"},
      {{{"content-type", "nonsense"}}, "datacontenttype"},
      {{{"content-type", "text/plain"}, {"content-type", "text/plain"}}, "content-type"},
  };
  for (const auto& [more, path] : cases) EXPECT_EQ(Read(Mode::kBinary, Binary(more)), path);
  EXPECT_EQ(Read(Mode::kBinary, {{"ce-id", "1"}}), "specversion source type");
  EXPECT_EQ(Read(Mode::kBinary, Binary({{"content-type", "application/json"}}), "{"), "data");
}

TEST(EventDelivery, ABatchIsTakenWholeOrNotAtAll) {
  const auto batch = [](const std::string& events) { return absl::StrCat("[", events, "]"); };
  EXPECT_EQ(ReadDelivery(Mode::kBatch, {}, "[]")->size(), 0u);
  const std::string two = batch(absl::StrCat(kEvent, ", ", kEvent));
  EXPECT_EQ(Read(Mode::kBatch, {}, two), absl::StrCat(kEvent, "\n", kEvent, "\n"));
  EXPECT_EQ(Read(Mode::kBatch, {}, batch(absl::StrCat(kEvent, R"(,{"specversion":"1.0"},7)"))),
            "events[1].id events[1].source events[1].type events[2]");
  for (const char* none : {"", "{}", "[", "5", "[]x"})
    EXPECT_EQ(Read(Mode::kBatch, {}, none), "events") << none;
  EXPECT_EQ(Read(Mode::kStructured, {}, batch(kEvent)), "event");
}

TEST(EventDelivery, EverythingHasABound) {
  std::vector<std::string> events(kMaxEvents, kEvent);
  const auto batch = [&] { return absl::StrCat("[", absl::StrJoin(events, ","), "]"); };
  EXPECT_EQ(ReadDelivery(Mode::kBatch, {}, batch())->at(0).count, kMaxEvents);
  events.push_back(kEvent);
  EXPECT_EQ(status::ReasonOf(ReadDelivery(Mode::kBatch, {}, batch()).status()),
            error::v1::REQUEST_TOO_LARGE);

  // To the byte.
  const std::string head = std::string(kEvent, sizeof(kEvent) - 2) + ",\"data\":\"";
  const std::string full =
      absl::StrCat(head, std::string(kMaxEventBytes - head.size() - 2, 'x'), "\"}");
  ASSERT_EQ(full.size(), kMaxEventBytes);
  EXPECT_EQ(Read(Mode::kStructured, {}, full).size(), kMaxEventBytes + 1);
  std::string more = full;
  more.insert(head.size(), "x");
  const absl::Status large = ReadDelivery(Mode::kStructured, {}, more).status();
  EXPECT_EQ(status::ReasonOf(large), error::v1::REQUEST_TOO_LARGE);
  EXPECT_THAT(std::string(large.message()), HasSubstr("65536"));
  const absl::Status third =
      ReadDelivery(Mode::kBatch, {}, absl::StrCat("[", kEvent, ",", kEvent, ",", more, "]"))
          .status();
  EXPECT_THAT(std::string(third.message()), HasSubstr("events[2]"));

  const auto deep = [](int depth) {
    return absl::StrCat(std::string(static_cast<size_t>(depth), '['),
                        std::string(static_cast<size_t>(depth), ']'));
  };
  const Fields json = Binary({{"content-type", "application/json"}});
  EXPECT_TRUE(ReadDelivery(Mode::kBinary, json, deep(63)).ok());
  EXPECT_EQ(Read(Mode::kBinary, json, deep(64)), "data");
  EXPECT_EQ(status::ReasonOf(ReadDelivery(Mode::kStructured, {}, deep(100000)).status()),
            error::v1::REQUEST_TOO_LARGE);
}

TEST(EventDelivery, WhatIsMoreThanACallTakesComesInPieces) {
  const std::string wide =
      std::string(kEvent, sizeof(kEvent) - 2) + ",\"data\":\"" + std::string(60000, 'x') + "\"}";
  const std::vector<std::string> events(40, wide);
  const auto pieces =
      ReadDelivery(Mode::kBatch, {}, absl::StrCat("[", absl::StrJoin(events, ","), "]"));
  ASSERT_TRUE(pieces.ok()) << pieces.status();
  ASSERT_EQ(pieces->size(), 2u);
  int next = 0;
  for (const Piece& piece : *pieces) {
    EXPECT_EQ(piece.first, next);
    EXPECT_LE(piece.lines.size(), size_t{2} << 20);
    next += piece.count;
  }
  EXPECT_EQ(next, 40);
}

}  // namespace
}  // namespace palier::gateway::cloudevents
